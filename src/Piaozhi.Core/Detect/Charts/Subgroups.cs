namespace Piaozhi.Core.Detect.Charts;

/// <summary>What is plotted, as columns: one entry a subgroup, day or gap.</summary>
/// <param name="Values">Means, single values, counts or shares as the chart needs; never NaN.</param>
/// <param name="Sizes">Units or exposure behind each; null = 1.</param>
/// <param name="Spreads">Range (X̄-R) or standard deviation (X̄-S) within each subgroup.</param>
public sealed record Subgroups(double[] Values, double[]? Sizes = null, double[]? Spreads = null)
{
    public int Count => Values.Length;

    public double Size(int at) => Sizes is null ? 1 : Sizes[at];

    /// <summary>Means with ranges.</summary>
    public static Subgroups WithRanges(IReadOnlyList<double[]> groups) => Of(groups, g => g.Max() - g.Min());

    /// <summary>Means with standard deviations; a single value has none (NaN).</summary>
    public static Subgroups WithDeviations(IReadOnlyList<double[]> groups) => Of(groups, Deviation);

    /// <summary>Counts of each unit size, as shares or rates.</summary>
    public static Subgroups Shares(IReadOnlyList<double> counts, IReadOnlyList<double> sizes) =>
        new([.. counts.Select((c, i) => c / sizes[i])], [.. sizes]);

    /// <summary>Standard deviation with n − 1; NaN for a single value.</summary>
    public static double Deviation(double[] group)
    {
        if (group.Length < 2)
            return double.NaN;
        var mean = group.Average();
        return Math.Sqrt(group.Sum(v => (v - mean) * (v - mean)) / (group.Length - 1));
    }

    private static Subgroups Of(IReadOnlyList<double[]> groups, Func<double[], double> spread) =>
        new([.. groups.Select(g => g.Average())], [.. groups.Select(g => (double)g.Length)], [.. groups.Select(spread)]);
}
