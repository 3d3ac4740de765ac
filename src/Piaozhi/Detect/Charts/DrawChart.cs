using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Charts;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Detect.Watch;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Detect.Charts;

/// <summary>One day of a control chart.</summary>
/// <param name="Value">Null where nothing was counted: a gap, not a zero.</param>
/// <param name="Rules">Numbers of the rules of Nelson that are completed on this day.</param>
/// <param name="Signal">The signal that the day belongs to.</param>
public sealed record ChartDay(
    DateTime At, double? Value, long N, double? Center, double? Lower, double? Upper, IReadOnlyList<int> Rules, Signal? Signal, bool Complete, DayKind Kind);

/// <summary>A control chart with everything that is drawn on it.</summary>
/// <param name="Baseline">Days that the limits come from.</param>
public sealed record DrawnChart(
    Indicator Indicator, Slice Slice, IReadOnlyList<ChartDay> Days, IReadOnlyList<ChartMark> Marks, IReadOnlyList<Signal> Signals, int Baseline)
{
    public bool HasLimits => Days.Any(d => d.Center is not null);
}

/// <summary>Draws the control chart of an indicator on a slice: values, limits, signals, gaps, holidays, and what happened meanwhile.</summary>
public static class DrawChart
{
    private const int LeastBaseline = 14;

    public sealed record Input(string Indicator, Slice Slice, Period? Period = null);

    public static async Task<Outcome<DrawnChart>> RunAsync(Input input, Session session, IEnumerable<IChartMarks> marks, CancellationToken ct = default)
    {
        if (await FreeNames.FindAsync(input.Indicator, session, ct) is not { } indicator)
            return new Refusal("detect.chart.unknown-indicator", input.Indicator) { Kind = RefusalKind.NotFound };
        var points = await PointsAsync(indicator, input, session, ct);
        var signals = (await ListSignals.RunAsync(new(indicator.Code, Muted: true), session, ct)).Value.Where(s => s.Slice.Equals(input.Slice)).ToList();
        var watch = await WatchSettings.ReadAsync(session, ct);
        var calendar = await WorkCalendars.OfAsync(session, ct);
        var used = points.Where(p => p.Complete && double.IsFinite(p.Statistic.Value(indicator.Statistic))).ToList();
        var baseline = Baseline(used, signals);
        var profile = WeekProfile.Of([.. used.Take(baseline)], indicator.Statistic, calendar.Kind);
        var drawn = Core.Detect.Charts.ControlChart.Draw(indicator.Chart, indicator.Statistic, [.. used.Select(profile.Without)], baseline, watch.Rules.ToHashSet(), leaveOut: true)
            .ToDictionary(p => p.At, p => p with { Center = profile.Back(p.At, p.Center), Lower = profile.Back(p.At, p.Lower), Upper = profile.Back(p.At, p.Upper) });
        var days = Days(points).Select(at => Day(at, calendar, indicator, points, drawn, signals)).ToList();
        var pinned = new List<ChartMark>();
        if (days.Count > 0)
        {
            var period = new Period(days[0].At, days[^1].At.AddDays(1));
            foreach (var source in marks)
                pinned.AddRange(await source.MarksAsync(indicator.Code, input.Slice, period, session, ct));
        }

        return new DrawnChart(indicator, input.Slice, days, [.. pinned.OrderBy(m => m.At)], signals, baseline);
    }

    private static async Task<List<Point>> PointsAsync(Indicator indicator, Input input, Session session, CancellationToken ct)
    {
        if (input.Slice.Count <= 1)
        {
            var dimension = input.Slice.IsWhole ? "" : input.Slice.Dimensions.First();
            var series = await PointSeries.RunAsync(new SeriesInput([indicator.Code], input.Period, [dimension]), session, ct);
            if (series.FirstOrDefault(s => s.Slice.Equals(input.Slice)) is { } kept)
                return [.. kept.Points];
        }

        // A slice of several dimensions, or of several values, is not kept day by day: it is counted from the facts.
        var end = input.Period?.To ?? (await AskFacts.WatermarkAsync(session.Facts, session.Options, ct))?.Date.AddDays(1) ?? session.LocalNow.Date.AddDays(1);
        var period = input.Period ?? new Period(end.AddDays(-120), end);
        var rows = await AskFacts.RunAsync(new FactQuery(indicator, period, Grain.Day, input.Slice, []), session, ct);
        return [.. rows.Select(r => r.Point).OrderBy(p => p.At)];
    }

    /// <summary>The days before the first signal, which are as usual; at least two weeks.</summary>
    private static int Baseline(List<Point> used, List<Signal> signals)
    {
        var first = signals.Count == 0 ? int.MaxValue : used.Count(p => p.At < signals.Min(s => s.Start).Date);
        return Math.Max(Math.Min(LeastBaseline, used.Count), Math.Min(first, used.Count));
    }

    /// <summary>Every day from first to last, so that a gap can be seen.</summary>
    private static IEnumerable<DateTime> Days(List<Point> points)
    {
        if (points.Count == 0)
            yield break;
        for (var at = points[0].At.Date; at <= points[^1].At; at = at.AddDays(1))
            yield return at;
    }

    private static ChartDay Day(DateTime at, WorkCalendar calendar, Indicator indicator, List<Point> points, Dictionary<DateTime, ChartPoint> drawn, List<Signal> signals)
    {
        var kind = calendar.Kind(DateOnly.FromDateTime(at));
        var found = points.FindIndex(p => p.At == at);
        var value = found < 0 ? double.NaN : points[found].Statistic.Value(indicator.Statistic);
        if (!double.IsFinite(value))
            return new ChartDay(at, null, 0, null, null, null, [], null, true, kind);
        var signal = signals.Where(s => at >= s.Start.Date && (s.End is not { } end || at < end)).OrderBy(s => s.Label is null && s.Bad ? 0 : 1).FirstOrDefault();
        var p = drawn.GetValueOrDefault(at);
        return new ChartDay(at, value, points[found].Statistic.N, Known(p?.Center), Known(p?.Lower), Known(p?.Upper),
            [.. (p?.Rules ?? []).Select(r => int.Parse(r["nelson-".Length..], System.Globalization.CultureInfo.InvariantCulture))], signal, points[found].Complete, kind);
    }

    private static double? Known(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
