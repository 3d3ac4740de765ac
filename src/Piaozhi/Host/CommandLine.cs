using System.CommandLine;
using Piaozhi.Storage;

namespace Piaozhi.Host;

/// <summary>Opens the installation for one command: options read, folder taken, stores ready.</summary>
public sealed class CommandHost(Func<PiaozhiBuilder, PiaozhiBuilder> compose)
{
    public Option<string?> Data { get; } = new("--data") { Description = "数据文件夹 / data folder (default ./data or PIAOZHI_DATA)", Recursive = true };

    /// <summary>The application for these options, not started.</summary>
    public WebApplication Build(PiaozhiOptions options) => WebHost.Build(options, compose);

    /// <summary>Builds the application without listening; the caller disposes it. Null when another process owns the folder.</summary>
    public async Task<OpenInstallation?> OpenAsync(ParseResult parsed, CancellationToken ct = default)
    {
        var options = WebHost.ReadOptions([], parsed.GetValue(Data));
        options.Background = false;
        if (DataFolder.Take(options, out var held) is not { } folder)
        {
            await Console.Error.WriteLineAsync($"数据文件夹正被另一个进程使用 / the data folder is in use by another process: {held}");
            return null;
        }

        var app = WebHost.Build(options, compose);
        await StorageParts.PrepareAsync(app.Services, ct);
        return new OpenInstallation(app, folder);
    }
}

/// <summary>An installation opened for one command.</summary>
public sealed class OpenInstallation(WebApplication app, DataFolder folder) : IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public Session Session() => app.Services.GetRequiredService<Sessions>().OpenSystem();

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>The command line: <c>piaozhi &lt;noun&gt; &lt;verb&gt;</c>, one noun a stage, and <c>serve</c>.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, Func<PiaozhiBuilder, PiaozhiBuilder> compose)
    {
        var host = new CommandHost(compose);
        var root = new RootCommand("票质 Piaozhi: 票务服务质量持续改进 / continuous improvement of ticket services");
        root.Options.Add(host.Data);

        var urls = new Option<string?>("--urls") { Description = "监听地址 / address to listen on" };
        var serve = new Command("serve", "启动网页与接口 / start the web application") { urls };
        serve.SetAction((parsed, ct) => WebHost.ServeAsync(WebHost.ReadOptions([], parsed.GetValue(host.Data), parsed.GetValue(urls)), compose, ct));
        root.Subcommands.Add(serve);

        // Composing once, without building, collects the commands of the stages.
        var parts = compose(WebHost.Parts(new PiaozhiOptions()));
        foreach (var command in parts.Commands.Select(make => make(host)))
        {
            if (root.Subcommands.FirstOrDefault(c => c.Name == command.Name) is { } noun)
                foreach (var verb in command.Subcommands)
                    noun.Subcommands.Add(verb);
            else
                root.Subcommands.Add(command);
        }

        return await root.Parse(args.Length == 0 ? ["serve"] : args).InvokeAsync();
    }
}
