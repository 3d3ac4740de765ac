using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Listen.Columns;

/// <summary>A mapping as it is listed.</summary>
/// <param name="IsBuiltIn">True for those in the box, which nobody changes.</param>
public sealed record ListedMapping(Mapping Mapping, bool IsBuiltIn, DateTime? ChangedAt = null, string? ChangedBy = null, int Uses = 0);

/// <summary>The mappings that people made, then those in the box.</summary>
public static class ListMappings
{
    public static async Task<IReadOnlyList<ListedMapping>> RunAsync(Session session, CancellationToken ct = default)
    {
        var rows = await session.Records.Set<MappingRow>().AsNoTracking().OrderBy(r => r.Name).ToListAsync(ct);
        return [.. rows.Select(r => new ListedMapping(r.Mapping, false, r.ChangedAt, r.ChangedBy, r.Uses)), .. Core.Listen.Mapping.Mappings.BuiltIn.Select(m => new ListedMapping(m, true))];
    }

    public static async Task<IReadOnlyList<Mapping>> SavedAsync(Session session, CancellationToken ct = default) =>
        [.. (await session.Records.Set<MappingRow>().AsNoTracking().ToListAsync(ct)).Select(r => r.Mapping)];

    public static async Task<Outcome<Mapping>> FindAsync(string name, Session session, CancellationToken ct = default)
    {
        var saved = await session.Records.Set<MappingRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Name == name, ct);
        var found = saved?.Mapping ?? Core.Listen.Mapping.Mappings.BuiltIn.FirstOrDefault(m => m.Name == name);
        return found is null ? new Refusal("listen.mapping.unknown", name) { Kind = RefusalKind.NotFound } : found;
    }
}
