using Piaozhi.Core.Statistics.Testing;

namespace Piaozhi.Core.Detect;

/// <summary>One chart of an indicator: the p of its windows that stood out, and how many days were judged.</summary>
internal sealed record Judged(string Indicator, IReadOnlyList<double> P, int Days);

/// <summary>
/// Which windows of which charts are believed. A fault breaks hundreds of windows on dozens of charts of the indicators that it moves; were
/// they all counted alike, it would buy many false ones elsewhere. So indicators are judged first, then the charts of those that stood,
/// then the days of those charts, each level by Benjamini and Hochberg at the share that stood above it (Benjamini and Bogomolov 2014); the
/// p of a family is that of Simes 1986.
/// </summary>
internal static class Discoveries
{
    /// <param name="charts">Charts that were judged, those without any window that stood out among <paramref name="silent"/> only.</param>
    /// <param name="silent">How many charts of each indicator were judged.</param>
    /// <returns>Adjusted p of every window, NaN for those that are not believed; beside it the largest p that was.</returns>
    public static (double[][] Q, double[] Level) Of(IReadOnlyList<Judged> charts, IReadOnlyDictionary<string, int> silent, double level)
    {
        var q = charts.Select(c => Enumerable.Repeat(double.NaN, c.P.Count).ToArray()).ToArray();
        var most = new double[charts.Count];
        var p = charts.Select(c => Simes(c.P, c.Days)).ToArray();
        var indicators = Enumerable.Range(0, charts.Count).GroupBy(i => charts[i].Indicator).Select(g => (Code: g.Key, Charts: g.ToArray())).ToArray();
        var ofIndicator = indicators.Select(i => Simes([.. i.Charts.Select(c => p[c])], silent.GetValueOrDefault(i.Code, i.Charts.Length))).ToArray();
        var (stood, first) = Stood(ofIndicator, silent.Count, level);
        foreach (var i in stood)
        {
            var (own, second) = Stood([.. indicators[i].Charts.Select(c => p[c])], silent.GetValueOrDefault(indicators[i].Code, 0), first);
            foreach (var c in own.Select(x => indicators[i].Charts[x]))
            {
                var adjusted = FalseDiscovery.BenjaminiHochberg(charts[c].P, charts[c].Days);
                for (var w = 0; w < adjusted.Length; w++)
                    if (adjusted[w] <= second)
                    {
                        // Told at the level that was asked for, whatever the levels between.
                        q[c][w] = Math.Min(level, adjusted[w] * level / second);
                        most[c] = Math.Max(most[c], charts[c].P[w]);
                    }
            }
        }

        return (q, most);
    }

    private static (int[] Which, double Level) Stood(double[] p, int tests, double level)
    {
        var adjusted = FalseDiscovery.BenjaminiHochberg(p, tests);
        var which = Enumerable.Range(0, p.Length).Where(i => adjusted[i] <= level).ToArray();
        return (which, level * which.Length / Math.Max(1, Math.Max(tests, p.Length)));
    }

    /// <summary>p of "nothing happened in the family", valid where its members go the same way.</summary>
    private static double Simes(IReadOnlyList<double> p, int tests)
    {
        var sorted = p.Order().ToArray();
        var least = 1.0;
        for (var i = 0; i < sorted.Length; i++)
            least = Math.Min(least, sorted[i] * Math.Max(tests, sorted.Length) / (i + 1));
        return least;
    }
}
