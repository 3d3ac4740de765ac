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
        var files = await records.Set<AttachmentRow>().IgnoreQueryFilters().Where(r => r.DeletedAt < before || ids.Contains(r.ImprovementId)).ToListAsync(ct);
        records.RemoveRange(files);
        await records.SaveChangesAsync(ct);
        foreach (var hash in files.Select(f => f.Hash).Distinct())
            if (!await records.Set<AttachmentRow>().IgnoreQueryFilters().AnyAsync(f => f.Hash == hash, ct))
                File.Delete(AttachFile.PathOf(hash, session));
    }
}
