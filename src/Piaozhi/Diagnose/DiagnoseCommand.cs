using System.CommandLine;
using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose.Causes;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;

namespace Piaozhi.Diagnose;

/// <summary><c>piaozhi diagnose list|show|process|staffing</c></summary>
public static class DiagnoseCommand
{
    public static Command Make(CommandHost host)
    {
        var all = new Option<bool>("--all") { Description = "包括已结束、已排除和已合并的 / also those ended, dismissed and merged" };
        var list = new Command("list", "现有问题，最重的在前 / problems that stand, worst first") { all };
        list.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var lines = (await ListProblems.AllAsync(new(), session, services.GetServices<IProblemPart>(), ct)).Value
                .Where(l => parsed.GetValue(all) || (l.Row.StillFound && l.State is not (ProblemState.Dismissed or ProblemState.Merged)));
            foreach (var l in lines)
                parsed.Out().WriteLine(string.Create(CultureInfo.InvariantCulture, $"{l.Row.Id}\t{l.Row.Kind}\t{l.State}\t{l.Row.Cases}\t{l.Work?.OwnerName}\t{l.Title.In(session.Culture)}"));
            return 0;
        }, ct));

        var id = new Argument<string>("id") { Description = "问题编号 / id of the problem" };
        var show = new Command("show", "一个问题：依据、原因、经过 / one problem: evidence, causes, trail") { id };
        show.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) =>
        {
            var found = await ShowProblem.RunAsync(parsed.GetValue(id)!, session, services.GetServices<IProblemPart>(), ct);
            if (!found.Ok)
            {
                await parsed.Error().WriteLineAsync(services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizerFactory>().Say(found.Refusals[0]));
                return 1;
            }

            await PrintAsync(found.Value, session, parsed.Out(), ct);
            return 0;
        }, ct));
        return new Command("diagnose", "诊断：问题与原因 / diagnose: problems and causes") { list, show, Mining.ProcessCommand.Make(host), Mining.StaffingCommand.Make(host) };
    }

    private static async Task PrintAsync(ProblemFile file, Session session, TextWriter output, CancellationToken ct)
    {
        var p = file.Row;
        var zh = Bilingual.IsChinese(session.Culture);
        output.WriteLine(file.Line.Title.In(session.Culture));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{p.Id}  {p.Kind}  {file.Line.State}  {p.StartedAt:yyyy-MM-dd HH:mm} – {p.EndedAt:yyyy-MM-dd HH:mm}  {(p.Slice.Length == 0 ? "*" : p.Slice)}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(zh ? "业务" : "cases")} {p.Cases:N0}  {(zh ? "客户" : "customers")} {p.Customers:N0}  ¥{p.Amount:N2}  {(zh ? "把握" : "confidence")} {p.Confidence:P0}"));
        foreach (var e in p.EvidenceList)
            output.WriteLine("  · " + e.Text.In(session.Culture));
        var causes = (await ReadCauses.RunAsync(p.Id, session, ct)).Value.Tree;
        Write(null, 1);
        foreach (var t in file.Trail)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {t.At:yyyy-MM-dd HH:mm}Z  {t.Code}  {t.ActorName}"));

        void Write(string? parent, int depth)
        {
            foreach (var n in causes.Below(parent))
            {
                output.WriteLine($"{new string(' ', 2 * depth)}{(n.State switch { Core.Diagnose.Causes.CauseState.Confirmed => "✓", Core.Diagnose.Causes.CauseState.Refuted => "✗", _ => "?" })} {n.Text.In(session.Culture)}");
                Write(n.Id, depth + 1);
            }
        }
    }
}
