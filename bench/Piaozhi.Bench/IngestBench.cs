using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access.Tokens;
using Piaozhi.Host;
using Piaozhi.Storage;

namespace Piaozhi.Bench;

/// <summary>
/// Acknowledged events a second over HTTP, with one and with sixteen clients, beside the physical limit: the same bodies appended to a
/// file, each flushed to the disk before the next, by as many writers.
/// </summary>
public static class IngestBench
{
    private const int BatchRows = 100;

    public static async Task<int> RunAsync(int requests)
    {
        foreach (var clients in (int[])[1, 16])
        {
            var work = Directory.CreateTempSubdirectory("piaozhi-bench-");
            try
            {
                var options = new PiaozhiOptions { DataFolder = Path.Combine(work.FullName, "data"), Urls = "http://127.0.0.1:0", Background = false, Limits = new LimitOptions { Intake = int.MaxValue } };
                Directory.CreateDirectory(options.DataFolder);
                await using var app = WebHost.Build(options, Piaozhi.Program.Compose);
                await StorageParts.PrepareAsync(app.Services);
                await app.StartAsync();
                using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
                await using var session = app.Services.GetRequiredService<Sessions>().OpenSystem();
                var token = await MakeToken.RunAsync(new("bench", ["listen.events"]), session, app.Services.GetRequiredService<KnownTokens>());
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Value.Token);
                await SendAsync(client, "warm", 20);
                var ours = await AllAsync(clients, c => SendAsync(client, $"c{c}", requests / clients));
                var limit = await AllAsync(clients, c => AppendAsync(Path.Combine(work.FullName, $"plain{c}"), $"c{c}", requests / clients));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{clients} clients, {requests} requests of {BatchRows} events: {requests * BatchRows / ours.TotalSeconds:0} events/s acknowledged ({ours.TotalMilliseconds * clients / requests:0.0} ms a request), plain append and flush {requests * BatchRows / limit.TotalSeconds:0} events/s, ratio {ours / limit:0.0}, peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
                await app.StopAsync();
            }
            finally
            {
                work.Delete(recursive: true);
            }
        }

        return 0;
    }

    private static async Task<TimeSpan> AllAsync(int clients, Func<int, Task> run)
    {
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(c => Task.Run(() => run(c))));
        return watch.Elapsed;
    }

    private static async Task SendAsync(HttpClient client, string name, int requests)
    {
        for (var n = 0; n < requests; n++)
        {
            using var body = new ByteArrayContent(Body($"{name}-{n}"));
            body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            using var answer = await client.PostAsync(new Uri("/api/v1/listen/events", UriKind.Relative), body);
            if (answer.StatusCode != System.Net.HttpStatusCode.Accepted)
                throw new InvalidOperationException($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static Task AppendAsync(string file, string name, int requests)
    {
        using var to = new FileStream(file, FileMode.Create, FileAccess.Write);
        for (var n = 0; n < requests; n++)
        {
            to.Write(Body($"{name}-{n}"));
            to.Flush(flushToDisk: true);
        }

        return Task.CompletedTask;
    }

    private static byte[] Body(string batch)
    {
        var text = new StringBuilder(BatchRows * 160);
        for (var i = 0; i < BatchRows; i++)
            text.Append(CultureInfo.InvariantCulture, $$"""{"event_id":"{{batch}}-{{i}}","case_id":"{{batch}}","activity":"payment.succeeded","occurred_at":"2026-03-05T10:00:00+08:00","channel":"app","customer_id":"u{{i}}","attributes":{"payment_method":"wechat"} }""").Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
