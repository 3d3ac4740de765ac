using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Piaozhi.Tests.Conventions;

namespace Piaozhi.Tests.Host;

/// <summary>The description of the API: kept with the code, and browsable with nothing but this server.</summary>
public class OpenApiTests
{
    private static readonly JsonSerializerOptions Kept = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Snapshot => Path.Combine(Repository.Root, "docs", "openapi.json");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_in_the_repository_is_that_of_the_running_API()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = app.Client();
        var served = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", Ct))!.ToJsonString(Kept) + "\n";
        if (Environment.GetEnvironmentVariable("PIAOZHI_UPDATE") == "1")
            await File.WriteAllTextAsync(Snapshot, served, Ct);
        Assert.True(served == await File.ReadAllTextAsync(Snapshot, Ct), "docs/openapi.json is not current: run eng/update-openapi and commit it");
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_a_scope_and_asks_for_the_token()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = app.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Ct));
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("responses", out _)).Select(o => (Path: $"{o.Name} {p.Name}", o.Value))).ToList();
        Assert.True(operations.Count > 20);
        Assert.All(operations, o =>
        {
            Assert.True(o.Value.TryGetProperty("operationId", out _), o.Path);
            Assert.True(o.Value.TryGetProperty("summary", out _), o.Path);
            Assert.Contains("Scope: `", o.Value.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.True(o.Value.GetProperty("security")[0].TryGetProperty("token", out _), o.Path);
        });
        Assert.Equal("bearer", document.RootElement.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString());
    }

    [Fact]
    public async Task The_page_of_the_API_works_under_our_own_headers_and_asks_nobody_else()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"] });
        var page = await browser.NewPageAsync();
        var (errors, foreign) = (new List<string>(), new List<string>());
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add(message.Text);
        };
        page.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && new Uri(request.Url).Authority != app.Address.Authority)
                foreign.Add(request.Url);
        };
        await page.GotoAsync(new Uri(app.Address, "/api").ToString());
        await Assertions.Expect(page.GetByText("/api/v1/access/accounts").First).ToBeVisibleAsync(new() { Timeout = 30000 });
        Assert.Empty(errors);
        Assert.Empty(foreign);
    }
}
