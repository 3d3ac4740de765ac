using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Tests.Host;

/// <summary>What leaves the application: headers, refusals, failures, and the key for commands of the same machine.</summary>
public sealed class EdgeTests : IAsyncLifetime
{
    private readonly PiaozhiOptions _options = new()
    {
        DataFolder = Directory.CreateTempSubdirectory("piaozhi-edge-").FullName, Urls = "http://127.0.0.1:0", Background = false,
    };

    private WebApplication _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = WebHost.Build(_options, parts => Program.Compose(parts).Map(web =>
        {
            web.MapGet("/edge/refused/{kind}", (RefusalKind kind) => ((Outcome<Done>)new Refusal("host.not-there", "X-7") { Kind = kind }).ToResult());
            web.MapGet("/edge/failed", IResult () => throw new InvalidOperationException("inner words"));
            web.MapGet("/edge/local", () => "in").AddEndpointFilter(LocalServer.RequireAsync);
        }));
        await Piaozhi.Storage.StorageParts.PrepareAsync(_app.Services, Ct);
        await _app.StartAsync(Ct);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_options.DataFolder, recursive: true);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/edge/failed", HttpStatusCode.InternalServerError)]
    public async Task Every_answer_carries_the_security_headers(string path, HttpStatusCode status)
    {
        using var answer = await _client.GetAsync(path, Ct);
        Assert.Equal(status, answer.StatusCode);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"), p => p.Contains("script-src 'self';", StringComparison.Ordinal));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("Invalid", 422, "zh-CN", "X-7 不存在。")]
    [InlineData("NotFound", 404, "en", "X-7 is not there.")]
    [InlineData("Conflict", 409, "en", "X-7 is not there.")]
    [InlineData("Forbidden", 403, "en", "X-7 is not there.")]
    public async Task A_refusal_has_the_status_of_its_kind_and_the_language_of_the_reader(string kind, int status, string culture, string text)
    {
        using var answer = await _client.GetAsync($"/edge/refused/{kind}?culture={culture}", Ct);
        Assert.Equal(status, (int)answer.StatusCode);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Equal(text, body.RootElement.GetProperty("detail").GetString());
        Assert.Equal("host.not-there", body.RootElement.GetProperty("refusals")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_failure_tells_a_trace_id_and_nothing_of_the_inside()
    {
        var body = await (await _client.GetAsync("/edge/failed", Ct)).Content.ReadAsStringAsync(Ct);
        Assert.Contains("traceId", body, StringComparison.Ordinal);
        Assert.DoesNotContain("inner words", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_reader_of_the_data_folder_gets_past_the_local_key()
    {
        var server = (LocalServer)_app.Services.GetService(typeof(LocalServer))!;
        await server.AnnounceAsync(_options, _app.Urls.First(), Ct);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_options.InData("server.json")));
        using var local = LocalServer.Find(_options)!;
        Assert.Equal("in", await local.GetStringAsync("/edge/local", Ct));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _client.GetAsync("/edge/local", Ct)).StatusCode);
        LocalServer.Withdraw(_options);
        Assert.Null(LocalServer.Find(_options));
    }
}
