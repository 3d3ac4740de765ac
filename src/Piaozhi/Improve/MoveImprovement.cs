using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Moves an improvement through its gates: on, back, closed, reopened. Core decides, this loads and saves.</summary>
public static class MoveImprovement
{
    public static Task<Outcome<Standing>> AdvanceAsync(string id, Session session, CancellationToken ct = default) =>
        MoveAsync(id, "improve.advanced", (row, facts) => Gates.Advance(row.Standing, facts), session, ct);

    public static Task<Outcome<Standing>> ReturnAsync(string id, string step, string reason, Session session, CancellationToken ct = default) =>
        MoveAsync(id, "improve.returned", (row, _) => Gates.Return(row.Standing, step, reason), session, ct, reason);

    public static Task<Outcome<Standing>> CloseAsync(string id, Closing closing, string reason, Session session, CancellationToken ct = default) =>
        MoveAsync(id, "improve.closed", (row, facts) =>
        {
            var outcome = Gates.Close(row.Standing, facts, closing, reason);
            if (outcome.Ok)
                (row.Closing, row.Reason, row.ClosedOn) = (closing, reason, DateOnly.FromDateTime(session.LocalNow));
            return outcome;
        }, session, ct, closing.ToString());

    public static Task<Outcome<Standing>> ReopenAsync(string id, string reason, Session session, CancellationToken ct = default) =>
        MoveAsync(id, "improve.reopened", (row, _) =>
        {
            var outcome = Gates.Reopen(row.Standing, reason);
            if (outcome.Ok)
                (row.Closing, row.Reason, row.ClosedOn) = (null, reason, null);
            return outcome;
        }, session, ct, reason);

    public static ImprovementFacts FactsOf(ImprovementRow row, IEnumerable<ActionRow> actions) => new()
    {
        Problem = row.Problem,
        Baseline = row.Baseline,
        Containment = row.Containment,
        Cause = row.Cause,
        CauseEvidence = row.CauseEvidence,
        Prevention = row.Prevention,
        Lesson = row.Lesson,
        Team = row.Team.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Actions = [.. actions.Select(a => new ActionFacts(a.Id, a.Title, a.Main, a.Done, a.Proof, a.DecidableOn))],
    };

    private static async Task<Outcome<Standing>> MoveAsync(
        string id, string code, Func<ImprovementRow, ImprovementFacts, Outcome<Standing>> decide, Session session, CancellationToken ct, string word = "")
    {
        if (await session.Records.Set<ImprovementRow>().FindAsync([id], ct) is not { } row)
            return new Refusal("improve.not-found", id) { Kind = RefusalKind.NotFound };
        var actions = await session.Records.Set<ActionRow>().Where(a => a.ImprovementId == id).ToListAsync(ct);
        var outcome = decide(row, FactsOf(row, actions));
        if (!outcome.Ok)
            return outcome;
        row.Take(outcome.Value);
        session.Trail(new Artefact(ArtefactKind.Improvement, id), code, null, row.Step, word);
        await session.Records.SaveChangesAsync(ct);
        return outcome;
    }
}
