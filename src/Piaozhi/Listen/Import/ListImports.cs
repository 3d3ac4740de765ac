using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Listen.Import;

/// <summary>The imports, the latest first.</summary>
public static class ListImports
{
    public static async Task<Outcome<IReadOnlyList<ImportRow>>> RunAsync(Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        return await session.Records.Set<ImportRow>().AsNoTracking().OrderByDescending(r => r.StartedAt).Take(200).ToListAsync(ct);
    }

    public static async Task<Outcome<ImportRow>> FindAsync(string id, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        return await session.Records.Set<ImportRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct) is { } row
            ? row
            : new Refusal("listen.import.unknown", id) { Kind = RefusalKind.NotFound };
    }
}
