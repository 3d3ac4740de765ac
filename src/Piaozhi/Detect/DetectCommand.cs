using System.CommandLine;
using System.Globalization;
using Piaozhi.Host;

namespace Piaozhi.Detect;

/// <summary><c>piaozhi detect list|find</c>.</summary>
public static class DetectCommand
{
    public static Command Make(CommandHost host)
    {
        var bad = new Option<bool>("--bad") { Description = "只列出变坏且无标签的信号 / only unlabelled ones to the bad side" };
        var list = new Command("list", "信号列表 / list the signals") { bad };
        list.SetAction(async (parsed, ct) =>
        {
            await using var opened = await host.OpenAsync(parsed, ct);
            if (opened is null)
                return 3;
            await using var session = opened.Session();
            foreach (var s in (await ListSignals.RunAsync(new(OnlyBad: parsed.GetValue(bad)), session, ct)).Value)
                parsed.Out().WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{s.Id}\t{s.Indicator}\t{s.Slice}\t{s.Start:yyyy-MM-dd HH:mm}\t{s.End:yyyy-MM-dd}\t{s.Expected:G4} -> {s.Observed:G4}\tn={s.N}\tq={s.QValue:G2}\t{s.Label}"));
            return 0;
        });
        var find = new Command("find", "重新查找信号 / find the signals anew");
        find.SetAction(async (parsed, ct) =>
        {
            await using var opened = await host.OpenAsync(parsed, ct);
            if (opened is null)
                return 3;
            await using var session = opened.Session();
            parsed.Out().WriteLine((await FindSignals.RunAsync(session, ct)).ToString(CultureInfo.InvariantCulture));
            return 0;
        });
        return new Command("detect", "监测 / signals") { list, find };
    }
}
