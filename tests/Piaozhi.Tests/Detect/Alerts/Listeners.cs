using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Piaozhi.Tests.Detect.Alerts;

/// <summary>A real HTTP receiver on this machine that keeps what it gets and answers as it is told.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public sealed record Got(string Path, string Query, Dictionary<string, string> Headers, string Body);

    public ConcurrentQueue<Got> All { get; } = new();

    public Func<(int Status, string Body)> Answer { get; set; } = () => (200, """{"errcode":0,"errmsg":"ok"}""");

    public string Address => _app.Urls.First();

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            receiver.All.Enqueue(new Got(http.Request.Path, http.Request.QueryString.Value ?? "", http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()), await reader.ReadToEndAsync()));
            var (status, body) = receiver.Answer();
            http.Response.StatusCode = status;
            if (status is >= 300 and < 400)
                http.Response.Headers.Location = receiver.Address + "/elsewhere";
            await http.Response.WriteAsync(body);
        });
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

/// <summary>A real SMTP server on this machine: greets, takes letters, keeps them.</summary>
public sealed class PostOffice : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _serving;

    public PostOffice()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public sealed record Letter(string From, string To, string Data);

    public ConcurrentQueue<Letter> All { get; } = new();

    /// <summary>The answer to RCPT; 4xx = busy, 5xx = no such person.</summary>
    public string ToAnswer { get; set; } = "250 ok";

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_closed.Token);
                await TalkAsync(client);
            }
        }
        catch (OperationCanceledException)
        {
            // The office is closed.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 localhost ESMTP");
        string from = "", to = "";
        while (await reader.ReadLineAsync(_closed.Token) is { } line)
        {
            if (line.StartsWith("EHLO", StringComparison.OrdinalIgnoreCase))
                await writer.WriteLineAsync("250-localhost\r\n250-SMTPUTF8\r\n250 8BITMIME");
            else if (line.StartsWith("MAIL FROM:", StringComparison.OrdinalIgnoreCase))
            {
                from = line[10..];
                await writer.WriteLineAsync("250 ok");
            }
            else if (line.StartsWith("RCPT TO:", StringComparison.OrdinalIgnoreCase))
            {
                to = line[8..];
                await writer.WriteLineAsync(ToAnswer);
            }
            else if (line == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var data = new StringBuilder();
                while (await reader.ReadLineAsync(_closed.Token) is { } text && text != ".")
                    data.Append(text).Append('\n');
                All.Enqueue(new Letter(from, to, data.ToString()));
                await writer.WriteLineAsync("250 taken");
            }
            else if (line == "QUIT")
            {
                await writer.WriteLineAsync("221 bye");
                return;
            }
            else
                await writer.WriteLineAsync("250 ok");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _serving;
        _closed.Dispose();
    }
}
