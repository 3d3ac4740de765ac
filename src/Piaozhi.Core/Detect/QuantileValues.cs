using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Detect;

/// <summary>Charts of quantiles count values beyond a bound; what people are told is the quantile itself, now and as usual.</summary>
internal static class QuantileValues
{
    public static Signal Put(Signal signal, HourChart chart, double[] weight, ChartWatch watch, Units units, FactLog log)
    {
        if (double.IsNaN(chart.Bound))
            return signal;
        if (units.Parts is not [var part])
            return Ratio(signal, chart, weight, watch, units, log);
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

    /// <summary>In its own unit too it must have gone where its chart went, and by enough to be worth a word.</summary>
    public static bool Matters(Signal told, Signal charted, HourChart chart, DetectOptions options) =>
        double.IsNaN(chart.Bound) || (told.Sign == charted.Sign && Math.Abs(told.Observed - told.Expected) >= options.MinimumRateChange * Math.Abs(told.Expected));

    /// <summary>A sum over a sum, where the chart counts how often there is anything to add.</summary>
    private static Signal Ratio(Signal signal, HourChart chart, double[] weight, ChartWatch watch, Units units, FactLog log)
    {
        var start = FactLog.Milliseconds(chart.Start);
        double now = 0, below = 0, usual = 0, usualBelow = 0;
        foreach (var part in units.Parts)
        {
            var columns = signal.Slice.Select(p => (Column: log.Dimension(part.Table, p.Key), Wanted: p.Value.Select(v => log.Values(p.Key).Find(v)).ToHashSet())).ToArray();
            for (var i = 0; i < part.Count; i++)
            {
                var hour = (int)((part.At[i] - start) / 3_600_000);
                // An exposure that does not know the dimension stands behind every value.
                if (hour < 0 || hour >= weight.Length || !Array.TrueForAll(columns, c => (part != units.Parts[0] && (c.Column is null || c.Column[part.Row[i]] < 0)) || (c.Column is not null && c.Wanted.Contains(c.Column[part.Row[i]]))))
                    continue;
                if (weight[hour] > 0)
                    (now, below) = (now + part.Num[i], below + part.Den[i]);
                else if (!watch.Masked[hour] && SameHour(chart.At(hour), signal))
                    (usual, usualBelow) = (usual + part.Num[i], usualBelow + part.Den[i]);
            }
        }

        return below > 0 && usualBelow > 0 ? signal with { Observed = now / below, Expected = usual / usualBelow, Sign = Math.Sign(now / below - usual / usualBelow) is var s and not 0 ? s : signal.Sign } : signal;
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
