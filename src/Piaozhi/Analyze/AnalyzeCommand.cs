using System.CommandLine;
using System.Globalization;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Storage;

namespace Piaozhi.Analyze;

/// <summary><c>piaozhi analyze --input DIR --output DIR [--as-of TIME] [--from TIME] [--language zh|en]</c></summary>
public static class AnalyzeCommand
{
    public static PiaozhiBuilder AddAnalyze(this PiaozhiBuilder app) => app.Command(Make);

    private static Command Make(CommandHost host)
    {
        var input = new Option<string>("--input") { Description = "数据集文件夹 / folder of the data set", Required = true };
        var output = new Option<string>("--output") { Description = "结果文件夹 / folder for the findings", Required = true };
        var asOf = new Option<DateTimeOffset?>("--as-of") { Description = "只看此刻之前记录的数据 / ignore rows recorded later" };
        var from = new Option<DateTimeOffset?>("--from") { Description = "从此刻开始 / first moment that is measured" };
        var language = new Option<string>("--language") { Description = "zh | en", DefaultValueFactory = _ => "zh" };
        language.AcceptOnlyFromAmong("zh", "en");
        var command = new Command("analyze", "一次性分析一个文件夹 / analyze a folder once, without a server") { input, output, asOf, from, language };
        command.SetAction((parsed, ct) => RunAsync(host, parsed, new AnalyzeInput(
            parsed.GetValue(input)!, parsed.GetValue(output)!, parsed.GetValue(asOf), parsed.GetValue(from), parsed.GetValue(language) != "en"), ct));
        return command;
    }

    private static async Task<int> RunAsync(CommandHost host, ParseResult parsed, AnalyzeInput input, CancellationToken ct)
    {
        var work = Directory.CreateTempSubdirectory("piaozhi-analyze-");
        try
        {
            var options = new PiaozhiOptions { DataFolder = work.FullName, Background = false, FactMemory = "400MB" };
            await using var app = host.Build(options);
            await StorageParts.PrepareAsync(app.Services, ct);
            await using var session = app.Services.GetRequiredService<Sessions>().OpenSystem();
            var outcome = await AnalyzeFolder.RunAsync(input, session, app.Services.GetRequiredService<PrivacyKey>(), new Said(parsed.Error()), ct);
            if (!outcome.Ok)
            {
                foreach (var refusal in outcome.Refusals)
                    await parsed.Error().WriteLineAsync((input.Zh ? "无法读取数据：" : "nothing could be read: ") + refusal.Subject);
                return 2;
            }

            var f = outcome.Value;
            parsed.Out().WriteLine(string.Create(CultureInfo.InvariantCulture, $"{f.Data.Events} events · {f.Signals.Count} signals · {f.Problems.Count} problems · {f.Effects.Count} effects → {Path.Combine(input.Output, "report.html")}"));
            foreach (var file in f.Unreadable)
                await parsed.Error().WriteLineAsync((input.Zh ? "整个文件无法读取，其余已分析：" : "nothing in this file could be read, the rest was analyzed: ") + file);
            return f.Unreadable.Count > 0 ? 2 : 0;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private sealed class Said(TextWriter error) : IProgress<string>
    {
        public void Report(string value) => error.WriteLine(value + " …");
    }
}
