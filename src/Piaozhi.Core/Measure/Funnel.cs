using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure;

/// <summary>One place or person on a funnel plot.</summary>
/// <param name="Z">Standard deviate against the whole, after overdispersion; its sign is that of the difference.</param>
public sealed record FunnelPoint(string Name, double N, double Value, double Z)
{
    /// <summary>0 within the 95 % limits, 1 beyond them, 2 beyond the 99.8 % limits.</summary>
    public int Beyond => Math.Abs(Z) switch { > Funnel.Z998 => 2, > Funnel.Z95 => 1, _ => 0 };
}

/// <summary>
/// A funnel plot: each place against the limits that its own size allows around the common value, so that small places are not
/// ranked on luck [Spiegelhalter 2005, Stat Med 24:1185–1202]. Where places differ more than chance alone explains, the limits are widened
/// by the multiplicative factor φ from 10 %-winsorized z-scores (§4.2.2).
/// </summary>
public sealed record Funnel(double Center, double Dispersion, IReadOnlyList<FunnelPoint> Points)
{
    public const double Z95 = 1.959964, Z998 = 3.090232;

    private Func<double, double> Sigma { get; init; } = _ => double.NaN;

    private double Highest { get; init; } = double.PositiveInfinity;

    private double Lowest { get; init; }

    /// <summary>Limits at <paramref name="z"/> standard deviations for a place of size <paramref name="n"/>.</summary>
    public (double Low, double High) Limits(double n, double z)
    {
        var half = z * Math.Sqrt(Dispersion) * Sigma(n);
        return (Math.Max(Lowest, Center - half), Math.Min(Highest, Center + half));
    }

    /// <summary>Null for statistics whose error is not a function of size alone (quantiles, stocks, gaps), or with under three places.</summary>
    public static Funnel? Of(StatisticKind kind, IEnumerable<(string Name, Sufficient Statistic)> places)
    {
        var used = places.Where(p => p.Statistic.N > 0 && double.IsFinite(p.Statistic.Value(kind))).ToList();
        if (used.Count < 3 || kind is not (StatisticKind.Proportion or StatisticKind.Rate or StatisticKind.Mean))
            return null;
        var all = used.Select(p => p.Statistic).Aggregate((a, b) => a + b);
        var center = all.Value(kind);
        double Size(Sufficient s) => kind == StatisticKind.Mean ? s.N : s.Denominator;
        var variance = kind switch
        {
            StatisticKind.Proportion => center * (1 - center),
            StatisticKind.Rate => center,
            _ => used.Sum(p => Spread(p.Statistic)) / Math.Max(1, used.Sum(p => p.Statistic.N) - used.Count),
        };
        if (!(variance > 0))
            return null;
        double Sigma(double n) => Math.Sqrt(variance / n);
        var raw = used.Select(p => (p.Statistic.Value(kind) - center) / Sigma(Size(p.Statistic))).ToArray();
        var dispersion = Dispersed(raw);
        return new Funnel(center, dispersion, [.. used.Select((p, i) => new FunnelPoint(p.Name, Size(p.Statistic), p.Statistic.Value(kind), raw[i] / Math.Sqrt(dispersion)))])
        {
            Sigma = Sigma, Highest = kind == StatisticKind.Proportion ? 1 : double.PositiveInfinity, Lowest = kind == StatisticKind.Mean ? double.NegativeInfinity : 0,
        };
    }

    /// <summary>Sum of squares around the place's own mean; weighted readings count as n rows.</summary>
    private static double Spread(Sufficient s)
    {
        var scale = s.N / s.Denominator;
        return Math.Max(0, (s.SumSquares - s.Numerator * s.Numerator / s.Denominator) * scale);
    }

    private static double Dispersed(double[] z)
    {
        var sorted = z.Order().ToArray();
        var (low, high) = (Robust.Quantile(sorted, .1), Robust.Quantile(sorted, .9));
        var phi = z.Average(x => Math.Pow(Math.Clamp(x, low, high), 2));
        // Under one is luck; a handful of places says too little to widen anything.
        return z.Length >= 10 ? Math.Max(1, phi) : 1;
    }
}
