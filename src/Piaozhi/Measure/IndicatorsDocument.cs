using System.Globalization;
using System.Text;
using Piaozhi.Core.Measure;

namespace Piaozhi.Measure;

/// <summary>The catalogue as a document (docs/indicators.md); a test keeps it current.</summary>
public static class IndicatorsDocument
{
    public static string Text(IndicatorCatalog catalog)
    {
        var text = new StringBuilder("# 指标目录 / Indicators\n\nWritten by `piaozhi measure document`; do not edit by hand.\n\n| Code | 名称 / Name | 怎么算 / How it is worked out | Unit | Good | Journey | Quality | Chart | Target | Source |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var i in catalog.All)
            text.Append(CultureInfo.InvariantCulture, $"| {i.Code} | {i.Name.Zh} / {i.Name.En} | {i.Formula.Zh} / {i.Formula.En} | {i.Unit} | {i.Direction} | {i.Journey} | {string.Join(' ', i.Quality)} | {i.Chart} | {Target(i)} | {i.Target?.Source} |\n");
        return text.ToString();
    }

    private static string Target(Indicator i) => i.Target is not { Value: { } value } target ? ""
        : (target.AtLeast is null ? "≤ " : "≥ ") + Shown.Value(value, i.Unit, CultureInfo.InvariantCulture);
}
