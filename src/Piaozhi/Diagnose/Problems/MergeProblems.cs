using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>Makes one problem part of another, because both have one cause, or sets it free again.</summary>
public static class MergeProblems
{
    public static Task<Outcome<Done>> RunAsync(string id, string into, Session session, CancellationToken ct = default) =>
        ChangeWork.RunAsync(id, async (line, work) =>
        {
            if (id == into)
                return new Refusal("diagnose.merge.itself");
            if (line.State == ProblemState.Merged)
                return new Refusal("diagnose.problem.is-merged");
            var all = (await ListProblems.AllAsync(new(), session, [], ct)).Value;
            if (all.FirstOrDefault(l => l.Row.Id == into) is not { } target)
                return ListProblems.Missing(into);
            if (target.State == ProblemState.Merged || target.Work?.MergedInto is not null)
                return new Refusal("diagnose.merge.into-merged");
            // What was part of it moves along, so that there is never a chain.
            foreach (var part in all.Where(l => l.Work?.MergedInto == id))
                (await session.Records.Set<WorkRow>().FindAsync([part.Row.Id], ct))!.MergedInto = into;
            work.MergedInto = into;
            return new ChangeWork.Step("diagnose.problem.merged", into, target.Row.Id);
        }, session, ct);

    public static Task<Outcome<Done>> ReleaseAsync(string id, Session session, CancellationToken ct = default) =>
        ChangeWork.RunAsync(id, (_, work) =>
        {
            if (work.MergedInto is not { } from)
                return Task.FromResult<Outcome<ChangeWork.Step>>(new Refusal("diagnose.problem.not-merged"));
            work.MergedInto = null;
            return Task.FromResult<Outcome<ChangeWork.Step>>(new ChangeWork.Step("diagnose.problem.released", from, from));
        }, session, ct);
}
