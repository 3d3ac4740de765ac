using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Listen.Import;

/// <summary>Imports that wait for their person: for a mapping, or because they were cut off.</summary>
public sealed class ImportsToday : ITodayPart, IWaiting
{
    public Stage Stage => Stage.Listen;

    public async Task<IReadOnlyList<TodayLine>> LinesAsync(Session session, CancellationToken ct)
    {
        var lines = new List<TodayLine>();
        foreach (var row in await RowsAsync(session, ct))
        {
            var files = string.Join("、", row.Files.Where(f => f.State is not (FileState.Done or FileState.Unreadable)).Select(f => f.Name));
            lines.Add(new TodayLine(
                row.State == ImportState.NeedsMapping ? new Bilingual($"{files} 待建立列映射", $"{files} needs a column mapping") : new Bilingual($"{files} 的导入中断，可继续", $"The import of {files} was interrupted; continue it"),
                "/listen/import/" + row.Id, Group: TodayGroup.Mine));
        }

        return lines;
    }

    public async Task<int> CountAsync(Session session, CancellationToken ct) => (await RowsAsync(session, ct)).Count;

    private static async Task<List<ImportRow>> RowsAsync(Session session, CancellationToken ct)
    {
        if (!session.Actor.May(Right.ImportFacts))
            return [];
        var id = session.Actor.Id;
        var rows = await session.Records.Set<ImportRow>().AsNoTracking().Where(r => r.ActorId == id && (r.State == ImportState.NeedsMapping || r.State == ImportState.Interrupted)).OrderByDescending(r => r.StartedAt).Take(20).ToListAsync(ct);
        return [.. rows.Where(r => r.CanContinue)];
    }
}
