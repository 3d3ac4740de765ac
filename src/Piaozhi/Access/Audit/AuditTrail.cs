using Microsoft.EntityFrameworkCore;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Access.Audit;

/// <summary>Writes the trail in the transaction of the change itself: there is no change without its entry and no entry without its change.</summary>
public static class AuditTrail
{
    /// <summary>Key of the advisory lock that keeps writers of the chain in line on PostgreSQL; SQLite has one writer anyway.</summary>
    private const long Line = 0x7069616F7A6869;

    public static async Task<int> SaveAsync(Records records, Func<Task<int>> save, CancellationToken ct)
    {
        var byPerson = records.Actor.Id != Actor.System.Id;
        var changes = records.ChangeTracker.Entries().Select(e => AuditChange.Of(e, byPerson)).OfType<AuditChange>().ToList();
        if (changes.Count == 0)
            return await save();
        var own = records.Database.CurrentTransaction is null ? await records.Database.BeginTransactionAsync(ct) : null;
        try
        {
            if (records.Database.IsNpgsql())
                await records.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Line})", ct);
            var saved = await save();
            await AppendAsync(records, changes, ct);
            await save();
            if (own is not null)
                await own.CommitAsync(ct);
            return saved;
        }
        finally
        {
            if (own is not null)
                await own.DisposeAsync();
            foreach (var entry in records.ChangeTracker.Entries<AuditRow>().ToList())
                entry.State = EntityState.Detached;
        }
    }

    private static async Task AppendAsync(Records records, List<AuditChange> changes, CancellationToken ct)
    {
        var last = await records.Set<AuditRow>().AsNoTracking().OrderByDescending(r => r.Seq).Select(r => new { r.Seq, r.Hash }).FirstOrDefaultAsync(ct);
        var (seq, previous) = (last?.Seq ?? 0, last?.Hash ?? AuditRow.Beginning);
        var now = records.Clock.GetUtcNow().UtcDateTime;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        foreach (var change in changes)
        {
            var row = new AuditRow
            {
                Seq = ++seq, At = now, Actor = records.Actor.Id, Roles = string.Join(' ', records.Actor.Roles.Order(StringComparer.Ordinal)), Origin = records.Actor.From,
                Entity = change.Entry.Metadata.GetTableName()!, Key = change.Key, Action = change.Action, Changes = change.Changes, Previous = previous, Hash = "",
            };
            row.Hash = previous = row.Reckon();
            records.Add(row);
        }
    }
}
