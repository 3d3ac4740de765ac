using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Spectre.Console;

namespace Piaozhi.Listen.Import;

/// <summary><c>piaozhi listen import PATH…</c></summary>
public static class ImportCommand
{
    public static Command Make(CommandHost host)
    {
        var paths = new Argument<string[]>("path") { Description = Text.Of("CommandPath"), Arity = ArgumentArity.OneOrMore };
        var kind = new Option<string?>("--kind") { Description = Text.Of("CommandKind") };
        var mapping = new Option<string?>("--mapping") { Description = Text.Of("CommandMapping") };
        var replace = new Option<bool>("--replace-sample") { Description = Text.Of("CommandReplaceSample") };
        var import = new Command("import", Text.Of("CommandImport")) { paths, kind, mapping, replace };
        import.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var found = ImportFiles.Find([.. parsed.GetValue(paths)!.Select(host.FullPath)]);
            if (!found.Ok)
                return await RefuseAsync(found.Refusals, services, parsed);
            var files = found.Value.Select(f => new ImportFile(Path.GetFileName(f), f, new FileInfo(f).Length, Own: false)).ToList();
            var imports = services.GetRequiredService<Imports>();
            var begun = await StartImport.RunAsync(new StartImport.Input(files, parsed.GetValue(kind), parsed.GetValue(mapping), parsed.GetValue(replace), "command"), session, imports, ct);
            return begun.Ok ? await ShowAsync(begun.Value, session, imports, parsed, host.Terminal(parsed), ct) : await RefuseAsync(begun.Refusals, services, parsed);
        }, ct));
        return new Command("listen", Text.Of("CommandListen")) { import };
    }

    public static async Task<int> RefuseAsync(IReadOnlyList<Refusal> refusals, IServiceProvider services, ParseResult parsed)
    {
        var texts = services.GetRequiredService<IStringLocalizerFactory>();
        foreach (var refusal in refusals)
            await parsed.Error().WriteLineAsync(texts.Say(refusal));
        return 2;
    }

    private static async Task<int> ShowAsync(string id, Session session, Imports imports, ParseResult parsed, IAnsiConsole terminal, CancellationToken ct)
    {
        var running = imports.WaitAsync(id);
        await terminal.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn()).StartAsync(async shown =>
        {
            var task = shown.AddTask("…");
            var last = imports.Progress(id);
            while (!running.IsCompleted)
            {
                if (ct.IsCancellationRequested)
                    await imports.CancelAsync(id);
                await Task.WhenAny(running, Task.Delay(200, CancellationToken.None));
                last = imports.Progress(id) ?? last;
                task.MaxValue = Math.Max(1, last?.Bytes ?? 1);
                task.Value = last?.BytesRead ?? 0;
                task.Description = Markup.Escape(Text.Of("CommandProgress", last?.File ?? "", N(last?.Rows ?? 0), N((long)(last?.Rate ?? 0))));
            }

            task.Value = task.MaxValue;
        });
        await running;
        session.Records.ChangeTracker.Clear();
        var row = await session.Records.Set<ImportRow>().AsNoTracking().FirstAsync(r => r.Id == id, CancellationToken.None);
        var table = new Table().AddColumns(Text.Of("File"), Text.Of("Kind"), Text.Of("Accepted"), Text.Of("Duplicates"), Text.Of("Rejected"), Text.Of("Dropped"), Text.Of("State"));
        foreach (var f in row.Files)
            table.AddRow(Markup.Escape(f.Name), f.Kind is { } k ? Text.Of("Kind." + k) : "", N(f.Accepted), N(f.Duplicates), N(f.Rejected), N(f.Dropped), Text.Of("File." + f.State));
        terminal.Write(table);
        if (row.Rejected > 0)
            await parsed.Out().WriteLineAsync(Text.Of("CommandRejectsHint", N(row.Rejected)));
        foreach (var file in row.Files.Where(f => f.State == FileState.NeedsMapping))
            await parsed.Error().WriteLineAsync(Text.Of("CommandMappingHint", file.Name));
        if (row.State is ImportState.Cancelled or ImportState.Interrupted)
            return 130;
        // A file of which nothing could be read is a failure, even when others beside it were fine.
        return row.State == ImportState.Failed ? 1 : row.Files.Any(f => f.State is FileState.Unreadable or FileState.NeedsMapping) ? 2 : 0;

        string N(long value) => value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
    }
}
