using System.Globalization;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Screening;

namespace Piaozhi.Core.Listen.Mapping;

/// <summary>Applies a mapping to the rows of one table. What a transform cannot read is passed on as it stands, so that screening names it.</summary>
public sealed class Mapper
{
    private readonly Mapping _mapping;
    private readonly Dictionary<string, int> _at = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _plain = new(StringComparer.Ordinal);
    private readonly List<(int Column, string Name)> _kept = [];
    private readonly TimeSpan _offset;

    public Mapper(Mapping mapping, IReadOnlyList<string> headers)
    {
        _mapping = mapping;
        _offset = TimeSpan.FromHours(mapping.UtcOffsetHours);
        var names = headers.Select(HeaderLines.Normal).ToList();
        var used = mapping.Used.Select(HeaderLines.Normal).ToHashSet(StringComparer.Ordinal);
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            var nth = times[names[i]] = times.GetValueOrDefault(names[i]) + 1;
            _at.TryAdd(names[i], i);
            if (names[i].StartsWith(RejectColumns.Prefix, StringComparison.Ordinal))
                continue;
            if (nth > 1 || !used.Contains(names[i]))
                _kept.Add((i, names[i].Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"column_{i + 1}") : nth == 1 ? headers[i].Trim() : string.Create(CultureInfo.InvariantCulture, $"{headers[i].Trim()}_{nth}")));
        }
    }

    /// <summary>True for the line of sums that exports put below (合计, 小计, total): its first word says so.</summary>
    public static bool IsTotals(IReadOnlyList<string> cells) =>
        cells.FirstOrDefault(c => c.Trim().Length > 0) is { } first
        && HeaderLines.Normal(first).TrimEnd(':').ToLowerInvariant() is "合计" or "小计" or "总计" or "总和" or "本页合计" or "本页小计" or "total" or "totals" or "subtotal" or "grandtotal" or "sum";

    /// <summary>Which rows of the contract this foreign row makes.</summary>
    public IEnumerable<Emission> Emissions(IReadOnlyList<string> cells)
    {
        var made = false;
        foreach (var row in _mapping.Rows)
            if (!(row.Otherwise && made) && (row.Needs?.All(c => Cell(cells, c).Length > 0) ?? true) && (row.Lacks?.All(c => Cell(cells, c).Length == 0) ?? true)
                && (row.When?.All(w => w.Value.Contains(Cell(cells, w.Key))) ?? true))
            {
                made = true;
                yield return row;
            }
    }

    /// <summary>The column, with its text, that decided that a row makes nothing: its word is in no list, or it is empty.</summary>
    public (string Column, string Text) Deciding(IReadOnlyList<string> cells)
    {
        var column = _mapping.Rows.SelectMany(r => r.When?.Keys ?? []).FirstOrDefault() ?? _mapping.Rows.SelectMany(r => r.Needs ?? []).FirstOrDefault() ?? "";
        return (column, column.Length == 0 ? "" : Cell(cells, column));
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

    private string Cell(IReadOnlyList<string> cells, string column)
    {
        if (!_plain.TryGetValue(column, out var name))
            _plain[column] = name = HeaderLines.Normal(column);
        return _at.TryGetValue(name, out var i) && i < cells.Count ? cells[i] : "";
    }

    private string Transform(ColumnMap map, string raw, string plus)
    {
        if (map.Words is not null)
            raw = map.Words.GetValueOrDefault(raw, raw);
        return map.Form switch
        {
            "time" when map.Format is { } format && Times.TryReadAs(raw, format, _offset, out var at) => Later(at, plus).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
            "time" when map.Format is null && Times.TryReadHabit(raw, _offset, out var at) => Later(at, plus).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
            "fen" when Numbers.TryRead(raw, out decimal fen) => (fen / 100).ToString(CultureInfo.InvariantCulture),
            "seconds" when Numbers.TryRead(raw, out decimal seconds) => decimal.Truncate(seconds * 1000).ToString(CultureInfo.InvariantCulture),
            "minutes" when Numbers.TryRead(raw, out decimal minutes) => decimal.Truncate(minutes * 60_000).ToString(CultureInfo.InvariantCulture),
            "clock" when Times.TryReadClock(raw, out var length) => ((long)length.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
            "percent" when Numbers.TryReadPercent(raw, out var share) => share.ToString(CultureInfo.InvariantCulture),
            "number" when Numbers.TryRead(raw, out decimal number) => number.ToString(CultureInfo.InvariantCulture),
            "ticket" => $$"""[{"type":"ticket","id":"{{RawRow.Escape(raw)}}"}]""",
            _ => raw,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset at, string seconds) =>
        Numbers.TryRead(seconds, out double s) && s is >= 0 and < 1e8 ? at.AddSeconds(s) : at;
}
