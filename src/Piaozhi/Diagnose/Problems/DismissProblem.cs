using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>Says that something found is no problem, with the reason, or takes that back.</summary>
public static class DismissProblem
{
    public static Task<Outcome<Done>> RunAsync(string id, string reason, Session session, CancellationToken ct = default) =>
        ChangeWork.RunAsync(id, (line, work) => Task.FromResult(Dismiss(line, work, reason, session)), session, ct);

    public static Task<Outcome<Done>> RestoreAsync(string id, Session session, CancellationToken ct = default) =>
        ChangeWork.RunAsync(id, (_, work) =>
        {
            if (work.Dismissal is null)
                return Task.FromResult<Outcome<ChangeWork.Step>>(new Refusal("diagnose.problem.not-dismissed"));
            (work.Dismissal, work.DismissedBy, work.DismissedAt) = (null, null, null);
            return Task.FromResult<Outcome<ChangeWork.Step>>(new ChangeWork.Step("diagnose.problem.restored"));
        }, session, ct);

    private static Outcome<ChangeWork.Step> Dismiss(ProblemLine line, WorkRow work, string reason, Session session)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return new Refusal("diagnose.dismiss.needs-reason");
        if (reason.Trim().Length > 500)
            return new Refusal("diagnose.dismiss.too-long", "", 500);
        if (line.State == ProblemState.Merged)
            return new Refusal("diagnose.problem.is-merged");
        (work.Dismissal, work.DismissedBy, work.DismissedAt) = (reason.Trim(), session.Actor.Name, session.LocalNow);
        return new ChangeWork.Step("diagnose.problem.dismissed", null, work.Dismissal);
    }
}
