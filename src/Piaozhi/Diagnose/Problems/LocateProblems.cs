using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>Finds out in which outlets each problem shows, so that the manager of an outlet sees what lies in it and nothing else.</summary>
public sealed class LocateProblems : ILoopStep
{
    public Stage Stage => Stage.Diagnose;

    public Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => RunAsync(session, ct);

    public static async Task RunAsync(Session session, CancellationToken ct = default)
    {
        var rows = await session.Records.Set<ProblemRow>().AsNoTracking().Where(r => r.StillFound).ToListAsync(ct);
        var work = await session.Records.Set<WorkRow>().ToDictionaryAsync(w => w.ProblemId, StringComparer.Ordinal, ct);
        foreach (var row in rows)
        {
            var slice = Slice.Parse(row.Slice);
            // The slice says it itself; and what ended does not move any more.
            if (!slice["outlet"].IsEmpty || (row.EndedAt is not null && work.GetValueOrDefault(row.Id)?.Outlets is not null))
                continue;
            if (!work.TryGetValue(row.Id, out var kept))
                session.Records.Add(kept = new WorkRow { ProblemId = row.Id });
            kept.Outlets = string.Join('\n', await OutletsAsync(row, slice, session, ct));
        }

        await session.Records.SaveChangesAsync(ct);
    }

    private static async Task<IEnumerable<string>> OutletsAsync(ProblemRow row, Slice slice, Session session, CancellationToken ct)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var period = new Period(row.StartedAt, row.EndedAt ?? DateTime.MaxValue);
        foreach (var (table, name, time) in ((FactTable, string, string)[])
            [(FactTable.Event, "listen_event", "occurred_at"), (FactTable.Feedback, "listen_feedback", "received_at")])
        {
            var asked = new SliceRows(session.Options.ServiceId, table, time, slice, period, session.Options.UtcOffset);
            found.UnionWith(await session.Facts.QueryAsync(
                $"SELECT DISTINCT outlet FROM {name} WHERE outlet IS NOT NULL AND {asked.Where}", asked.Values, r => r.GetString(0), ct));
        }

        return found;
    }
}
