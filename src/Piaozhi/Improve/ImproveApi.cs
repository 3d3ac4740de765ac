using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
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
                ? Results.NotFound()
                : Results.Ok(new { improvement = row, actions = await session.Records.Set<ActionRow>().Where(a => a.ImprovementId == id).ToListAsync(ct) });
        }).WithName("GetImprovement");
        group.MapPost("", async (OpenImprovement.Input input, Who who, IStringLocalizer<Text> text, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Answer(await OpenImprovement.RunAsync(input, session, ct), text);
        }).WithName("OpenImprovement");
        group.MapPut("/{id}", async (string id, WriteImprovement.Input input, Who who, IStringLocalizer<Text> text, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Answer(await WriteImprovement.RunAsync(id, input, session, ct), text);
        }).WithName("WriteImprovement");
        group.MapPost("/{id}/advance", async (string id, Who who, IStringLocalizer<Text> text, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Answer(await MoveImprovement.AdvanceAsync(id, session, ct), text);
        }).WithName("AdvanceImprovement");
        group.MapPost("/{id}/close", async (string id, CloseInput input, Who who, IStringLocalizer<Text> text, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Answer(await MoveImprovement.CloseAsync(id, input.Closing, input.Reason ?? "", session, ct), text);
        }).WithName("CloseImprovement");
        group.MapPost("/{id}/reopen", async (string id, ReasonInput input, Who who, IStringLocalizer<Text> text, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Answer(await MoveImprovement.ReopenAsync(id, input.Reason ?? "", session, ct), text);
        }).WithName("ReopenImprovement");
        group.MapPost("/actions", async (AddAction.Input input, Who who, IStringLocalizer<Text> text, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Answer(await AddAction.RunAsync(input, session, ct), text);
        }).WithName("AddAction");
        group.MapPost("/actions/{id}/done", async (string id, DoneInput input, Who who, IStringLocalizer<Text> text, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Answer(await CompleteAction.RunAsync(id, input.StartedOn, session, ct), text);
        }).WithName("CompleteAction");
    }

    /// <summary>A refusal in the reader's language, with its stable code beside it.</summary>
    public static string Say(Refusal refusal, IStringLocalizer<Text> text) => text[refusal.Code, [refusal.Subject, .. refusal.Args]];

    private static IResult Answer<T>(Outcome<T> outcome, IStringLocalizer<Text> text) => outcome.Ok
        ? Results.Ok(outcome.Value)
        : Results.Problem(
            statusCode: Refused.Status(outcome.Refusals[0].Kind),
            title: string.Join(' ', outcome.Refusals.Select(r => Say(r, text))),
            extensions: new Dictionary<string, object?>
            {
                ["refusals"] = outcome.Refusals.Select(r => new { code = r.Code, subject = r.Subject, message = Say(r, text) }).ToList(),
            });
}
