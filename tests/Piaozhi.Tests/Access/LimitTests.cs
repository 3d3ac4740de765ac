using System.Net;
using System.Text;
using System.Text.Json;

namespace Piaozhi.Tests.Access;

/// <summary>How much may be handed in a minute, each token for itself.</summary>
public class LimitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_that_hands_in_too_often_is_told_when_to_come_back_and_others_go_on()
    {
        await using var app = await PiaozhiApp.StartAsync(o => o.Limits.Intake = 3);
        using var busy = await app.TokenClientAsync("listen.events");
        busy.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        for (var n = 0; n < 3; n++)
            Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(busy, $"T{n}")).StatusCode);
        using var refused = await PostAsync(busy, "T3");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        using var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Ct));
        Assert.Equal("access.too-many", body.RootElement.GetProperty("refusals")[0].GetProperty("code").GetString());

        using var calm = await app.TokenClientAsync("listen.events");
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(calm, "T4")).StatusCode);
        await using var session = app.Session();
        Assert.Equal(["T0", "T1", "T2", "T4"], await session.Facts.QueryAsync("SELECT case_id FROM listen_event ORDER BY 1", [], r => r.GetString(0), Ct));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string id)
    {
        using var body = new StringContent($$"""{"case_id":"{{id}}","activity":"order.created","occurred_at":"2026-01-15T10:00:00Z"}""", Encoding.UTF8, "application/x-ndjson");
        return await client.PostAsync("/api/v1/listen/events", body, Ct);
    }
}
