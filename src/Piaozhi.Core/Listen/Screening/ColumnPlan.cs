using System.Text.Json;

namespace Piaozhi.Core.Listen.Screening;

/// <summary>What each column of a table of the contract means, worked out once from its header.</summary>
public sealed class ColumnPlan
{
    private readonly (int Slot, string Name, Use Use)[] _columns;

    private ColumnPlan((int, string, Use)[] columns) => _columns = columns;

    private enum Use
    {
        Slot,
        Answer,
        Attribute,
        AttributesObject,
        Skip,
    }

    /// <summary>True when at least one column is a field that the kind requires.</summary>
    public bool Knows { get; private init; }

    public int Width => _columns.Length;

    public static ColumnPlan Compile(FactKind kind, IReadOnlyList<string> headers)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var columns = new (int, string, Use)[headers.Count];
        var knows = false;
        for (var i = 0; i < headers.Count; i++)
        {
            var name = headers[i].Trim().TrimStart('\uFEFF');
            var times = seen[name] = seen.GetValueOrDefault(name) + 1;
            var slot = times == 1 ? Fields.Slot(kind, name) : -1;
            knows |= slot >= 0 && Screener.Requires(kind, name);
            if (name.Length == 0)
                name = $"column_{i + 1}";
            columns[i] = name.StartsWith(Mapping.RejectColumns.Prefix, StringComparison.Ordinal) ? (-1, name, Use.Skip)
                : slot >= 0 ? (slot, name, Use.Slot)
                : kind == FactKind.Responses && name.StartsWith("q:", StringComparison.Ordinal) ? (-1, name[2..], Use.Answer)
                : name == "attributes" ? (-1, name, Use.AttributesObject)
                : (-1, (name.StartsWith("attributes.", StringComparison.Ordinal) ? name[11..] : name) + (times > 1 ? $"_{times}" : ""), Use.Attribute);
        }

        return new ColumnPlan(columns) { Knows = knows };
    }

    /// <summary>Fills a row from the cells of a line; cells beyond the header are kept as <c>column_n</c>.</summary>
    public void Fill(RawRow row, Habits.DelimitedReader cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            var text = cells[i];
            if (text.IsEmpty)
                continue;
            if (i >= _columns.Length)
            {
                row.Keep($"column_{i + 1}", text.ToString());
                continue;
            }

            var (slot, name, use) = _columns[i];
            if (use == Use.Slot)
                row.Set(slot, text);
            else if (use == Use.Answer)
                row.Answers.Add((name, text.ToString()));
            else if (use == Use.Attribute)
                row.Keep(name, text.ToString());
            else if (use == Use.AttributesObject)
                Merge(row, text.ToString());
        }
    }

    private static void Merge(RawRow row, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var p in json.RootElement.EnumerateObject())
                {
                    var isText = p.Value.ValueKind == JsonValueKind.String;
                    row.Keep(p.Name, isText ? p.Value.GetString()! : p.Value.GetRawText(), json: !isText);
                }

                return;
            }
        }
        catch (JsonException)
        {
            // Not JSON: the text itself is what there is to keep.
        }

        row.Keep("attributes", text);
    }
}
