using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Tests.Storage;

/// <summary>The real server as a process of its own, killed while it takes in facts.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 20;
    private const int Batch = 2000;
    private readonly string _folder = Directory.CreateTempSubdirectory("piaozhi-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_acknowledged_survives_a_kill_at_any_moment_and_nothing_is_half_there()
    {
        var moments = new Random(20260305);
        var acknowledged = new ConcurrentBag<string>();
        using var token = ServerProcess.Run(_folder, "access", "token", "add", "--name", "kill", "--scope", "listen.events");
        var bearer = (await token.StandardOutput.ReadToEndAsync()).Trim();
        for (var round = 0; round < Kills; round++)
        {
            using var server = await ServerProcess.StartAsync(_folder);
            using var client = new HttpClient { BaseAddress = server.Address };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            var enough = acknowledged.Count + moments.Next(1, 6);
            // Two senders, so that one request is under way whenever the other was just answered.
            await Task.WhenAll(Enumerable.Range(0, 2).Select(sender => SendAsync(client, $"r{round}s{sender}", acknowledged, () =>
            {
                if (acknowledged.Count >= enough)
                    server.Kill();
            })));
            await server.EndedAsync();
            await CheckAsync(acknowledged);
        }

        Assert.True(acknowledged.Count >= Kills, $"only {acknowledged.Count} batches were acknowledged");
    }

    private static async Task SendAsync(HttpClient client, string sender, ConcurrentBag<string> acknowledged, Action answered)
    {
        for (var n = 0; ; n++)
        {
            var name = $"{sender}n{n}";
            using var body = new StringContent(Rows(name), Encoding.UTF8, "application/x-ndjson");
            body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            try
            {
                using var answer = await client.PostAsync(new Uri("/api/v1/listen/events", UriKind.Relative), body);
                Assert.Equal(System.Net.HttpStatusCode.Accepted, answer.StatusCode);
            }
            catch (HttpRequestException)
            {
                return;
            }

            acknowledged.Add(name);
            answered();
        }
    }

    private static string Rows(string batch)
    {
        var text = new StringBuilder(Batch * 120);
        for (var i = 0; i < Batch; i++)
            text.Append(CultureInfo.InvariantCulture, $$"""{"event_id":"{{batch}}-{{i}}","case_id":"{{batch}}","activity":"order.created","occurred_at":"2026-03-05T10:00:00+08:00","channel":"app"}""").Append('\n');
        return text.ToString();
    }

    private async Task CheckAsync(IEnumerable<string> acknowledged)
    {
        await using var facts = new DuckDbFacts(Path.Combine(_folder, "facts.duckdb"), new PiaozhiOptions());
        await facts.InitializeAsync();
        var counts = (await facts.QueryAsync("SELECT case_id, count(*), count(DISTINCT event_id) FROM listen_event GROUP BY case_id", [], r => (Batch: r.GetString(0), Rows: r.GetInt64(1), Ids: r.GetInt64(2))))
            .ToDictionary(r => r.Batch);
        Assert.All(acknowledged, name => Assert.True(counts.ContainsKey(name), $"{name} was acknowledged and is gone"));
        Assert.All(counts.Values, b => Assert.Equal((Batch, Batch), (b.Rows, b.Ids)));
    }

    [Fact]
    public async Task A_second_process_says_that_the_folder_is_taken_and_ends()
    {
        using var first = await ServerProcess.StartAsync(_folder);
        using var second = ServerProcess.Run(_folder, "serve", "--empty", "--urls", "http://127.0.0.1:0");
        await second.WaitForExitAsync();
        Assert.Equal(3, second.ExitCode);
        Assert.Contains(_folder, await second.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }
}

/// <summary>The real binary, serving a folder on a free port, without background work.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static Process Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments, "--data", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PIAOZHI_BACKGROUND"] = "false";
        return Process.Start(start)!;
    }

    public static async Task<ServerProcess> StartAsync(string folder)
    {
        var process = Run(folder, "serve", "--empty", "--urls", "http://127.0.0.1:0");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at)
                return new ServerProcess(process, new Uri(line[at..].Split(' ')[0]));
        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    public void Kill() => _process.Kill();

    public Task EndedAsync() => _process.WaitForExitAsync();

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
