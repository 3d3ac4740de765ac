using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Writes what the gates ask for. Null leaves a field as it is.</summary>
public static class WriteImprovement
{
    public sealed record Input(
        string? Problem = null, string? Baseline = null, string? Containment = null, string? Cause = null, string? CauseEvidence = null,
        string? Prevention = null, string? Lesson = null, string? Team = null);

    public static async Task<Outcome<Done>> RunAsync(string id, Input input, Session session, CancellationToken ct = default)
    {
        if (await session.Records.Set<ImprovementRow>().FindAsync([id], ct) is not { } row)
            return new Refusal("improve.not-found", id) { Kind = RefusalKind.NotFound };
        if (row.State == ImprovementState.Closed)
            return new Refusal("improve.gate.closed") { Kind = RefusalKind.Conflict };
        row.Problem = input.Problem ?? row.Problem;
        row.Baseline = input.Baseline ?? row.Baseline;
        row.Containment = input.Containment ?? row.Containment;
        row.Cause = input.Cause ?? row.Cause;
        row.CauseEvidence = input.CauseEvidence ?? row.CauseEvidence;
        row.Prevention = input.Prevention ?? row.Prevention;
        row.Lesson = input.Lesson ?? row.Lesson;
        row.Team = input.Team ?? row.Team;
        session.Trail(new Artefact(ArtefactKind.Improvement, id), "improve.written");
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }

    public static async Task<Outcome<Done>> CommentAsync(string id, string text, Session session, CancellationToken ct = default)
    {
        if (await session.Records.Set<ImprovementRow>().FindAsync([id], ct) is null)
            return new Refusal("improve.not-found", id) { Kind = RefusalKind.NotFound };
        if (string.IsNullOrWhiteSpace(text))
            return new Refusal("improve.comment.empty", id);
        session.Records.Add(new CommentRow { ImprovementId = id, At = session.Now.UtcDateTime, Author = session.Actor.Name, Text = text.Trim() });
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }
}
