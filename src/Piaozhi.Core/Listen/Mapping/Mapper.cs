using System.Globalization;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Screening;

namespace Piaozhi.Core.Listen.Mapping;

/// <summary>Applies a mapping to the rows of one table. What a transform cannot read is passed on as it stands, so that screening names it.</summary>
public sealed class Mapper
{
    private readonly Mapping _mapping;
    private readonly Dictionary<string, int> _at = new(StringComparer.Ordinal);
    private readonly List<(int Column, string Name)> _kept = [];
    private readonly TimeSpan _offset;

    public Mapper(Mapping mapping, IReadOnlyList<string> headers)
    {
        _mapping = mapping;
        _offset = TimeSpan.FromHours(mapping.UtcOffsetHours);
        for (var i = 0; i < headers.Count; i++)
            _at.TryAdd(headers[i], i);
        var used = mapping.Used.ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < headers.Count; i++)
            if (_at[headers[i]] != i || !used.Contains(headers[i]))
                _kept.Add((i, _at[headers[i]] == i ? headers[i] : string.Create(CultureInfo.InvariantCulture, $"{headers[i]}_{i + 1}")));
    }

    /// <summary>True for the line of sums that exports put below (合计, 小计, total).</summary>
    public static bool IsTotals(string first) =>
        first.Trim().TrimEnd(':', '：') is "合计" or "小计" or "总计" or "合 计" or "Total" or "TOTAL" or "total" or "Subtotal" or "Grand total";

    /// <summary>Which rows of the contract this foreign row makes.</summary>
    public IEnumerable<Emission> Emissions(IReadOnlyList<string> cells)
    {
        foreach (var row in _mapping.Rows)
            if ((row.Needs?.All(c => Cell(cells, c).Length > 0) ?? true) && (row.Lacks?.All(c => Cell(cells, c).Length == 0) ?? true)
                && (row.When?.All(w => w.Value.Contains(Cell(cells, w.Key))) ?? true))
                yield return row;
    }

    /// <summary>Fills a row of the contract.</summary>
    public void Fill(RawRow row, Emission emission, IReadOnlyList<string> cells)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var map in emission.Columns.Concat(_mapping.Shared))
        {
            var raw = map.Join is not null ? string.Join('/', map.Join.Select(c => Cell(cells, c)))
                : map.From is null ? map.Value ?? "" : Cell(cells, map.From);
            if (raw.Length == 0 || !done.Add(map.To))
                continue;
            row.Put(map.To, Transform(map, raw, map.Plus is null ? "" : Cell(cells, map.Plus)));
        }

        foreach (var (column, name) in _kept)
            if (column < cells.Count)
                row.Put("attributes." + name, cells[column]);
    }

    private string Cell(IReadOnlyList<string> cells, string column) => _at.TryGetValue(column, out var i) && i < cells.Count ? cells[i] : "";

    private string Transform(ColumnMap map, string raw, string plus)
    {
        if (map.Words is not null)
            raw = map.Words.GetValueOrDefault(raw, raw);
        return map.Form switch
        {
            "time" when Times.TryReadHabit(raw, _offset, out var at) => Later(at, plus).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
            "fen" when Numbers.TryRead(raw, out decimal fen) => (fen / 100).ToString(CultureInfo.InvariantCulture),
            "seconds" when Numbers.TryRead(raw, out decimal seconds) => decimal.Truncate(seconds * 1000).ToString(CultureInfo.InvariantCulture),
            "number" when Numbers.TryRead(raw, out decimal number) => number.ToString(CultureInfo.InvariantCulture),
            "ticket" => $$"""[{"type":"ticket","id":"{{RawRow.Escape(raw)}}"}]""",
            _ => raw,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset at, string seconds) =>
        Numbers.TryRead(seconds, out double s) && s is >= 0 and < 1e8 ? at.AddSeconds(s) : at;
}
