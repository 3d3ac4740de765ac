using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage.Records;

namespace Piaozhi.Detect.Watch;

/// <summary>Stops watching a place for a while, with the reason, or watches it again.</summary>
public static class MuteSlice
{
    private const int MostDays = 366;

    public sealed record Input(string Indicator, string Slice, string Reason, DateOnly Until);

    public static async Task<Outcome<WatchSettings>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnProblems) is { } no)
            return no;
        var today = DateOnly.FromDateTime(session.LocalNow);
        var refusals = new List<Refusal>();
        if (string.IsNullOrWhiteSpace(input.Reason))
            refusals.Add(new Refusal("detect.mute.needs-reason"));
        if (input.Until <= today || input.Until > today.AddDays(MostDays))
            refusals.Add(new Refusal("detect.mute.until", "", MostDays));
        if (input.Indicator.Length > 0 && (await Indicators.AllAsync(session, ct)).Find(input.Indicator) is null)
            refusals.Add(new Refusal("detect.mute.unknown-indicator", input.Indicator));
        if (input.Indicator.Length == 0 && input.Slice.Length == 0)
            refusals.Add(new Refusal("detect.mute.everything"));
        // Whoever is responsible for a part mutes that part only.
        if (!session.Actor.Scope.Covers(Slice.Parse(input.Slice)))
            refusals.Add(new Refusal("detect.mute.outside-scope"));
        if (refusals.Count > 0)
            return refusals;
        var mute = new Mute(
            Guid.NewGuid().ToString("N")[..8], input.Indicator, Slice.Parse(input.Slice).ToString(), input.Reason.Trim(), input.Until, session.Actor.Name, session.LocalNow);
        return await ChangeAsync(s => s with { Muted = [.. s.Muted.Where(m => m.Until > today), mute] }, session, ct);
    }

    public static async Task<Outcome<WatchSettings>> EndAsync(string id, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnProblems) is { } no)
            return no;
        var settings = await WatchSettings.ReadAsync(session, ct);
        if (settings.Muted.FirstOrDefault(m => m.Id == id) is not { } mute || !session.Actor.Scope.Covers(Slice.Parse(mute.Slice)))
            return new Refusal("detect.mute.no-such", id) { Kind = RefusalKind.NotFound };
        return await ChangeAsync(s => s with { Muted = [.. s.Muted.Where(m => m.Id != id)] }, session, ct);
    }

    private static async Task<Outcome<WatchSettings>> ChangeAsync(Func<WatchSettings, WatchSettings> change, Session session, CancellationToken ct)
    {
        var settings = change(await WatchSettings.ReadAsync(session, ct));
        await session.Records.SetAsync(WatchSettings.Key, settings, ct);
        await session.Records.SaveChangesAsync(ct);
        return settings;
    }
}
