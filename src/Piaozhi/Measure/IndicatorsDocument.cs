using System.Globalization;
using System.Text;
using Piaozhi.Core.Measure;

namespace Piaozhi.Measure;

/// <summary>The catalogue as a document (docs/indicators.md); a test keeps it current.</summary>
public static class IndicatorsDocument
{
    public static string Text(IndicatorCatalog catalog)
    {
        var (readings, limited) = (catalog.All.Where(i => Need.IsReading(i.Definition)).ToList(), catalog.All.Where(i => i.Limits is not null).ToList());
        var text = new StringBuilder("# 指标目录 / Indicators\n\nWritten by `piaozhi measure document`; do not edit by hand.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"""
            {catalog.All.Count} indicators. {catalog.All.Count - readings.Count} are counted from events, feedback and answers; {readings.Count} need a value that another
            system measures and are followed once it arrives as a reading of that code ({string.Join(", ", readings.Select(i => i.Code))}).
            {limited.Count} of them take something as given that the definition of the field leaves open, or need an attribute of the source: see the second table.

            | Code | 名称 / Name | 怎么算 / How it is worked out | 需要 / Needs | Unit | Good | Journey | Quality | Chart | Target | Source |
            |---|---|---|---|---|---|---|---|---|---|---|

            """);
        foreach (var i in catalog.All)
            text.Append(CultureInfo.InvariantCulture, $"| {i.Code} | {i.Name.Zh} / {i.Name.En} | {i.Formula.Zh} / {i.Formula.En} | {Needs(i)} | {i.Unit} | {i.Direction} | {i.Journey} | {string.Join(' ', i.Quality)} | {i.Chart} | {Target(i)} | {i.Target?.Source} |\n");
        text.Append("\n## 口径说明 / What a figure takes as given\n\n| Code | 名称 / Name | 说明 / Limit |\n|---|---|---|\n");
        foreach (var i in limited)
            text.Append(CultureInfo.InvariantCulture, $"| {i.Code} | {i.Name.Zh} / {i.Name.En} | {i.Limits!.Zh} / {i.Limits.En} |\n");
        return text.ToString();
    }

    private static string Needs(Indicator i) => string.Join("; ", Need.Of(i.Definition).Select(n =>
        $"{n.Table.ToString().ToLowerInvariant()} {(n.Any.Count == 0 ? "" : string.Join(", ", n.Any.Select(a => $"`{a}`")))}{string.Concat(n.Fields.Select(f => $" with `{f}`"))}".TrimEnd()));

    private static string Target(Indicator i) => i.Target is not { Value: { } value } target ? ""
        : (target.AtLeast is null ? "≤ " : "≥ ") + Shown.Value(value, i.Unit, CultureInfo.InvariantCulture);
}
