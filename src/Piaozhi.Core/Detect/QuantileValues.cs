using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Detect;

/// <summary>Charts of quantiles count values beyond a bound; what people are told is the quantile itself, now and as usual.</summary>
internal static class QuantileValues
{
    public static Signal Put(Signal signal, HourChart chart, double[] weight, ChartWatch watch, Units units, FactLog log)
    {
        if (double.IsNaN(chart.Bound) || units.Parts is not [var part])
            return signal;
        var columns = signal.Slice.Select(p => (Column: log.Dimension(part.Table, p.Key)!, Wanted: p.Value.Select(v => log.Values(p.Key).Find(v)).ToHashSet())).ToArray();
        var start = FactLog.Milliseconds(chart.Start);
        var (now, usual) = (new List<double>(), new List<double>());
        for (var i = 0; i < part.Count; i++)
        {
            var hour = (int)((part.At[i] - start) / 3_600_000);
            if (hour < 0 || hour >= weight.Length || !Array.TrueForAll(columns, c => c.Wanted.Contains(c.Column[part.Row[i]])))
                continue;
            if (weight[hour] > 0)
                now.Add(part.Num[i]);
            else if (!watch.Masked[hour] && SameHour(chart.At(hour), signal))
                usual.Add(part.Num[i]);
        }

        var q = Counting.Quantile(chart.Indicator);
        var (observed, expected) = chart.Indicator.Statistic == StatisticKind.Mean
            ? (now.DefaultIfEmpty(double.NaN).Average(), usual.DefaultIfEmpty(double.NaN).Average())
            : (Robust.Quantile(now, q), Robust.Quantile(usual, q));
        return double.IsFinite(observed) && double.IsFinite(expected)
            ? signal with { Observed = observed, Expected = expected, Sign = observed == expected ? signal.Sign : Math.Sign(observed - expected) }
            : signal;
    }

    /// <summary>A departure of some hours is compared with those hours of other days.</summary>
    private static bool SameHour(DateTime at, Signal signal)
    {
        if (signal.Recurs is { } recurs)
            return at.Hour >= recurs.FromHour && at.Hour < recurs.ToHour;
        if (signal.End is not { } end || end - signal.Start >= TimeSpan.FromHours(20))
            return true;
        var (from, to) = (signal.Start.Hour, end.AddHours(-1).Hour);
        return from <= to ? at.Hour >= from && at.Hour <= to : at.Hour >= from || at.Hour <= to;
    }
}
