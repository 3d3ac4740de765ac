using Microsoft.AspNetCore.Mvc;
using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>Endpoints below <c>/api/v1/improve</c>.</summary>
public static class ImproveApi
{
    public sealed record CloseInput(Closing Closing, string? Reason = null);

    public sealed record ReasonInput(string? Reason, string? Step = null);

    /// <param name="StartedOn">The day of the move (contract of the first version: since when it is in effect).</param>
    public sealed record DoneInput(DateOnly StartedOn);

    public sealed record DayInput(DateOnly On);

    public sealed record CommentInput(string Text);

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/improve").WithTags("improve");
        group.MapGet("", (string? show, Method? method, string? search, string? problem, Who who, CancellationToken ct) =>
                who.AnswerAsync(s => ListImprovements.RunAsync(new(show, method, search, problem), s, ct), found => found.Select(l => Shape(l.Row, l.Actions))))
            .WithName("ListImprovements").WithSummary("Improvements; show = open, closed, mine or late");
        group.MapGet("/{id}", (string id, Who who, CancellationToken ct) => who.AnswerAsync(s => ShowImprovement.RunAsync(id, s, ct), Shape))
            .WithName("GetImprovement").WithSummary("One improvement: gates, actions, comments, files");
        group.MapGet("/draft", (string problem, Who who, CancellationToken ct) => who.AnswerAsync(s => DraftFromProblem.RunAsync(problem, s, ct), d => d.Input))
            .WithName("DraftImprovement").WithSummary("What an improvement of a problem begins with");
        group.MapGet("/baseline", (string indicator, string? scope, [FromQuery(Name = "spike_from")] DateOnly? spikeFrom, [FromQuery(Name = "spike_to")] DateOnly? spikeTo, DateOnly? until, Who who, CancellationToken ct) =>
                who.AnswerAsync(s => WorkOutBaseline.RunAsync(new(indicator, scope, spikeFrom, spikeTo, until), s, ct), Shape))
            .WithName("GetBaseline").WithSummary("The level before, without the spike, worked out from the facts");
        group.MapPost("", (OpenImprovement.Input input, Who who, CancellationToken ct) => who.AnswerAsync(s => OpenImprovement.RunAsync(input, s, ct)))
            .WithName("OpenImprovement").WithSummary("Opens an improvement");
        group.MapPut("/{id}", (string id, WriteImprovement.Input input, Who who, CancellationToken ct) => who.AnswerAsync(s => WriteImprovement.RunAsync(id, input, s, ct)))
            .WithName("WriteImprovement").WithSummary("Writes texts; \"was\" holds what the writer had read, so that nobody is overwritten");
        group.MapDelete("/{id}", (string id, Who who, CancellationToken ct) => who.AnswerAsync(s => RemoveWork.ImprovementAsync(id, false, s, ct)))
            .WithName("RemoveImprovement").WithSummary("Deletes; kept for 30 days");
        group.MapPost("/{id}/restore", (string id, Who who, CancellationToken ct) => who.AnswerAsync(s => RemoveWork.ImprovementAsync(id, true, s, ct)))
            .WithName("RestoreImprovement").WithSummary("Brings a deleted one back");
        group.MapPost("/{id}/advance", (string id, Who who, CancellationToken ct) => who.AnswerAsync(s => MoveImprovement.AdvanceAsync(id, s, ct)))
            .WithName("AdvanceImprovement").WithSummary("On to the next step; refused with everything that is missing");
        group.MapPost("/{id}/return", (string id, ReasonInput input, Who who, CancellationToken ct) =>
                who.AnswerAsync(s => MoveImprovement.ReturnAsync(id, input.Step ?? "", input.Reason ?? "", s, ct)))
            .WithName("ReturnImprovement").WithSummary("Back to an earlier step, with a reason");
        group.MapPost("/{id}/close", (string id, CloseInput input, Who who, IEnumerable<IWhenClosed> closed, CancellationToken ct) =>
                who.AnswerAsync(s => CloseImprovement.RunAsync(new(id, input.Closing, input.Reason ?? ""), closed, s, ct)))
            .WithName("CloseImprovement").WithSummary("Closes; as effective only with a verdict");
        group.MapPost("/{id}/reopen", (string id, ReasonInput input, Who who, CancellationToken ct) => who.AnswerAsync(s => MoveImprovement.ReopenAsync(id, input.Reason ?? "", s, ct)))
            .WithName("ReopenImprovement").WithSummary("Reopens, with a reason");
        group.MapPost("/{id}/comments", (string id, CommentInput input, Who who, CancellationToken ct) => who.AnswerAsync(s => Comment.AddAsync(id, input.Text, s, ct)))
            .WithName("AddComment").WithSummary("Says something about it");
        group.MapPut("/comments/{id:long}", (long id, CommentInput input, Who who, CancellationToken ct) => who.AnswerAsync(s => Comment.EditAsync(id, input.Text, s, ct)))
            .WithName("EditComment").WithSummary("Changes one's own comment");
        group.MapDelete("/comments/{id:long}", (long id, Who who, CancellationToken ct) => who.AnswerAsync(s => RemoveWork.CommentAsync(id, false, s, ct)))
            .WithName("RemoveComment").WithSummary("Deletes one's own comment");
        MapActions(group.MapGroup("/actions"));
    }

    private static void MapActions(RouteGroupBuilder actions)
    {
        actions.MapPost("", (AddAction.Input input, Who who, CancellationToken ct) => who.AnswerAsync(s => AddAction.RunAsync(input, s, ct)))
            .WithName("AddAction").WithSummary("Adds an action with its promise");
        actions.MapPut("/{id}", (string id, ChangeAction.Input input, Who who, CancellationToken ct) => who.AnswerAsync(s => ChangeAction.RunAsync(id, input, s, ct)))
            .WithName("ChangeAction").WithSummary("Changes an action; its promise only while it is not in effect");
        actions.MapDelete("/{id}", (string id, Who who, CancellationToken ct) => who.AnswerAsync(s => RemoveWork.ActionAsync(id, false, s, ct)))
            .WithName("RemoveAction").WithSummary("Deletes an action that has no verdict");
        actions.MapPost("/{id}/restore", (string id, Who who, CancellationToken ct) => who.AnswerAsync(s => RemoveWork.ActionAsync(id, true, s, ct)))
            .WithName("RestoreAction").WithSummary("Brings a deleted action back");
        actions.MapPost("/{id}/start", (string id, DayInput input, Who who, IEnumerable<IWhenStarted> then, CancellationToken ct) => who.AnswerAsync(s => ThenAsync(MoveAction.StartAsync(id, input.On, s, ct), id, then, s, ct)))
            .WithName("StartAction").WithSummary("It takes effect; its promise is fixed from here on");
        actions.MapPost("/{id}/done", (string id, DoneInput input, Who who, IEnumerable<IWhenStarted> then, CancellationToken ct) => who.AnswerAsync(s => ThenAsync(CompleteAction.RunAsync(id, input.StartedOn, s, ct), id, then, s, ct)))
            .WithName("CompleteAction").WithSummary("It is done and in effect since that day");
        actions.MapPost("/{id}/withdraw", (string id, DayInput input, Who who, CancellationToken ct) => who.AnswerAsync(s => MoveAction.WithdrawAsync(id, input.On, s, ct)))
            .WithName("WithdrawAction").WithSummary("It was stopped or undone");
        actions.MapPost("/{id}/take-back", (string id, Who who, CancellationToken ct) => who.AnswerAsync(s => MoveAction.TakeBackAsync(id, s, ct)))
            .WithName("TakeBackAction").WithSummary("It is to be done again");
    }

    private static async Task<Outcome<Done>> ThenAsync(Task<Outcome<Done>> moving, string id, IEnumerable<IWhenStarted> then, Session session, CancellationToken ct)
    {
        var moved = await moving;
        if (moved.Ok)
            foreach (var part in then)
                await part.StartedAsync(id, session, ct);
        return moved;
    }

    private static async Task<IResult> AnswerAsync<T>(this Who who, Func<Session, Task<Outcome<T>>> run, Func<T, object?>? shape = null)
    {
        await using var session = who.Open();
        var outcome = await run(session);
        return outcome.Ok && shape is not null ? Results.Ok(shape(outcome.Value)) : outcome.ToResult();
    }

    private static object Shape(ImprovementRow r, IEnumerable<ActionRow> actions) => new
    {
        r.Id, r.Title, r.Method, r.Step, r.State, r.ProblemId, r.Owner, r.OpenedOn, r.Due, r.ClosedOn, r.Closing, r.Reason, r.Indicator, r.Scope, r.Revision,
        actions = actions.Select(a => new
        {
            a.Id, a.Title, a.Owner, a.Due, a.Indicator, a.Expected, a.ExpectedChange, a.Scope, a.Main, a.StartedOn, a.Done, a.DoneOn, a.WithdrawnOn, a.Proof, a.DecidableOn,
        }),
    };

    private static object Shape(OneImprovement one) => new
    {
        improvement = Shape(one.Row, one.Listed.Actions),
        texts = Enum.GetValues<Section>().ToDictionary(s => s, s => one.Row.Text(s)),
        gates = one.Gates.Select(g => new { step = g.Step.Code, name = g.Step.Name, missing = g.Missing.Select(m => m.Code) }),
        comments = one.Comments.Select(c => new { c.Id, c.At, c.Author, c.Text, c.EditedAt }),
        files = one.Files.Select(f => new { f.Id, f.FileName, f.Size, f.ContentType, f.Hash, f.At, f.Author }),
    };

    private static object Shape(WorkOutBaseline.Result r) => new
    {
        indicator = r.Indicator.Code, scope = r.Scope.ToString(), from = r.Window.From, to = r.Window.To, before = Shape(r.Before), during = r.During is { } d ? Shape(d) : null,
    };

    private static object Shape(Baseline b) => new { level = Known(b.Level), low = Known(b.Low), high = Known(b.High), b.N, b.Days };

    private static double? Known(double x) => double.IsFinite(x) ? x : null;
}
