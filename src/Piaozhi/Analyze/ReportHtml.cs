using System.Globalization;
using System.Text;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Shell.Kit;
using static Piaozhi.Analyze.ReportInput;

namespace Piaozhi.Analyze;

/// <summary>report.html: one self-contained page that a committee chair reads in two minutes and prints on A4. What needs a decision comes first.</summary>
public static class ReportHtml
{
    /// <summary>Problems told in full; the others are a line each.</summary>
    public const int Told = 3;

    public static string Write(ReportInput input)
    {
        var faults = input.Findings.Problems.Where(p => p.Kind == "fault").OrderBy(p => p.EndedAt is not null).ToList();
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=\"{(input.Zh ? "zh-CN" : "en")}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>{input.T("票务服务质量报告", "Ticket service quality report")} {input.Findings.AsOf:yyyy-MM-dd}</title><style>{ReportStyle.Css}</style></head><body>");
        html.Append(CultureInfo.InvariantCulture, $"<header><p class=\"meta\">{input.T("票务服务质量报告", "Ticket service quality report")} · {input.Period.From:yyyy-MM-dd} – {input.Period.To.AddTicks(-1):yyyy-MM-dd}</p><h1>{E(Headline(input, faults))}</h1><p class=\"lead\">{E(Lead(input, faults))}</p></header>");
        Figures(html, input, faults.Count);
        Problems(html, input, faults);
        ReportActions.Write(html, input);
        ReportVoice.Write(html, input);
        ReportTables.Targets(html, input);
        ReportTables.Named(html, input);
        ReportTables.Bottlenecks(html, input);
        ReportTables.Data(html, input);
        ReportTables.All(html, input);
        html.Append(CultureInfo.InvariantCulture, $"<footer class=\"meta\"><p>{input.T("怎么读：红色只标超出正常波动的变化，由控制图判定，全部图表合计的误报比例控制在既定水平；括号中为 95% 区间；“把握”是该问题真实存在且位置正确的可能性。计算方法见产品文档。", "How to read it: red marks only what goes beyond ordinary variation, as judged by control charts with the false alarms of all charts together held at a set level; brackets hold 95% intervals; confidence is how likely a problem is real and lies where it says. Methods are in the product's documentation.")}</p></footer>");
        return html.Append("</body></html>").ToString();
    }

    private static string Headline(ReportInput input, List<ProblemFinding> faults) =>
        faults.Count == 0 ? input.T("服务处于受控状态：没有超出正常波动的变化", "The service is in control: nothing beyond ordinary variation") : input.In(faults[0].Title);

    private static string Lead(ReportInput input, List<ProblemFinding> faults)
    {
        var (zh, en) = (new List<string>(), new List<string>());
        if (faults.Count > 0)
        {
            var open = faults.Count(p => p.EndedAt is null);
            zh.Add($"共发现 {faults.Count} 个问题，{(open == 0 ? "均已恢复" : open == faults.Count ? "均仍在持续" : $"其中 {open} 个仍在持续")}");
            en.Add($"{faults.Count} {(faults.Count == 1 ? "problem was" : "problems were")} found, {(open == 0 ? "all over by now" : open == faults.Count ? "still going on" : $"{open} of them still going on")}");
        }

        var measured = input.Findings.Indicators.Count(i => i.Value is not null);
        var control = input.Findings.Indicators.Count(i => i.Value is not null && i.InControl);
        zh.Add($"{measured} 项指标中 {control} 项处于受控状态");
        en.Add($"{control} of {measured} indicators are in control");
        if (input.Findings.Effects is { Count: > 0 } effects)
        {
            zh.Add($"{effects.Count} 项措施中 {effects.Count(e => e.Verdict == "effective")} 项证明有效");
            en.Add($"{effects.Count(e => e.Verdict == "effective")} of {effects.Count} actions proved effective");
        }

        return input.Zh ? string.Join("；", zh) + "。" : string.Join("; ", en) + ".";
    }

    private static void Figures(StringBuilder html, ReportInput input, int faults)
    {
        var f = input.Findings;
        var judged = f.Indicators.Where(i => i.Met is not null).ToList();
        html.Append("<div class=\"figures\">");
        var open = f.Problems.Count(p => p.Kind == "fault" && p.EndedAt is null);
        Figure(open.ToString(CultureInfo.InvariantCulture), input.T($"个问题仍在持续（共 {faults} 个）", $"of {faults} problems still going on"), open > 0 ? "bad" : "");
        if (faults > 0)
            Figure(input.Count(f.Problems.Where(p => p.Kind == "fault").Sum(p => p.Impact.Customers)), input.T("人次受影响", "customers hurt, counted per problem"), "");
        if (judged.Count > 0)
            Figure($"{judged.Count(i => i.Met == true)}/{judged.Count}", input.T("项指标达到目标", "indicators on target"), "");
        if (f.Satisfaction is { Index: { } index } s)
            Figure(index.ToString("0.0", CultureInfo.InvariantCulture), input.T($"满意度指数 [{Range(s.Interval)}]", $"satisfaction index [{Range(s.Interval)}]"), "");
        if (f.Satisfaction?.Nps is { } nps)
            Figure(nps.ToString("0", CultureInfo.InvariantCulture), input.T("净推荐值", "net promoter score"), "");
        html.Append("</div>");

        void Figure(string value, string label, string mark) => html.Append(CultureInfo.InvariantCulture, $"<div><b class=\"{mark}\">{E(value)}</b><span>{E(label)}</span></div>");
        static string Range(IReadOnlyList<double?> interval) => string.Join("–", interval.Select(v => v?.ToString("0.0", CultureInfo.InvariantCulture) ?? "?"));
    }

    private static void Problems(StringBuilder html, ReportInput input, List<ProblemFinding> faults)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{input.T("最重要的问题", "The problems that matter most")}</h2>");
        if (faults.Count == 0)
            html.Append(CultureInfo.InvariantCulture, $"<p>{input.T("没有发现超出正常波动的问题。", "Nothing beyond ordinary variation was found.")}</p>");
        foreach (var p in faults.Take(Told))
            Problem(html, input, p);
        if (faults.Count <= Told)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<h3 style=\"margin-top:18px\">{input.T("其余问题", "Further problems")}</h3><table><thead><tr><th>{input.T("问题", "Problem")}</th><th class=\"n\">{input.T("人次", "Customers")}</th><th class=\"n wideonly\">{input.T("把握", "Confidence")}</th></tr></thead><tbody>");
        foreach (var p in faults.Skip(Told))
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(input.In(p.Title))}<div class=\"meta\">{(p.EndedAt is null ? input.T("仍在持续", "still going on") : input.T("已恢复", "over by now"))}</div></td><td class=\"n\">{(p.Impact.Customers > 0 ? input.Count(p.Impact.Customers) : "–")}</td><td class=\"n wideonly\">{p.Confidence.ToString("P0", CultureInfo.InvariantCulture)}</td></tr>");
        html.Append("</tbody></table>");
    }

    private static void Problem(StringBuilder html, ReportInput input, ProblemFinding p)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"problem\"><h3>{E(input.In(p.Title))}</h3><dl>");
        Row(input.T("时间", "When"), Moments.Of(p.StartedAt.DateTime, input.Culture) + (p.EndedAt is { } end
            ? input.T(" 起，持续 ", ", for ") + Moments.Length(end - p.StartedAt, input.Culture) + input.T("，已恢复", ", over by now")
            : input.T(" 起，仍在持续", ", still going on")));
        var hurt = new List<string>();
        if (p.Impact.Customers > 0)
            hurt.Add(input.Count(p.Impact.Customers) + input.T(" 位顾客", p.Impact.Customers == 1 ? " customer" : " customers"));
        if (p.Impact.Cases > 0)
            hurt.Add(input.Count(p.Impact.Cases) + input.T(" 笔业务", p.Impact.Cases == 1 ? " case" : " cases"));
        if (p.Impact.Amount > 0)
            hurt.Add("¥" + Core.Measure.Shown.Count((double)p.Impact.Amount, input.Zh));
        if (hurt.Count > 0)
            Row(input.T("影响", "Hurt"), string.Join(input.T("，", ", "), hurt));
        Row(input.T("位置", "Where"), input.Places.GetValueOrDefault(p.Id, "") + Step(input, p.Cause) + input.T("；把握 ", "; confidence ") + p.Confidence.ToString("P0", CultureInfo.InvariantCulture));
        html.Append("</dl>");
        if (input.Charts.TryGetValue(p.Id, out var chart) && ReportChart.Control(chart, input.T($"自 {p.StartedAt:MM-dd}", $"since {p.StartedAt:MM-dd}")) is { Length: > 0 } svg)
            html.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{E(chart.Caption)}</figcaption>{svg}</figure>");
        if (p.Evidence.Count > 0)
        {
            html.Append("<ul>");
            foreach (var evidence in p.Evidence.Take(5))
                html.Append(CultureInfo.InvariantCulture, $"<li>{E(input.In(evidence.Text))}</li>");
            html.Append("</ul>");
        }

        foreach (var quote in input.Quotes.GetValueOrDefault(p.Id, []))
            html.Append(CultureInfo.InvariantCulture, $"<blockquote>“{E(quote)}”</blockquote>");
        html.Append("</section>");

        void Row(string label, string text) => html.Append(CultureInfo.InvariantCulture, $"<dt>{label}</dt><dd>{E(text)}</dd>");
    }

    /// <summary>The step and the topic that the cause names.</summary>
    private static string Step(ReportInput input, CauseFinding cause)
    {
        var parts = new List<string>();
        if (cause.Activity is { } activity)
            parts.Add(input.T("环节 ", "step ") + ActivityWords.Of(activity).In(input.Culture) + (cause.Reason is { } reason ? input.T($"（原因代码 {reason}）", $" (reason {reason})") : ""));
        if (cause.Taxonomy is { } leaf && Taxonomy.Of(leaf) is { } topic)
            parts.Add(input.T("反馈主题 ", "topic ") + topic.Name.In(input.Culture));
        return parts.Count == 0 ? "" : input.T("；", "; ") + string.Join(input.T("；", "; "), parts);
    }
}
