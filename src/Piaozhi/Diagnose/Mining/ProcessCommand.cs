using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Listen.Vocabulary;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Storage;

namespace Piaozhi.Diagnose.Mining;

/// <summary><c>piaozhi diagnose process</c>: the installation's own events, an event log of another tool, or a folder of data.</summary>
public static class ProcessCommand
{
    public static Command Make(CommandHost host)
    {
        var input = new Option<string?>("--input") { Description = "事件日志（csv、xes、xes.gz、jsonocel）或数据文件夹；省略则用本系统的数据 / event log or folder of data; the installation's own events when absent" };
        var output = new Option<string?>("--output") { Description = "写入 BPMN、PNML、XES、OCEL、CSV 和 JSON 的文件夹 / folder for BPMN, PNML, XES, OCEL, CSV and JSON" };
        var objectType = new Option<string?>("--object") { Description = "OCEL：以哪类对象为案例 / OCEL: the object type that is the case" };
        var threshold = new Option<double>("--threshold") { Description = "少见路径的忽略阈值 / threshold below which rare ways are ignored", DefaultValueFactory = _ => InductiveMiner.DefaultThreshold };
        var from = new Option<DateOnly?>("--from") { Description = "第一天 / first day" };
        var to = new Option<DateOnly?>("--to") { Description = "最后一天 / last day" };
        var command = new Command("process", "流程挖掘：走法、等待、模型、规则 / process mining: ways, waiting, model, rules") { input, output, objectType, threshold, from, to };
        command.SetAction((parsed, ct) =>
        {
            Period? period = parsed.GetValue(from) is null && parsed.GetValue(to) is null ? null
                : Period.Days(parsed.GetValue(from) ?? DateOnly.MinValue.AddYears(1), parsed.GetValue(to) ?? DateOnly.MaxValue.AddYears(-1));
            var asked = new MineProcess.Input(period, null, parsed.GetValue(threshold));
            var path = parsed.GetValue(input) is { } named ? host.FullPath(named) : null;
            var folder = parsed.GetValue(output) is { } o ? host.FullPath(o) : null;
            return path is not null && Directory.Exists(path)
                ? OfFolderAsync(host, parsed, path, folder, asked, ct)
                : host.WithAsync(parsed, (session, services) => RunAsync(parsed, path, parsed.GetValue(objectType), folder, asked, session, services, ct), ct);
        });
        return command;
    }

    /// <summary>A folder of the contract is read into a store of its own, as the one-shot analysis does.</summary>
    private static async Task<int> OfFolderAsync(CommandHost host, ParseResult parsed, string path, string? folder, MineProcess.Input asked, CancellationToken ct)
    {
        var work = Directory.CreateTempSubdirectory("piaozhi-process-");
        try
        {
            await using var app = host.Build(new PiaozhiOptions { DataFolder = work.FullName, Background = false });
            await StorageParts.PrepareAsync(app.Services, ct);
            await using var session = app.Services.GetRequiredService<Sessions>().OpenSystem();
            var imported = await ImportFiles.RunAsync(new ImportFiles.Input([path]), session, app.Services.GetRequiredService<PrivacyKey>(), new ImportProgress(), ct);
            return imported.Ok ? await RunAsync(parsed, null, null, folder, asked, session, app.Services, ct) : await RefuseAsync(parsed, app.Services, imported.Refusals[0]);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private static async Task<int> RunAsync(ParseResult parsed, string? file, string? objectType, string? folder, MineProcess.Input asked, Session session, IServiceProvider services, CancellationToken ct)
    {
        // Everything there is, unless days are asked for: a command is called on purpose.
        asked = asked with { Period = asked.Period ?? new Period(DateTime.UnixEpoch, DateTime.MaxValue) };
        Outcome<ProcessPicture> mined;
        if (file is null)
            mined = await MineProcess.RunAsync(asked, session, ct);
        else
        {
            var read = await ReadLogFile.RunAsync(file, objectType, ct);
            if (!read.Ok)
                return await RefuseAsync(parsed, services, read.Refusals[0]);
            mined = MineProcess.Of(read.Value.Log, asked.Threshold);
            if (read.Value.RowsLeftOut > 0)
                await parsed.Error().WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{read.Value.RowsLeftOut} / {read.Value.Rows} {(Bilingual.IsChinese(session.Culture) ? "行未采用，例如" : "rows were left out, such as")} {string.Join(", ", read.Value.Examples.Take(3).Select(e => $"{e.Line}: {e.Reason}"))}"));
        }

        if (!mined.Ok)
            return await RefuseAsync(parsed, services, mined.Refusals[0]);
        Print(mined.Value, session, parsed.Out());
        if (folder is not null)
            await WriteAsync(mined.Value, folder, file is null, asked, session, ct);
        return 0;
    }

    private static void Print(ProcessPicture p, Session session, TextWriter output)
    {
        var zh = Bilingual.IsChinese(session.Culture);
        string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        string Name(int a) => Activities.Name(p.Log.Activities[a]).In(session.Culture);
        output.WriteLine(Say($"{p.Graph.Cases:N0} {(zh ? "个案例" : "cases")}  {p.Log.Events:N0} {(zh ? "个事件" : "events")}  {p.Variants.Count:N0} {(zh ? "种走法" : "variants")}（{p.Variants.Share(10):P0} {(zh ? "在前 10 种" : "in the first 10")}）"));
        output.WriteLine(Say($"{(zh ? "案例时长中位" : "median duration")} {p.Durations.Median:N0} s  [{p.Durations.MedianInterval.Low:N0}, {p.Durations.MedianInterval.High:N0}]  P90 {p.Durations.P90:N0} s"));
        output.WriteLine(Say($"{(zh ? "模型契合度" : "fitness of the model")} {p.Alignment.LogFitness:0.000}  {(zh ? "完全契合" : "fit wholly")} {p.Alignment.ShareFitting:P1}"));
        output.WriteLine(zh ? "最常见的衔接（次数、中位秒数）" : "most frequent arcs (times, median seconds)");
        foreach (var a in p.Graph.Arcs.Take(15))
            output.WriteLine(Say($"  {a.Count,9:N0}  {a.Median,12:N1}  {Name(a.From)} → {Name(a.To)}"));
        output.WriteLine(zh ? "等待最多的环节（占全部等待、平均等待秒数）" : "steps with most waiting (share of all waiting, mean seconds)");
        foreach (var s in p.Steps.Take(8))
            output.WriteLine(Say($"  {s.Share,7:P1}  {s.Waiting,12:N0}  {Name(s.Activity)}"));
        output.WriteLine(zh ? "规则（违反 / 适用）" : "rules (broken / cases)");
        foreach (var r in p.Rules)
            output.WriteLine(r.Lacks is { } lacks ? Say($"  {(zh ? "未检查，缺少字段" : "not checked, no field")} {lacks}  {r.Rule.Name.In(session.Culture)}") : Say($"  {r.Broken,7:N0} / {r.Cases:N0}  {r.Rule.Name.In(session.Culture)}  {string.Join(", ", r.Examples.Take(3).Select(e => e.Case))}"));
    }

    private static async Task WriteAsync(ProcessPicture p, string folder, bool own, MineProcess.Input asked, Session session, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        foreach (var format in Enum.GetValues<ProcessFormat>())
        {
            // The installation knows the objects of its events; another tool's log has cases only.
            var file = own && format is not (ProcessFormat.Bpmn or ProcessFormat.Pnml)
                ? (await ExportProcess.RunAsync(asked, format, session, ct)).Value
                : await ExportProcess.OfAsync(p.Log, p.Tree, format, session.Culture, ct);
            await File.WriteAllBytesAsync(Path.Combine(folder, file.Name), file.Content, ct);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "process.json"), JsonSerializer.Serialize(ProcessShape.Of(p, 1000, session.Options.UtcOffset), Written), ct);
    }

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static async Task<int> RefuseAsync(ParseResult parsed, IServiceProvider services, Refusal refusal)
    {
        await parsed.Error().WriteLineAsync(services.GetRequiredService<IStringLocalizerFactory>().Say(refusal));
        return 2;
    }
}
