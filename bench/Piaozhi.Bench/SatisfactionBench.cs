using System.Diagnostics;
using Piaozhi.Core.Listen.Survey;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction;
using Piaozhi.Core.Measure.Satisfaction.Structure;

namespace Piaozhi.Bench;

/// <summary>The statistics of questionnaires at the sizes they are promised for, on made-up answers: drivers, structural model, raking.</summary>
public static class SatisfactionBench
{
    public static Task<int> RunAsync(int times)
    {
        var random = new Rng(1);
        var (outcome, drivers) = Drivers(random, 100_000, 14);
        Best("LMG, 14 drivers, 100,000 rows", times, () => RelativeImportance.Of(outcome, drivers).Value.RSquared);
        var model = PathModel.Ecsi(c => [.. Enumerable.Range(1, c switch { "image" => 5, "quality" => 7, "value" => 2, "complaints" => 1, _ => 3 }).Select(i => c + i)]);
        var data = Answers(random, model, 250);
        var fit = PathFit.Of(model, data, scale: (1, 10)).Value;
        Best("PLS-SEM, ECSI model, 250 rows, 5,000 resamples", times, () => PathBootstrap.Of(fit, data, 5000, scale: (1, 10)).Value.Rounds);
        Margin[] margins = [.. Enumerable.Range(0, 5).Select(m => new Margin($"m{m}", Enumerable.Range(0, 1_000_000).Select(_ => random.Next(3 + m)).ToArray(), [.. Enumerable.Range(0, 3 + m).Select(_ => .5 + random.NextDouble())]))];
        Best("raking, 1,000,000 people, 5 margins", times, () => SurveyWeights.Rake(1_000_000, margins).Value.DesignEffect);
        return Task.FromResult(0);
    }

    private static void Best(string what, int times, Func<double> run)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Math.Max(1, times); i++)
        {
            var watch = Stopwatch.StartNew();
            run();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Console.WriteLine($"{what}: {best.TotalMilliseconds:0} ms");
    }

    private static (double[] Outcome, double[][] Drivers) Drivers(Rng random, int rows, int count)
    {
        var drivers = Enumerable.Range(0, count).Select(_ => new double[rows]).ToArray();
        var outcome = new double[rows];
        for (var i = 0; i < rows; i++)
        {
            var halo = random.Normal();
            for (var j = 0; j < count; j++)
                outcome[i] += (drivers[j][i] = Math.Clamp(Math.Round(3.5 + .6 * halo + .8 * random.Normal()), 1, 5)) * (j + 1) / count;
            outcome[i] = Math.Round(outcome[i] + random.Normal());
        }

        return (outcome, drivers);
    }

    private static Dictionary<string, IReadOnlyList<double>> Answers(Rng random, PathModel model, int rows)
    {
        var data = model.Items.ToDictionary(i => i, _ => new double[rows], StringComparer.Ordinal);
        for (var i = 0; i < rows; i++)
        {
            var halo = random.Normal();
            foreach (var concept in model.Constructs)
            {
                var own = .7 * halo + .7 * random.Normal();
                foreach (var item in concept.Items)
                    data[item][i] = Math.Clamp(Math.Round(7 + 1.5 * (.8 * own + .6 * random.Normal())), 1, 10);
            }
        }

        return data.ToDictionary(d => d.Key, d => (IReadOnlyList<double>)d.Value, StringComparer.Ordinal);
    }
}
