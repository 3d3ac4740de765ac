using System.Globalization;
using System.Text;
using static Piaozhi.Analyze.ReportInput;

namespace Piaozhi.Analyze;

/// <summary>The part of the report on satisfaction: scores with intervals on one scale, and what drives the whole.</summary>
internal static class ReportVoice
{
    public static void Write(StringBuilder html, ReportInput input)
    {
        if (input.Findings.Satisfaction is not { Index: { } index } s)
            return;
        var weakest = s.Dimensions.Where(d => d.Importance > 0).OrderByDescending(d => d.Importance * (100 - d.Score)).FirstOrDefault();
        html.Append(CultureInfo.InvariantCulture, $"<h2>{input.T("顾客满意度", "Customer satisfaction")}</h2><p>{input.T($"指数 {index:0.0}（{s.N} 份有效答卷）", $"Index {index:0.0} ({s.N} valid responses)")}{(s.Csat is { } csat ? input.T($"，满意率 {csat:P1}", $", {csat:P1} satisfied") : "")}{(s.Nps is { } nps ? input.T($"，净推荐值 {nps:0.0}", $", NPS {nps:0.0}") : "")}{input.T("。", ".")}{(weakest is null ? "" : input.T($"提升“{E(input.Dimension(weakest.Code))}”最值得：它影响大，而得分还有余地。", $" The most is to be gained on “{E(input.Dimension(weakest.Code))}”: it matters and has room."))}</p>");
        if (s.Dimensions.Count > 0)
        {
            var lows = s.Dimensions.SelectMany(d => new double?[] { d.Score, d.Interval[0] }).OfType<double>().ToList();
            var from = Math.Max(0, Math.Floor(lows.Min() / 10) * 10);
            html.Append(CultureInfo.InvariantCulture, $"<table><thead><tr><th>{input.T("维度", "Dimension")}</th><th>{input.T($"得分与 95% 区间（{from:0}–100）", $"Score and 95% interval ({from:0}–100)")}</th><th class=\"n\">{input.T("得分", "Score")}</th><th class=\"n\">{input.T("重要性", "Importance")}</th></tr></thead><tbody>");
            foreach (var d in s.Dimensions.OrderByDescending(d => d.Importance).ThenByDescending(d => d.Weight))
                html.Append(CultureInfo.InvariantCulture, $"<tr><td>{E(input.Dimension(d.Code))}</td><td>{ReportChart.Score(d.Score, d.Interval[0], d.Interval[1], from, 100)}</td><td class=\"n\">{d.Score:0.0}</td><td class=\"n\">{(d.Importance > 0 ? string.Create(CultureInfo.InvariantCulture, $"{d.Importance:P0}<span class=\"share wideonly\" style=\"width:{d.Importance * 80:0}px\"></span>") : "–")}</td></tr>");
            html.Append("</tbody></table>");
        }

        if (s.Excluded.Count > 0)
        {
            var reasons = s.Excluded.SelectMany(e => e.Reason.Split(' ', StringSplitOptions.RemoveEmptyEntries)).GroupBy(r => r, StringComparer.Ordinal).OrderByDescending(g => g.Count()).Select(g => $"{input.Exclusion(g.Key)} {g.Count()}");
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"meta\">{input.T($"不计入的答卷 {s.Excluded.Count} 份：", $"{s.Excluded.Count} responses left out: ")}{E(string.Join(input.T("，", ", "), reasons))}{input.T("。", ".")}</p>");
        }
    }
}
