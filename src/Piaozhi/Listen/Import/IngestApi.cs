using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Localization;
using Piaozhi.Access;
using Piaozhi.Access.Tokens;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Import;

/// <summary><c>POST /api/v1/listen/{kind}</c>: answers 202 only after what it accepted is durable.</summary>
public static class IngestApi
{
    /// <summary>Largest body; who has more sends several, or loads a file.</summary>
    public const int MaxBody = 64 * 1024 * 1024;

    public sealed record Rejected(long Index, string Field, string Reason);

    public sealed record Answer(long Accepted, long Duplicates, IReadOnlyList<Rejected> Rejected);

    private sealed record Tools(Sessions Sessions, PrivacyKey Key, LoopRunner Loop, Installation Installation, IntakeCounts Counts, IStringLocalizer<Text> Texts);

    public static void Map(RouteGroupBuilder api)
    {
        foreach (var kind in Enum.GetValues<FactKind>())
            api.MapPost("/listen/" + kind.Word(), (HttpRequest request, Sessions sessions, PrivacyKey key, LoopRunner loop, Installation installation, IntakeCounts counts, IStringLocalizer<Text> texts, CancellationToken ct) =>
                    TakeAsync(kind, request, new Tools(sessions, key, loop, installation, counts, texts), ct))
                .WithName("listen-" + kind.Word()).WithSummary($"Takes {kind.Word()}").DisableAntiforgery()
                .Needs(TokenScopes.Take(kind.Word())).WithMetadata(new TokenOnly()).RequireRateLimiting(RateLimits.Intake);
    }

    private static async Task<IResult> TakeAsync(FactKind kind, HttpRequest request, Tools tools, CancellationToken ct)
    {
        var type = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        if (type is not ("application/x-ndjson" or "application/json" or "application/cloudevents-batch+json") || request.Headers.ContentEncoding.Count > 0)
            return Problem(415, "listen.intake.content-type", tools.Texts);
        if (await BodyAsync(request, ct) is not { } bytes)
            return Problem(413, "listen.intake.too-large", tools.Texts);
        var (facts, rejects) = (new List<Fact>(), new List<Reject>());
        var screener = new Screener(kind, "http", tools.Key.Guard);
        if (type == "application/x-ndjson")
            Lines(screener, bytes.Span, facts, rejects);
        else if (!Rows(screener, bytes, type.Contains("cloudevents", StringComparison.Ordinal), facts, rejects))
            return Problem(400, "listen.intake.unreadable", tools.Texts);

        await using var session = tools.Sessions.OpenSystem();
        if (facts.Count > 0)
            await tools.Installation.BeginOwnAsync(session, ct);
        var arrival = new Arrival("http", session.Now);
        var appended = await session.Facts.AppendAsync(kind, LoadFile.Cared(kind, facts), arrival, ct);
        await session.Facts.AppendRejectsAsync([.. rejects.Select(tools.Key.Sealed)], arrival, "http", ct);
        tools.Counts.Add("http", kind, appended.Added + appended.Replaced, appended.Duplicates, rejects.Where(LoadFile.IsWholeRow).Select(r => r.Line).Distinct().Count());
        if (appended.Added + appended.Replaced > 0)
            tools.Loop.Request();
        return Results.Json(
            new Answer(appended.Added + appended.Replaced, appended.Duplicates, [.. rejects.Select(r => new Rejected(r.Line, r.Field, r.Reason))]),
            statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult Problem(int status, string code, IStringLocalizer<Text> texts) => Results.Problem(statusCode: status, title: code, detail: texts[code], type: "about:blank");

    /// <summary>The whole body, or null when it is larger than allowed: it is never read further than that.</summary>
    private static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBody)
            return null;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBody + 1;
        var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[81920];
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer, ct)) > 0;)
            {
                if (body.Length + read > MaxBody)
                    return null;
                body.Write(buffer, 0, read);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static void Lines(Screener screener, ReadOnlySpan<byte> bytes, List<Fact> facts, List<Reject> rejects)
    {
        var index = 0L;
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            var text = Encoding.UTF8.GetString(line).Trim();
            if (text.Length == 0)
                continue;
            if (!Utf8.IsValid(line))
                rejects.Add(screener.Unreadable(index, text, Reasons.WrongEncoding));
            else if (FactBatches.ScreenLine(screener, text.AsMemory(), index, rejects) is { } fact)
                facts.Add(fact);
            index++;
        }
    }

    private static bool Rows(Screener screener, ReadOnlyMemory<byte> bytes, bool cloudEvents, List<Fact> facts, List<Reject> rejects)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        if (!Utf8.IsValid(bytes.Span))
            return false;
        try
        {
            using var json = JsonDocument.Parse(bytes);
            if (json.RootElement.ValueKind != JsonValueKind.Array)
                return false;
            var index = 0L;
            foreach (var item in json.RootElement.EnumerateArray())
                Row(screener, item, index++, cloudEvents, facts, rejects);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Row(Screener screener, JsonElement item, long index, bool cloudEvents, List<Fact> facts, List<Reject> rejects)
    {
        var row = item;
        var before = rejects.Count;
        try
        {
            if (row.ValueKind == JsonValueKind.Object && (!cloudEvents || (item.TryGetProperty("data", out row) && row.ValueKind == JsonValueKind.Object)))
            {
                if (FactBatches.Screen(screener, row, index, rejects, row.GetRawText) is { } fact)
                    facts.Add(fact);
                return;
            }
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in a string: no text that could be kept.
            rejects.RemoveRange(before, rejects.Count - before);
        }

        rejects.Add(screener.Unreadable(index, item.GetRawText(), Reasons.UnreadableJson));
    }
}
