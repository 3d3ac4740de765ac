namespace Piaozhi.Core.Diagnose.Process;

/// <summary>
/// The different ways that cases went, most frequent first (of equals the one that came first). Everything that depends on the way alone
/// is worked out once a variant and multiplied.
/// </summary>
public sealed class Variants
{
    private readonly EventLog _log;
    private readonly int[] _example;

    private Variants(EventLog log, int[] of, int[] example, long[] cases) => (_log, Of, _example, Cases) = (log, of, example, cases);

    /// <summary>The variant of each case.</summary>
    public int[] Of { get; }

    /// <summary>Cases of each variant.</summary>
    public long[] Cases { get; }

    public int Count => _example.Length;

    public EventLog Log => _log;

    public ReadOnlySpan<ushort> this[int variant] => _log.Trace(_example[variant]);

    /// <summary>A case that went this way: the first one in the log.</summary>
    public int Example(int variant) => _example[variant];

    public string[] Names(int variant)
    {
        var trace = this[variant];
        var names = new string[trace.Length];
        for (var i = 0; i < trace.Length; i++)
            names[i] = _log.Activities[trace[i]];
        return names;
    }

    /// <summary>The share of cases that the first <paramref name="variants"/> cover.</summary>
    public double Share(int variants) => _log.Cases == 0 ? double.NaN : (double)Cases.Take(variants).Sum() / _log.Cases;

    public static Variants From(EventLog log)
    {
        var of = new int[log.Cases];
        var parts = Split.Cases(log);
        var tables = new Table[parts.Length];
        Parallel.For(0, parts.Length, p => tables[p] = new Table(log, parts[p].From, parts[p].To, of));
        // Later parts are told in the numbers of the first.
        var all = tables.Length > 0 ? tables[0] : new Table(log, 0, 0, of);
        var maps = new int[parts.Length][];
        for (var p = 1; p < tables.Length; p++)
            maps[p] = all.Merge(tables[p]);
        var order = Enumerable.Range(0, all.Count).OrderByDescending(v => all.Cases[v]).ThenBy(v => all.Example[v]).ToArray();
        var rank = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            rank[order[i]] = i;
        Parallel.For(0, parts.Length, p =>
        {
            var map = maps[p] is null ? rank : Array.ConvertAll(maps[p], v => rank[v]);
            for (var c = parts[p].From; c < parts[p].To; c++)
                of[c] = map[of[c]];
        });
        return new Variants(log, of, [.. order.Select(v => all.Example[v])], [.. order.Select(v => all.Cases[v])]);
    }

    /// <summary>Variants by hash, each hit checked against the sequence itself: no two ways are ever taken for one.</summary>
    private sealed class Table
    {
        private readonly EventLog _log;
        private int[] _slots = new int[1024];

        public Table(EventLog log, int from, int to, int[] of)
        {
            _log = log;
            unchecked
            {
                var (start, activity) = (log.Start, log.Activity);
                for (var c = from; c < to; c++)
                {
                    var (hash, end) = (14695981039346656037UL, start[c + 1]);
                    for (var row = start[c]; row < end; row++)
                        hash = (hash ^ activity[row]) * 0x9E3779B97F4A7C15UL;
                    of[c] = Add(c, hash ^ (hash >> 29), 1);
                }
            }
        }

        public int Count { get; private set; }
        public int[] Example { get; private set; } = new int[256];
        public long[] Cases { get; private set; } = new long[256];
        private ulong[] _hashes = new ulong[256];

        public int[] Merge(Table other)
        {
            var map = new int[other.Count];
            for (var v = 0; v < map.Length; v++)
                map[v] = Add(other.Example[v], other._hashes[v], other.Cases[v]);
            return map;
        }

        private int Add(int c, ulong hash, long cases)
        {
            unchecked
            {
                var mask = _slots.Length - 1;
                var at = (int)hash & mask;
                while (_slots[at] is not 0 and var s)
                {
                    if (_hashes[s - 1] == hash && _log.Trace(c).SequenceEqual(_log.Trace(Example[s - 1])))
                    {
                        Cases[s - 1] += cases;
                        return s - 1;
                    }

                    at = (at + 1) & mask;
                }

                if (Count == Example.Length)
                    (Example, Cases, _hashes) = (Larger(Example), Larger(Cases), Larger(_hashes));
                (Example[Count], Cases[Count], _hashes[Count]) = (c, cases, hash);
                _slots[at] = ++Count;
                if (Count * 2 > _slots.Length)
                    Rehash();
                return Count - 1;
            }
        }

        private void Rehash()
        {
            unchecked
            {
                _slots = new int[_slots.Length * 4];
                for (var v = 0; v < Count; v++)
                {
                    var at = (int)_hashes[v] & (_slots.Length - 1);
                    while (_slots[at] != 0)
                        at = (at + 1) & (_slots.Length - 1);
                    _slots[at] = v + 1;
                }
            }
        }

        private static T[] Larger<T>(T[] from)
        {
            Array.Resize(ref from, from.Length * 2);
            return from;
        }
    }
}

/// <summary>Cuts a log into runs of cases with about the same number of events, a few for each core.</summary>
internal static class Split
{
    private const int Parts = 8, Least = 50_000;

    public static (int From, int To)[] Cases(EventLog log)
    {
        var parts = Math.Clamp(log.Events / Least, 1, Parts);
        var (cuts, c) = (new List<(int, int)>(), 0);
        for (var p = 1; p <= parts && c < log.Cases; p++)
        {
            var target = (int)((long)log.Events * p / parts);
            var end = p == parts ? log.Cases : Array.BinarySearch(log.Start, c, log.Cases - c, target) is >= 0 and var i ? i : ~Array.BinarySearch(log.Start, c, log.Cases - c, target);
            if (end > c)
                cuts.Add((c, end));
            c = Math.Max(c, end);
        }

        return [.. cuts];
    }
}
