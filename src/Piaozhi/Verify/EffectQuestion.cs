using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Verify;

/// <summary>Something that was done, wherever it is written down: what it was to move, where, and since when.</summary>
public sealed record Treatment(
    string Id, string Title, Indicator Indicator, Direction Promised, double? ExpectedChange, DateTime Start, DateTime? End, Slice Scope)
{
    /// <summary>The days that led to it and are no baseline; null = they are looked for in the data.</summary>
    public Period? Trigger { get; init; }

    /// <summary>When the problem that it is to remove began, if it went on until then: days before that are not what would have come.</summary>
    public DateTime? Since { get; init; }
}

/// <summary>Puts the question of an effect to the facts: the daily series within its scope and of the slices it did not touch.</summary>
public static class EffectQuestion
{
    /// <summary>Days before the start that serve as the baseline.</summary>
    public const int Before = 90;

    /// <summary>Days of the problem below which it cannot be a baseline of its own.</summary>
    private const int LeastBefore = 21;

    /// <summary>Untouched slices asked for at the most; the largest ones tell the most.</summary>
    private const int MostControls = 40;

    /// <summary>Two changes of one indicator within these days cannot be told apart by their time.</summary>
    private const int Near = SeveralActions.Near;

    /// <param name="all">Every treatment known, so that what another one touched is no control.</param>
    /// <param name="asOf">The last moment that is known, in the operator's local time.</param>
    /// <param name="recorded">Rows recorded later are ignored; null = everything, read from the measured points where they hold it.</param>
    public static async Task<EffectCase> OfAsync(
        Treatment one, IReadOnlyList<Treatment> all, DateTime asOf, DateTimeOffset? recorded, Session session, CancellationToken ct = default)
    {
        var from = one.Start.Date.AddDays(-Before);
        if (one.Since is { } since && since.Date > from && since.Date <= one.Start.Date.AddDays(-LeastBefore))
            from = since.Date;
        var period = new Period(from, asOf.Date.AddDays(1));
        var calendar = await WorkCalendars.OfAsync(session, ct);
        var others = all.Where(o => o.Id != one.Id && o.Indicator.Code == one.Indicator.Code).ToList();
        var (treated, controls) = await SeriesAsync(one, period, recorded, session, ct);
        var touched = one.Scope.IsWhole ? [] : others
            .Where(o => o.Start >= period.From && o.Scope.Without(one.Scope.Dimensions.First()).Meets(one.Scope))
            .SelectMany(o => o.Scope[one.Scope.Dimensions.First()]).Concat(one.Scope[one.Scope.Dimensions.First()]).ToHashSet(StringComparer.Ordinal);
        return new EffectCase
        {
            ActionId = one.Id,
            Indicator = one.Indicator,
            Promised = one.Promised,
            ExpectedChange = one.ExpectedChange,
            Start = one.Start,
            End = one.End,
            Treated = treated,
            Controls = [.. controls.Where(c => !touched.Contains(c.Key)).OrderByDescending(c => c.Value.Sum(p => p.Statistic.N)).Take(MostControls).Select(c => c.Value)],
            AsOf = asOf,
            Trigger = one.Trigger,
            Holidays = Holidays(period, calendar),
            Overlapping = [.. others.Where(o => o.Scope.Meets(one.Scope) && Math.Abs((o.Start - one.Start).TotalDays) < Near).Select(o => o.Title)],
            OtherStarts = [.. others.Where(o => o.Scope.Meets(one.Scope) && Math.Abs((o.Start - one.Start).TotalDays) >= Near && o.Start > period.From && o.Start <= asOf).Select(o => o.Start)],
        };
    }

    /// <summary>The series in scope, and those of the other values of the scope's first dimension, elsewhere as in the scope.</summary>
    private static async Task<(IReadOnlyList<Point> Treated, Dictionary<string, IReadOnlyList<Point>> Controls)> SeriesAsync(
        Treatment one, Period period, DateTimeOffset? recorded, Session session, CancellationToken ct)
    {
        var dimension = one.Scope.IsWhole ? "" : one.Scope.Dimensions.First();
        if (recorded is null && one.Scope.Count <= 1 && one.Scope[dimension].Length <= 1)
        {
            var measured = await PointSeries.RunAsync(new SeriesInput([one.Indicator.Code], period, [dimension]), session, ct);
            if (measured.FirstOrDefault(s => s.Slice.Equals(one.Scope)) is { } own)
                return (own.Points, measured.Where(s => !s.Slice.Equals(one.Scope) && !s.Slice.IsWhole).ToDictionary(s => s.Slice[dimension][0], s => s.Points, StringComparer.Ordinal));
        }

        async Task<List<FactRow>> Ask(Slice filter, params string[] by) =>
            await AskFacts.RunAsync(new FactQuery(one.Indicator, period, Grain.Day, filter, by, recorded), session, ct);
        static IReadOnlyList<Point> Days(IEnumerable<FactRow> rows) => [.. rows.Select(r => r.Point).OrderBy(p => p.At)];
        var treated = Days((await Ask(one.Scope)).Where(r => r.Slice.IsWhole));
        if (one.Scope.IsWhole)
            return (treated, []);
        var rows = await Ask(one.Scope.Without(dimension), dimension);
        return (treated, rows.Where(r => !r.Slice.IsWhole).GroupBy(r => r.Slice[dimension][0], StringComparer.Ordinal).ToDictionary(g => g.Key, Days, StringComparer.Ordinal));
    }

    private static HashSet<DateOnly> Holidays(Period period, WorkCalendar calendar)
    {
        var days = new HashSet<DateOnly>();
        for (var day = DateOnly.FromDateTime(period.From); day < DateOnly.FromDateTime(period.To); day = day.AddDays(1))
            if (calendar.IsHoliday(day) || calendar.IsMadeUp(day))
                days.Add(day);
        return days;
    }
}
