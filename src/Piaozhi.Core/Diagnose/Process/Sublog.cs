namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Different traces with the number of their cases, and what directly follows what in them: what the inductive miner takes apart.</summary>
internal sealed class Sublog
{
    private readonly Dictionary<ushort[], long> _traces = new(new SameTrace());

    public IReadOnlyDictionary<ushort[], long> Traces => _traces;

    public long Cases { get; private set; }

    public static Sublog Of(Variants variants)
    {
        var log = new Sublog();
        for (var v = 0; v < variants.Count; v++)
            log.Add(variants[v].ToArray(), variants.Cases[v]);
        return log;
    }

    public void Add(ushort[] trace, long times)
    {
        _traces[trace] = _traces.GetValueOrDefault(trace) + times;
        Cases += times;
    }

    public long Empty => _traces.GetValueOrDefault([]);

    public Sublog Where(Func<ushort[], bool> keep)
    {
        var log = new Sublog();
        foreach (var (trace, times) in _traces)
            if (keep(trace))
                log.Add(trace, times);
        return log;
    }

    public Sublog Project(IReadOnlySet<ushort> activities)
    {
        var log = new Sublog();
        foreach (var (trace, times) in _traces)
            log.Add(Array.FindAll(trace, activities.Contains), times);
        return log;
    }

    private sealed class SameTrace : IEqualityComparer<ushort[]>
    {
        public bool Equals(ushort[]? x, ushort[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ushort[] trace)
        {
            unchecked
            {
                var hash = 17;
                foreach (var a in trace)
                    hash = hash * 0x01000193 ^ a;
                return hash ^ (hash >> 15);
            }
        }
    }
}

/// <summary>The directly-follows relation of a sublog over its own activities.</summary>
internal sealed class Follows
{
    private readonly Dictionary<(ushort, ushort), long> _arcs = [];
    private readonly Dictionary<ushort, long> _first = [], _last = [];

    private Follows(SortedSet<ushort> activities) => Activities = [.. activities];

    public ushort[] Activities { get; }
    public IReadOnlyDictionary<(ushort From, ushort To), long> Arcs => _arcs;
    public IReadOnlyDictionary<ushort, long> First => _first;
    public IReadOnlyDictionary<ushort, long> Last => _last;

    public static Follows Of(Sublog log)
    {
        var follows = new Follows([.. log.Traces.Keys.SelectMany(t => t)]);
        foreach (var (trace, times) in log.Traces)
        {
            if (trace.Length == 0)
                continue;
            follows._first[trace[0]] = follows._first.GetValueOrDefault(trace[0]) + times;
            follows._last[trace[^1]] = follows._last.GetValueOrDefault(trace[^1]) + times;
            for (var i = 1; i < trace.Length; i++)
                follows._arcs[(trace[i - 1], trace[i])] = follows._arcs.GetValueOrDefault((trace[i - 1], trace[i])) + times;
        }

        return follows;
    }

    public bool Has(ushort from, ushort to) => _arcs.ContainsKey((from, to));

    /// <summary>Without the arcs that are rare beside the most frequent way out of the same activity (Leemans 2013, §3.1).</summary>
    public Follows Frequent(double threshold)
    {
        var most = new Dictionary<ushort, long>(_last);
        foreach (var ((from, _), count) in _arcs)
            most[from] = Math.Max(most.GetValueOrDefault(from), count);
        var kept = new Follows([.. Activities]);
        foreach (var (arc, count) in _arcs)
            if (count > threshold * most[arc.Item1])
                kept._arcs[arc] = count;
        foreach (var (a, n) in _first)
            kept._first[a] = n;
        foreach (var (a, n) in _last)
            kept._last[a] = n;
        return kept;
    }

    /// <summary>Which activity can be reached from which, as rows of bits.</summary>
    public bool[,] Reach()
    {
        var n = Activities.Length;
        var place = Activities.Select((a, i) => (a, i)).ToDictionary(x => x.a, x => x.i);
        var words = (n + 63) / 64;
        var rows = new ulong[n][];
        for (var i = 0; i < n; i++)
            rows[i] = new ulong[words];
        foreach (var (from, to) in _arcs.Keys)
            rows[place[from]][place[to] / 64] |= 1UL << (place[to] % 64);
        for (var k = 0; k < n; k++)
            for (var i = 0; i < n; i++)
                if ((rows[i][k / 64] >> (k % 64) & 1) != 0)
                    for (var w = 0; w < words; w++)
                        rows[i][w] |= rows[k][w];
        var reach = new bool[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                reach[i, j] = (rows[i][j / 64] >> (j % 64) & 1) != 0;
        return reach;
    }
}
