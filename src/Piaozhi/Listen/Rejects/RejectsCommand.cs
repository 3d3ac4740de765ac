using System.CommandLine;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Spectre.Console;

namespace Piaozhi.Listen.Rejects;

/// <summary><c>piaozhi listen rejects [--out FILE]</c>: what could not be taken, and the rows themselves to be mended.</summary>
public static class RejectsCommand
{
    public static Command Make(CommandHost host)
    {
        var output = new Option<string?>("--out") { Description = Text.Of("CommandRejectsOut") };
        var file = new Option<string?>("--file") { Description = Text.Of("CommandRejectsFile") };
        var rejects = new Command("rejects", Text.Of("CommandRejects")) { output, file };
        rejects.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            if (parsed.GetValue(output) is { } path)
            {
                var made = await DownloadRejects.RunAsync(new DownloadRejects.Input(new RejectFilter(parsed.GetValue(file)), !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)), session, services.GetRequiredService<PrivacyKey>(), ct);
                if (!made.Ok)
                    return await ImportCommand.RefuseAsync(made.Refusals, services, parsed);
                await File.WriteAllBytesAsync(host.FullPath(path), made.Value.Content, ct);
                await parsed.Out().WriteLineAsync(Text.Of("RejectsWritten", made.Value.Rows, path));
                return 0;
            }

            var counts = await ListRejects.CountAsync(session, ct);
            var table = new Table().AddColumns(Text.Of("File"), Text.Of("Field"), Text.Of("Reason"), Text.Of("Open"), Text.Of("Mended"));
            foreach (var c in counts)
                table.AddRow(Markup.Escape(c.File), Markup.Escape(c.Field), Markup.Escape(Reasons.Text(c.Reason).In(session.Culture)), $"{c.Open}", $"{c.Mended}");
            host.Terminal(parsed).Write(table);
            return 0;
        }, ct));
        return new Command("listen", Text.Of("CommandListen")) { rejects };
    }
}
