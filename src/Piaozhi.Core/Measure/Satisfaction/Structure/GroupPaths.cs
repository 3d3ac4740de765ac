using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure.Satisfaction.Structure;

/// <summary>One arrow in two groups of customers.</summary>
/// <param name="P">Share of pairs of resamples in which the first group's path is not the larger one [Henseler, Ringle and Sinkovics 2009]; near 0 = larger in the first, near 1 = larger in the second.</param>
public sealed record PathDifference(string From, string To, double First, double Second, double P)
{
    public double Difference => First - Second;

    /// <summary>Two-sided.</summary>
    public double TwoSided => 2 * Math.Min(P, 1 - P);
}

/// <summary>The same model in two groups. It compares arrows; that both groups understand the questions alike has to be believed or tested elsewhere.</summary>
public static class GroupPaths
{
    public static Outcome<IReadOnlyList<PathDifference>> Compare(
        PathModel model, IReadOnlyDictionary<string, IReadOnlyList<double>> first, IReadOnlyDictionary<string, IReadOnlyList<double>> second, int rounds = 1000, ulong seed = 1, InnerScheme scheme = InnerScheme.Path) =>
        Compare(model, first, second, rounds, rounds, scheme, Draw(seed), Draw(seed + 1));

    /// <summary>With resamples that were drawn elsewhere: rows from 0.</summary>
    public static Outcome<IReadOnlyList<PathDifference>> Compare(
        PathModel model, IReadOnlyDictionary<string, IReadOnlyList<double>> first, IReadOnlyDictionary<string, IReadOnlyList<double>> second,
        IReadOnlyList<IReadOnlyList<int>> firstDrawn, IReadOnlyList<IReadOnlyList<int>> secondDrawn, InnerScheme scheme = InnerScheme.Path) =>
        Compare(model, first, second, firstDrawn.Count, secondDrawn.Count, scheme, Given(firstDrawn), Given(secondDrawn));

    private static Outcome<IReadOnlyList<PathDifference>> Compare(
        PathModel model, IReadOnlyDictionary<string, IReadOnlyList<double>> first, IReadOnlyDictionary<string, IReadOnlyList<double>> second, int firstRounds, int secondRounds, InnerScheme scheme, Action<int, int[]> drawFirst, Action<int, int[]> drawSecond)
    {
        var (a, b) = (PathFit.Of(model, first, scheme), PathFit.Of(model, second, scheme));
        if (!a.Ok || !b.Ok)
            return Outcome<IReadOnlyList<PathDifference>>.Refuse(a.Ok ? b.Refusals : a.Refusals);
        var one = PathBootstrap.DrawnPaths(a.Value, PathData.Of(model, first).Value.Columns, scheme, firstRounds, drawFirst);
        var two = PathBootstrap.DrawnPaths(b.Value, PathData.Of(model, second).Value.Columns, scheme, secondRounds, drawSecond);
        if (one.Count * 2 < firstRounds || two.Count * 2 < secondRounds)
            return new Refusal("measure.pls.resamples-fail", "", firstRounds + secondRounds - one.Count - two.Count, firstRounds + secondRounds);
        return a.Value.Paths.Select((p, i) =>
        {
            var (x, y) = (one.Select(d => d[i]).ToArray(), two.Select(d => d[i]).Order().ToArray());
            var (meanX, meanY) = (x.Average(), y.Average());
            // Pairs with 2·x̄ − x − 2·ȳ + y > 0, counted in the sorted second group.
            var larger = x.Sum(v => (long)y.Length - Above(y, 2 * meanY - 2 * meanX + v));
            return new PathDifference(p.From, p.To, p.Coefficient, b.Value.Paths[i].Coefficient, 1 - (double)larger / ((long)x.Length * y.Length));
        }).ToList();
    }

    /// <summary>How many of the sorted values are at most <paramref name="limit"/>.</summary>
    private static int Above(double[] sorted, double limit)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] <= limit)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static Action<int, int[]> Draw(ulong seed) => (round, times) =>
    {
        var random = new Rng(unchecked(seed * 0x9E3779B97F4A7C15UL + (ulong)round));
        for (var i = 0; i < times.Length; i++)
            times[random.Next(times.Length)]++;
    };

    private static Action<int, int[]> Given(IReadOnlyList<IReadOnlyList<int>> rows) => (round, times) =>
    {
        foreach (var row in rows[round])
            times[row]++;
    };
}
