using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure;

/// <summary>From sufficient statistics to the value that is shown: value, interval, n, caveats.</summary>
public static class Estimates
{
    /// <summary>Below this n a figure carries a caveat.</summary>
    public const long Few = 30;

    public static Estimate Of(Indicator indicator, Sufficient s, double level = .95, bool complete = true)
    {
        var value = s.Value(indicator.Statistic);
        var (low, high) = indicator.Statistic switch
        {
            StatisticKind.Proportion => Pair(Intervals.Wilson(s.Numerator, s.Denominator, level)),
            StatisticKind.Rate => Pair(Intervals.Poisson(s.Numerator, s.Denominator, level)),
            StatisticKind.Mean => MeanInterval(s, level),
            StatisticKind.Gap => Pair(Intervals.Gap(s.N, s.Numerator, level)),
            StatisticKind.Quantile => QuantileInterval(indicator.Definition, s, level),
            _ => (double.NaN, double.NaN),
        };
        var caveats = new List<Caveat>();
        var counted = indicator.Statistic != StatisticKind.Level;
        if (double.IsNaN(value) || (counted && s.N == 0))
            caveats.Add(new Caveat(CaveatId.NoData, indicator.Code));
        else if (counted && s.N < Few)
            caveats.Add(new Caveat(CaveatId.SmallSample, indicator.Code, s.N));
        if (!complete)
            caveats.Add(new Caveat(CaveatId.Incomplete, indicator.Code));
        return new Estimate(value, low, high, s.N, level, caveats);
    }

    /// <summary>Weighted readings count as n rows: weights say how the rows share in the mean, not how many were seen.</summary>
    private static (double Low, double High) MeanInterval(Sufficient s, double level)
    {
        if (s.Denominator <= 0)
            return (double.NaN, double.NaN);
        var scale = s.N / s.Denominator;
        return Pair(Intervals.T(s.N, s.Numerator * scale, s.SumSquares * scale, level));
    }

    /// <summary>
    /// An interval lies between two of the values, so there is none while all of them together would hold the quantile less often than
    /// <paramref name="level"/>: 1 − pⁿ − (1 − p)ⁿ (Conover 1999, §3.2).
    /// </summary>
    private static (double Low, double High) QuantileInterval(Definition definition, Sufficient s, double level)
    {
        var p = definition switch
        {
            DurationDefinition { Summary: var summary } => Share(summary),
            ValueDefinition { Summary: var summary } => Share(summary),
            _ => .5,
        };
        return 1 - Math.Pow(p, s.N) - Math.Pow(1 - p, s.N) < level ? (double.NaN, double.NaN) : (s.Low, s.High);
    }

    private static double Share(Summary summary) => summary switch { Summary.P90 => .9, Summary.P95 => .95, _ => .5 };

    private static (double Low, double High) Pair(Interval interval) => (interval.Low, interval.High);
}
