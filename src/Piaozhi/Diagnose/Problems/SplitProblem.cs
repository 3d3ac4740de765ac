using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>Takes some signals out of a problem, because they have a cause of their own, and makes them one; or puts them back.</summary>
public static class SplitProblem
{
    /// <summary>Ids of problems made by people begin with this, those found by a run with P.</summary>
    private const string ByHand = "H";

    public static async Task<Outcome<string>> RunAsync(string id, IReadOnlyList<string> signals, Session session, CancellationToken ct = default)
    {
        var made = ByHand + Guid.CreateVersion7(session.Now).ToString("N")[..12];
        var outcome = await ChangeWork.RunAsync(id, async (line, _) =>
        {
            var own = line.Row.Signals.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var wanted = signals.Distinct(StringComparer.Ordinal).ToList();
            if (wanted.Count == 0)
                return new Refusal("diagnose.split.needs-signals");
            if (wanted.Except(own).Any())
                return new Refusal("diagnose.split.not-its-signals", string.Join(' ', wanted.Except(own)));
            if (wanted.Count == own.Length)
                return new Refusal("diagnose.split.all-signals");
            session.Records.Add(new WorkRow { ProblemId = made, SplitFrom = id, SplitSignals = string.Join(' ', wanted) });
            session.Trail(new Artefact(ArtefactKind.Problem, made), "diagnose.problem.split-from", new Artefact(ArtefactKind.Problem, id), id);
            return new ChangeWork.Step("diagnose.problem.split", made, wanted.Count);
        }, session, ct);
        if (!outcome.Ok)
            return Outcome<string>.Refuse(outcome.Refusals);
        await FollowSplits.RunAsync(session, ct);
        return made;
    }

    /// <summary>Puts a problem that was split off back into the one that it came from.</summary>
    public static async Task<Outcome<Done>> JoinAsync(string id, Session session, CancellationToken ct = default)
    {
        var outcome = await ChangeWork.RunAsync(id, async (_, work) =>
        {
            if (work.SplitFrom is not { } from)
                return new Refusal("diagnose.problem.not-split");
            // The signals go back at once; the next run over the facts finds them there too.
            if (await session.Records.Set<ProblemRow>().FindAsync([from], ct) is { } origin)
                origin.Signals = string.Join(' ', origin.Signals.Split(' ', StringSplitOptions.RemoveEmptyEntries).Union(work.SignalsTaken));
            (work.MergedInto, work.SplitSignals) = (from, "");
            return new ChangeWork.Step("diagnose.problem.joined", from, from);
        }, session, ct);
        if (!outcome.Ok)
            return outcome;
        await FollowSplits.RunAsync(session, ct);
        return outcome;
    }
}
