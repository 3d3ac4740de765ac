using System.Text;
using System.Text.Json;
using MiniExcelLibs;
using Piaozhi.Access;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Import;

namespace Piaozhi.Listen.Rejects;

/// <summary>
/// The rejected rows as they came, in the shape of their own tables, with what is wrong beside each. Mended and loaded again, they find
/// their entries in the reject store by the column <c>piaozhi.row</c>.
/// </summary>
public static class DownloadRejects
{
    public const int Most = 100_000;

    /// <param name="Workbook">True for xlsx with one sheet a table, false for CSV, which holds one table only.</param>
    public sealed record Input(RejectFilter Filter, bool Workbook);

    public sealed record Made(string FileName, string ContentType, byte[] Content, int Rows);

    /// <summary>Rows that stood in tables of one shape.</summary>
    private sealed record Sheet(string Name, List<string> Columns, List<Dictionary<string, string>> Rows);

    public static async Task<Outcome<Made>> RunAsync(Input input, Session session, PrivacyKey key, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        var found = await ListRejects.RunAsync(input.Filter with { Most = Most }, session, ct);
        if (!found.Ok)
            return Outcome<Made>.Refuse(found.Refusals);
        var sheets = Sheets(found.Value, key, session);
        if (sheets.Count == 0)
            return new Refusal("listen.rejects.none") { Kind = RefusalKind.NotFound };
        if (!input.Workbook && sheets.Count > 1)
            return new Refusal("listen.rejects.several-tables", "", sheets.Count);
        var rows = sheets.Sum(s => s.Rows.Count);
        // Rows as they came may name people: who took them out stays known.
        session.Trail(new Artefact(ArtefactKind.Import, "rejects"), "listen.rejects.downloaded", null, rows);
        await session.Records.SaveChangesAsync(ct);
        var name = "rejects-" + session.LocalNow.ToString("yyyyMMdd-HHmm", System.Globalization.CultureInfo.InvariantCulture);
        return input.Workbook
            ? new Made(name + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Xlsx(sheets), rows)
            : new Made(name + ".csv", "text/csv; charset=utf-8", Csv(sheets[0]), rows);
    }

    private static List<Sheet> Sheets(IEnumerable<RejectRow> rejects, PrivacyKey key, Session session)
    {
        var sheets = new Dictionary<string, Sheet>(StringComparer.Ordinal);
        foreach (var row in rejects.Where(r => r.SealedRow is not null).GroupBy(r => r.RowId).OrderBy(g => g.First().File, StringComparer.Ordinal).ThenBy(g => g.First().Line))
        {
            var first = row.First();
            if (key.Open(first.SealedRow!) is not { } original)
                continue;
            var shape = first.Header is null ? "json " + first.Kind : first.Kind + "\n" + first.Header;
            if (!sheets.TryGetValue(shape, out var sheet))
                sheets[shape] = sheet = new Sheet(first.Header is null && first.Kind.Length > 0 ? first.Kind : $"{sheets.Count + 1}", [], []);
            var cells = Split(original, first.Header);
            if (cells is null)
                cells = new() { [RejectColumns.Original] = original };
            foreach (var column in (IEnumerable<string>)cells.Keys)
                if (!sheet.Columns.Contains(column))
                    sheet.Columns.Add(column);
            cells[RejectColumns.Row] = first.RowId;
            cells[RejectColumns.File] = first.File;
            cells[RejectColumns.Line] = first.Line.ToString(System.Globalization.CultureInfo.InvariantCulture);
            cells[RejectColumns.Field] = string.Join(", ", row.Select(r => r.Field).Where(f => f.Length > 0).Distinct());
            cells[RejectColumns.Reason] = string.Join(' ', row.Select(r => r.Reason).Distinct().Select(r => Reasons.Text(r).In(session.Culture)));
            sheet.Rows.Add(cells);
        }

        foreach (var sheet in sheets.Values)
        {
            sheet.Columns.Remove(RejectColumns.Original);
            sheet.Columns.AddRange(RejectColumns.All.Where(c => c != RejectColumns.Original || sheet.Rows.Any(r => r.ContainsKey(c))));
        }

        return [.. sheets.Values];
    }

    /// <summary>The cells of a row by their columns; null when the row cannot be split.</summary>
    private static Dictionary<string, string>? Split(string original, string? header)
    {
        if (header is null)
            return FromJson(original);
        var separator = Encodings.Separator(header);
        var (names, row) = (new DelimitedReader(new StringReader(header), separator), new DelimitedReader(new StringReader(original), separator));
        if (!names.Read() || !row.Read() || !row.WellFormed)
            return null;
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Max(names.Count, row.Count); i++)
        {
            var name = i < names.Count ? names[i].ToString() : $"column_{i + 1}";
            if (name.StartsWith(RejectColumns.Prefix, StringComparison.Ordinal))
                continue;
            var nth = times[name] = times.GetValueOrDefault(name) + 1;
            cells[nth == 1 ? name : $"{name}_{nth}"] = i < row.Count ? row[i].ToString() : "";
        }

        return cells;
    }

    private static Dictionary<string, string>? FromJson(string original)
    {
        try
        {
            using var json = JsonDocument.Parse(original);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var cells = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var field in json.RootElement.EnumerateObject())
            {
                if (field.Name is "attributes" or "answers" && field.Value.ValueKind == JsonValueKind.Object)
                    foreach (var inner in field.Value.EnumerateObject())
                        cells[(field.Name == "answers" ? "q:" : "attributes.") + inner.Name] = Cell(inner.Value);
                else
                    cells[field.Name] = Cell(field.Value);
            }

            return cells;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array when value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) => string.Join('|', value.EnumerateArray().Select(v => v.GetString())),
        _ => value.GetRawText(),
    };

    private static byte[] Csv(Sheet sheet)
    {
        var text = new StringBuilder("\uFEFF").Append(RowsAsText.Line([.. sheet.Columns]));
        foreach (var row in sheet.Rows)
            text.Append(RowsAsText.Line([.. sheet.Columns.Select(c => row.GetValueOrDefault(c, ""))]));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Xlsx(List<Sheet> sheets)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(sheets.ToDictionary(s => s.Name, s => (object)s.Rows.Select(r => s.Columns.ToDictionary(c => c, c => (object?)r.GetValueOrDefault(c, "")))));
        return stream.ToArray();
    }
}
