using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Log;

/// <summary>Takes the rows of one kind of fact one by one and puts them in order as columns.</summary>
public sealed class LogBuilder
{
    private readonly FactTable _kind;
    private readonly FactLog _log;
    private readonly string[] _texts, _numbers;
    private readonly ValueSet[] _sets;
    private readonly Growing<int>[] _codes;
    private readonly Growing<double>[] _values;
    private readonly Dictionary<string, (ValueSet Set, Growing<int> Codes)> _attributes = new(StringComparer.Ordinal);
    private readonly Growing<long> _at = new();
    private readonly Growing<int> _case = new();
    private readonly List<string>? _ids;

    internal LogBuilder(FactLog log, FactTable kind, string[] texts, string[] numbers)
    {
        (_log, _kind, _texts, _numbers) = (log, kind, texts, numbers);
        _sets = [.. texts.Select(log.Values)];
        _codes = [.. texts.Select(_ => new Growing<int>())];
        _values = [.. numbers.Select(_ => new Growing<double>())];
        _ids = kind == FactTable.Feedback ? [] : null;
    }

    /// <param name="texts">In the order of the texts that the table was begun with; null = absent.</param>
    /// <param name="numbers">In the order of its numbers; NaN = absent.</param>
    /// <param name="attributes">A JSON object text.</param>
    public void Add(string? caseId, DateTime at, ReadOnlySpan<string?> texts, ReadOnlySpan<double> numbers, string? attributes, string? id = null)
    {
        var row = _at.Count;
        _at.Add(at.Ticks / TimeSpan.TicksPerMillisecond);
        _case.Add(string.IsNullOrEmpty(caseId) ? -1 : _log.Cases.Add(caseId));
        for (var i = 0; i < _texts.Length; i++)
            _codes[i].Add(string.IsNullOrEmpty(texts[i]) ? -1 : _sets[i].Add(texts[i]!));
        for (var i = 0; i < _numbers.Length; i++)
            _values[i].Add(numbers[i]);
        _ids?.Add(id ?? "");
        if (string.IsNullOrEmpty(attributes))
            return;
        foreach (var (name, value) in AttributeText.Read(attributes))
        {
            if (!_attributes.TryGetValue(name, out var column))
                _attributes[name] = column = (_log.Values("attributes." + name), new Growing<int>());
            column.Codes.PadTo(row, -1);
            if (column.Codes.Count == row)
                column.Codes.Add(column.Set.Add(value));
        }
    }

    internal LogTable Build(int cases)
    {
        var n = _at.Count;
        var order = Order(cases, out var start);
        T[] Sorted<T>(Growing<T> column) where T : struct
        {
            var sorted = new T[n];
            for (var i = 0; i < n; i++)
                sorted[i] = column[order[i]];
            column.Clear();
            return sorted;
        }

        var texts = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var i = 0; i < _texts.Length; i++)
        {
            if (_codes[i].Any(c => c >= 0))
                texts[_texts[i]] = Sorted(_codes[i]);
            _codes[i].Clear();
        }

        foreach (var (name, column) in _attributes)
        {
            column.Codes.PadTo(n, -1);
            texts["attributes." + name] = Sorted(column.Codes);
        }

        var numbers = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_values[i].Any(v => !double.IsNaN(v)))
                numbers[_numbers[i]] = Sorted(_values[i]);
            _values[i].Clear();
        }

        return new LogTable(_kind, Sorted(_at), Sorted(_case), start, texts, numbers, _ids is null ? null : [.. order.Select(i => _ids[i])]);
    }

    /// <summary>By case (counting), within a case by time (insertion: rows mostly come in order); rows of no case at the end.</summary>
    private int[] Order(int cases, out int[] start)
    {
        var n = _at.Count;
        start = new int[cases + 1];
        var none = 0;
        for (var i = 0; i < n; i++)
        {
            if (_case[i] >= 0)
                start[_case[i] + 1]++;
            else
                none++;
        }

        for (var c = 0; c < cases; c++)
            start[c + 1] += start[c];
        var order = new int[n];
        var next = start.AsSpan(0, cases).ToArray();
        var last = n - none;
        for (var i = 0; i < n; i++)
        {
            var c = _case[i];
            order[c >= 0 ? next[c]++ : last++] = i;
        }

        for (var c = 0; c < cases; c++)
            Insert(order.AsSpan(start[c], start[c + 1] - start[c]));
        var rest = order.AsSpan(n - none);
        rest.Sort((a, b) => _at[a] != _at[b] ? _at[a].CompareTo(_at[b]) : a.CompareTo(b));
        return order;
    }

    private void Insert(Span<int> rows)
    {
        if (rows.Length > 64)
        {
            rows.Sort((a, b) => _at[a] != _at[b] ? _at[a].CompareTo(_at[b]) : a.CompareTo(b));
            return;
        }

        for (var i = 1; i < rows.Length; i++)
        {
            var row = rows[i];
            var j = i;
            for (; j > 0 && _at[rows[j - 1]] > _at[row]; j--)
                rows[j] = rows[j - 1];
            rows[j] = row;
        }
    }
}
