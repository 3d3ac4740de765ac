using System.Globalization;
using System.Text;
using static Piaozhi.Analyze.ReportInput;

namespace Piaozhi.Analyze;

/// <summary>The part of the report that says whether the actions worked.</summary>
internal static class ReportActions
{
    private const int Drawn = 4;

    public static void Write(StringBuilder html, ReportInput input)
    {
        if (input.Findings.Effects.Count == 0)
            return;
        html.Append(CultureInfo.InvariantCulture, $"<h2>{input.T("措施是否有效", "Did the actions work?")}</h2>");
        var drawn = 0;
        foreach (var e in input.Findings.Effects.OrderBy(e => Rank(e.Verdict)))
        {
            var story = input.Actions.GetValueOrDefault(e.ActionId);
            var (word, mark) = Verdict(input, e.Verdict);
            html.Append(CultureInfo.InvariantCulture, $"<section class=\"effect\"><div class=\"row\"><div><h3>{E(story?.Title ?? e.ActionId)}</h3><p><b class=\"{mark}\">{word}</b>{(e.Estimate is { } v ? $" · {E(input.Name(e.Indicator))} {E(input.Changes(e.Indicator, v))} [{Range(input, e)}]" : $" · {E(input.Name(e.Indicator))}")}</p><p class=\"meta\">{(story is null ? "" : $"{story.Started:yyyy-MM-dd} {input.T("起", "onwards")} · {E(story.Place)}")}</p></div>");
            if (e is { Estimate: { } estimate, Interval: [{ } low, { } high] })
                html.Append(ReportChart.Interval(estimate, low, high, story?.Promised, mark, x => input.Changes(e.Indicator, x)));
            html.Append("</div>");
            if (story is not null && drawn < Drawn && ReportChart.Effect(story.Path, x => input.Formats(e.Indicator, x), input.T("措施开始", "action begins")) is { Length: > 0 } svg)
            {
                drawn++;
                html.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{input.T("实线为实际，虚线与底色为没有措施时的预期及其范围", "Solid: what was seen. Dashed with its band: what would have come without the action")}</figcaption>{svg}</figure>");
            }

            html.Append(CultureInfo.InvariantCulture, $"<p class=\"meta\">{E(input.In(e.Why))}</p></section>");
        }
    }

    private static string Range(ReportInput input, EffectFinding e) =>
        E(string.Join(input.T(" 至 ", " to "), e.Interval.Select(v => v is { } x ? input.Changes(e.Indicator, x) : "?")));

    private static int Rank(string verdict) => verdict switch { "harmful" => 0, "effective" => 1, "not_effective" => 2, _ => 3 };

    private static (string Word, string Mark) Verdict(ReportInput input, string verdict) => verdict switch
    {
        "effective" => (input.T("✓ 有效", "✓ effective"), "good"),
        "not_effective" => (input.T("— 无效", "— not effective"), ""),
        "harmful" => (input.T("▲ 有害", "▲ harmful"), "bad"),
        _ => (input.T("◔ 尚不能判定", "◔ not yet decidable"), "soon"),
    };
}
