using MathNet.Numerics.Distributions;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Distributions;
using Piaozhi.Core.Statistics.Estimation;
using Piaozhi.Core.Statistics.Testing;

namespace Piaozhi.Core.Measure.Satisfaction.Scores;

/// <summary>The direct figure of a part (outlet, day) and its standard error.</summary>
public readonly record struct AreaFigure(string Name, double Value, double Error, long N);

/// <summary>A part after it has borrowed from the whole.</summary>
/// <param name="Shrunk">Weighted mean of the part's own value and the common one.</param>
/// <param name="Own">Weight of its own value: near 0 = hardly anybody was asked there.</param>
/// <param name="Q">Adjusted p of its difference to the common value; small = different, whatever the number of parts compared.</param>
public sealed record SmallArea(string Name, double Direct, double Shrunk, Interval Interval, double Own, long N, double P, double Q)
{
    /// <summary>At most one in twenty of the parts that are called different is not.</summary>
    public bool Differs => Q <= .05;
}

/// <summary>
/// Small-area estimates [Fay and Herriot 1979] without covariates: places with few answers are drawn toward the common value, as far as the
/// spread between places (restricted maximum likelihood) says they should be. The interval adds the doubt about the common value and, to
/// first order, about that spread [Prasad and Rao 1990].
/// </summary>
/// <param name="Between">Variance between the parts that chance does not explain.</param>
public sealed record SmallAreas(double Common, double Between, IReadOnlyList<SmallArea> Areas, IReadOnlyList<Caveat> Caveats)
{
    public static Outcome<SmallAreas> Of(IReadOnlyList<AreaFigure> figures, double level = .95)
    {
        var known = figures.Where(f => double.IsFinite(f.Value) && f.Error > 0 && double.IsFinite(f.Error)).ToList();
        if (known.Count < 3)
            return new Refusal("measure.areas.few", "", known.Count);
        var between = Spread(known);
        var weights = known.Select(f => 1 / (between + f.Error * f.Error)).ToArray();
        var sum = weights.Sum();
        var common = known.Select((f, i) => weights[i] * f.Value).Sum() / sum;
        var doubt = 2 / weights.Sum(w => w * w);
        var p = known.Select((f, i) =>
        {
            // Its own share of the common value is taken out, so that a large place is not compared with itself.
            var (rest, own) = (sum - weights[i], weights[i] * f.Value);
            var others = (common * sum - own) / rest;
            var error = Math.Sqrt(f.Error * f.Error + 1 / rest);
            return Tails.NormalTwoSided((f.Value - others) / error);
        }).ToArray();
        var q = FalseDiscovery.BenjaminiHochberg(p);
        // A handful of places tells little about the spread between them: Student's point of their number.
        var z = StudentT.InvCDF(0, 1, known.Count - 1, (1 + level) / 2);
        var areas = known.Select((f, i) =>
        {
            var own = between * weights[i];
            var shrunk = own * f.Value + (1 - own) * common;
            var d = f.Error * f.Error;
            // Where no spread shows between the places the last term runs wild; borrowing never knows less than the place's own figure.
            var mse = Math.Min(d, own * d + (1 - own) * (1 - own) / sum + 2 * d * d * Math.Pow(weights[i], 3) * doubt);
            var half = z * Math.Sqrt(mse);
            return new SmallArea(f.Name, f.Value, shrunk, new Interval(shrunk - half, shrunk + half), own, f.N, p[i], q[i]);
        }).ToList();
        return new SmallAreas(common, between, areas, known.Count < figures.Count ? [new Caveat(CaveatId.MissingRows, "", figures.Count - known.Count, figures.Count)] : []);
    }

    /// <summary>All pairs of parts, with p-values adjusted for their number.</summary>
    public static IReadOnlyList<(string A, string B, ScoreDifference Difference, double Q)> Pairs(IReadOnlyList<AreaFigure> figures, double level = .95)
    {
        var known = figures.Where(f => f.Error > 0 && double.IsFinite(f.Value)).ToList();
        var z = Normal.InvCDF(0, 1, (1 + level) / 2);
        var pairs = (from i in Enumerable.Range(0, known.Count) from j in Enumerable.Range(i + 1, known.Count - i - 1) select (A: known[i], B: known[j])).Select(x =>
        {
            var (value, error) = (x.A.Value - x.B.Value, Math.Sqrt(x.A.Error * x.A.Error + x.B.Error * x.B.Error));
            return (x.A, x.B, Difference: new ScoreDifference(value, new Interval(value - z * error, value + z * error), Tails.NormalTwoSided(value / error)));
        }).ToList();
        var q = FalseDiscovery.BenjaminiHochberg([.. pairs.Select(x => x.Difference.P)]);
        return [.. pairs.Select((x, i) => (x.A.Name, x.B.Name, x.Difference, q[i]))];
    }

    /// <summary>REML by Fisher scoring, not below 0.</summary>
    private static double Spread(List<AreaFigure> figures)
    {
        var mean = figures.Average(f => f.Value);
        var a = Math.Max(0, figures.Sum(f => (f.Value - mean) * (f.Value - mean)) / (figures.Count - 1) - figures.Average(f => f.Error * f.Error));
        for (var round = 0; round < 200; round++)
        {
            var w = figures.Select(f => 1 / (a + f.Error * f.Error)).ToArray();
            var sum = w.Sum();
            var center = figures.Select((f, i) => w[i] * f.Value).Sum() / sum;
            var square = figures.Select((f, i) => w[i] * w[i] * (f.Value - center) * (f.Value - center)).Sum();
            var trace = sum - w.Sum(x => x * x) / sum;
            var information = w.Sum(x => x * x) - 2 * w.Sum(x => x * x * x) / sum + Math.Pow(w.Sum(x => x * x) / sum, 2);
            var next = Math.Max(0, a + (square - trace) / information);
            if (Math.Abs(next - a) < 1e-10 * (1 + a))
                return next;
            a = next;
        }

        return a;
    }
}
