using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Diagnose.Causes;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Causes;

/// <summary>Changes the causes of a problem, one thing at a time; every change is kept and can be taken back.</summary>
public static class EditCauses
{
    public const string UndoneCode = "diagnose.cause.undone";

    /// <param name="Kind"><c>add</c>, <c>reword</c>, <c>judge</c>, <c>shift</c>, <c>hang</c>, <c>remove</c> or <c>names</c>.</param>
    /// <param name="Version">The version that the person looks at; null = whatever stands.</param>
    /// <param name="By">For <c>shift</c>: −1 up, +1 down.</param>
    public sealed record Input(
        string Kind, string? Cause = null, string? Parent = null, Bone? Bone = null, string? Text = null, CauseState? State = null, string? Proof = null,
        int By = 0, BoneNames? Names = null, int? Version = null);

    public static async Task<Outcome<CauseFile>> RunAsync(string id, Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnProblems) is { } no)
            return no;
        var row = await OpenAsync(id, session, ct);
        if (!row.Ok)
            return Outcome<CauseFile>.Refuse(row.Refusals);
        if (input.Version is { } seen && seen != row.Value.Version)
            return Changed(id);
        var before = row.Value.Causes;
        var after = Change(before, row.Value, input);
        return after.Ok ? await SaveAsync(row.Value, before, after.Value, Code(input), About(input, before, after.Value), session, ct) : Outcome<CauseFile>.Refuse(after.Refusals);
    }

    /// <summary>Takes the latest change back that has not been taken back yet.</summary>
    public static async Task<Outcome<CauseFile>> UndoAsync(string id, int? version, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.WorkOnProblems) is { } no)
            return no;
        var row = await OpenAsync(id, session, ct);
        if (!row.Ok)
            return Outcome<CauseFile>.Refuse(row.Refusals);
        if (version is { } seen && seen != row.Value.Version)
            return Changed(id);
        var last = await session.Records.Set<AnalysisStepRow>().Where(s => s.ProblemId == id && !s.Undone && s.Code != UndoneCode)
            .OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct);
        if (last is null)
            return new Refusal("diagnose.cause.nothing-to-undo");
        last.Undone = true;
        var back = new AnalysisRow { ProblemId = id, Tree = last.Before };
        return await SaveAsync(row.Value, row.Value.Causes, back.Causes, UndoneCode, last.About, session, ct);
    }

    private static Outcome<CauseTree> Change(CauseTree tree, AnalysisRow row, Input input) => input.Kind switch
    {
        "add" => tree.Add(Guid.NewGuid().ToString("N")[..8], input.Parent, input.Bone ?? Bone.Method, input.Text ?? ""),
        "reword" => tree.Reword(input.Cause ?? "", input.Text ?? ""),
        "judge" => tree.Judge(input.Cause ?? "", input.State ?? CauseState.Open, input.Proof ?? ""),
        "shift" => tree.Shift(input.Cause ?? "", input.By),
        "hang" => tree.Hang(input.Cause ?? "", input.Parent, input.Bone ?? Bone.Method),
        "remove" => tree.Remove(input.Cause ?? ""),
        "names" when input.Names is { } names => Rename(tree, row, names),
        _ => new Refusal("diagnose.cause.unknown-change", input.Kind),
    };

    private static CauseTree Rename(CauseTree tree, AnalysisRow row, BoneNames names)
    {
        row.Names = names;
        return tree;
    }

    private static string Code(Input input) => input.Kind switch
    {
        "judge" => "diagnose.cause.judged-" + (input.State ?? CauseState.Open).ToString().ToLowerInvariant(),
        "add" => "diagnose.cause.added",
        "reword" => "diagnose.cause.reworded",
        "shift" => "diagnose.cause.shifted",
        "hang" => "diagnose.cause.hung",
        "remove" => "diagnose.cause.removed",
        _ => "diagnose.cause.renamed",
    };

    private static string About(Input input, CauseTree before, CauseTree after) =>
        input.Kind == "add" ? after.Nodes[^1].Text.Zh
        : (after.Find(input.Cause ?? "") ?? before.Find(input.Cause ?? ""))?.Text.Zh ?? "";

    private static async Task<Outcome<AnalysisRow>> OpenAsync(string id, Session session, CancellationToken ct)
    {
        var one = await ListProblems.OneAsync(id, session, ct);
        if (!one.Ok)
            return Outcome<AnalysisRow>.Refuse(one.Refusals);
        if (await session.Records.Set<AnalysisRow>().FindAsync([id], ct) is { } known)
            return known;
        // The first change keeps what the evidence suggested as its beginning.
        var row = new AnalysisRow { ProblemId = id, Causes = ReadCauses.Suggest(one.Value.Problem) };
        session.Records.Add(row);
        return row;
    }

    private static async Task<Outcome<CauseFile>> SaveAsync(
        AnalysisRow row, CauseTree before, CauseTree after, string code, string about, Session session, CancellationToken ct)
    {
        row.Causes = after;
        row.Version++;
        session.Records.Add(new AnalysisStepRow
        {
            ProblemId = row.ProblemId, At = session.LocalNow, Actor = session.Actor.Id, ActorName = session.Actor.Name, Code = code, About = about,
            Before = System.Text.Json.JsonSerializer.Serialize(before.Nodes),
        });
        // Every step is in the history of the causes; the trail of the problem tells only what was proved.
        if (code is "diagnose.cause.judged-confirmed" or "diagnose.cause.judged-refuted")
            session.Trail(new Artefact(ArtefactKind.Problem, row.ProblemId), code, null, about);
        try
        {
            await session.Records.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || row.Version == 1)
        {
            return Changed(row.ProblemId);
        }

        return await ReadCauses.RunAsync(row.ProblemId, session, ct);
    }

    private static Refusal Changed(string id) => new("diagnose.cause.changed-meanwhile", id) { Kind = RefusalKind.Conflict };
}
