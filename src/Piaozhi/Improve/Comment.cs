using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Says something about an improvement, or says it better. Whoever works on it or owns a part of it may.</summary>
public static class Comment
{
    public const int Longest = 4000;

    public static async Task<Outcome<long>> AddAsync(string improvement, string text, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnImprovements) is { } no)
            return no;
        var found = await FindImprovement.RunAsync(improvement, session, ct);
        if (!found.Ok)
            return Outcome<long>.Refuse(found.Refusals);
        if (Wrong(text) is { } wrong)
            return wrong;
        var row = new CommentRow { ImprovementId = improvement, At = session.Now.UtcDateTime, Author = session.Actor.Name, AuthorId = session.Actor.Id, Text = text.Trim() };
        session.Records.Add(row);
        await session.Records.SaveChangesAsync(ct);
        return row.Id;
    }

    public static async Task<Outcome<Done>> EditAsync(long id, string text, Session session, CancellationToken ct = default)
    {
        var row = await session.Records.Set<CommentRow>().FirstOrDefaultAsync(r => r.Id == id, ct);
        if (row is null || !(await FindImprovement.RunAsync(row.ImprovementId, session, ct)).Ok)
            return new Refusal("improve.comment.not-found", "") { Kind = RefusalKind.NotFound };
        if (row.AuthorId != session.Actor.Id)
            return new Refusal("improve.comment.not-yours") { Kind = RefusalKind.Forbidden };
        if (Wrong(text) is { } wrong)
            return wrong;
        (row.Text, row.EditedAt) = (text.Trim(), session.Now.UtcDateTime);
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }

    private static Refusal? Wrong(string text) => string.IsNullOrWhiteSpace(text) ? new Refusal("improve.comment.empty")
        : text.Length > Longest ? new Refusal("improve.comment.too-long", "", Longest) : null;
}
