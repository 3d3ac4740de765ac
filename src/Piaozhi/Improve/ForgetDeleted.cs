using Microsoft.EntityFrameworkCore;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Forgets for good what was deleted a month ago, and the files that nothing names any longer.</summary>
public static class ForgetDeleted
{
    public static async Task RunAsync(Session session, CancellationToken ct = default)
    {
        var before = (session.Now - RemoveWork.Kept).UtcDateTime;
        var records = session.Records;
        var improvements = await records.Set<ImprovementRow>().IgnoreQueryFilters().Where(r => r.DeletedAt < before).ToListAsync(ct);
        var ids = improvements.Select(r => r.Id).ToList();
        records.RemoveRange(improvements);
        records.RemoveRange(await records.Set<ActionRow>().IgnoreQueryFilters().Where(r => r.DeletedAt < before || ids.Contains(r.ImprovementId)).ToListAsync(ct));
        records.RemoveRange(await records.Set<CommentRow>().IgnoreQueryFilters().Where(r => r.DeletedAt < before || ids.Contains(r.ImprovementId)).ToListAsync(ct));
        records.RemoveRange(await records.Set<AttachmentRow>().IgnoreQueryFilters().Where(r => r.DeletedAt < before || ids.Contains(r.ImprovementId)).ToListAsync(ct));
        await records.SaveChangesAsync(ct);
        await SweepFilesAsync(session, ct);
    }

    /// <summary>Files without a row: forgotten just now, or left by a sample that was taken away. A day's grace for what is being uploaded.</summary>
    private static async Task SweepFilesAsync(Session session, CancellationToken ct)
    {
        var folder = new DirectoryInfo(session.Options.InData("files"));
        if (!folder.Exists)
            return;
        var named = (await session.Records.Set<AttachmentRow>().IgnoreQueryFilters().Select(f => f.Hash).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            if (!named.Contains(file.Name) && file.LastWriteTimeUtc < session.Now.UtcDateTime.AddDays(-1))
                file.Delete();
    }
}
