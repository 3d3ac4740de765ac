using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Detect;

/// <summary>Lists the signals that stand, the latest first; a person with a scope sees those of the scope.</summary>
public static class ListSignals
{
    /// <param name="Indicator">Only of this indicator.</param>
    /// <param name="OnlyBad">Only departures to the bad side that are not labelled.</param>
    public sealed record Input(string? Indicator = null, bool OnlyBad = false);

    public static async Task<Outcome<List<Signal>>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var rows = await session.Records.Set<SignalRow>().AsNoTracking()
            .Where(r => r.StillFound && (input.Indicator == null || r.Indicator == input.Indicator))
            .Where(r => !input.OnlyBad || (r.Bad && r.Label == null))
            .OrderByDescending(r => r.Start).ThenBy(r => r.Id).ToListAsync(ct);
        return rows.Select(r => r.ToSignal()).Where(s => session.Actor.Scope.Covers(s.Slice)).ToList();
    }
}
