using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Piaozhi.Host;

namespace Piaozhi.Tests.Host;

/// <summary>Figures and traces reach a collector that speaks OTLP over gRPC.</summary>
public class CollectorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Figures_and_traces_are_sent_to_the_collector_of_the_settings()
    {
        var got = new ConcurrentQueue<(string Path, string Bytes)>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        await using var collector = builder.Build();
        collector.MapPost("/{service}/Export", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, Ct);
            got.Enqueue((http.Request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
            http.Response.ContentType = "application/grpc";
            // An empty message, then the word that all went well.
            await http.Response.Body.WriteAsync(new byte[5], Ct);
            http.Response.AppendTrailer("grpc-status", "0");
        });
        await collector.StartAsync(Ct);

        await using (var app = await PiaozhiApp.StartAsync(o => o.Otlp = collector.Urls.First()))
        {
            using var client = await app.TokenClientAsync("listen.events");
            using var body = new StringContent("""{"case_id":"T1","activity":"order.created","occurred_at":"2026-01-15T10:00:00Z"}""", Encoding.UTF8, "application/x-ndjson");
            Assert.Equal(HttpStatusCode.Accepted, (await client.PostAsync("/api/v1/listen/events", body, Ct)).StatusCode);
            await app.Services.GetRequiredService<LoopRunner>().AdvanceAsync(Ct);
        }

        var figures = string.Concat(got.Where(g => g.Path.Contains("MetricsService", StringComparison.Ordinal)).Select(g => g.Bytes));
        var traces = string.Concat(got.Where(g => g.Path.Contains("TraceService", StringComparison.Ordinal)).Select(g => g.Bytes));
        foreach (var name in (string[])["piaozhi.listen.rows", "piaozhi.loop.duration", "http.server.request.duration", "service.name"])
            Assert.Contains(name, figures, StringComparison.Ordinal);
        Assert.Contains("/api/v1/listen/events", traces, StringComparison.Ordinal);
    }
}
