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
            StatisticKind.Quantile => (s.Low, s.High),
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

    private static (double Low, double High) Pair(Interval interval) => (interval.Low, interval.High);
}
