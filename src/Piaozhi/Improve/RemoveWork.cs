using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Takes a piece of work away and brings it back. What was taken away is kept for a month, then a job forgets it.</summary>
public static class RemoveWork
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static async Task<Outcome<Done>> ImprovementAsync(string id, bool restore, Session session, CancellationToken ct = default)
    {
        // Whoever may close may also say that it was opened by mistake.
        if (session.Refuses(Right.CloseImprovements) is { } no)
            return no;
        if (await session.Records.Set<ImprovementRow>().IgnoreQueryFilters().FirstOrDefaultAsync(r => r.Id == id, ct) is not { } row)
            return new Refusal("improve.not-found", id) { Kind = RefusalKind.NotFound };
        row.DeletedAt = At(restore, session);
        return await SaveAsync(row, restore ? "improve.restored" : "improve.removed", row.Title, session, ct);
    }

    public static async Task<Outcome<Done>> ActionAsync(string id, bool restore, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var row = await session.Records.Set<ActionRow>().IgnoreQueryFilters().FirstOrDefaultAsync(r => r.Id == id, ct);
        if (row is null || await FindImprovement.RunAsync(row.ImprovementId, session, ct) is not { Ok: true } found)
            return new Refusal("improve.action.not-found", id) { Kind = RefusalKind.NotFound };
        if (found.Value.Closed)
            return new Refusal("improve.gate.closed") { Kind = RefusalKind.Conflict };
        // A verdict is not swept away with its action; withdrawing it says what became of it.
        if (!restore && Core.Improve.ActionGates.TakeBack(row.Title, row.Proof) is { } refused)
            return refused;
        row.DeletedAt = At(restore, session);
        return await SaveAsync(found.Value, restore ? "improve.action.restored" : "improve.action.removed", row.Title, session, ct);
    }

    public static async Task<Outcome<Done>> CommentAsync(long id, bool restore, Session session, CancellationToken ct = default)
    {
        var row = await session.Records.Set<CommentRow>().IgnoreQueryFilters().FirstOrDefaultAsync(r => r.Id == id, ct);
        if (row is null || await FindImprovement.RunAsync(row.ImprovementId, session, ct) is not { Ok: true } found)
            return new Refusal("improve.comment.not-found", "") { Kind = RefusalKind.NotFound };
        if (row.AuthorId != session.Actor.Id)
            return new Refusal("improve.comment.not-yours") { Kind = RefusalKind.Forbidden };
        row.DeletedAt = At(restore, session);
        return await SaveAsync(found.Value, null, "", session, ct);
    }

    public static async Task<Outcome<Done>> AttachmentAsync(string id, bool restore, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var row = await session.Records.Set<AttachmentRow>().IgnoreQueryFilters().FirstOrDefaultAsync(r => r.Id == id, ct);
        if (row is null || await FindImprovement.RunAsync(row.ImprovementId, session, ct) is not { Ok: true } found)
            return new Refusal("improve.file.not-found", id) { Kind = RefusalKind.NotFound };
        row.DeletedAt = At(restore, session);
        return await SaveAsync(found.Value, restore ? "improve.file.restored" : "improve.file.removed", row.FileName, session, ct);
    }

    private static DateTime? At(bool restore, Session session) => restore ? null : session.Now.UtcDateTime;

    private static async Task<Outcome<Done>> SaveAsync(ImprovementRow row, string? code, string what, Session session, CancellationToken ct)
    {
        if (code is not null)
            session.Trail(new Artefact(ArtefactKind.Improvement, row.Id), code, null, what);
        return await FindImprovement.SaveAsync(row, session, ct) is { } conflict ? conflict : default(Done);
    }
}
