using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access.Audit;

/// <summary>What is wrong with an entry of the trail.</summary>
public enum Breach
{
    /// <summary>Its content is not what was hashed.</summary>
    Changed,

    /// <summary>One or more entries before it are gone.</summary>
    Missing,

    /// <summary>It does not follow the entry that stands before it.</summary>
    Moved,

    /// <summary>The trail ends before, or differs at, a place that was noted elsewhere.</summary>
    Shortened,
}

/// <summary>Where the trail is broken first.</summary>
public sealed record Broken(long Seq, Breach Breach);

/// <summary>The result of walking the whole chain.</summary>
/// <param name="Anchor">Number and hash of the last entry; note it outside of the system, and later verify against it.</param>
public sealed record AuditVerdict(long Entries, string Anchor, Broken? Broken);

/// <summary>Walks the chain from its first entry and says where it was changed, cut or put out of order.</summary>
public static class VerifyAudit
{
    public static async Task<Outcome<AuditVerdict>> RunAsync(IReadOnlyCollection<string> anchors, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ReadAudit) is { } no)
            return no;
        var noted = new Dictionary<long, string>();
        foreach (var anchor in anchors)
        {
            if (Read(anchor) is not var (seq, hash))
                return new Refusal("access.audit.anchor", anchor);
            noted[seq] = hash;
        }

        var (last, previous, broken) = (0L, AuditRow.Beginning, (Broken?)null);
        await foreach (var row in session.Records.Set<AuditRow>().AsNoTracking().OrderBy(r => r.Seq).AsAsyncEnumerable().WithCancellation(ct))
        {
            broken ??= row.Seq != last + 1 ? new Broken(row.Seq, Breach.Missing)
                : row.Previous != previous ? new Broken(row.Seq, Breach.Moved)
                : row.Reckon() != row.Hash ? new Broken(row.Seq, Breach.Changed)
                : noted.TryGetValue(row.Seq, out var hash) && hash != row.Hash ? new Broken(row.Seq, Breach.Shortened) : null;
            (last, previous) = (row.Seq, row.Hash);
        }

        if (broken is null && noted.Keys.Where(seq => seq > last).Order().FirstOrDefault() is var beyond and > 0)
            broken = new Broken(last + 1, Breach.Shortened);
        return new AuditVerdict(last, Anchor(last, previous), broken);
    }

    public static string Anchor(long seq, string hash) => string.Create(CultureInfo.InvariantCulture, $"{seq}:{hash}");

    private static (long Seq, string Hash)? Read(string anchor) =>
        anchor.Split(':') is [var number, { Length: 64 } hash] && long.TryParse(number, CultureInfo.InvariantCulture, out var seq) && seq >= 0 ? (seq, hash) : null;
}

/// <summary>The entries of the trail, the youngest first.</summary>
public static class ListAudit
{
    /// <param name="Entity">Table, or null for all.</param>
    /// <param name="Before">Only entries before this one, to leaf back.</param>
    public sealed record Input(string? Entity = null, string? Key = null, string? Actor = null, long? Before = null, int Most = 500);

    public static async Task<Outcome<IReadOnlyList<AuditRow>>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ReadAudit) is { } no)
            return no;
        return await session.Records.Set<AuditRow>().AsNoTracking()
            .Where(r => (input.Entity == null || r.Entity == input.Entity) && (input.Key == null || r.Key == input.Key)
                && (input.Actor == null || r.Actor == input.Actor) && (input.Before == null || r.Seq < input.Before))
            .OrderByDescending(r => r.Seq).Take(Math.Clamp(input.Most, 1, 5000)).ToListAsync(ct);
    }
}
