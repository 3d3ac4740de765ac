using Piaozhi.Core.Statistics.Distributions;

namespace Piaozhi.Core.Statistics.Testing;

/// <summary>Whether values of one group tend to be larger than those of another.</summary>
/// <param name="U">Pairs in which the second group is larger, ties half.</param>
/// <param name="Superiority">Share of pairs in which the second is larger (Vargha and Delaney 2000); .5 is no difference.</param>
/// <param name="P">Two-sided; NaN when all values are equal or a group is empty.</param>
public readonly record struct MannWhitney(double U, double Superiority, double P)
{
    /// <summary>Normal approximation with correction for ties and continuity (Mann and Whitney 1947; Hollander and Wolfe 1999, §4.1).</summary>
    public static MannWhitney Of(ReadOnlySpan<long> first, ReadOnlySpan<long> second)
    {
        double n = first.Length, m = second.Length;
        if (first.Length == 0 || second.Length == 0)
            return new MannWhitney(double.NaN, double.NaN, double.NaN);
        var (a, b) = (first.ToArray(), second.ToArray());
        Array.Sort(a);
        Array.Sort(b);
        double u = 0, ties = 0;
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            var value = i == a.Length ? b[j] : j == b.Length ? a[i] : Math.Min(a[i], b[j]);
            var (x, y) = (i, j);
            while (i < a.Length && a[i] == value)
                i++;
            while (j < b.Length && b[j] == value)
                j++;
            double inFirst = i - x, inSecond = j - y, both = inFirst + inSecond;
            u += inSecond * (x + inFirst / 2);
            ties += both * both * both - both;
        }

        var variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
        var z = Math.Max(0, Math.Abs(u - n * m / 2) - .5) / Math.Sqrt(variance);
        return new MannWhitney(u, u / (n * m), variance > 0 ? Math.Min(1, Tails.NormalTwoSided(z)) : double.NaN);
    }
}
