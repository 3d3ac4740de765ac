using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Cases;
using Piaozhi.Listen.Quality;

namespace Piaozhi.Listen.Voices;

/// <summary>Looking at what came in: feedback, answered questionnaires, cases, the state of the data.</summary>
public static class VoicesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/listen").WithTags("listen");
        group.MapGet("/feedback", async (string? topic, string? polarity, string? source, string? words, string? outlet, DateOnly? from, DateOnly? to, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await ListFeedback.RunAsync(new(topic, polarity, source, words, Span(from, to), outlet), session, ct);
            return found.Ok ? Results.Ok(new { total = found.Value.Total, negative = found.Value.Negative, lines = found.Value.Lines.Select(l => new { id = l.Id, case_id = l.CaseId, received_at = l.ReceivedAt, source = l.Source, text = l.Text, rating = l.Rating, topic = l.Topic, polarity = l.Polarity, intensity = l.Intensity, channel = l.Channel, outlet = l.Outlet }) }) : found.ToResult();
        }).WithName("ListFeedback").WithSummary("What customers said, the latest first");
        group.MapGet("/responses", async (string? survey, bool? excluded, string? outlet, DateOnly? from, DateOnly? to, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await ListResponses.RunAsync(new(survey, excluded, Span(from, to), outlet), session, ct);
            return found.Ok ? Results.Ok(new { total = found.Value.Total, excluded = found.Value.Excluded, lines = found.Value.Lines.Select(l => new { id = l.Id, case_id = l.CaseId, survey = l.Survey, submitted_at = l.SubmittedAt, answers = l.Answers, excluded = l.Excluded, reasons = l.Reasons }) }) : found.ToResult();
        }).WithName("ListResponses").WithSummary("Answered questionnaires, the latest first");
        foreach (var exclude in (bool[])[true, false])
            group.MapPost($"/responses/{{id}}/{(exclude ? "exclude" : "include")}", async (string id, Who who, LoopRunner loop, CancellationToken ct) =>
            {
                await using var session = who.Open();
                var done = await ExcludeResponse.RunAsync(new(id, exclude), session, ct);
                if (done.Ok)
                    loop.Request();
                return done.ToResult();
            }).WithName(exclude ? "ExcludeResponse" : "IncludeResponse").WithSummary(exclude ? "Leaves a response out of the figures" : "Takes a response into the figures again").DisableAntiforgery();
        group.MapGet("/cases/{id}", async (string id, Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await FindCase.RunAsync(id, session, ct);
            return found.Ok ? Results.Ok(new { id = found.Value.Id, moments = found.Value.Moments.Select(m => new { at = m.At, activity = m.Activity, outcome = m.Outcome, reason = m.Reason, duration_ms = m.Took?.TotalMilliseconds, amount = m.Amount, text = m.Text, details = m.Details }) }) : found.ToResult();
        }).WithName("GetCase").WithSummary("Everything that is known of one case, in the order of time");
        group.MapGet("/quality", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var report = await DataQuality.RunAsync(session, ct);
            return Results.Ok(new
            {
                as_of = report.AsOf, open_rejects = report.OpenRejects, duplicates = report.Duplicates,
                sources = report.Sources.Select(s => new { kind = s.Kind.ToString().ToLowerInvariant(), source = s.Source, rows = s.Rows, first = s.First, last = s.Last, arrived = s.Arrived, late_share = s.LateShare, early = s.Early, silences = s.Silences }),
                unknown_activities = report.Unknown,
            });
        }).WithName("GetDataQuality").WithSummary("By source: how much, how late, where it fell silent; rejects and unknown activities");
    }

    private static Period? Span(DateOnly? from, DateOnly? to) => from is { } f && to is { } t && f <= t ? Period.Days(f, t) : null;
}
