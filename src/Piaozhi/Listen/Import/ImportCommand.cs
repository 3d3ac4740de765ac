using System.CommandLine;
using System.Diagnostics;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Spectre.Console;

namespace Piaozhi.Listen.Import;

/// <summary><c>piaozhi listen import PATH…</c></summary>
public static class ImportCommand
{
    public static Command Make(CommandHost host)
    {
        var paths = new Argument<string[]>("path") { Description = "文件或文件夹 / files or folders", Arity = ArgumentArity.OneOrMore };
        var kind = new Option<string?>("--kind") { Description = "数据种类 / kind: events, feedback, responses, readings, actions, surveys" };
        var import = new Command("import", "导入文件 / load files") { paths, kind };
        import.SetAction(async (parsed, ct) =>
        {
            await using var installation = await host.OpenAsync(parsed, ct);
            if (installation is null)
                return 3;
            var word = parsed.GetValue(kind);
            var known = word is null ? null : Fields.Kind(word);
            if (word is not null && known is null)
            {
                await parsed.Error().WriteLineAsync($"没有这种数据 / no such kind: {word}");
                return 2;
            }

            await using var session = installation.Session();
            return await RunAsync(new ImportFiles.Input([.. parsed.GetValue(paths)!.Select(host.FullPath)], known), session, installation, parsed, host.Terminal(parsed), ct);
        });
        return new Command("listen", "倾听：导入与数据质量 / listen: import and data quality") { import };
    }

    private static async Task<int> RunAsync(ImportFiles.Input input, Session session, OpenInstallation installation, ParseResult parsed, IAnsiConsole terminal, CancellationToken ct)
    {
        var progress = new ImportProgress();
        var watch = Stopwatch.StartNew();
        var running = ImportFiles.RunAsync(input, session, installation.Services.GetRequiredService<PrivacyKey>(), progress, ct);
        await terminal.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).StartAsync(async shown =>
        {
            var task = shown.AddTask("…");
            while (!running.IsCompleted)
            {
                await Task.WhenAny(running, Task.Delay(200, ct));
                task.MaxValue = Math.Max(1, progress.Bytes);
                task.Value = progress.BytesRead;
                task.Description = Markup.Escape(string.Create(session.Culture, $"{progress.File} {progress.Rows:N0} 行/rows · {progress.Rows / Math.Max(0.001, watch.Elapsed.TotalSeconds):N0}/s"));
            }
        });
        var outcome = await running;
        if (!outcome.Ok)
        {
            foreach (var refusal in outcome.Refusals)
                await parsed.Error().WriteLineAsync(refusal.Code == "listen.import.no-such-file" ? $"没有这个文件 / no such file: {refusal.Subject}" : $"没有可导入的文件 / nothing to load: {refusal.Subject}");
            return 2;
        }

        var table = new Table().AddColumns("文件/file", "种类/kind", "接收/accepted", "重复/duplicates", "退回/rejected", "丢弃字段/dropped fields");
        foreach (var f in outcome.Value)
            table.AddRow(Markup.Escape(f.File), f.Kind?.Word() ?? "?", N(f.Accepted), N(f.Duplicates), N(f.Rejected), N(f.Dropped));
        terminal.Write(table);
        installation.Services.GetRequiredService<LoopRunner>().Request();
        // A file of which nothing could be read is a failure, even when others beside it were fine.
        return outcome.Value.Any(f => f.Accepted + f.Duplicates == 0 && f.Rejected > 0) ? 2 : 0;

        string N(long value) => value.ToString("N0", session.Culture);
    }
}
