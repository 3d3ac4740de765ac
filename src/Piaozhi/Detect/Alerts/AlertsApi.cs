using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Detect.Alerts;

/// <summary>Endpoints below <c>/api/v1/detect/alerts</c>. Addresses and secrets go in and never come out.</summary>
public static class AlertsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/detect/alerts").WithTags("detect");
        group.MapGet("/routes", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return session.Refuses(Right.Administer) is { } no
                ? ((Outcome<Done>)no).ToResult()
                : Results.Ok((await session.Records.Set<AlertRouteRow>().AsNoTracking().OrderBy(r => r.Id).ToListAsync(ct)).Select(Shape));
        }).WithName("ListAlertRoutes").WithSummary("Who is told of what, by which channel and when");
        group.MapPut("/routes", async (SaveRoute.Input body, Who who, AlertSecrets secrets, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var saved = await SaveRoute.RunAsync(body, secrets, session, ct);
            return saved.Ok ? Results.Ok(new { id = saved.Value }) : saved.ToResult();
        }).WithName("SaveAlertRoute").WithSummary("Makes or changes a route");
        group.MapDelete("/routes/{id}", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await SaveRoute.RemoveAsync(id, session, ct)).ToResult();
        }).WithName("RemoveAlertRoute").WithSummary("Takes a route away");
        group.MapPost("/routes/{id}/test", async (string id, string? to, Who who, SendAlerts sender, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var sent = await SendTest.RunAsync(id, to, sender, session, ct);
            return sent.Ok ? Results.Ok(Shape(sent.Value)) : sent.ToResult();
        }).WithName("TestAlertRoute").WithSummary("Sends a test now");
        group.MapGet("/deliveries", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await ListDeliveries.RunAsync(session, ct);
            return found.Ok ? Results.Ok(found.Value.Select(Shape)) : found.ToResult();
        }).WithName("ListAlertDeliveries").WithSummary("What was sent, the latest first");
        group.MapPost("/deliveries/{id:long}/retry", async (long id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await ListDeliveries.RetryAsync(id, session, ct)).ToResult();
        }).WithName("RetryAlertDelivery").WithSummary("Tries a failed one again");
    }

    private static object Shape(AlertRouteRow r) => new
    {
        id = r.Id, name = r.Name, channel = r.Channel.ToString().ToLowerInvariant(), recipients = r.RecipientList, roles = r.RoleList, address = r.AddressHint, signed = r.Secret is not null,
        language = r.Language, within = r.Within, named = r.Named, least_cases = r.LeastCases, digest_at = r.DigestAt, quiet_from = r.QuietFrom, quiet_to = r.QuietTo, paused = r.Paused,
    };

    private static object Shape(DeliveryRow d) => new
    {
        id = d.Id, route = d.RouteId, to = d.To, subject = d.Subject, kind = d.Kind.ToString().ToLowerInvariant(), state = d.State.ToString().ToLowerInvariant(),
        created_at = d.CreatedAt, due_at = d.DueAt, sent_at = d.SentAt, tries = d.Tries, error = d.Error,
    };
}
