using System.Globalization;
using System.Net;
using System.Text;
using Piaozhi.Core.Loop;

namespace Piaozhi.Analyze;

/// <summary>A chart that belongs to a problem: its caption and its points.</summary>
public sealed record ProblemChart(string Caption, IReadOnlyList<ReportPoint> Points, Func<double, string> Format);

/// <summary>Everything that the page shows beside the findings themselves.</summary>
/// <param name="Charts">By problem id.</param>
/// <param name="Names">Name of an indicator in the report's language, by code.</param>
/// <param name="Formats">Writes a value of an indicator with its unit.</param>
public sealed record ReportInput(
    Findings Findings, bool Zh, IReadOnlyDictionary<string, ProblemChart> Charts,
    IReadOnlyDictionary<string, string> Names, Func<string, double, string> Formats, Period Period);

/// <summary>report.html: one self-contained page that a committee chair reads in two minutes and prints on A4.</summary>
public static class ReportHtml
{
    public static string Write(ReportInput input)
    {
        var f = input.Findings;
        var faults = f.Problems.Where(p => p.Kind == "fault").ToList();
        var named = f.Problems.Where(p => p.Kind != "fault").ToList();
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=\"{(input.Zh ? "zh-CN" : "en")}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{T(input, "服务质量报告", "Service quality report")}</title><style>{Css}</style></head><body>");
        html.Append(CultureInfo.InvariantCulture, $"<header><p class=\"meta\">{T(input, "票务服务质量报告", "Ticket service quality report")} · {input.Period.From:yyyy-MM-dd} – {input.Period.To.AddTicks(-1):yyyy-MM-dd}</p><h1>{E(Headline(input, faults))}</h1></header>");
        Summary(html, input, faults.Count);
        html.Append(CultureInfo.InvariantCulture, $"<h2>{T(input, "要处理的问题", "Problems to act on")}</h2>");
        if (faults.Count == 0)
            html.Append(CultureInfo.InvariantCulture, $"<p>{T(input, "没有发现超出正常波动的问题。", "Nothing beyond normal variation was found.")}</p>");
        foreach (var p in faults.Take(8))
            Problem(html, input, p);
        if (named.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{T(input, "已识别、不需要处理的变化", "Changes that are named, not alarmed")}</h2><ul class=\"plain\">");
            foreach (var p in named)
                html.Append(CultureInfo.InvariantCulture, $"<li>{E(In(input, p.Title))} <span class=\"meta\">{p.StartedAt:MM-dd HH:mm}</span></li>");
            html.Append("</ul>");
        }

        Effects(html, input);
        Satisfaction(html, input);
        Indicators(html, input);
        Bottlenecks(html, input);
        Footer(html, input);
        return html.Append("</body></html>").ToString();
    }

    private static string Headline(ReportInput input, List<ProblemFinding> faults) => faults.Count switch
    {
        0 => T(input, "服务处于受控状态：没有超出正常波动的变化", "The service is in control: nothing beyond normal variation"),
        1 => In(input, faults[0].Title),
        _ => T(input, $"有 {faults.Count} 个问题需要处理，最重的是：{faults[0].Title.Zh}", $"{faults.Count} problems need action; the worst: {faults[0].Title.En}"),
    };

    private static void Summary(StringBuilder html, ReportInput input, int faults)
    {
        var f = input.Findings;
        var proven = f.Effects.Count(e => e.Verdict == "effective");
        var met = f.Indicators.Count(i => i.Met == true);
        var judged = f.Indicators.Count(i => i.Met is not null);
        html.Append("<div class=\"figures\">");
        Figure(html, faults.ToString(CultureInfo.InvariantCulture), T(input, "个问题", "problems"), faults > 0 ? "bad" : "");
        Figure(html, $"{proven}/{f.Effects.Count}", T(input, "项措施证明有效", "actions proved effective"), "");
        Figure(html, $"{met}/{judged}", T(input, "项指标达到目标", "indicators on target"), "");
        if (f.Satisfaction is { Index: { } index } s)
            Figure(html, index.ToString("0.0", CultureInfo.InvariantCulture), T(input, $"满意度（95% 区间 {Range(s.Interval, "0.0")}，n={s.N}）", $"satisfaction (95% interval {Range(s.Interval, "0.0")}, n={s.N})"), "");
        html.Append("</div>");
    }

    private static void Problem(StringBuilder html, ReportInput input, ProblemFinding p)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"problem\"><h3>{E(In(input, p.Title))}</h3><p class=\"meta\">{p.StartedAt:yyyy-MM-dd HH:mm} – {(p.EndedAt is { } end ? end.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture) : T(input, "仍在持续", "still going on"))} · {T(input, $"{p.Impact.Cases} 笔业务、{p.Impact.Customers} 位顾客受影响", $"{p.Impact.Cases} cases, {p.Impact.Customers} customers hurt")} · {T(input, "把握", "confidence")} {p.Confidence.ToString("P0", CultureInfo.InvariantCulture)}</p>");
        if (input.Charts.TryGetValue(p.Id, out var chart))
            html.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{E(chart.Caption)}</figcaption>{ReportChart.Control(chart.Points, chart.Format)}</figure>");
        html.Append("<ul>");
        foreach (var evidence in p.Evidence.Take(5))
            html.Append(CultureInfo.InvariantCulture, $"<li>{E(In(input, evidence.Text))}</li>");
        html.Append("</ul></section>");
    }

    private static void Effects(StringBuilder html, ReportInput input)
    {
        if (input.Findings.Effects.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{T(input, "措施是否有效", "Did the actions work?")}</h2><table><thead><tr><th>{T(input, "措施", "Action")}</th><th>{T(input, "指标", "Indicator")}</th><th class=\"n\">{T(input, "效果与 95% 区间", "Effect and 95% interval")}</th><th>{T(input, "结论", "Verdict")}</th></tr></thead><tbody>");
        foreach (var e in input.Findings.Effects)
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(e.ActionId)}</td><td>{E(Name(input, e.Indicator))}</td><td class=\"n\">{(e.Estimate is { } v ? $"{v.ToString("+0.####;−0.####;0", CultureInfo.InvariantCulture)} [{Range(e.Interval, "0.####")}]" : "–")}</td><td><b class=\"{(e.Verdict == "effective" ? "good" : e.Verdict == "harmful" ? "bad" : "")}\">{Verdict(input, e.Verdict)}</b><br><span class=\"meta\">{E(In(input, e.Why))}</span></td></tr>");
        html.Append("</tbody></table>");
    }

    private static void Satisfaction(StringBuilder html, ReportInput input)
    {
        if (input.Findings.Satisfaction is not { Dimensions.Count: > 0 } s)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{T(input, "顾客满意度", "Customer satisfaction")}</h2><table><thead><tr><th>{T(input, "维度", "Dimension")}</th><th class=\"n\">{T(input, "得分", "Score")}</th><th class=\"n\">{T(input, "95% 区间", "95% interval")}</th><th class=\"n\">{T(input, "重要性", "Importance")}</th></tr></thead><tbody>");
        foreach (var d in s.Dimensions.OrderByDescending(d => d.Importance))
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(d.Code)}</td><td class=\"n\">{d.Score:0.0}</td><td class=\"n\">{Range(d.Interval, "0.0")}</td><td class=\"n\">{d.Importance:0.00}</td></tr>");
        html.Append("</tbody></table>");
    }

    private static void Indicators(StringBuilder html, ReportInput input)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{T(input, "指标", "Indicators")}</h2><table class=\"dense\"><thead><tr><th></th><th>{T(input, "指标", "Indicator")}</th><th class=\"n\">{T(input, "值", "Value")}</th><th class=\"n\">{T(input, "目标", "Target")}</th><th class=\"n\">n</th><th>{T(input, "状态", "State")}</th></tr></thead><tbody>");
        foreach (var i in input.Findings.Indicators.Where(i => i.Value is not null))
            html.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"meta\">{i.Code}</td><td>{E(Name(input, i.Code))}</td><td class=\"n\">{E(input.Formats(i.Code, i.Value!.Value))}</td><td class=\"n\">{(i.Target is { } t ? E(input.Formats(i.Code, t)) : "")}</td><td class=\"n\">{i.N}</td><td>{(i.InControl ? "" : $"<b class=\"bad\">▲ {T(input, "失控", "out of control")}</b>")}{(i.Met == false ? " " + T(input, "未达标", "below target") : "")}</td></tr>");
        html.Append("</tbody></table>");
    }

    private static void Bottlenecks(StringBuilder html, ReportInput input)
    {
        var p = input.Findings.Process;
        if (p.Bottlenecks.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{T(input, $"流程瓶颈（{p.Cases} 笔业务，{p.Variants} 种走法）", $"Bottlenecks ({p.Cases} cases, {p.Variants} variants)")}</h2><table class=\"dense\"><thead><tr><th>{T(input, "从", "From")}</th><th>{T(input, "到", "To")}</th><th class=\"n\">{T(input, "中位（秒）", "Median (s)")}</th><th class=\"n\">P90</th><th class=\"n\">{T(input, "业务数", "Cases")}</th></tr></thead><tbody>");
        foreach (var b in p.Bottlenecks.Take(8))
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(b.From)}</td><td>{E(b.To)}</td><td class=\"n\">{b.MedianS:0.#}</td><td class=\"n\">{b.P90S:0.#}</td><td class=\"n\">{b.Cases}</td></tr>");
        html.Append("</tbody></table>");
    }

    private static void Footer(StringBuilder html, ReportInput input)
    {
        var d = input.Findings.Data;
        html.Append(CultureInfo.InvariantCulture, $"<footer class=\"meta\">{T(input, $"依据：事件 {d.Events}、反馈 {d.Feedback}、答卷 {d.Responses}、读数 {d.Readings}、措施 {d.Actions}；拒收 {d.Rejected}，重复 {d.Duplicates}。截至 {input.Findings.AsOf:yyyy-MM-dd HH:mm}。", $"From {d.Events} events, {d.Feedback} feedback, {d.Responses} responses, {d.Readings} readings, {d.Actions} actions; {d.Rejected} rejected, {d.Duplicates} duplicates. As of {input.Findings.AsOf:yyyy-MM-dd HH:mm}.")}</footer>");
    }

    private static void Figure(StringBuilder html, string value, string label, string mark) =>
        html.Append(CultureInfo.InvariantCulture, $"<div><b class=\"{mark}\">{E(value)}</b><span>{E(label)}</span></div>");

    private static string Verdict(ReportInput input, string verdict) => verdict switch
    {
        "effective" => T(input, "✓ 有效", "✓ effective"),
        "not_effective" => T(input, "无效", "not effective"),
        "harmful" => T(input, "▲ 有害", "▲ harmful"),
        _ => T(input, "尚不能判定", "not yet decidable"),
    };

    private static string Range(IReadOnlyList<double?> interval, string format) =>
        string.Join(" – ", interval.Select(v => v is { } x ? x.ToString(format, CultureInfo.InvariantCulture) : "?"));

    private static string Name(ReportInput input, string code) => input.Names.GetValueOrDefault(code, code);

    private static string In(ReportInput input, Words words) => input.Zh ? words.Zh : words.En;

    private static string T(ReportInput input, string zh, string en) => input.Zh ? zh : en;

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private const string Css = """
        :root{color:#1f2a30;font:14px/1.5 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",system-ui,sans-serif;font-variant-numeric:tabular-nums}
        body{max-width:820px;margin:24px auto;padding:0 16px}h1{font-size:22px;line-height:1.35;margin:4px 0 16px}h2{font-size:16px;margin:28px 0 8px;border-bottom:1px solid #d9dfe2;padding-bottom:4px}h3{font-size:15px;margin:16px 0 2px}
        .meta{color:#5b6870;font-size:12px}.figures{display:flex;flex-wrap:wrap;gap:12px 32px}.figures b{display:block;font-size:24px}.figures span{color:#5b6870;font-size:12px}.bad{color:#c62828}.good{color:#2e7d32}
        table{border-collapse:collapse;width:100%}th{font-weight:600;text-align:left;color:#5b6870;font-size:12px}td,th{padding:5px 8px;border-bottom:1px solid #e8ecee;vertical-align:top}.dense td{padding:2px 8px}.n{text-align:right}
        ul{padding-left:18px;margin:6px 0}.problem{break-inside:avoid}figure{margin:8px 0}figcaption{font-size:12px;color:#5b6870}.chart{width:100%;height:auto}.chart text{font-size:10px;fill:#5b6870}
        .grid{stroke:#eef1f2}.limit{fill:none;stroke:#8a979e;stroke-dasharray:4 3}.center{fill:none;stroke:#8a979e}.line{fill:none;stroke:#4a5a63;stroke-width:1.2}.dot{fill:#4a5a63}.out{fill:#c62828}footer{margin-top:32px;border-top:1px solid #d9dfe2;padding-top:8px}
        @page{size:A4;margin:14mm}@media print{body{margin:0;padding:0;max-width:none}}
        """;
}
