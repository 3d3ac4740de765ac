using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary><c>piaozhi measure define|export|target|retire|restore</c>: indicators as files, in the form of indicators.json.</summary>
public static class DefineCommand
{
    public static IEnumerable<Command> Make(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "一个或一组指标的 JSON 文件 / JSON file with one or several indicators" };
        var from = new Option<DateOnly?>("--from") { Description = "新版本的生效日期 / first day of the new version" };
        var define = new Command("define", "新建指标或其新版本 / make indicators or their next versions") { file, from };
        define.SetAction((parsed, ct) => host.WithAsync(parsed, (session, services) => DefineAsync(host.FullPath(parsed.GetValue(file)!), parsed.GetValue(from), parsed, session, services, ct), ct));

        var code = new Argument<string?>("code") { Description = "指标代码，缺省为全部自建指标 / code; all of your own when left out", Arity = ArgumentArity.ZeroOrOne };
        var export = new Command("export", "写出指标定义 / write definitions that define reads back") { code };
        export.SetAction((parsed, ct) => host.WithAsync(parsed, (session, services) => ExportAsync(parsed.GetValue(code), parsed, session, services, ct), ct));

        var one = new Argument<string>("code") { Description = "指标代码 / code of the indicator" };
        var (least, most) = (new Option<double?>("--at-least") { Description = "下限 / lower bound" }, new Option<double?>("--at-most") { Description = "上限 / upper bound" });
        var source = new Option<string?>("--source") { Description = "来源 / who says so" };
        var target = new Command("target", "修改目标 / change what an indicator should reach") { one, least, most, source, from };
        target.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) => Say(parsed, services,
            await SetTarget.RunAsync(new(parsed.GetValue(one)!, parsed.GetValue(least), parsed.GetValue(most), parsed.GetValue(source) ?? "", parsed.GetValue(from)), session, ct)), ct));
        var retire = new Command("retire", "停用指标 / take an indicator out of use") { one };
        retire.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) => Say(parsed, services, await RetireIndicator.RunAsync(parsed.GetValue(one)!, true, session, ct)), ct));
        var restore = new Command("restore", "恢复指标 / take an indicator back into use") { one };
        restore.SetAction((parsed, ct) => host.WithAsync(parsed, async (session, services) => Say(parsed, services, await RetireIndicator.RunAsync(parsed.GetValue(one)!, false, session, ct)), ct));
        return [define, export, target, retire, restore];
    }

    private static async Task<int> DefineAsync(string path, DateOnly? from, ParseResult parsed, Session session, IServiceProvider services, CancellationToken ct)
    {
        var texts = services.GetRequiredService<IStringLocalizerFactory>();
        List<Indicator> indicators;
        try
        {
            var text = (await File.ReadAllTextAsync(path, ct)).Trim();
            indicators = text.StartsWith('[') ? JsonSerializer.Deserialize<List<Indicator>>(text, IndicatorCatalog.Json)! : [JsonSerializer.Deserialize<Indicator>(text, IndicatorCatalog.Json)!];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            await parsed.Error().WriteLineAsync(texts.Say(new Refusal("measure.file.missing", path)));
            return 2;
        }
        catch (JsonException e)
        {
            await parsed.Error().WriteLineAsync(texts.Say(new Refusal("measure.indicator.unreadable", $"{Path.GetFileName(path)} {e.Path} ({e.LineNumber + 1})")));
            return 2;
        }

        var failed = 0;
        foreach (var indicator in indicators)
        {
            var made = await DefineIndicator.RunAsync(new(indicator, from), session, ct);
            if (made.Ok)
                parsed.Out().WriteLine($"{made.Value.Code}\t{made.Value.Version}\t{made.Value.Name.In(session.Culture)}");
            foreach (var refusal in made.Ok ? [] : made.Refusals)
                await parsed.Error().WriteLineAsync($"{indicator.Code}: {texts.Say(refusal)}");
            failed += made.Ok ? 0 : 1;
        }

        await MeasurePoints.RunAsync(session, null, ct);
        return failed > 0 ? 2 : 0;
    }

    private static async Task<int> ExportAsync(string? code, ParseResult parsed, Session session, IServiceProvider services, CancellationToken ct)
    {
        var catalog = await Indicators.AllAsync(session, ct);
        if (code is not null && catalog.Find(code) is null)
            return Say(parsed, services, (Outcome<Done>)new Refusal("measure.indicator.unknown", code));
        var chosen = catalog.All.Where(i => code is null ? IndicatorCatalog.BuiltIn.Find(i.Code) is null : i.Code.Equals(code, StringComparison.OrdinalIgnoreCase)).ToList();
        parsed.Out().WriteLine(JsonSerializer.Serialize(chosen, new JsonSerializerOptions(IndicatorCatalog.Json) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        return 0;
    }

    private static int Say<T>(ParseResult parsed, IServiceProvider services, Outcome<T> outcome)
    {
        foreach (var refusal in outcome.Ok ? [] : outcome.Refusals)
            parsed.Error().WriteLine(services.GetRequiredService<IStringLocalizerFactory>().Say(refusal));
        return outcome.Ok ? 0 : 2;
    }
}
