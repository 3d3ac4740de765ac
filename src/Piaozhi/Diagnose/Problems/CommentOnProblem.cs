using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>Adds a comment to a problem.</summary>
public static class CommentOnProblem
{
    public static Task<Outcome<Done>> RunAsync(string id, string text, Session session, CancellationToken ct = default) =>
        ChangeWork.RunAsync(id, (_, _) =>
        {
            if (string.IsNullOrWhiteSpace(text))
                return Task.FromResult<Outcome<ChangeWork.Step>>(new Refusal("diagnose.comment.needs-text"));
            if (text.Trim().Length > 4000)
                return Task.FromResult<Outcome<ChangeWork.Step>>(new Refusal("diagnose.comment.too-long", "", 4000));
            session.Records.Add(new NoteRow { ProblemId = id, At = session.LocalNow, Author = session.Actor.Id, AuthorName = session.Actor.Name, Text = text.Trim() });
            return Task.FromResult<Outcome<ChangeWork.Step>>(new ChangeWork.Step("diagnose.problem.commented"));
        }, session, ct);
}
