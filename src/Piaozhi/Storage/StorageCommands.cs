using System.CommandLine;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Storage;

/// <summary><c>piaozhi backup FILE</c> and <c>piaozhi restore FILE</c>.</summary>
public static class StorageCommands
{
    public static Command MakeBackup(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "备份文件 / backup file" };
        var command = new Command("backup", "备份两个存储到一个文件 / back up both stores into one file") { file };
        command.SetAction((parsed, ct) => RunAsync(host, parsed, async (session, services) => Report(parsed, services, await Backup.RunAsync(host.FullPath(parsed.GetValue(file)!), session, ct), size => $"{size / 1024.0 / 1024:0.0} MB → {parsed.GetValue(file)}"), ct));
        return command;
    }

    public static Command MakeRestore(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "备份文件 / backup file" };
        var command = new Command("restore", "从备份恢复 / restore from a backup") { file };
        command.SetAction((parsed, ct) => RunAsync(host, parsed, async (session, services) => Report(parsed, services, await Restore.RunAsync(host.FullPath(parsed.GetValue(file)!), session, services, ct), label => $"已恢复 / restored: {label.At:yyyy-MM-dd HH:mm}"), ct));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, ParseResult parsed, Func<Session, IServiceProvider, Task<int>> run, CancellationToken ct)
    {
        await using var open = await host.OpenAsync(parsed, ct);
        if (open is null)
            return 3;
        await using var session = open.Session();
        return await run(session, open.Services);
    }

    private static int Report<T>(ParseResult parsed, IServiceProvider services, Outcome<T> outcome, Func<T, string> say)
    {
        if (outcome.Ok)
            parsed.Out().WriteLine(say(outcome.Value));
        else
            foreach (var refusal in outcome.Refusals)
                parsed.Error().WriteLine(services.GetRequiredService<IStringLocalizerFactory>().Say(refusal));
        return outcome.Ok ? 0 : 1;
    }
}
