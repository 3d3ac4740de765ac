using Microsoft.EntityFrameworkCore;
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

    public sealed record DoneInput(DateOnly StartedOn);

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/improve");
        group.MapGet("", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return await session.Records.Set<ImprovementRow>().AsNoTracking().OrderByDescending(r => r.Id).ToListAsync(ct);
        }).WithName("ListImprovements");
        group.MapGet("/{id}", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var row = await session.Records.Set<ImprovementRow>().FindAsync([id], ct);
            return row is null
                ? ((Outcome<Done>)new Refusal("improve.not-found", id) { Kind = RefusalKind.NotFound }).ToResult()
                : Results.Ok(new { improvement = row, actions = await session.Records.Set<ActionRow>().Where(a => a.ImprovementId == id).ToListAsync(ct) });
        }).WithName("GetImprovement");
        group.MapPost("", async (OpenImprovement.Input input, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await OpenImprovement.RunAsync(input, session, ct)).ToResult();
        }).WithName("OpenImprovement");
        group.MapPut("/{id}", async (string id, WriteImprovement.Input input, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await WriteImprovement.RunAsync(id, input, session, ct)).ToResult();
        }).WithName("WriteImprovement");
        group.MapPost("/{id}/advance", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await MoveImprovement.AdvanceAsync(id, session, ct)).ToResult();
        }).WithName("AdvanceImprovement");
        group.MapPost("/{id}/close", async (string id, CloseInput input, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await MoveImprovement.CloseAsync(id, input.Closing, input.Reason ?? "", session, ct)).ToResult();
        }).WithName("CloseImprovement");
        group.MapPost("/{id}/reopen", async (string id, ReasonInput input, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await MoveImprovement.ReopenAsync(id, input.Reason ?? "", session, ct)).ToResult();
        }).WithName("ReopenImprovement");
        group.MapPost("/actions", async (AddAction.Input input, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await AddAction.RunAsync(input, session, ct)).ToResult();
        }).WithName("AddAction");
        group.MapPost("/actions/{id}/done", async (string id, DoneInput input, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await CompleteAction.RunAsync(id, input.StartedOn, session, ct)).ToResult();
        }).WithName("CompleteAction");
    }
}
