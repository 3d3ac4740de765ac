using System.Text;
using System.Text.Json;
using Piaozhi.Access;
using Piaozhi.Access.Tokens;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Import;

/// <summary><c>POST /api/v1/listen/{kind}</c>: answers 202 only after what it accepted is durable.</summary>
public static class IngestApi
{
    private const int MaxBody = 64 * 1024 * 1024;

    public sealed record Rejected(long Index, string Field, string Reason);

    public sealed record Answer(long Accepted, long Duplicates, IReadOnlyList<Rejected> Rejected);

    public static void Map(RouteGroupBuilder api)
    {
        foreach (var kind in new[] { FactKind.Events, FactKind.Feedback, FactKind.Responses, FactKind.Readings, FactKind.Actions, FactKind.Surveys })
            api.MapPost("/listen/" + kind.Word(), (HttpRequest request, Sessions sessions, PrivacyKey key, LoopRunner loop, CancellationToken ct) => TakeAsync(kind, request, sessions, key, loop, ct))
                .WithName("listen-" + kind.Word()).WithSummary($"Takes {kind.Word()}").DisableAntiforgery()
                .Needs(TokenScopes.Take(kind.Word())).WithMetadata(new TokenOnly()).RequireRateLimiting(RateLimits.Intake);
    }

    private static async Task<IResult> TakeAsync(FactKind kind, HttpRequest request, Sessions sessions, PrivacyKey key, LoopRunner loop, CancellationToken ct)
    {
        if (request.ContentLength > MaxBody)
            return Results.Problem(statusCode: 413, title: "listen.body-too-large");
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var type = request.ContentType?.Split(';')[0].Trim() ?? "";
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        var (facts, rejects) = (new List<Fact>(), new List<Reject>());
        var screener = new Screener(kind, "http", key.Guard);
        switch (type)
        {
            case "application/x-ndjson":
                Lines(screener, Encoding.UTF8.GetString(bytes.Span), facts, rejects);
                break;
            case "application/json" or "application/cloudevents-batch+json":
                if (!Rows(screener, bytes, type.Contains("cloudevents", StringComparison.Ordinal), facts, rejects))
                    return Results.Problem(statusCode: 400, title: Reasons.UnreadableJson, detail: Reasons.Text(Reasons.UnreadableJson).In(System.Globalization.CultureInfo.CurrentUICulture));
                break;
            default:
                return Results.Problem(statusCode: 415, title: "listen.content-type");
        }

        await using var session = sessions.OpenSystem();
        var arrival = new Arrival("http", session.Now);
        var appended = await session.Facts.AppendAsync(kind, facts, arrival, ct);
        await session.Facts.AppendRejectsAsync(rejects, arrival, "http", ct);
        if (appended.Added + appended.Replaced > 0)
            loop.Request();
        return Results.Json(
            new Answer(appended.Added + appended.Replaced, appended.Duplicates, [.. rejects.Select(r => new Rejected(r.Line, r.Field, r.Reason))]),
            statusCode: StatusCodes.Status202Accepted);
    }

    private static void Lines(Screener screener, string text, List<Fact> facts, List<Reject> rejects)
    {
        var index = 0L;
        foreach (var raw in text.Split('\n'))
        {
            if (string.IsNullOrWhiteSpace(raw))
                continue;
            var line = raw.Trim('\uFEFF', '\r', ' ');
            if (FactBatches.ScreenLine(screener, line.AsMemory(), index++, rejects) is { } fact)
                facts.Add(fact);
        }
    }

    private static bool Rows(Screener screener, ReadOnlyMemory<byte> bytes, bool cloudEvents, List<Fact> facts, List<Reject> rejects)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                return false;
            var index = 0L;
            foreach (var item in json.RootElement.EnumerateArray())
            {
                var row = item;
                if (row.ValueKind != JsonValueKind.Object || (cloudEvents && (!item.TryGetProperty("data", out row) || row.ValueKind != JsonValueKind.Object)))
                    rejects.Add(screener.Unreadable(index, item.GetRawText(), Reasons.UnreadableJson));
                else if (FactBatches.Screen(screener, row, index, rejects, row.GetRawText) is { } fact)
                    facts.Add(fact);
                index++;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
