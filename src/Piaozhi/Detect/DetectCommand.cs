using System.CommandLine;
using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Watch;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Detect;

/// <summary><c>piaozhi detect list|show|find</c>.</summary>
public static class DetectCommand
{
    public static Command Make(CommandHost host)
    {
        var bad = new Option<bool>("--bad") { Description = "只列出变坏且无标签的信号 / only unlabelled ones to the bad side" };
        var list = new Command("list", "信号列表 / list the signals") { bad };
        list.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, _) =>
        {
            foreach (var s in (await ListSignals.RunAsync(new(OnlyBad: parsed.GetValue(bad)), session, ct)).Value)
                parsed.Out().WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{s.Id}\t{s.Indicator}\t{s.Slice}\t{s.Start:yyyy-MM-dd HH:mm}\t{s.End:yyyy-MM-dd}\t{s.Expected:G4} -> {s.Observed:G4}\tn={s.N}\tq={s.QValue:G2}\t{s.Label}"));
            return 0;
        }, ct));
        var id = new Argument<string>("id") { Description = "信号编号 / id of the signal" };
        var show = new Command("show", "一个信号 / one signal") { id };
        show.SetAction((parsed, ct) => host.WithAsync(parsed, (session, services) => ShowAsync(parsed.GetValue(id)!, parsed, session, services, ct), ct));
        var find = new Command("find", "重新查找信号 / find the signals anew");
        find.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, _) =>
        {
            parsed.Out().WriteLine((await FindSignals.RunAsync(session, ct: ct)).ToString(CultureInfo.InvariantCulture));
            return 0;
        }, ct));
        return new Command("detect", "监测 / signals") { list, show, find };
    }

    private static async Task<int> ShowAsync(string id, ParseResult parsed, Session session, IServiceProvider services, CancellationToken ct)
    {
        var one = await ListSignals.OneAsync(id, session, ct);
        if (!one.Ok)
        {
            await parsed.Error().WriteLineAsync(services.GetRequiredService<Microsoft.Extensions.Localization.IStringLocalizerFactory>().Say(one.Refusals[0]));
            return 1;
        }

        var (s, watch) = (one.Value.ToSignal(), await WatchSettings.ReadAsync(session, ct));
        var line = new SignalLine(s, (await Indicators.AllAsync(session, ct)).Named(s.Indicator), watch.MuteOf(s.Indicator, s.Slice, session.LocalNow));
        var output = parsed.Out();
        output.WriteLine(line.Sentence(session.Culture));
        output.WriteLine($"{s.Id}  {s.Indicator}  {SliceText.Of(s.Slice, session.Culture)}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s.Start:yyyy-MM-dd HH:mm} – {s.End:yyyy-MM-dd HH:mm}  {line.Expected(session.Culture)} -> {line.Observed(session.Culture)}  n={s.N}  q={SignalLine.Q(s.QValue)}"));
        output.WriteLine(string.Join(' ', s.Rules.Append(s.Label?.ToString() ?? "").Append(line.Mute is { } m ? $"muted until {m.Until:yyyy-MM-dd}: {m.Reason}" : "")).Trim());
        return 0;
    }
}
