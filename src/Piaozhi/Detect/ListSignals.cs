using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Watch;
using Piaozhi.Host;

namespace Piaozhi.Detect;

/// <summary>Lists the signals that stand, the latest first; a person with a scope sees those of the scope.</summary>
public static class ListSignals
{
    /// <param name="Indicator">Only of this indicator.</param>
    /// <param name="OnlyBad">Only departures to the bad side that are not labelled.</param>
    /// <param name="Within">Only on slices that meet this one.</param>
    /// <param name="Period">Only those that went on during it.</param>
    /// <param name="Muted">Also those of places that people muted.</param>
    public sealed record Input(string? Indicator = null, bool OnlyBad = false, Slice? Within = null, Period? Period = null, bool Muted = false);

    public static async Task<Outcome<List<Signal>>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var rows = await session.Records.Set<SignalRow>().AsNoTracking()
            .Where(r => r.StillFound && (input.Indicator == null || r.Indicator == input.Indicator))
            .Where(r => !input.OnlyBad || (r.Bad && r.Label == null))
            .OrderByDescending(r => r.Start).ThenBy(r => r.Id).ToListAsync(ct);
        var watch = await WatchSettings.ReadAsync(session, ct);
        return rows.Select(r => r.ToSignal()).Where(s => session.Actor.Scope.Covers(s.Slice)
            && (input.Within is null || input.Within.Meets(s.Slice))
            && (input.Period is not { } p || (s.Start < p.To && (s.End ?? DateTime.MaxValue) > p.From))
            && (input.Muted || watch.MuteOf(s.Indicator, s.Slice, session.LocalNow) is null)).ToList();
    }

    /// <summary>One signal, whether it still stands or not.</summary>
    public static async Task<Outcome<SignalRow>> OneAsync(string id, Session session, CancellationToken ct = default)
    {
        var row = await session.Records.Set<SignalRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct);
        return row is not null && session.Actor.Scope.Covers(Slice.Parse(row.Slice))
            ? row
            : new Refusal("detect.signal.no-such", id) { Kind = RefusalKind.NotFound };
    }
}
