using Microsoft.EntityFrameworkCore;
using Piaozhi.Host;

namespace Piaozhi.Listen.Import;

/// <summary>Files that were put aside for an import and never loaded go after a day: they hold what customers said, unmasked.</summary>
public sealed class TidyImports : IJob
{
    public string Name => "listen.tidy";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(Session session, CancellationToken ct)
    {
        var limit = (session.Now - Imports.Kept).UtcDateTime;
        var rows = await session.Records.Set<ImportRow>().Where(r => r.EndedAt != null && r.EndedAt < limit && r.FilesJson.Contains("\"own\":true")).ToListAsync(ct);
        foreach (var row in rows.Where(r => r.Files.Any(f => f is { Own: true, Path: not null })))
            row.Files = [.. row.Files.Select(f => f.Own ? f with { Path = null } : f)];
        await session.Records.SaveChangesAsync(ct);
        var tmp = session.Options.InData("tmp");
        if (!Directory.Exists(tmp))
            return;
        var kept = (await session.Records.Set<ImportRow>().AsNoTracking().Where(r => r.EndedAt == null || r.EndedAt >= limit).Select(r => r.Id).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in Directory.EnumerateDirectories(tmp, "import-*"))
            if (!kept.Contains(Path.GetFileName(folder)["import-".Length..]) && Directory.GetLastWriteTimeUtc(folder) < limit)
                Directory.Delete(folder, recursive: true);
    }
}
