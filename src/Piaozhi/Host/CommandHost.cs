using System.CommandLine;
using Piaozhi.Storage;
using Spectre.Console;

namespace Piaozhi.Host;

/// <summary>Who called a command, and from where: relative paths are of this folder, and what is printed suits this terminal.</summary>
public sealed record Caller(string Folder, bool Ansi, int Width, string Language)
{
    /// <summary>A file or a pipe has no edge to wrap at.</summary>
    private const int Unbounded = 400;

    public static Caller Here() => new(
        Environment.CurrentDirectory,
        !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Ansi,
        Console.IsOutputRedirected ? Unbounded : AnsiConsole.Profile.Width,
        System.Globalization.CultureInfo.CurrentUICulture.Name);
}

/// <summary>
/// Opens the installation for one command: options read, folder taken, stores ready. Where a server owns the folder the whole command
/// line goes there and is run inside it, so a command works the same with and without a server.
/// </summary>
public sealed class CommandHost
{
    private readonly Func<PiaozhiBuilder, PiaozhiBuilder>? _compose;
    private readonly string[] _args;
    private readonly IServiceProvider? _running;

    /// <summary>A command in a process of its own.</summary>
    public CommandHost(Func<PiaozhiBuilder, PiaozhiBuilder> compose, string[] args) => (_compose, _args, Caller) = (compose, args, Caller.Here());

    /// <summary>A command inside the running server, for somebody who called it from elsewhere.</summary>
    public CommandHost(IServiceProvider running, Caller caller) => (_running, _args, Caller) = (running, [], caller);

    public Option<string?> Data { get; } = new("--data") { Description = "数据文件夹 / data folder (default ./data or PIAOZHI_DATA)", Recursive = true };

    public Caller Caller { get; }

    /// <summary>What the server that owns the folder answered to this command line; null when it ran here.</summary>
    public int? Answered { get; private set; }

    /// <summary>A path as the caller meant it.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Caller.Folder);

    /// <summary>Where tables and progress bars of this command are drawn.</summary>
    public IAnsiConsole Terminal(ParseResult parsed)
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(parsed.InvocationConfiguration.Output),
            Ansi = Caller.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = Caller.Ansi ? InteractionSupport.Yes : InteractionSupport.No,
        });
        terminal.Profile.Width = Math.Max(40, Caller.Width);
        return terminal;
    }

    /// <summary>The application for these options, not started.</summary>
    public WebApplication Build(PiaozhiOptions options) =>
        WebHost.Build(options, _compose ?? throw new InvalidOperationException("a command inside the server uses the running application"));

    /// <summary>The installation, or null when the command is not to go on here: the server did it, or the folder cannot be had.</summary>
    public async Task<OpenInstallation?> OpenAsync(ParseResult parsed, CancellationToken ct = default)
    {
        if (_running is not null)
            return new OpenInstallation(_running);
        var options = WebHost.ReadOptions([], parsed.GetValue(Data));
        options.Background = false;
        if (DataFolder.Take(options, out var held) is not { } folder)
        {
            Answered = await LocalCommands.SendAsync(options, _args, Caller, parsed, ct);
            if (Answered is null)
                await parsed.Error().WriteLineAsync($"数据文件夹正被另一个进程使用 / the data folder is in use by another process: {held}");
            return null;
        }

        var app = Build(options);
        await StorageParts.PrepareAsync(app.Services, ct);
        return new OpenInstallation(app.Services, app, folder);
    }

    /// <summary>Opens the installation, does one thing in a session of the system, and closes it again.</summary>
    public async Task<int> WithAsync(ParseResult parsed, Func<Session, IServiceProvider, Task<int>> work, CancellationToken ct = default)
    {
        await using var opened = await OpenAsync(parsed, ct);
        if (opened is null)
            return Answered ?? 3;
        await using var session = opened.Session();
        return await work(session, opened.Services);
    }
}

/// <summary>An installation opened for one command.</summary>
public sealed class OpenInstallation(IServiceProvider services, WebApplication? app = null, DataFolder? folder = null) : IAsyncDisposable
{
    public IServiceProvider Services => services;

    public Session Session() => services.GetRequiredService<Sessions>().Open(Actor.System with { From = "command" });

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        folder?.Dispose();
    }
}

/// <summary>Where a command prints: never <c>Console</c>, which inside a server is the server's own.</summary>
public static class Printing
{
    public static TextWriter Out(this ParseResult parsed) => parsed.InvocationConfiguration.Output;

    public static TextWriter Error(this ParseResult parsed) => parsed.InvocationConfiguration.Error;
}
