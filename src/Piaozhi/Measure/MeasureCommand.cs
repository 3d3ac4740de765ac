using System.CommandLine;
using System.Globalization;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary><c>piaozhi measure list|show|count|document</c>; the verbs that change definitions are in <see cref="DefineCommand"/>.</summary>
public static class MeasureCommand
{
    public static Command Make(CommandHost host)
    {
        var code = new Argument<string>("code") { Description = "指标代码 / code of the indicator" };
        var search = new Option<string?>("--search") { Description = "代码或名称的一部分 / part of code or name" };
        var list = new Command("list", "指标及其当前值 / indicators with their current value") { search };
        list.SetAction((parsed, ct) => PrintAsync(host, parsed, new ListIndicators.Input(parsed.GetValue(search)), ct));
        var show = new Command("show", "一个指标及其最近的值 / one indicator with its latest points") { code };
        show.SetAction((parsed, ct) => PrintAsync(host, parsed, new ListIndicators.Input(Code: parsed.GetValue(code)), ct));
        var count = new Command("count", "按新到的事实重新计数 / count what is new");
        count.SetAction(async (parsed, ct) =>
        {
            await using var opened = await host.OpenAsync(parsed, ct);
            if (opened is null)
                return 3;
            await using var session = opened.Session();
            parsed.Out().WriteLine((await MeasurePoints.RunAsync(session, null, ct)).ToString(CultureInfo.InvariantCulture));
            return 0;
        });
        var document = new Command("document", "指标目录文档 / the catalogue as Markdown");
        document.SetAction(parsed => parsed.Out().Write(IndicatorsDocument.Text(IndicatorCatalog.BuiltIn)));
        var measure = new Command("measure", "度量 / indicators") { list, show, count, document, SatisfactionCommand.Make(host) };
        foreach (var verb in DefineCommand.Make(host))
            measure.Subcommands.Add(verb);
        return measure;
    }

    private static async Task<int> PrintAsync(CommandHost host, ParseResult parsed, ListIndicators.Input input, CancellationToken ct)
    {
        await using var opened = await host.OpenAsync(parsed, ct);
        if (opened is null)
            return 3;
        await using var session = opened.Session();
        var found = await ListIndicators.RunAsync(input, session, ct);
        if (!found.Ok)
        {
            await parsed.Error().WriteLineAsync($"{found.Refusals[0].Code}: {found.Refusals[0].Subject}");
            return 2;
        }

        foreach (var s in found.Value)
            parsed.Out().WriteLine(string.Join('\t', s.Indicator.Code, s.Indicator.Name.In(session.Culture), Shown.Value(s.Now.Value, s.Indicator.Unit, session.Culture), Shown.Interval(s.Now, s.Indicator.Unit, session.Culture), s.Now.N.ToString(CultureInfo.InvariantCulture), s.State));
        if (input.Code is not null)
            foreach (var p in found.Value[0].Points.TakeLast(30))
            {
                var e = Estimates.Of(found.Value[0].Indicator, p.Statistic, complete: p.Complete);
                var unit = found.Value[0].Indicator.Unit;
                parsed.Out().WriteLine(string.Join('\t', p.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Shown.Value(e.Value, unit, session.Culture), Shown.Interval(e, unit, session.Culture), e.N.ToString(CultureInfo.InvariantCulture)));
            }

        return 0;
    }
}
