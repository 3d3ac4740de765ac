using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Listen.Import;

namespace Piaozhi.Tests.Listen;

/// <summary>The intake over HTTP under everything that a source can send: hostile, huge, empty, twice, out of order, in the wrong encoding.</summary>
public sealed class IntakeTests : IAsyncLifetime
{
    private const string Good = """{"event_id":"e1","case_id":"T1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}""";
    private PiaozhiApp _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await PiaozhiApp.StartAsync();
        _client = await _app.TokenClientAsync("listen.events", "listen.feedback");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \r\n")]
    public async Task An_empty_body_of_lines_holds_no_rows(string body) => Assert.Equal((0, 0, 0), await SendAsync(body, "application/x-ndjson"));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("null")]
    public async Task A_body_that_is_no_array_is_refused_as_a_whole(string body) => Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(new StringContent(body, Encoding.UTF8, "application/json")));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    public async Task Another_type_of_content_is_refused(string type) => Assert.Equal(HttpStatusCode.UnsupportedMediaType, await StatusAsync(new StringContent(Good, Encoding.UTF8, type)));

    [Fact]
    public async Task A_row_twice_in_one_request_and_again_in_the_next_is_one_row()
    {
        Assert.Equal((1, 1, 0), await SendAsync(Good + "\n" + Good, "application/x-ndjson"));
        Assert.Equal((0, 1, 0), await SendAsync($"[{Good}]", "application/json"));
        Assert.Equal(1, await CountAsync("listen_event"));
    }

    [Fact]
    public async Task Of_rows_out_of_order_the_later_recording_stays()
    {
        string At(string at, string outcome) => Good.Replace("\"case_id\"", $"\"recorded_at\":\"{at}\",\"outcome\":\"{outcome}\",\"case_id\"", StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), await SendAsync(At("2026-01-15T12:00:00Z", "failed"), "application/x-ndjson"));
        Assert.Equal((0, 1, 0), await SendAsync(At("2026-01-15T11:00:00Z", "ok"), "application/x-ndjson"));
        await using var session = _app.Session();
        Assert.Equal("failed", await session.Facts.ScalarAsync<string>("SELECT outcome FROM listen_event"));
    }

    [Fact]
    public async Task Every_hostile_line_is_named_by_its_index_and_the_good_ones_are_taken()
    {
        byte[] body =
        [
            .. "\uFEFF"u8, .. Encoding.UTF8.GetBytes(Good), .. "\n"u8,
            .. "{\"case_id\":\""u8, 0xD6, 0xD0, .. "\",\"activity\":\"a.b\",\"occurred_at\":\"2026-01-15T10:00:00Z\"}\n"u8,
            .. "[1,2]\n"u8, .. "{\"case_id\":\n"u8, .. "{\"case_id\":\"\\ud800\",\"activity\":\"a.b\",\"occurred_at\":\"2026-01-15T10:00:00Z\"}\n"u8,
            .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[", 500)) + "\n"),
            .. Encoding.UTF8.GetBytes(Good.Replace("e1", "e2'; DROP TABLE listen_event; --", StringComparison.Ordinal)),
        ];
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
        using var answer = await _client.PostAsync("/api/v1/listen/events", content, Ct);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(2, json.GetProperty("accepted").GetInt32());
        Assert.Equal(
            [(1, Reasons.WrongEncoding), (2, Reasons.UnreadableJson), (3, Reasons.UnreadableJson), (4, Reasons.UnreadableJson), (5, Reasons.UnreadableJson)],
            json.GetProperty("rejected").EnumerateArray().Select(r => (r.GetProperty("index").GetInt32(), r.GetProperty("reason").GetString()!)));
        Assert.Equal(2, await CountAsync("listen_event"));
    }

    [Fact]
    public async Task A_lone_surrogate_in_an_array_spoils_its_row_only() =>
        Assert.Equal((1, 0, 1), await SendAsync($$"""[{"case_id":"\ud800","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"},{{Good}}]""", "application/json"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_larger_than_allowed_is_refused_with_or_without_a_length(bool chunked)
    {
        var line = Encoding.UTF8.GetBytes(Good + "\n");
        var big = new byte[IngestApi.MaxBody + 1024];
        for (var at = 0; at + line.Length < big.Length; at += line.Length)
            line.CopyTo(big, at);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/listen/events") { Content = new StreamContent(new MemoryStream(big)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = true;
        // A client that waits to be told to go on is refused before it has sent anything in vain.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = _app.Address };
        patient.DefaultRequestHeaders.Authorization = _client.DefaultRequestHeaders.Authorization;
        using var answer = await patient.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(0, await CountAsync("listen_event"));
    }

    [Fact]
    public async Task A_long_text_is_taken_whole_with_its_phone_masked()
    {
        var text = string.Concat(Enumerable.Repeat("排队太久没人管。", 20_000)) + "电话13800001234";
        Assert.Equal((1, 0, 0), await SendAsync(JsonSerializer.Serialize(new { source = "web", received_at = "2026-01-15T10:00:00Z", text }), "application/x-ndjson", "feedback"));
        await using var session = _app.Session();
        Assert.EndsWith("电话[电话]", await session.Facts.ScalarAsync<string>("SELECT text FROM listen_feedback"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_sends_too_often_is_told_when_to_come_again_and_another_is_not_held_up()
    {
        await using var app = await PiaozhiApp.StartAsync(o => o.Limits.Intake = 3);
        using var eager = await app.TokenClientAsync("listen.events");
        using var calm = await app.TokenClientAsync("listen.events");
        async Task<HttpResponseMessage> PostAsync(HttpClient client, int i) =>
            await client.PostAsync("/api/v1/listen/events", new StringContent(Good.Replace("e1", $"e{i}", StringComparison.Ordinal), Encoding.UTF8, "application/x-ndjson"), Ct);
        for (var i = 0; i < 3; i++)
            using (var taken = await PostAsync(eager, i))
                Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        using var refused = await PostAsync(eager, 3);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("access.too-many", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var other = await PostAsync(calm, 4);
        Assert.Equal(HttpStatusCode.Accepted, other.StatusCode);
        await using var session = app.Session();
        Assert.Equal(4, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event"));
    }

    private async Task<(int Accepted, int Duplicates, int Rejected)> SendAsync(string body, string type, string kind = "events")
    {
        using var answer = await _client.PostAsync("/api/v1/listen/" + kind, new StringContent(body, Encoding.UTF8, type), Ct);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (json.GetProperty("accepted").GetInt32(), json.GetProperty("duplicates").GetInt32(), json.GetProperty("rejected").GetArrayLength());
    }

    private async Task<HttpStatusCode> StatusAsync(HttpContent content)
    {
        using var answer = await _client.PostAsync("/api/v1/listen/events", content, Ct);
        return answer.StatusCode;
    }

    private async Task<long> CountAsync(string table)
    {
        await using var session = _app.Session();
        return await session.Facts.ScalarAsync<long>($"SELECT count(*) FROM {table}");
    }
}
