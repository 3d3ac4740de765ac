using System.Globalization;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>The eight tests for special causes of Nelson 1984; 1, 2 (with 9 points), 5 and 6 hold the Western Electric zones.</summary>
public static class ChartRules
{
    /// <summary>Beyond 3σ, nine on one side, two of three beyond 2σ, four of five beyond 1σ.</summary>
    public static IReadOnlySet<int> WesternElectric { get; } = new HashSet<int> { 1, 2, 5, 6 };

    public static IReadOnlySet<int> All { get; } = new HashSet<int> { 1, 2, 3, 4, 5, 6, 7, 8 };

    /// <summary>For every point the rules (<c>nelson-1</c> …) that are completed at it.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Broken(IReadOnlyList<double> z, IReadOnlySet<int> rules) =>
        [.. Enumerable.Range(0, z.Count).Select(i => (IReadOnlyList<string>)
            [.. rules.Order().Where(r => Breaks(r, z, i)).Select(r => "nelson-" + r.ToString(CultureInfo.InvariantCulture))])];

    private static bool Breaks(int rule, IReadOnlyList<double> z, int at) => rule switch
    {
        1 => Math.Abs(z[at]) > 3,
        2 => Last(9, z, at) is { } w && (w.All(v => v > 0) || w.All(v => v < 0)),
        3 => Last(6, z, at) is { } w && (Steps(w).All(d => d > 0) || Steps(w).All(d => d < 0)),
        4 => Last(14, z, at) is { } w && Steps(w).Zip(Steps(w).Skip(1), (a, b) => a * b).All(p => p < 0),
        5 => Beyond(2, 3, 2, z, at),
        6 => Beyond(4, 5, 1, z, at),
        7 => Last(15, z, at) is { } w && w.All(v => Math.Abs(v) < 1),
        8 => Last(8, z, at) is { } w && w.All(v => Math.Abs(v) > 1),
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, null),
    };

    /// <summary>The point itself is one of <paramref name="least"/> among <paramref name="of"/> on its side beyond the zone.</summary>
    private static bool Beyond(int least, int of, double zone, IReadOnlyList<double> z, int at) =>
        Last(of, z, at) is { } w && Math.Abs(z[at]) > zone && w.Count(v => Math.Sign(z[at]) * v > zone) >= least;

    private static double[]? Last(int count, IReadOnlyList<double> z, int at) =>
        at + 1 < count ? null : [.. Enumerable.Range(at + 1 - count, count).Select(i => z[i])];

    private static IEnumerable<double> Steps(double[] w) => w.Zip(w.Skip(1), (a, b) => b - a);
}
