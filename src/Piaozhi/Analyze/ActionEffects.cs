using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Analyze;

/// <summary>The effect of every action that the data set names.</summary>
public static class ActionEffects
{
    /// <summary>Days before the start that serve as the baseline.</summary>
    private const int Before = 90;

    /// <summary>Untouched slices asked for at the most; the largest ones tell the most.</summary>
    private const int MostControls = 40;

    private sealed record ActionRow(string Id, string Indicator, string? Expected, double? ExpectedChange, DateTime Start, DateTime? End, Slice Scope);

    public static async Task<List<Effect>> RunAsync(Session session, DateTimeOffset asOf, CancellationToken ct)
    {
        var offset = session.Options.UtcOffset;
        var actions = await session.Facts.QueryAsync(
            "SELECT action_id, indicator, expected, expected_change, started_at, ended_at, scope FROM listen_action WHERE service_id = $1 AND (recorded_at IS NULL OR recorded_at <= $2) ORDER BY started_at, action_id",
            [session.Options.ServiceId, asOf.UtcDateTime],
            r => new ActionRow(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.IsDBNull(3) ? null : r.GetDouble(3),
                r.GetDateTime(4) + offset, r.IsDBNull(5) ? null : r.GetDateTime(5) + offset, Slice.Parse(r.GetString(6))), ct);
        var catalog = await Indicators.AllAsync(session, ct);
        var effects = new List<Effect>(actions.Count);
        foreach (var action in actions)
        {
            var indicator = catalog.Find(action.Indicator) ?? Reading(action.Indicator);
            var to = asOf.ToOffset(offset).DateTime;
            var period = new Period(action.Start.Date.AddDays(-Before), to.Date.AddDays(1));
            var treated = await PointsAsync(new FactQuery(indicator, period, Grain.Day, action.Scope, [], asOf), session, ct);
            effects.Add(EffectEstimator.Estimate(new EffectCase
            {
                ActionId = action.Id,
                Indicator = indicator,
                Promised = Promised(action, indicator),
                ExpectedChange = action.ExpectedChange,
                Start = action.Start,
                End = action.End,
                Treated = treated,
                Controls = await ControlsAsync(action, actions, indicator, period, asOf, session, ct),
                AsOf = to,
                Holidays = Holidays(period),
                Overlapping = [.. actions.Where(o => o.Id != action.Id && o.Indicator == action.Indicator && o.Scope.Meets(action.Scope) && Math.Abs((o.Start - action.Start).TotalDays) < 14).Select(o => o.Id)],
            }));
        }

        return effects;
    }

    /// <summary>Other values of the scope's first dimension, the rest of the scope kept; values that another action touched are left out.</summary>
    private static async Task<List<IReadOnlyList<Point>>> ControlsAsync(
        ActionRow action, List<ActionRow> all, Indicator indicator, Period period, DateTimeOffset asOf, Session session, CancellationToken ct)
    {
        if (action.Scope.IsWhole)
            return [];
        var dimension = action.Scope.Dimensions.First();
        var touched = all.Where(a => a.Indicator == action.Indicator).SelectMany(a => a.Scope[dimension]).ToHashSet(StringComparer.Ordinal);
        var rows = await AskFacts.RunAsync(new FactQuery(indicator, period, Grain.Day, action.Scope.Without(dimension), [dimension], asOf), session, ct);
        return [.. rows.Where(r => !r.Slice.IsWhole && !touched.Contains(r.Slice[dimension][0]))
            .GroupBy(r => r.Slice[dimension][0], StringComparer.Ordinal)
            .OrderByDescending(g => g.Sum(r => r.Point.Statistic.N)).Take(MostControls)
            .Select(g => (IReadOnlyList<Point>)[.. g.Select(r => r.Point).OrderBy(p => p.At)])];
    }

    private static async Task<IReadOnlyList<Point>> PointsAsync(FactQuery query, Session session, CancellationToken ct) =>
        [.. (await AskFacts.RunAsync(query, session, ct)).Where(r => r.Slice.IsWhole).Select(r => r.Point).OrderBy(p => p.At)];

    private static Direction Promised(ActionRow action, Indicator indicator) => action.Expected switch
    {
        "up" => Direction.Up,
        "down" => Direction.Down,
        _ => indicator.Direction,
    };

    /// <summary>A free name is an indicator of its own: the mean of its readings.</summary>
    private static Indicator Reading(string name) => new()
    {
        Code = name,
        Name = new Bilingual(name, name),
        Formula = new Bilingual("读数的均值", "mean of the readings"),
        Unit = Unit.Points,
        Direction = Direction.Up,
        Journey = "backstage",
        Chart = ChartKind.IndividualsRaw,
        Definition = new ValueDefinition { Rows = new Selector { Table = FactTable.Reading, Any = [name] }, Field = "value", Weight = "weight" },
    };

    private static HashSet<DateOnly> Holidays(Period period)
    {
        var days = new HashSet<DateOnly>();
        for (var day = DateOnly.FromDateTime(period.From); day < DateOnly.FromDateTime(period.To); day = day.AddDays(1))
            if (WorkCalendar.Chinese.IsHoliday(day) || WorkCalendar.Chinese.IsMadeUp(day))
                days.Add(day);
        return days;
    }
}
