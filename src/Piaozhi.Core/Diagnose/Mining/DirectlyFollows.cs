using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose.Mining;

/// <summary>One arc: how many times and in how many cases one activity directly follows another, and how long it takes.</summary>
/// <param name="Seconds">Every duration from the one event to the other, ascending.</param>
public sealed record Arc(string From, string To, long Count, long Cases, double[] Seconds)
{
    public double Median => Quantile(.5);

    public double P90 => Quantile(.9);

    public double Quantile(double q) => Seconds.Length == 0 ? double.NaN : Seconds[Math.Clamp((int)Math.Ceiling(q * Seconds.Length) - 1, 0, Seconds.Length - 1)];
}

/// <summary>One way through the process: the activities in their order, and the cases that went it.</summary>
public sealed record Variant(IReadOnlyList<string> Activities, long Cases);

/// <summary>
/// What follows what in the event log (van der Aalst 2016, §5.2): arcs with exact durations, the variants, first and last activities. Events
/// of a case stand in order of time, equal times in order of arrival. One pass over columns.
/// </summary>
public sealed class DirectlyFollows
{
    private DirectlyFollows(long cases, long events, IReadOnlyList<Arc> arcs, IReadOnlyList<Variant> variants, long variantCount, IReadOnlyDictionary<string, long> first, IReadOnlyDictionary<string, long> last) =>
        (Cases, Events, Arcs, Variants, VariantCount, First, Last) = (cases, events, arcs, variants, variantCount, first, last);

    public long Cases { get; }
    public long Events { get; }

    /// <summary>By frequency, most first.</summary>
    public IReadOnlyList<Arc> Arcs { get; }

    /// <summary>The most frequent variants.</summary>
    public IReadOnlyList<Variant> Variants { get; }

    public long VariantCount { get; }
    public IReadOnlyDictionary<string, long> First { get; }
    public IReadOnlyDictionary<string, long> Last { get; }

    public static DirectlyFollows Empty { get; } = new(0, 0, [], [], 0, new Dictionary<string, long>(), new Dictionary<string, long>());

    /// <param name="variants">How many variants are told one by one.</param>
    public static DirectlyFollows Of(FactLog log, int variants = 20)
    {
        if (log.Table(FactTable.Event) is not { } events || events.Text("activity") is not { } activity)
            return Empty;
        var names = log.Values("activity");
        var kinds = names.Count;
        var (counts, inCases, lastCase) = (new long[kinds * kinds], new long[kinds * kinds], new int[kinds * kinds]);
        var (first, last) = (new long[kinds], new long[kinds]);
        var ways = new Dictionary<ulong, (long Cases, int Example)>();
        long cases = 0;
        Array.Fill(lastCase, -1);
        for (var c = 0; c + 1 < events.Start.Length; c++)
        {
            var (from, to) = (events.Start[c], events.Start[c + 1]);
            if (from == to)
                continue;
            cases++;
            var way = 14695981039346656037UL;
            first[activity[from]]++;
            last[activity[to - 1]]++;
            for (var row = from; row < to; row++)
            {
                unchecked
                {
                    way = (way ^ (uint)(activity[row] + 1)) * 1099511628211UL;
                }

                if (row == from)
                    continue;
                var arc = activity[row - 1] * kinds + activity[row];
                counts[arc]++;
                if (lastCase[arc] == c)
                    continue;
                lastCase[arc] = c;
                inCases[arc]++;
            }

            ways[way] = ways.TryGetValue(way, out var known) ? (known.Cases + 1, known.Example) : (1, c);
        }

        var seconds = Durations(events, activity, counts, kinds);
        var arcs = Enumerable.Range(0, kinds * kinds).Where(a => counts[a] > 0)
            .Select(a => new Arc(names[a / kinds], names[a % kinds], counts[a], inCases[a], seconds[a]!))
            .OrderByDescending(a => a.Count).ThenBy(a => a.From, StringComparer.Ordinal).ThenBy(a => a.To, StringComparer.Ordinal).ToArray();
        var told = ways.Values.OrderByDescending(w => w.Cases).ThenBy(w => w.Example).Take(variants)
            .Select(w => new Variant([.. Enumerable.Range(events.Start[w.Example], events.Start[w.Example + 1] - events.Start[w.Example]).Select(r => names[activity[r]])], w.Cases)).ToArray();
        Dictionary<string, long> Named(long[] of) => Enumerable.Range(0, kinds).Where(k => of[k] > 0).ToDictionary(k => names[k], k => of[k], StringComparer.Ordinal);
        return new DirectlyFollows(cases, events.Start[^1], arcs, told, ways.Count, Named(first), Named(last));
    }

    private static double[]?[] Durations(LogTable events, int[] activity, long[] counts, int kinds)
    {
        var seconds = new double[]?[counts.Length];
        var filled = new int[counts.Length];
        for (var a = 0; a < counts.Length; a++)
            if (counts[a] > 0)
                seconds[a] = new double[counts[a]];
        for (var c = 0; c + 1 < events.Start.Length; c++)
            for (var row = events.Start[c] + 1; row < events.Start[c + 1]; row++)
            {
                var arc = activity[row - 1] * kinds + activity[row];
                seconds[arc]![filled[arc]++] = (events.At[row] - events.At[row - 1]) / 1000.0;
            }

        foreach (var s in seconds)
            if (s is not null)
                Array.Sort(s);
        return seconds;
    }
}
