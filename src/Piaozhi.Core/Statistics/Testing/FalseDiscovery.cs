namespace Piaozhi.Core.Statistics.Testing;

/// <summary>Control of the share of false findings among all that are found.</summary>
public static class FalseDiscovery
{
    /// <summary>
    /// Adjusted p-values of Benjamini and Hochberg 1995, §3.1 (step-up, monotone). <paramref name="tests"/> is the number of tests made
    /// when some were left out here for being hopeless; NaN stays NaN and counts as no test.
    /// </summary>
    public static double[] BenjaminiHochberg(IReadOnlyList<double> p, int tests = 0)
    {
        var order = Enumerable.Range(0, p.Count).Where(i => !double.IsNaN(p[i])).OrderByDescending(i => p[i]).ToArray();
        var m = Math.Max(tests, order.Length);
        var q = Enumerable.Repeat(double.NaN, p.Count).ToArray();
        var least = 1.0;
        for (var j = 0; j < order.Length; j++)
        {
            least = Math.Min(least, p[order[j]] * m / (order.Length - j));
            q[order[j]] = least;
        }

        return q;
    }
}
