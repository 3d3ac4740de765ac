using System.Globalization;
using System.Text;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Screening;

namespace Piaozhi.Listen.Columns;

/// <summary>What loads and what becomes of it, as a document (docs/sources.md); a test keeps it current.</summary>
public static class SourcesDocument
{
    private const string Head = """
        # 数据来源 / Sources

        Written by `piaozhi listen mapping document`; do not edit by hand.

        ## 文件格式 / Forms of files

        | Form | Told by | Notes |
        |---|---|---|
        | NDJSON | first character `{` | one object a line; a line of up to 16 million characters |
        | CSV and other separated text | anything else | separated by comma, semicolon, tab or `|`; the header may stand some lines down; quotes after RFC 4180 |
        | gzip | first bytes `1F 8B` | of either of the two |
        | Excel workbook | first bytes `PK` | every sheet is a table; dates of cells are local times |
        | Parquet | first bytes `PAR1` | a timestamp without zone is a local time and needs a mapping that says which |

        Encodings: UTF-8 with or without BOM, UTF-16 with or without BOM, GB18030 (with GBK and GB2312), found by the bytes, however late the first
        other character stands. Habits that are read: full-width digits, `2026年1月15日 下午3点05分`, `2026/1/15`, `20260115100000`, Unix seconds and
        milliseconds, Excel serial days, thousand separators, currency and percent signs, 分 and 元, masked phone numbers, headers that come twice, a
        line of sums below (合计, 小计, total).

        Every row that cannot be read goes to the reject store with its line, field and reason; the rest loads. Loading a file twice changes nothing.
        Phone numbers, e-mail addresses, identity and card numbers become pseudonyms, texts are masked.

        ## 合同格式 / Files of the contract

        Known by name (`events.csv`, `feedback-2026.ndjson.gz`) or by the columns. **Bold**: required. Any other column is kept as `attributes.<column>`.

        | File | Fields |
        |---|---|

        """;

    public static string Text()
    {
        var text = new StringBuilder(Head);
        foreach (var kind in Enum.GetValues<FactKind>())
            text.Append(CultureInfo.InvariantCulture, $"| `{kind.Word()}` | {string.Join(" · ", Fields.Of(kind).Select(f => Screener.Requires(kind, f) ? $"**{f}**" : f))} |\n");
        text.Append("\n## 自带列映射 / Mappings in the box\n\nThese tables load without a question. Any other table is shown with a proposed mapping, which is edited, saved and then known by its header.\n");
        foreach (var mapping in Mappings.BuiltIn)
            Append(mapping, text);
        return text.ToString();
    }

    private static void Append(Mapping mapping, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n### {mapping.Title!.Zh} / {mapping.Title.En} (`{mapping.Name}`)\n\n");
        text.Append(mapping.Headers is { } headers
            ? $"No header row; columns in this order: {string.Join(", ", headers.Select(h => $"`{h}`"))}. "
            : $"Known by the columns {string.Join(", ", mapping.Signature.Select(h => $"`{h}`"))}. ");
        text.Append(CultureInfo.InvariantCulture, $"Becomes `{mapping.Kind.Word()}`; times without an offset are of UTC{mapping.UtcOffsetHours:+0.#;-0.#;+0}.\n\n");
        if (mapping.Kind == FactKind.Events)
        {
            text.Append("| A row makes | when | with |\n|---|---|---|\n");
            foreach (var row in mapping.Rows)
                text.Append(CultureInfo.InvariantCulture, $"| {Activity(row)} | {When(row)} | {string.Join("; ", row.Columns.Where(c => c.To != "activity").Select(c => Said(c)))} |\n");
            text.Append('\n');
        }

        text.Append("| Column | becomes |\n|---|---|\n");
        foreach (var column in mapping.Shared)
            text.Append(CultureInfo.InvariantCulture, $"| {From(column)} | `{column.To}`{Form(column)} |\n");
    }

    private static string Activity(Emission row) => row.Columns.FirstOrDefault(c => c.To == "activity") is { } a ? a.Value is { } code ? $"`{code}`" : $"the word in `{a.From}`, as it is" : "one row";

    private static string When(Emission row)
    {
        var conditions = (row.Needs ?? []).Select(c => $"`{c}` is filled").Concat((row.Lacks ?? []).Select(c => $"`{c}` is empty"))
            .Concat((row.When ?? new Dictionary<string, IReadOnlyList<string>>()).Select(w => $"`{w.Key}` is {string.Join(" or ", w.Value)}")).ToList();
        return row.Otherwise ? "no other applies" : conditions.Count == 0 ? "always" : string.Join(" and ", conditions);
    }

    private static string Said(ColumnMap c) => $"`{c.To}` = {From(c)}{Form(c)}";

    private static string From(ColumnMap c) => c.Join is { } keys ? string.Join(" + ", keys.Select(k => $"`{k}`")) : c.From is { } from ? $"`{from}`" + (c.Plus is { } plus ? $" + `{plus}`" : "") : $"\"{c.Value}\"";

    private static string Form(ColumnMap c) => (c.Form switch
    {
        "fen" => " (分 to 元)",
        "seconds" => " (seconds to milliseconds)",
        "minutes" => " (minutes to milliseconds)",
        "clock" => " (mm:ss to milliseconds)",
        "percent" => " (percent to a fraction)",
        "ticket" => " (as a ticket)",
        _ => "",
    }) + (c.Words is { } words ? $" ({string.Join(", ", words.Select(w => $"{w.Key} → {(w.Value.Length == 0 ? "nothing" : w.Value)}"))})" : "");
}
