using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Detect;

/// <summary>Names the departures that are no fault of the service.</summary>
internal static class NullChanges
{
    public static NullChange? Of(
        StandardSeries chart, int first, int last, Signal signal, IEnumerable<SliceSeries> siblings, DetectOptions options)
    {
        var days = chart.Points[first..(last + 1)];
        if (options.DefinitionChanges.Any(c => (c.Indicator.Length == 0 || c.Indicator == signal.Indicator)
            && c.At > days[0].At.AddDays(-1) && c.At < days[0].At.AddDays(2)))
            return NullChange.Definition;
        if (chart.Kind != StatisticKind.Level && Collapsed(chart, first, last))
            return NullChange.Data;
        if (2 * days.Count(d => options.Calendar(DateOnly.FromDateTime(d.At)) is DayKind.Holiday or DayKind.MakeUpWorkday) > days.Length)
            return NullChange.Calendar;
        return signal.Slice.IsWhole && OnlyMix(chart, days[0].At, days[^1].At, siblings) ? NullChange.Mix : null;
    }

    /// <summary>Nearly no rows where there were many, or a burst of late rows right after a gap.</summary>
    private static bool Collapsed(StandardSeries chart, int first, int last)
    {
        double Size(int i) => chart.Points[i].Statistic.N;
        var usual = Robust.Median(Enumerable.Range(0, first).Select(Size));
        var now = Robust.Median(Enumerable.Range(first, last - first + 1).Select(Size));
        if (!(usual > 0))
            return false;
        var gap = first > 0 && (Size(first - 1) < .2 * usual || chart.Points[first].At - chart.Points[first - 1].At > TimeSpan.FromDays(1.5));
        return now < .1 * usual || gap && now > 1.8 * usual;
    }

    /// <summary>
    /// Midpoint decomposition over the values of one dimension, Δ = Σ w̄Δr + Σ r̄Δw (Kitagawa 1955): mix when the rate part is under
    /// 30 % of the whole change and the parts cover nearly everything.
    /// </summary>
    private static bool OnlyMix(StandardSeries chart, DateTime from, DateTime to, IEnumerable<SliceSeries> siblings)
    {
        if (chart.Kind is not (StatisticKind.Proportion or StatisticKind.Rate or StatisticKind.Mean or StatisticKind.Ratio))
            return false;
        var (before, after) = Split(chart.Points, from, to);
        foreach (var dimension in siblings.Where(s => s.Slice.Count == 1).GroupBy(s => s.Slice.Dimensions.First()))
        {
            var parts = dimension.Select(s => Split(s.Points, from, to)).ToArray();
            if (parts.Sum(p => p.Before.Denominator) < .9 * before.Denominator || parts.Sum(p => p.After.Denominator) < .9 * after.Denominator)
                continue;
            double rate = 0, mix = 0;
            foreach (var (a, b) in parts.Where(p => p.Before.Denominator + p.After.Denominator > 0))
            {
                var (wa, wb) = (a.Denominator / before.Denominator, b.Denominator / after.Denominator);
                var rb = b.Denominator > 0 ? b.Numerator / b.Denominator : a.Numerator / a.Denominator;
                var ra = a.Denominator > 0 ? a.Numerator / a.Denominator : rb;
                rate += (wa + wb) / 2 * (rb - ra);
                mix += (ra + rb) / 2 * (wb - wa);
            }

            if (mix * (rate + mix) > 0 && Math.Abs(rate) < .3 * Math.Abs(rate + mix))
                return true;
        }

        return false;
    }

    private static (Sufficient Before, Sufficient After) Split(IEnumerable<Point> points, DateTime from, DateTime to)
    {
        Sufficient before = default, after = default;
        foreach (var p in points.Where(p => p.Complete))
        {
            if (p.At < from)
                before += p.Statistic;
            else if (p.At <= to)
                after += p.Statistic;
        }

        return (before, after);
    }
}
