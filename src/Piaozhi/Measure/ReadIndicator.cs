using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>One day of an indicator's chart.</summary>
/// <param name="Now">NaN value where nothing was counted: a gap, not a zero.</param>
/// <param name="Target">What was asked for on that day.</param>
public sealed record IndicatorDay(DateTime At, Estimate Now, bool Complete, double? Target, DayKind Kind, MarkedDay? Mark);

/// <summary>One indicator with everything that its page shows at first.</summary>
/// <param name="Watermark">Local time up to which facts are known.</param>
public sealed record IndicatorReading(
    Standing Standing, Slice Slice, IReadOnlyList<IndicatorDay> Days, IndicatorVersions Versions, IReadOnlyList<(DateOnly On, IndicatorVersion To)> Changes, IReadOnlyList<MarkedPin> Pins, DateTime? Watermark)
{
    public Indicator Indicator => Standing.Indicator;
}

/// <summary>Reads one indicator on a slice over a period.</summary>
public static class ReadIndicator
{
    private const int UsualDays = 90;

    public sealed record Input(string Code, Period? Period = null, Slice? Slice = null);

    public static async Task<Outcome<IndicatorReading>> RunAsync(Input input, Session session, IEnumerable<IIndicatorMark> marks, CancellationToken ct = default)
    {
        if (await Indicators.VersionsAsync(input.Code, session, ct) is not { } versions || versions.On(DateOnly.FromDateTime(session.LocalNow)) is { Retired: true })
            return new Refusal("measure.indicator.unknown", input.Code) { Kind = RefusalKind.NotFound };
        var indicator = versions.On(DateOnly.FromDateTime(session.LocalNow)).Indicator;
        var slice = input.Slice ?? Slice.Whole;
        var series = await PointSeries.RunAsync(new SeriesInput([indicator.Code], null, [""]) { Scope = slice }, session, ct);
        IReadOnlyList<Point> points = series.Count > 0 ? series[0].Points : [];
        var (standing, drawn) = (new List<StandingMark>(), (MarkedChart?)null);
        foreach (var source in marks)
        {
            standing.AddRange((await source.StandingAsync(session, ct)).Where(m => m.Indicator == indicator.Code && slice.Meets(m.Slice)));
            drawn ??= await source.ChartAsync(indicator, slice, null, session, ct);
        }

        var stand = ListIndicators.Stand(indicator, points, input.Period, [.. standing.OrderBy(m => m.Slice.Count).ThenByDescending(m => m.Start)]);
        var calendar = await WorkCalendars.OfAsync(session, ct);
        var byDay = drawn?.Days.ToDictionary(d => d.At) ?? [];
        var shown = input.Period ?? (points.Count > 0 ? new Period(points[^1].At.Date.AddDays(1 - UsualDays), points[^1].At.Date.AddDays(1)) : default);
        var kept = points.Where(p => shown.Contains(p.At)).ToDictionary(p => p.At);
        var days = new List<IndicatorDay>();
        if (kept.Count > 0)
            for (var at = kept.Keys.Min(); at <= kept.Keys.Max(); at = at.AddDays(1))
            {
                var day = DateOnly.FromDateTime(at);
                var found = kept.TryGetValue(at, out var point);
                days.Add(new IndicatorDay(at, Estimates.Of(indicator, found ? point.Statistic : default(Sufficient) with { Quantile = double.NaN, Numerator = double.NaN }), !found || point.Complete,
                    versions.On(day).Indicator.Target?.Value, calendar.Kind(day), byDay.GetValueOrDefault(at)));
            }

        return new IndicatorReading(stand, slice, days, versions, versions.DefinitionChanges(),
            [.. (drawn?.Pins ?? []).Where(p => shown.Contains(p.At))], await AskFacts.WatermarkAsync(session.Facts, session.Options, ct));
    }
}
