using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Verify;

/// <summary>Endpoints below <c>/api/v1/verify</c>.</summary>
public static class VerifyApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/verify").WithTags("verify");
        group.MapGet("", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Results.Ok((await ListEffects.RunAsync(session, ct)).Value.Select(e => Shape(e)));
        }).WithName("ListEffects").WithSummary("Actions in effect and what they did");
        group.MapGet("/{id}", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Answer(await ListEffects.OneAsync(id, session, ct));
        }).WithName("GetEffect").WithSummary("One effect with its days and its caveats");
        group.MapPost("/{id}/again", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return Answer(await EstimateAgain.RunAsync(id, session, ct));
        }).WithName("EstimateAgain").WithSummary("Estimates again with the facts as they are now");
    }

    private static IResult Answer(Outcome<ListedEffect> outcome) => outcome.Ok ? Results.Ok(Shape(outcome.Value, full: true)) : outcome.ToResult();

    private static object Shape(ListedEffect e, bool full = false) => new
    {
        actionId = e.Action.Id, title = e.Action.Title, improvementId = e.Improvement.Id, indicator = e.Indicator.Code, scope = e.Action.Scope,
        startedOn = e.Action.StartedOn, expected = e.Action.Expected, expectedChange = e.Action.ExpectedChange, verdict = e.Row?.Verdict, method = e.Row?.Method,
        estimate = e.Row?.Estimate, low = e.Row?.Low, high = e.Row?.High, decidableOn = e.Row?.DecidableOn, asOf = e.Row?.AsOf, watch = e.Row?.Watch,
        watchUntil = e.Row?.WatchUntil, lostSince = e.Row?.LostSince, why = e.Row?.Why, caveats = e.Row?.CaveatList.Select(c => c.Id),
        pre_trend = e.Row?.PreTrend, days = full ? e.Row?.Days : null,
    };
}
