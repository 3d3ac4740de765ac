using System.CommandLine;
using System.Globalization;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Spectre.Console;

namespace Piaozhi.Listen.Columns;

/// <summary><c>piaozhi listen mapping list|show|export|import|propose|remove|document</c>.</summary>
public static class MappingCommand
{
    public static Command Make(CommandHost host) =>
        new("listen", Text.Of("CommandListen")) { new Command("mapping", Text.Of("CommandMappings")) { List(host), Show(host), Export(host), Import(host), Propose(host), Remove(host), Document() } };

    private static Command List(CommandHost host)
    {
        var command = new Command("list", Text.Of("CommandMappingList"));
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, _) =>
        {
            foreach (var m in await ListMappings.RunAsync(session, ct))
                await parsed.Out().WriteLineAsync($"{m.Mapping.Name}\t{Text.Of("Kind." + m.Mapping.Kind)}\t{Text.Of(m.IsBuiltIn ? "InTheBox" : "OwnMapping")}\t{string.Join(", ", m.Mapping.Headers ?? m.Mapping.Signature)}");
            return 0;
        }, ct));
        return command;
    }

    private static Command Show(CommandHost host)
    {
        var name = new Argument<string>("name") { Description = Text.Of("MappingName") };
        var command = new Command("show", Text.Of("CommandMappingShow")) { name };
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var found = await ListMappings.FindAsync(parsed.GetValue(name)!, session, ct);
            if (!found.Ok)
                return await ImportCommand.RefuseAsync(found.Refusals, services, parsed);
            await parsed.Out().WriteLineAsync(Core.Listen.Mapping.Mappings.Write(found.Value));
            return 0;
        }, ct));
        return command;
    }

    private static Command Export(CommandHost host)
    {
        var name = new Argument<string>("name") { Description = Text.Of("MappingName") };
        var file = new Argument<string>("file") { Description = Text.Of("CommandMappingFile") };
        var command = new Command("export", Text.Of("CommandMappingExport")) { name, file };
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var found = await ListMappings.FindAsync(parsed.GetValue(name)!, session, ct);
            if (!found.Ok)
                return await ImportCommand.RefuseAsync(found.Refusals, services, parsed);
            await File.WriteAllTextAsync(host.FullPath(parsed.GetValue(file)!), Core.Listen.Mapping.Mappings.Write(found.Value), ct);
            return 0;
        }, ct));
        return command;
    }

    private static Command Import(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = Text.Of("CommandMappingFile") };
        var name = new Option<string?>("--name") { Description = Text.Of("MappingName") };
        var command = new Command("import", Text.Of("CommandMappingImport")) { file, name };
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var path = host.FullPath(parsed.GetValue(file)!);
            if (!File.Exists(path))
                return await ImportCommand.RefuseAsync([new Core.Loop.Refusal("listen.import.no-such-file", path)], services, parsed);
            var saved = await SaveMapping.RunAsync(await File.ReadAllTextAsync(path, ct), session, ct, parsed.GetValue(name));
            if (!saved.Ok)
                return await ImportCommand.RefuseAsync(saved.Refusals, services, parsed);
            await parsed.Out().WriteLineAsync(Text.Of("MappingSaved", saved.Value));
            return 0;
        }, ct));
        return command;
    }

    private static Command Propose(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = Text.Of("CommandMappingTable") };
        var save = new Option<string?>("--save") { Description = Text.Of("CommandMappingSave") };
        var kind = new Option<string?>("--kind") { Description = Text.Of("CommandKind") };
        var command = new Command("propose", Text.Of("CommandMappingPropose")) { file, save, kind };
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var path = host.FullPath(parsed.GetValue(file)!);
            if (!File.Exists(path))
                return await ImportCommand.RefuseAsync([new Core.Loop.Refusal("listen.import.no-such-file", path)], services, parsed);
            var plan = new ReadingPlan(Saved: await ListMappings.SavedAsync(session, ct));
            var tables = InspectFile.Unknown(path, Path.GetFileName(path), plan);
            if (tables.Count == 0)
            {
                await parsed.Out().WriteLineAsync(Text.Of("MappingNotNeeded", Path.GetFileName(path)));
                return 0;
            }

            var exit = 0;
            foreach (var table in tables)
                exit = Math.Max(exit, await ProposeAsync(table, parsed.GetValue(save), parsed.GetValue(kind), session, services, parsed, host.Terminal(parsed), ct));
            return exit;
        }, ct));
        return command;
    }

    private static async Task<int> ProposeAsync(InspectFile.UnknownTable table, string? save, string? kind, Session session, IServiceProvider services, ParseResult parsed, IAnsiConsole terminal, CancellationToken ct)
    {
        var proposal = ProposeMapping.Run(table.Headers, table.Rows, save ?? FactFile.StemOf(table.Part), kind is null ? null : Fields.Kind(kind), session.Options.UtcOffset.TotalHours);
        var shown = new Table().AddColumns(Text.Of("Column"), Text.Of("MapsTo"), Text.Of("Form"), Text.Of("Sureness"), Text.Of("Samples"));
        foreach (var (guess, column) in proposal.Columns.Zip(proposal.Draft.Columns))
            shown.AddRow(Markup.Escape(guess.Header), Markup.Escape(guess.To.Length == 0 ? "attributes." + guess.Header : guess.To), column.Form, guess.To.Length == 0 ? "" : guess.Confidence.ToString("P0", CultureInfo.InvariantCulture), Markup.Escape(string.Join(" · ", guess.Samples)));
        await parsed.Out().WriteLineAsync($"{table.Part}: {Text.Of("Kind." + proposal.Draft.Kind)}");
        terminal.Write(shown);
        foreach (var moment in proposal.Draft.Moments)
            await parsed.Out().WriteLineAsync($"  {moment.TimeColumn} → {moment.Activity}");
        foreach (var question in proposal.Questions)
            await parsed.Out().WriteLineAsync("  ? " + Text.Of("Question." + question));
        foreach (var field in proposal.Missing)
            await parsed.Error().WriteLineAsync("  ! " + Text.Of("listen.mapping.needs-field", field));
        if (save is null)
            return 0;
        var saved = await SaveMapping.RunAsync(new SaveMapping.Input(proposal.Draft.ToMapping() with { Name = save }), session, ct);
        if (!saved.Ok)
            return await ImportCommand.RefuseAsync(saved.Refusals, services, parsed);
        await parsed.Out().WriteLineAsync(Text.Of("MappingSaved", saved.Value));
        return 0;
    }

    private static Command Document()
    {
        var command = new Command("document", Text.Of("CommandMappingDocument"));
        command.SetAction(parsed => parsed.Out().Write(SourcesDocument.Text()));
        return command;
    }

    private static Command Remove(CommandHost host)
    {
        var name = new Argument<string>("name") { Description = Text.Of("MappingName") };
        var command = new Command("remove", Text.Of("CommandMappingRemove")) { name };
        command.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var removed = await RemoveMapping.RunAsync(parsed.GetValue(name)!, session, ct);
            return removed.Ok ? 0 : await ImportCommand.RefuseAsync(removed.Refusals, services, parsed);
        }, ct));
        return command;
    }
}
