using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Piaozhi.Tests.Improve;

public class ImproveApiTests
{
    [Fact]
    public async Task The_gates_answer_over_http_with_every_reason_at_once_and_in_words()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var app = await PiaozhiApp.StartAsync();
        using var client = app.Client();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        var opened = await client.PostAsJsonAsync("/api/v1/improve", new { title = "Gateway retries", method = "pdca", owner = "Li" }, ct);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        var id = await opened.Content.ReadFromJsonAsync<string>(ct);

        var refused = await client.PostAsync($"/api/v1/improve/{id}/advance", null, ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var body = await refused.Content.ReadFromJsonAsync<JsonElement>(ct);
        Assert.Equal(
            ["improve.gate.needs-problem", "improve.gate.needs-cause", "improve.gate.needs-action"],
            body.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("code").GetString()));
        Assert.Contains("The root cause is missing", body.GetProperty("detail").GetString(), StringComparison.Ordinal);

        var action = await client.PostAsJsonAsync("/api/v1/improve/actions", new { improvement_id = id, title = "", owner = "", indicator = "K9999" }, ct);
        var codes = (await action.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("code").GetString()).ToList();
        Assert.Contains("improve.action.needs-due", codes);
        Assert.Contains("improve.action.unknown-indicator", codes);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("/api/v1/improve/nothing/advance", null, ct)).StatusCode);
        Assert.Contains("Gateway retries", await client.GetStringAsync("/improve", ct), StringComparison.Ordinal);
    }
}
