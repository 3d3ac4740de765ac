using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Detect;

/// <summary>Values of an indicator by day on any slice, from its single units: what a page or a report draws beside a finding.</summary>
public static class DaySeries
{
    public static IReadOnlyList<Point> Of(FactLog log, Units units, Slice slice)
    {
        var days = new SortedDictionary<long, List<(double Num, double Den)>>();
        foreach (var part in units.Parts)
        {
            var columns = slice.Select(p => (Column: log.Dimension(part.Table, p.Key), Wanted: p.Value.Select(v => log.Values(p.Key).Find(v)).ToHashSet())).ToArray();
            for (var i = 0; i < part.Count; i++)
                // An exposure that does not know the dimension stands behind every value.
                if (Array.TrueForAll(columns, c => c.Column is null || c.Wanted.Contains(c.Column[part.Row[i]])))
                    (days.TryGetValue(part.At[i] / 86_400_000, out var list) ? list : days[part.At[i] / 86_400_000] = []).Add((part.Num[i], part.Den[i]));
        }

        // A stock is there on every day, whether or not anything came or went.
        if (units.Indicator.Definition is StockDefinition && days.Count > 0)
            for (var day = days.Keys.First(); day <= FactLog.Milliseconds(log.AsOf) / 86_400_000; day++)
                days.TryAdd(day, []);
        var complete = log.AsOf - units.Waiting;
        double stock = 0;
        return [.. days.Select(d =>
        {
            stock += d.Value.Sum(x => x.Num);
            var at = FactLog.Moment(d.Key * 86_400_000);
            return new Point(at, units.Indicator.Definition is StockDefinition ? new Sufficient((long)stock, stock, 1) : Sum(units.Indicator, d.Value), at.AddDays(1) <= complete.AddHours(1));
        })];
    }

    /// <summary>The value over all of the time.</summary>
    public static Sufficient Whole(Units units)
    {
        var all = new List<(double, double)>();
        foreach (var part in units.Parts)
            for (var i = 0; i < part.Count; i++)
                all.Add((part.Num[i], part.Den[i]));
        if (units.Indicator.Definition is GapDefinition { Between: null })
            return Gaps([.. units.Parts[0].At.Order()]);
        return units.Indicator.Definition is StockDefinition ? new Sufficient((long)all.Sum(x => x.Item1), all.Sum(x => x.Item1), 1) : Sum(units.Indicator, all);
    }

    /// <summary>Days between events, from the first to the last.</summary>
    private static Sufficient Gaps(long[] at) =>
        at.Length < 2 ? default : new Sufficient(at.Length - 1, (at[^1] - at[0]) / 86_400_000.0, at.Length - 1);

    private static Sufficient Sum(Indicator indicator, List<(double Num, double Den)> units)
    {
        var (num, den) = (units.Sum(u => u.Num), units.Sum(u => u.Den));
        switch (indicator.Statistic)
        {
            case StatisticKind.Quantile:
                var sorted = units.Select(u => u.Num).Order().ToArray();
                var q = Counting.Quantile(indicator);
                var interval = Intervals.Quantile(sorted, q);
                return new Sufficient(sorted.Length, 0, sorted.Length, 0, Robust.Quantile(sorted, q), interval.Low, interval.High);
            case StatisticKind.Gap:
                // Mean gap: what lies between over the number of events.
                var events = units.Count(u => u.Den == 0);
                return new Sufficient(events, den > 0 ? den : double.NaN, events);
            case StatisticKind.Mean:
                return new Sufficient(units.Count, num, den, units.Sum(u => u.Den > 0 ? u.Num * u.Num / u.Den : 0));
            case StatisticKind.Rate or StatisticKind.Ratio:
                return new Sufficient(units.Count(u => u.Den > 0), num, den);
            default:
                return new Sufficient((long)Math.Round(den), num, den);
        }
    }
}
