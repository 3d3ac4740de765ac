using Piaozhi.Access;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose.Causes;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;

namespace Piaozhi.Diagnose;

/// <summary><c>/api/v1/diagnose/problems</c></summary>
public static class ProblemsApi
{
    /// <param name="Owner">Name of the new owner; empty text = nobody any more; absent = as it is.</param>
    /// <param name="Dismissal">The reason why it is no problem; empty text = it counts again; absent = as it is.</param>
    public sealed record Patch(string? Owner = null, string? Dismissal = null);

    public sealed record MergeInput(string Into);

    public sealed record SplitInput(IReadOnlyList<string> Signals);

    public sealed record CommentInput(string Text);

    public static void Map(RouteGroupBuilder api)
    {
        var problems = api.MapGroup("/diagnose/problems").WithTags("diagnose");
        problems.MapGet("", ListAsync).WithName("ListProblems").WithSummary("Problems, worst first; those that stand unless a state is asked for");
        problems.MapGet("/{id}", GetAsync).WithName("GetProblem").WithSummary("One problem with its signals, causes, comments and trail");
        problems.MapPatch("/{id}", PatchAsync).WithName("ChangeProblem").WithSummary("Owner, or the reason why it is no problem");
        problems.MapPost("/{id}/merge", Changes<MergeInput>((id, body, session, ct) => MergeProblems.RunAsync(id, body.Into, session, ct))).WithName("MergeProblem").WithSummary("Makes it part of another problem");
        problems.MapPost("/{id}/release", Changes((id, session, ct) => MergeProblems.ReleaseAsync(id, session, ct))).WithName("ReleaseProblem").WithSummary("Takes a merge back");
        problems.MapPost("/{id}/split", async (string id, SplitInput body, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var made = await SplitProblem.RunAsync(id, body.Signals, session, ct);
            return made.Ok ? Results.Ok(new { id = made.Value }) : made.ToResult();
        }).WithName("SplitProblem").WithSummary("Makes a problem of its own from some of its signals");
        problems.MapPost("/{id}/join", Changes((id, session, ct) => SplitProblem.JoinAsync(id, session, ct))).WithName("JoinProblem").WithSummary("Takes a split back");
        problems.MapPost("/{id}/comments", Changes<CommentInput>((id, body, session, ct) => CommentOnProblem.RunAsync(id, body.Text, session, ct))).WithName("CommentOnProblem").WithSummary("Adds a comment");
        problems.MapGet("/{id}/feedback", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await ListMentions.RunAsync(id, session, ct);
            return found.Ok ? Results.Ok(found.Value.Select(m => new
            {
                feedback_id = m.FeedbackId, case_id = m.CaseId, received_at = m.At, source = m.Source, text = m.Text, taxonomy = m.Taxonomy,
                polarity = m.Polarity, intensity = m.Intensity, by = Word(m.By),
            })) : found.ToResult();
        }).WithName("ListProblemFeedback").WithSummary("Feedback that speaks of the problem, the surest first");
        problems.MapGet("/{id}/causes", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Causes(await ReadCauses.RunAsync(id, session, ct));
        }).WithName("GetCauses").WithSummary("The causes: five whys and fishbone as one tree");
        problems.MapPost("/{id}/causes", async (string id, EditCauses.Input body, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Causes(await EditCauses.RunAsync(id, body, session, ct));
        }).WithName("EditCauses").WithSummary("One change: add, reword, judge, shift, hang, remove or names");
        problems.MapPost("/{id}/causes/undo", async (string id, int? version, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Causes(await EditCauses.UndoAsync(id, version, session, ct));
        }).WithName("UndoCauses").WithSummary("Takes the latest change of the causes back");
    }

    private static Func<string, Who, CancellationToken, Task<IResult>> Changes(Func<string, Session, CancellationToken, Task<Outcome<Done>>> change) =>
        async (id, who, ct) =>
        {
            await using var session = who.Open();
            return (await change(id, session, ct)).ToResult();
        };

    private static Func<string, T, Who, CancellationToken, Task<IResult>> Changes<T>(Func<string, T, Session, CancellationToken, Task<Outcome<Done>>> change) =>
        async (id, body, who, ct) =>
        {
            await using var session = who.Open();
            return (await change(id, body, session, ct)).ToResult();
        };

    private static async Task<IResult> ListAsync(Who who, IEnumerable<IProblemPart> parts, string? state, string? kind, string? search, string? within, CancellationToken ct)
    {
        if (!Known<ProblemState>(state, out var asked) | !Known<ProblemKind>(kind, out var of))
            return ((Outcome<Done>)new Refusal("diagnose.list.unknown-filter", asked is null ? state ?? "" : kind ?? "")).ToResult();
        await using var session = who.Open();
        var all = (await ListProblems.AllAsync(new(asked, of, search, within is null ? null : Slice.Parse(within)), session, parts, ct)).Value;
        return Results.Ok(all.Where(l => asked is not null || (l.Row.StillFound && l.State is not (ProblemState.Dismissed or ProblemState.Merged))).Select(Shape));
    }

    private static async Task<IResult> GetAsync(string id, Who who, IEnumerable<IProblemPart> parts, CancellationToken ct)
    {
        await using var session = who.Open();
        var found = await ShowProblem.RunAsync(id, session, parts, ct);
        if (!found.Ok)
            return found.ToResult();
        var causes = (await ReadCauses.RunAsync(id, session, ct)).Value;
        var file = found.Value;
        return Results.Ok(new
        {
            problem = Shape(file.Line),
            signals = file.Signals.Select(s => new
            {
                id = s.Id, indicator = s.Indicator, slice = s.Slice.ToString(), start = s.Start, end = s.End, observed = s.Observed, expected = s.Expected, n = s.N, q_value = s.QValue,
            }),
            merged = file.Merged.Select(m => m.Id),
            causes = causes.Tree.Nodes.Select(Shape),
            comments = file.Notes.Select(n => new { at = n.At, author = n.AuthorName, text = n.Text }),
            trail = file.Trail.Select(t => new { at = t.At, code = t.Code, actor = t.ActorName, to = t.To }),
        });
    }

    private static async Task<IResult> PatchAsync(string id, Patch body, Who who, IEnumerable<IProblemPart> parts, CancellationToken ct)
    {
        await using var session = who.Open();
        var refusals = new List<Refusal>();
        if (body.Owner is { } owner)
            refusals.AddRange((await AssignProblem.RunAsync(id, new(null, owner), session, ct)).Refusals);
        if (body.Dismissal is { } reason && refusals.Count == 0)
            refusals.AddRange((reason.Length > 0 ? await DismissProblem.RunAsync(id, reason, session, ct) : await DismissProblem.RestoreAsync(id, session, ct)).Refusals);
        if (refusals.Count > 0)
            return Outcome<Done>.Refuse(refusals).ToResult();
        var found = await ShowProblem.RunAsync(id, session, parts, ct);
        return found.Ok ? Results.Ok(Shape(found.Value.Line)) : found.ToResult();
    }

    private static IResult Causes(Outcome<CauseFile> file) => !file.Ok ? file.ToResult() : Results.Ok(new
    {
        version = file.Value.Version, names = Word(file.Value.Names), causes = file.Value.Tree.Nodes.Select(Shape),
        history = file.Value.History.Select(h => new { at = h.At, code = h.Code, about = h.About, actor = h.ActorName, undone = h.Undone }),
    });

    private static object Shape(Core.Diagnose.Causes.CauseNode n) => new
    {
        id = n.Id, parent = n.Parent, bone = Word(n.Bone), text = new { zh = n.Text.Zh, en = n.Text.En }, state = Word(n.State), proof = n.Proof, suggested = n.Suggested,
    };

    private static object Shape(ProblemLine l) => new
    {
        id = l.Row.Id, kind = Word(l.Row.Kind), state = Word(l.State), title = new { zh = l.Row.TitleZh, en = l.Row.TitleEn },
        started_at = l.Row.StartedAt, ended_at = l.Row.EndedAt, detected_at = l.Row.DetectedAt, slice = l.Row.Slice, indicator = l.Row.Indicator,
        indicators = l.Row.Indicators.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        cause = new { slice = l.Row.Slice, activity = l.Row.Activity, reason = l.Row.Reason, taxonomy = l.Row.Taxonomy },
        impact = new { cases = l.Row.Cases, customers = l.Row.Customers, amount = l.Row.Amount }, confidence = l.Row.Confidence, mentions = l.Row.Mentions,
        owner = l.Work?.OwnerName, dismissal = l.Work?.Dismissal, merged_into = l.Work?.MergedInto, still_found = l.Row.StillFound,
        evidence = l.Row.EvidenceList.Select(e => new { kind = Word(e.Kind), zh = e.Text.Zh, en = e.Text.En }),
    };

    private static bool Known<T>(string? text, out T? value) where T : struct, Enum
    {
        value = Enum.TryParse<T>(text?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var read) && Enum.IsDefined(read) ? read : null;
        return string.IsNullOrEmpty(text) || value is not null;
    }

    private static string Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
