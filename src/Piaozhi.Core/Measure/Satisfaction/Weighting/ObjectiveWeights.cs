using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure.Satisfaction.Weighting;

/// <summary>How scores are made comparable before their spread is measured; entropy weights change with it, so it is kept with them.</summary>
public enum Normalizer
{
    /// <summary>As they are, divided by their sum.</summary>
    Sum,

    /// <summary>(x − min)/(max − min).</summary>
    MinMax,

    /// <summary>(x − min)/(max − min) + 1, which keeps the logarithm away from 0.</summary>
    MinMaxPlusOne,
}

/// <summary>
/// Weights from how objects (outlets, periods; never single answers) spread over the criteria. They say what tells the objects apart, not
/// what matters to customers.
/// </summary>
public static class ObjectiveWeights
{
    /// <summary>1 − entropy of each criterion's shares over the objects [Shannon 1948]. Rows are objects; scores are not negative.</summary>
    public static Outcome<IReadOnlyList<double>> Entropy(IReadOnlyList<IReadOnlyList<double>> objects, Normalizer normalizer = Normalizer.Sum)
    {
        if (Refused(objects) is { } no)
            return no;
        var n = objects.Count;
        var spread = Columns(objects).Select(column =>
        {
            var z = Normalized(column, normalizer);
            if (z.Any(v => v < 0))
                return double.NaN;
            var sum = z.Sum();
            return sum <= 0 ? 0 : 1 + z.Where(v => v > 0).Sum(v => v / sum * Math.Log(v / sum)) / Math.Log(n);
        }).Select(d => double.IsNaN(d) ? d : Math.Max(0, d)).ToArray();
        return spread.Any(double.IsNaN) ? new Refusal("measure.weights.negative") : Shares(spread);
    }

    /// <summary>CRITIC [Diakoulaki, Mavrotas and Papayannakis 1995]: standard deviation times conflict with the others, on min–max scores.</summary>
    public static Outcome<IReadOnlyList<double>> Critic(IReadOnlyList<IReadOnlyList<double>> objects)
    {
        if (Refused(objects) is { } no)
            return no;
        var columns = Columns(objects).Select(c => Normalized(c, Normalizer.MinMax)).ToList();
        var r = CrossProducts.Of(columns).Correlations();
        // What does not vary tells nothing apart, and has no correlation either.
        return Shares([.. columns.Select((c, j) => Deviation(c) * Enumerable.Range(0, columns.Count).Sum(k => double.IsNaN(r[j, k]) ? 0 : 1 - r[j, k]))]);
    }

    /// <summary>Product of two sets of weights, made to sum to 1: both must hold a part important.</summary>
    public static Outcome<IReadOnlyList<double>> Product(IReadOnlyList<double> a, IReadOnlyList<double> b) => Shares([.. a.Zip(b, (x, y) => x * y)]);

    /// <summary>Mixture: <paramref name="share"/> of the first, the rest of the second.</summary>
    public static IReadOnlyList<double> Mixture(IReadOnlyList<double> a, IReadOnlyList<double> b, double share = .5) => [.. a.Zip(b, (x, y) => share * x + (1 - share) * y)];

    /// <summary>Kendall's coefficient of concordance W of the orders that several sets of weights give, with correction for ties; 1 = one order.</summary>
    public static double Concordance(IReadOnlyList<IReadOnlyList<double>> sets)
    {
        var (m, n) = (sets.Count, sets.Count == 0 ? 0 : sets[0].Count);
        if (m < 2 || n < 2)
            return double.NaN;
        var ranks = sets.Select(Ranks).ToList();
        var sums = Enumerable.Range(0, n).Select(j => ranks.Sum(r => r[j])).ToList();
        var mean = sums.Average();
        var ties = sets.Sum(s => s.GroupBy(v => v).Sum(g => Math.Pow(g.Count(), 3) - g.Count()));
        var most = m * (double)m * (Math.Pow(n, 3) - n) - m * ties;
        return most <= 0 ? double.NaN : 12 * sums.Sum(s => (s - mean) * (s - mean)) / most;
    }

    /// <summary>Ranks from 1 (largest), ties share their mean rank.</summary>
    public static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(v => 1 + values.Count(o => o > v) + (values.Count(o => o == v) - 1) / 2.0)];

    private static Refusal? Refused(IReadOnlyList<IReadOnlyList<double>> objects) =>
        objects.Count < 2 ? new Refusal("measure.weights.one-object")
        : objects.Any(o => o.Count != objects[0].Count || o.Any(v => !double.IsFinite(v))) ? new Refusal("measure.weights.gaps") : null;

    private static IEnumerable<double[]> Columns(IReadOnlyList<IReadOnlyList<double>> objects) =>
        Enumerable.Range(0, objects[0].Count).Select(j => objects.Select(o => o[j]).ToArray());

    private static double[] Normalized(double[] x, Normalizer normalizer)
    {
        var (min, max) = (x.Min(), x.Max());
        return normalizer == Normalizer.Sum ? x : [.. x.Select(v => (max > min ? (v - min) / (max - min) : 0) + (normalizer == Normalizer.MinMaxPlusOne ? 1 : 0))];
    }

    private static double Deviation(double[] x)
    {
        var mean = x.Average();
        return Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1));
    }

    private static Outcome<IReadOnlyList<double>> Shares(double[] values)
    {
        var sum = values.Sum();
        return sum > 0 ? values.Select(v => v / sum).ToArray() : new Refusal("measure.weights.no-spread");
    }
}
