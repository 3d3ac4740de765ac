using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading.Channels;

namespace Piaozhi.Host;

/// <summary>
/// Command lines that come from another process of this machine while the server owns the data folder. They are run inside the server;
/// what they print goes back as it is printed, and last their exit code.
/// </summary>
public static partial class LocalCommands
{
    public const string Path = "/local/commands";

    /// <summary>What the caller wants done.</summary>
    public sealed record Line(string[] Args, Caller Caller);

    /// <summary>A piece of what was printed, or the end.</summary>
    public sealed record Said(string? Out = null, string? Error = null, int? Exit = null);

    /// <summary>The commands of all parts, kept for the running server.</summary>
    public sealed record Known(IReadOnlyList<Func<CommandHost, Command>> Commands);

    public static void MapLocalCommands(this WebApplication app) =>
        app.MapPost(Path, RunAsync).AddEndpointFilter(LocalServer.RequireAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    /// <summary>Sends a command line to the server that owns the folder and prints what comes back. Null when no server answers there.</summary>
    public static async Task<int?> SendAsync(PiaozhiOptions options, string[] args, Caller caller, ParseResult parsed, CancellationToken ct)
    {
        using var server = LocalServer.Find(options);
        if (server is null)
            return null;
        server.Timeout = Timeout.InfiniteTimeSpan;
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(new Line(args, caller)) };
        HttpResponseMessage answer;
        try
        {
            answer = await server.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        }
        catch (HttpRequestException)
        {
            return null;
        }

        using (answer)
        {
            if (!answer.IsSuccessStatusCode)
                return null;
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(ct));
            while (await lines.ReadLineAsync(ct) is { } line)
            {
                var said = JsonSerializer.Deserialize<Said>(line, JsonSerializerOptions.Web)!;
                if (said.Out is not null)
                    await parsed.Out().WriteAsync(said.Out);
                if (said.Error is not null)
                    await parsed.Error().WriteAsync(said.Error);
                if (said.Exit is not null)
                    return said.Exit;
            }
        }

        await parsed.Error().WriteLineAsync("服务器中断了这条命令 / the server broke off before the command had ended");
        return 1;
    }

    private static async Task RunAsync(Line line, HttpContext http, Known known)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(line.Caller.Language);
        http.Response.ContentType = "application/x-ndjson";
        var said = Channel.CreateUnbounded<Said>(new UnboundedChannelOptions { SingleReader = true });
        var running = InvokeAsync(line, known, http, said.Writer);
        await foreach (var piece in said.Reader.ReadAllAsync(http.RequestAborted))
        {
            await http.Response.WriteAsync(JsonSerializer.Serialize(piece, JsonSerializerOptions.Web) + "\n", http.RequestAborted);
            if (!said.Reader.TryPeek(out _))
                await http.Response.Body.FlushAsync(http.RequestAborted);
        }

        await running;
    }

    private static async Task InvokeAsync(Line line, Known known, HttpContext http, ChannelWriter<Said> said)
    {
        var exit = 1;
        // Nothing of the command may run on the thread that hands its output on.
        await Task.Yield();
        try
        {
            var root = CommandLine.Root(new CommandHost(http.RequestServices, line.Caller), known.Commands);
            exit = await root.Parse(line.Args).InvokeAsync(
                new InvocationConfiguration
                {
                    Output = new PieceWriter(text => said.TryWrite(new Said(Out: text))),
                    Error = new PieceWriter(text => said.TryWrite(new Said(Error: text))),
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            exit = 130;
        }
        catch (Exception e)
        {
            Failed(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LocalCommands)), string.Join(' ', line.Args.Take(2)), e);
            said.TryWrite(new Said(Error: e.Message + Environment.NewLine));
        }
        finally
        {
            said.TryWrite(new Said(Exit: exit));
            said.Complete();
        }
    }

    [LoggerMessage(LogLevel.Error, "Command {Command} failed")]
    private static partial void Failed(ILogger log, string command, Exception e);

    /// <summary>Hands on every piece as it is written.</summary>
    private sealed class PieceWriter(Action<string> take) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => take(value.ToString());

        public override void Write(string? value)
        {
            if (!string.IsNullOrEmpty(value))
                take(value);
        }

        public override void Write(char[] buffer, int index, int count) => take(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => take(new string(buffer));

        public override void WriteLine(string? value) => take(value + Environment.NewLine);
    }
}
