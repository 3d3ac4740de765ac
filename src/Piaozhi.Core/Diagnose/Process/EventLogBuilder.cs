using System.Globalization;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Takes events in any order and gives a log. Cases keep the order of their first event.</summary>
public sealed class EventLogBuilder
{
    private readonly ByteIndex _cases = new(), _activities = new();
    private readonly Blocks<int> _case = new();
    private readonly Blocks<ushort> _activity = new();
    private readonly Blocks<long> _at = new();
    private Blocks<long>? _began;
    private readonly List<Column> _columns = [];
    private readonly Dictionary<string, Column> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (AttributeKind Kind, ByteIndex Values, List<(int Case, int Code)> Set)> _caseColumns = new(StringComparer.Ordinal);

    public int Events => _at.Count;

    /// <summary>Names a case also when no event of it will come.</summary>
    public int AddCase(string name) => _cases.Add(name);

    /// <param name="at">When it was completed, milliseconds since 1970-01-01.</param>
    /// <param name="began">When the work began, where that is known.</param>
    public void Add(string caseName, string activity, long at, long? began = null) => AddRow(_cases.Add(caseName), ActivityCode(_activities.Add(activity)), at, began ?? long.MinValue);

    /// <summary>An attribute of the event that was added last.</summary>
    public void Set(string name, string value, AttributeKind kind = AttributeKind.Text)
    {
        if (!_byName.TryGetValue(name, out var column))
            _columns.Add(_byName[name] = column = new Column(name, kind));
        column.Set(_at.Count - 1, column.Values.Add(value), kind);
    }

    public void SetOfCase(string caseName, string name, string value, AttributeKind kind = AttributeKind.Text)
    {
        if (!_caseColumns.TryGetValue(name, out var column))
            _caseColumns[name] = column = (kind, new ByteIndex(), []);
        column.Set.Add((_cases.Add(caseName), column.Values.Add(value)));
    }

    internal ByteIndex CaseIndex => _cases;

    internal int ActivityIndex(ReadOnlySpan<byte> name) => ActivityCode(_activities.Add(name));

    internal Column Keep(string name)
    {
        var column = new Column(name, AttributeKind.Text);
        _columns.Add(column);
        return column;
    }

    internal void AddRow(int caseCode, int activity, long at, long began)
    {
        if (began != long.MinValue && _began is null)
        {
            _began = new Blocks<long>();
            for (var i = 0; i < _at.Count; i++)
                _began.Add(long.MinValue);
        }

        _case.Add(caseCode);
        _activity.Add((ushort)activity);
        _at.Add(at);
        _began?.Add(began);
    }

    public EventLog Build()
    {
        var count = _at.Count;
        var start = new int[_cases.Count + 1];
        foreach (var (values, length) in _case.Each())
            for (var i = 0; i < length; i++)
                start[values[i] + 1]++;
        for (var c = 0; c < _cases.Count; c++)
            start[c + 1] += start[c];
        // The case of each row becomes its place.
        var next = (int[])start.Clone();
        foreach (var (values, length) in _case.Each())
            for (var i = 0; i < length; i++)
                values[i] = next[values[i]]++;
        long[]? at = null, began = null;
        ushort[]? activity = null;
        Parallel.Invoke(() => at = _at.Scatter(_case), () => activity = _activity.Scatter(_case), () => began = _began?.Scatter(_case));
        foreach (var column in _columns)
            column.Fill(count);
        var attributes = _columns.Select(c => (c.Name, c.Kind, Code: c.Codes.Scatter(_case), c.Values)).ToArray();
        Order(start, at!, activity!, began, [.. attributes.Select(a => a.Code)]);
        var names = _cases;
        return new EventLog(_activities.Texts(), start, activity!, at!, began, i => names[i],
            [.. attributes.Select(a => new LogAttribute(a.Name, a.Kind, a.Code, a.Values.Texts()))], [.. _caseColumns.Select(OfCases)]);
    }

    private LogAttribute OfCases(KeyValuePair<string, (AttributeKind Kind, ByteIndex Values, List<(int Case, int Code)> Set)> column)
    {
        var codes = new int[_cases.Count];
        Array.Fill(codes, -1);
        foreach (var (c, code) in column.Value.Set)
            codes[c] = code;
        return new LogAttribute(column.Key, column.Value.Kind, codes, column.Value.Values.Texts());
    }

    /// <summary>Puts cases right whose rows did not come in order of time.</summary>
    private static void Order(int[] start, long[] at, ushort[] activity, long[]? began, int[][] codes)
    {
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, Math.Max(1, start.Length - 1), Math.Max(1, start.Length / 8)), range =>
        {
            for (var c = range.Item1; c < Math.Min(range.Item2, start.Length - 1); c++)
            {
                var (from, to) = (start[c], start[c + 1]);
                var row = from + 1;
                while (row < to && at[row - 1] <= at[row])
                    row++;
                if (row >= to)
                    continue;
                var order = Enumerable.Range(from, to - from).ToArray();
                var keys = at[from..to];
                // Array.Sort is not stable: the place breaks ties.
                Array.Sort(order, (a, b) => keys[a - from].CompareTo(keys[b - from]) is not 0 and var d ? d : a.CompareTo(b));
                Permute(at, order, from);
                Permute(activity, order, from);
                if (began is not null)
                    Permute(began, order, from);
                foreach (var column in codes)
                    Permute(column, order, from);
            }
        });
    }

    private static void Permute<T>(T[] column, int[] order, int from)
    {
        var moved = Array.ConvertAll(order, i => column[i]);
        moved.CopyTo(column, from);
    }

    private static int ActivityCode(int code) =>
        code < EventLog.MostActivities ? code : throw new UnreadableLog("diagnose.log.too-many-activities", EventLog.MostActivities.ToString(CultureInfo.InvariantCulture));

    internal sealed class Column(string name, AttributeKind kind)
    {
        public string Name { get; } = name;

        public AttributeKind Kind { get; private set; } = kind;

        public ByteIndex Values { get; } = new();

        public Blocks<int> Codes { get; } = new();

        public void Set(int row, int code, AttributeKind kind)
        {
            if (kind != Kind)
                Kind = AttributeKind.Text;
            if (row < Codes.Count)
            {
                Codes[row] = code;
                return;
            }

            Fill(row);
            Codes.Add(code);
        }

        public void Fill(int rows)
        {
            while (Codes.Count < rows)
                Codes.Add(-1);
        }
    }
}
