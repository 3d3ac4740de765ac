using System.Globalization;
using System.Text;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Listen.Vocabulary;
using Piaozhi.Shell.Kit;
using static Piaozhi.Analyze.ReportInput;

namespace Piaozhi.Analyze;

/// <summary>The tables of the report: targets missed, changes that are named, slow steps, the data, and every indicator.</summary>
internal static class ReportTables
{
    public static void Targets(StringBuilder html, ReportInput input)
    {
        var known = input.Findings.Indicators.Where(i => i.Value is not null).ToList();
        var watch = known.Where(i => !i.InControl || i.Met == false).OrderBy(i => i.InControl).ThenBy(i => i.Met != false).ToList();
        if (known.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{input.T("指标与目标", "Indicators and targets")}</h2>");
        if (watch.Count == 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{input.T("全部指标受控，且达到目标。", "Every indicator is in control and on target.")}</p>");
            return;
        }

        html.Append(CultureInfo.InvariantCulture, $"<table><thead><tr><th>{input.T("指标", "Indicator")}</th><th class=\"n\">{input.T("值", "Value")}</th><th class=\"n\">{input.T("目标", "Target")}</th><th class=\"n wideonly\">n</th><th>{input.T("状态", "State")}</th></tr></thead><tbody>");
        foreach (var i in watch)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(input.Name(i.Code))} <span class=\"meta\">{E(i.Code)}</span></td><td class=\"n\">{E(input.Formats(i.Code, i.Value!.Value))}</td><td class=\"n\">{(i.Target is { } t ? E(input.Formats(i.Code, t)) : "–")}</td><td class=\"n wideonly\">{E(input.Count(i.N))}</td><td>{State(input, i)}</td></tr>");
        html.Append(CultureInfo.InvariantCulture, $"</tbody></table><p class=\"meta\">{input.T("未达标而受控：现有做法只能到这里，要改的是做法本身；失控：有特殊原因，先找原因。", "Below target but in control: this is what the present way of working yields, so the way must change. Out of control: something special happened, find it first.")}</p>");
    }

    private static string State(ReportInput input, IndicatorFinding i)
    {
        var control = i.InControl ? "" : $"<b class=\"bad\">▲ {input.T("失控", "out of control")}</b>";
        var met = i.Met == false ? input.T("未达标", "misses target") : "";
        return control + (control.Length > 0 && met.Length > 0 ? input.T("，", ", ") : "") + met;
    }

    public static void Named(StringBuilder html, ReportInput input)
    {
        var named = input.Findings.Problems.Where(p => p.Kind != "fault").ToList();
        if (named.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{input.T("已识别、不需要处理的变化", "Changes that are explained and need no action")}</h2><ul>");
        foreach (var p in named.Take(12))
            html.Append(CultureInfo.InvariantCulture, $"<li><b>{Kind(input, p.Kind)}</b> · {E(input.In(p.Title))}</li>");
        if (named.Count > 12)
            html.Append(CultureInfo.InvariantCulture, $"<li class=\"meta\">{input.T($"另有 {named.Count - 12} 项，见 findings.json", $"{named.Count - 12} more in findings.json")}</li>");
        html.Append("</ul>");
    }

    private static string Kind(ReportInput input, string kind) => kind switch
    {
        "data" => input.T("数据", "Data"),
        "definition" => input.T("口径", "Definition"),
        "mix" => input.T("结构", "Mix"),
        "calendar" => input.T("日历", "Calendar"),
        _ => kind,
    };

    public static void Bottlenecks(StringBuilder html, ReportInput input)
    {
        var p = input.Findings.Process;
        if (p.Bottlenecks.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{input.T("流程中等得最久的地方", "Where the process waits longest")}</h2><p class=\"meta\">{input.T($"{input.Count(p.Cases)} 笔业务，{input.Count(p.Variants)} 种走法", $"{input.Count(p.Cases)} cases, {input.Count(p.Variants)} variants")}</p><table><thead><tr><th>{input.T("从 → 到", "From → to")}</th><th class=\"n\">{input.T("一半在", "Half within")}</th><th class=\"n\">{input.T("九成在", "Nine in ten within")}</th><th class=\"n wideonly\">{input.T("业务", "Cases")}</th></tr></thead><tbody>");
        foreach (var b in p.Bottlenecks.Take(6))
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(Activities.Name(b.From).In(input.Culture))} → {E(Activities.Name(b.To).In(input.Culture))}</td><td class=\"n\">{Time(input, b.MedianS)}</td><td class=\"n\">{Time(input, b.P90S)}</td><td class=\"n wideonly\">{E(input.Count(b.Cases))}</td></tr>");
        html.Append("</tbody></table>");
    }

    private static string Time(ReportInput input, double seconds) => E(Moments.Length(TimeSpan.FromSeconds(seconds), input.Culture));

    public static void Data(StringBuilder html, ReportInput input)
    {
        var d = input.Findings.Data;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{input.T("数据依据与质量", "The data behind it")}</h2><p>{input.T($"事件 {d.Events:N0}，反馈 {d.Feedback:N0}，答卷 {d.Responses:N0}，读数 {d.Readings:N0}，措施 {d.Actions:N0}；重复到达 {d.Duplicates:N0}，拒收 {d.Rejected:N0}。截至 {input.Findings.AsOf:yyyy-MM-dd HH:mm}。", $"{d.Events:N0} events, {d.Feedback:N0} feedback, {d.Responses:N0} responses, {d.Readings:N0} readings, {d.Actions:N0} actions; {d.Duplicates:N0} came more than once, {d.Rejected:N0} were rejected. As of {input.Findings.AsOf:yyyy-MM-dd HH:mm}.")}</p>");
        if (input.Rejects.Count > 0)
        {
            html.Append("<ul>");
            foreach (var (file, reason, count) in input.Rejects.Take(6))
                html.Append(CultureInfo.InvariantCulture, $"<li>{E(file)} · {count:N0} · {E(Reasons.Text(reason).In(input.Culture))}</li>");
            html.Append(CultureInfo.InvariantCulture, $"</ul><p class=\"meta\">{input.T("逐行明细在 findings-rejects.ndjson。", "Row by row in findings-rejects.ndjson.")}</p>");
        }
    }

    public static void All(StringBuilder html, ReportInput input)
    {
        var known = input.Findings.Indicators.Where(i => i.Value is not null).ToList();
        if (known.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{input.T("附：全部指标", "Annex: every indicator")}</h2><div class=\"all\">");
        foreach (var i in known)
            html.Append(CultureInfo.InvariantCulture, $"<div><span>{E(input.Name(i.Code))}</span><span>{(i.InControl ? "" : "<b class=\"bad\">▲</b> ")}{E(input.Formats(i.Code, i.Value!.Value))}</span></div>");
        html.Append("</div>");
    }
}
