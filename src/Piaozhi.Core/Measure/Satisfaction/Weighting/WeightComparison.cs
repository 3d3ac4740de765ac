using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure.Satisfaction.Weighting;

/// <summary>Where weights come from.</summary>
public enum WeightSource
{
    Equal,

    /// <summary>Set by people, or from comparisons by experts.</summary>
    Given,

    /// <summary>Shapley shares of what drives overall satisfaction.</summary>
    Shapley,

    /// <summary>Johnson's relative weights.</summary>
    Johnson,

    /// <summary>Spread between outlets by entropy.</summary>
    Entropy,

    /// <summary>Spread and conflict between outlets.</summary>
    Critic,

    /// <summary>Given × entropy.</summary>
    Combined,
}

/// <summary>One way of weighting and the index that it gives.</summary>
public sealed record WeightedIndex(WeightSource Source, IReadOnlyList<double> Weights, double Index, Interval Interval);

/// <summary>
/// The same answers under several ways of weighting, so that a person sees whether the choice matters. The intervals resample people, and
/// where weights come from their answers, the weights with them.
/// </summary>
/// <param name="Left">Ways that the data do not support, with the reason.</param>
/// <param name="Span">Largest index less smallest.</param>
/// <param name="Concordance">Kendall's W of the orders of the weights.</param>
public sealed record WeightComparison(IReadOnlyList<WeightedIndex> Ways, IReadOnlyList<(WeightSource Source, Refusal Why)> Left, double Span, double Concordance)
{
    /// <summary>Resampled parts of the people; many people in parts of equal size have the same spread.</summary>
    private const int Parts = 400;

    /// <summary>True when the ways give indices further apart than chance lets one index vary (half its interval).</summary>
    public bool Matters => Ways.Count > 1 && Span > Ways.Where(w => double.IsFinite(w.Interval.Low)).Select(w => (w.Interval.High - w.Interval.Low) / 2).DefaultIfEmpty(0).Max();

    /// <param name="rows">People: scores of the dimensions, then the overall score; NaN = not answered.</param>
    /// <param name="objects">Mean scores of the dimensions by outlet, without gaps.</param>
    /// <param name="given">Weights set by people; null = none.</param>
    public static WeightComparison Of(IReadOnlyList<double[]> rows, int dimensions, IReadOnlyList<IReadOnlyList<double>> objects, IReadOnlyList<double>? given = null, int rounds = 1000, ulong seed = 1, double level = .95)
    {
        var parts = Part.Of(rows, dimensions);
        var all = Enumerable.Repeat(1, parts.Length).ToArray();
        var left = new List<(WeightSource, Refusal)>();
        var ways = new List<(WeightSource Source, Func<int[], IReadOnlyList<double>> Weights)> { (WeightSource.Equal, _ => [.. Enumerable.Repeat(1.0 / dimensions, dimensions)]) };
        void Add(WeightSource source, Outcome<IReadOnlyList<double>> weights)
        {
            if (weights.Ok)
                ways.Add((source, _ => weights.Value));
            else
                left.Add((source, weights.Refusals[0]));
        }

        if (given is not null)
            Add(WeightSource.Given, given.Sum() > 0 ? given.Select(g => g / given.Sum()).ToArray() : new Refusal("measure.weights.no-spread"));
        Add(WeightSource.Entropy, ObjectiveWeights.Entropy(objects));
        Add(WeightSource.Critic, ObjectiveWeights.Critic(objects));
        if (given is not null && ways.Find(w => w.Source == WeightSource.Entropy).Weights is { } entropy)
            Add(WeightSource.Combined, ObjectiveWeights.Product(given, entropy(all)));
        var drivers = RelativeImportance.Of([.. rows.Select(r => r[dimensions])], [.. Enumerable.Range(0, dimensions).Select(j => rows.Select(r => r[j]).ToArray())]);
        foreach (var source in (WeightSource[])[WeightSource.Shapley, WeightSource.Johnson])
            if (!drivers.Ok)
                left.Add((source, drivers.Refusals[0]));
            else if (source == WeightSource.Johnson || dimensions <= RelativeImportance.MostDrivers)
                ways.Add((source, times => Shares(source, CrossProducts.Together([.. parts.Select(p => p.Products)], times).Correlations(), dimensions)));
        var made = ways.OrderBy(w => w.Source).Select(w =>
        {
            var weights = w.Weights(all);
            return new WeightedIndex(w.Source, weights, Index(parts, all, weights), rounds < 2 || rows.Count < 2 ? Interval.Unknown : Resampled(parts, w.Weights, rounds, seed, level));
        }).ToList();
        return new WeightComparison(made, left, made.Max(m => m.Index) - made.Min(m => m.Index), ObjectiveWeights.Concordance([.. made.Where(m => m.Source != WeightSource.Equal).Select(m => m.Weights)]));
    }

    private static double[] Shares(WeightSource source, double[,] r, int p)
    {
        var shares = source == WeightSource.Shapley ? RelativeImportance.Shapley(r, p) : RelativeImportance.Johnson(r, p);
        var sum = shares.Sum();
        return sum > 0 ? [.. shares.Select(s => s / sum)] : [.. shares.Select(_ => 1.0 / p)];
    }

    private static double Index(Part[] parts, int[] times, IReadOnlyList<double> weights)
    {
        var (score, used) = (0.0, 0.0);
        for (var j = 0; j < weights.Count; j++)
        {
            var (sum, n) = (0.0, 0.0);
            for (var g = 0; g < parts.Length; g++)
                (sum, n) = (sum + times[g] * parts[g].Sums[j], n + times[g] * parts[g].Counts[j]);
            if (n > 0)
                (score, used) = (score + weights[j] * sum / n, used + weights[j]);
        }

        return score / used;
    }

    private static Interval Resampled(Part[] parts, Func<int[], IReadOnlyList<double>> weights, int rounds, ulong seed, double level)
    {
        var random = new Rng(seed);
        var drawn = new double[rounds];
        var times = new int[parts.Length];
        for (var b = 0; b < rounds; b++)
        {
            Array.Clear(times);
            for (var g = 0; g < parts.Length; g++)
                times[random.Next(parts.Length)]++;
            drawn[b] = Index(parts, times, weights(times));
        }

        return new(Robust.Quantile(drawn, (1 - level) / 2), Robust.Quantile(drawn, (1 + level) / 2));
    }

    private sealed record Part(double[] Sums, double[] Counts, CrossProducts Products)
    {
        public static Part[] Of(IReadOnlyList<double[]> rows, int dimensions)
        {
            var count = Math.Clamp(rows.Count, 1, WeightComparison.Parts);
            var products = CrossProducts.Parts([.. Enumerable.Range(0, dimensions + 1).Select(j => rows.Select(r => r[j]).ToArray())], count);
            var parts = products.Select(p => new Part(new double[dimensions], new double[dimensions], p)).ToArray();
            for (var i = 0; i < rows.Count; i++)
                for (var j = 0; j < dimensions; j++)
                    if (double.IsFinite(rows[i][j]))
                        (parts[i % count].Sums[j], parts[i % count].Counts[j]) = (parts[i % count].Sums[j] + rows[i][j], parts[i % count].Counts[j] + 1);
            return parts;
        }
    }
}
