using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Host;
using Piaozhi.Tests.Access;
using Piaozhi.Tests.Storage;

namespace Piaozhi.Tests.Host;

/// <summary>What the operator of the server sees of it: health, logs, figures, and answers to what cannot be read.</summary>
public class OperationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_tells_of_both_stores_and_of_the_last_run_of_the_loop_to_anybody()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var stranger = DoorTests.Browser(app);
        stranger.DefaultRequestHeaders.Host = "quality.example";
        await app.Services.GetRequiredService<LoopRunner>().AdvanceAsync(Ct);
        using var health = JsonDocument.Parse(await stranger.GetStringAsync("/health", Ct));
        Assert.Equal(["facts", "loop", "records"], health.RootElement.GetProperty("checks").EnumerateObject().Select(c => c.Name).Order());
        Assert.StartsWith("ended at ", health.RootElement.GetProperty("checks").GetProperty("loop").GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/health/live", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_store_that_is_gone_makes_the_server_not_ready_but_not_dead()
    {
        var database = await FactStoreUnderTest.NewDatabaseAsync();
        await using var app = await PiaozhiApp.StartAsync(o => (o.Records, o.Postgres) = ("postgres", database));
        using var client = app.Client();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready", Ct)).StatusCode);
        await using (var session = app.Session())
            await session.Records.Database.ExecuteSqlRawAsync("ALTER TABLE host_setting RENAME TO host_setting_gone", Ct);
        using var answer = await client.GetAsync("/health/ready", Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.DoesNotContain("host_setting", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_log_is_structured_and_holds_nothing_that_somebody_typed()
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-log-").FullName;
        await using (var app = await PiaozhiApp.StartAsync(o => o.LogFiles = true, folder))
        {
            using var client = app.Client();
            await client.GetAsync("/api/v1/improve?search=13800001234", Ct);
            await PiaozhiApp.SignInAsync(new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = app.Address }, "zhang.wei", "my secret phrase");
        }

        var lines = await File.ReadAllLinesAsync(Directory.GetFiles(Path.Combine(folder, "logs")).Single(), Ct);
        Assert.Contains(lines, l => JsonDocument.Parse(l).RootElement.TryGetProperty("Route", out var route) && route.GetString() == "/api/v1/improve");
        Assert.All(lines, l =>
        {
            Assert.DoesNotContain("13800001234", l, StringComparison.Ordinal);
            Assert.DoesNotContain("zhang.wei", l, StringComparison.Ordinal);
            Assert.DoesNotContain("secret phrase", l, StringComparison.Ordinal);
        });
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Rows_and_runs_are_counted()
    {
        var seen = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                    l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => seen.AddOrUpdate(i.Name, value, (_, v) => v + value));
        listener.SetMeasurementEventCallback<double>((i, value, _, _) => seen[i.Name] = value);
        listener.Start();
        await using var app = await PiaozhiApp.StartAsync();
        using var client = await app.TokenClientAsync("listen.events");
        using var body = new StringContent("""{"case_id":"T1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}""", Encoding.UTF8, "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync("/api/v1/listen/events", body, Ct)).StatusCode);
        await app.Services.GetRequiredService<LoopRunner>().AdvanceAsync(Ct);
        Assert.True(seen["piaozhi.listen.rows"] >= 1);
        Assert.True(seen["piaozhi.loop.duration"] > 0);
    }

    [Fact]
    public async Task What_cannot_be_read_or_is_too_large_is_answered_in_the_one_shape_and_the_readers_language()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = app.Client();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        using var broken = await client.PostAsync("/api/v1/improve", new StringContent("{", Encoding.UTF8, "application/json"), Ct);
        Assert.Equal((HttpStatusCode.BadRequest, "host.unreadable"), (broken.StatusCode, await CodeAsync(broken)));
        using var nowhere = await client.GetAsync("/api/v1/nowhere", Ct);
        Assert.Equal((HttpStatusCode.NotFound, "host.no-address"), (nowhere.StatusCode, await CodeAsync(nowhere)));
        using var large = await client.PostAsync("/api/v1/improve", new StringContent($$"""{"title":"{{new string('x', 2_000_000)}}"}""", Encoding.UTF8, "application/json"), Ct);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "host.body-too-large"), (large.StatusCode, await CodeAsync(large)));
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer)
    {
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        Assert.StartsWith("Th", body.RootElement.GetProperty("refusals")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        return body.RootElement.GetProperty("refusals")[0].GetProperty("code").GetString();
    }
}
