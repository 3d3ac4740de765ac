namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Numbers the arcs that there are: by a square table while the activities are few, else by a hash.</summary>
internal sealed class ArcIndex(int kinds)
{
    private const int MostDense = 2048;
    private readonly int[]? _dense = kinds <= MostDense ? new int[kinds * kinds] : null;
    private readonly Dictionary<long, int> _sparse = [];

    public List<int> From { get; } = [];
    public List<int> To { get; } = [];
    public int Kinds => kinds;

    /// <summary>Arc numbers plus one at <c>from · kinds + to</c>; null when there are too many activities for a table.</summary>
    public int[]? Dense => _dense;

    /// <summary>−1 when the arc is not there.</summary>
    public int Find(int from, int to) => _dense is { } d ? d[from * kinds + to] - 1 : _sparse.TryGetValue((long)from * kinds + to, out var a) ? a : -1;

    public int Add(int from, int to)
    {
        if (Find(from, to) is >= 0 and var known)
            return known;
        From.Add(from);
        To.Add(to);
        if (_dense is { } d)
            d[from * kinds + to] = From.Count;
        else
            _sparse[(long)from * kinds + to] = From.Count - 1;
        return From.Count - 1;
    }
}

/// <summary>All frequencies of a graph, counted over variants.</summary>
internal sealed class Counts
{
    private readonly List<long> _count = [], _cases = [];
    private readonly List<int> _seen = [];
    private readonly int[] _times;
    private readonly List<ushort> _touched = [];
    private int _stamp;

    private Counts(int kinds)
    {
        (Index, _times) = (new ArcIndex(kinds), new int[kinds]);
        (Events, First, Last, Rework) = (new long[kinds], new long[kinds], new long[kinds], new long[kinds]);
    }

    public ArcIndex Index { get; }
    public long[] Count { get; private set; } = [];
    public long[] Cases { get; private set; } = [];
    public long[] Events { get; }
    public long[] First { get; }
    public long[] Last { get; }
    public long[] Rework { get; }

    public static Counts Of(Variants variants, int kinds)
    {
        var counts = new Counts(kinds);
        for (var v = 0; v < variants.Count; v++)
            counts.Add(variants[v], variants.Cases[v]);
        return counts.Done();
    }

    public static Counts Of(IReadOnlyList<(ushort[] Trace, long Times)> traces, int kinds)
    {
        var counts = new Counts(kinds);
        foreach (var (trace, times) in traces)
            counts.Add(trace, times);
        return counts.Done();
    }

    private Counts Done()
    {
        (Count, Cases) = ([.. _count], [.. _cases]);
        return this;
    }

    private void Add(ReadOnlySpan<ushort> trace, long cases)
    {
        if (trace.Length == 0)
            return;
        _stamp++;
        First[trace[0]] += cases;
        Last[trace[^1]] += cases;
        for (var i = 0; i < trace.Length; i++)
        {
            var a = trace[i];
            Events[a] += cases;
            if (++_times[a] == 1)
                _touched.Add(a);
            else if (_times[a] == 2)
                Rework[a] += cases;
            if (i == 0)
                continue;
            var arc = Index.Add(trace[i - 1], a);
            if (arc == _count.Count)
            {
                _count.Add(0);
                _cases.Add(0);
                _seen.Add(0);
            }

            _count[arc] += cases;
            if (_seen[arc] == _stamp)
                continue;
            _seen[arc] = _stamp;
            _cases[arc] += cases;
        }

        foreach (var a in _touched)
            _times[a] = 0;
        _touched.Clear();
    }
}
