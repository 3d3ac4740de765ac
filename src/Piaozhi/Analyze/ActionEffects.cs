using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Verify;

namespace Piaozhi.Analyze;

/// <summary>The effect of every action that the data set names.</summary>
public static class ActionEffects
{
    private sealed record ActionRow(string Id, string Title, string Indicator, string? Expected, double? ExpectedChange, DateTime Start, DateTime? End, Slice Scope);

    public static async Task<(List<Effect> Effects, List<Treatment> Actions)> RunAsync(Session session, DateTimeOffset asOf, CancellationToken ct)
    {
        var offset = session.Options.UtcOffset;
        var actions = await session.Facts.QueryAsync(
            "SELECT action_id, indicator, expected, expected_change, started_at, ended_at, scope, title FROM listen_action WHERE service_id = $1 AND (recorded_at IS NULL OR recorded_at <= $2) ORDER BY started_at, action_id",
            [session.Options.ServiceId, asOf.UtcDateTime],
            r => new ActionRow(r.GetString(0), r.IsDBNull(7) ? r.GetString(0) : r.GetString(7), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.IsDBNull(3) ? null : r.GetDouble(3),
                r.GetDateTime(4) + offset, r.IsDBNull(5) ? null : r.GetDateTime(5) + offset, Slice.Parse(r.GetString(6))), ct);
        var catalog = await Indicators.AllAsync(session, ct);
        var all = actions.Select(a =>
        {
            var indicator = catalog.Find(a.Indicator) ?? FreeReading.Of(a.Indicator, Direction.Up);
            return new Treatment(a.Id, a.Title, indicator, Promised(a, indicator), a.ExpectedChange, a.Start, a.End, a.Scope);
        }).ToList();
        var effects = new List<Effect>(all.Count);
        foreach (var one in all)
            effects.Add(EffectEstimator.Estimate(await EffectQuestion.OfAsync(one, all, asOf.ToOffset(offset).DateTime, asOf, session, ct)));
        return (effects, all);
    }

    private static Direction Promised(ActionRow action, Indicator indicator) => action.Expected switch
    {
        "up" => Direction.Up,
        "down" => Direction.Down,
        _ => indicator.Direction,
    };
}
