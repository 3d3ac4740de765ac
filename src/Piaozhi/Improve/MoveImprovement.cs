using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Moves an improvement through its gates: on, back, closed, reopened. Core decides, this loads and saves.</summary>
public static class MoveImprovement
{
    public static Task<Outcome<Standing>> AdvanceAsync(string id, Session session, CancellationToken ct = default) =>
        MoveAsync(id, Right.WorkOnImprovements, (row, facts) => Gates.Advance(row.Standing, facts), "improve.advanced", "", session, ct);

    public static Task<Outcome<Standing>> ReturnAsync(string id, string step, string reason, Session session, CancellationToken ct = default) =>
        MoveAsync(id, Right.WorkOnImprovements, (row, _) => Gates.Return(row.Standing, step, reason), "improve.returned", reason, session, ct);

    public static Task<Outcome<Standing>> CloseAsync(string id, Closing closing, string reason, Session session, CancellationToken ct = default) =>
        MoveAsync(id, Right.CloseImprovements, (row, facts) =>
        {
            var outcome = Gates.Close(row.Standing, facts, closing, reason);
            if (outcome.Ok)
                (row.Closing, row.Reason, row.ClosedOn) = (closing, reason.Trim(), DateOnly.FromDateTime(session.LocalNow));
            return outcome;
        }, "improve.closed." + closing, reason, session, ct);

    public static Task<Outcome<Standing>> ReopenAsync(string id, string reason, Session session, CancellationToken ct = default) =>
        MoveAsync(id, Right.CloseImprovements, (row, _) => Reopen(row, reason), "improve.reopened", reason, session, ct);

    /// <summary>The loop reopens by itself what has lost its gain; <paramref name="since"/> is the first day without it.</summary>
    public static Task<Outcome<Standing>> ReopenLostAsync(string id, DateOnly since, string action, Session session, CancellationToken ct = default) =>
        MoveAsync(id, Right.CloseImprovements, (row, _) => Reopen(row, Lost), "improve.reopened.lost", $"{since:yyyy-MM-dd}", session, ct, action);

    /// <summary>Kept as the reason where the loop and not a person reopened; pages say it in words.</summary>
    public const string Lost = "gain-lost";

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
        Actions = [.. actions.Select(a => a.Facts)],
    };

    private static Outcome<Standing> Reopen(ImprovementRow row, string reason)
    {
        var outcome = Gates.Reopen(row.Standing, reason);
        if (outcome.Ok)
            (row.Closing, row.Reason, row.ClosedOn) = (null, reason.Trim(), null);
        return outcome;
    }

    private static async Task<Outcome<Standing>> MoveAsync(
        string id, Right right, Func<ImprovementRow, ImprovementFacts, Outcome<Standing>> decide, string code, string word, Session session, CancellationToken ct, string more = "")
    {
        if (session.Refuses(right) is { } no)
            return no;
        var found = await FindImprovement.RunAsync(id, session, ct);
        if (!found.Ok)
            return Outcome<Standing>.Refuse(found.Refusals);
        var row = found.Value;
        var actions = await session.Records.Set<ActionRow>().Where(a => a.ImprovementId == id).ToListAsync(ct);
        var outcome = decide(row, FactsOf(row, actions));
        if (!outcome.Ok)
            return outcome;
        row.Take(outcome.Value);
        var step = row.Method.Steps().First(s => s.Code == row.Step).Name;
        session.Trail(new Artefact(ArtefactKind.Improvement, id), code, null, step.Zh, step.En, word.Trim(), more);
        return await FindImprovement.SaveAsync(row, session, ct) is { } conflict ? conflict : outcome;
    }
}
