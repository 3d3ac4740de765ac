namespace Piaozhi.Core.Diagnose.Process;

/// <summary>One activity directly followed by another. Durations in seconds, from the end of the one to the start of the other, where its start is known, else to its end.</summary>
/// <param name="Count">How many times.</param>
/// <param name="Cases">In how many cases.</param>
/// <param name="Deviation">Standard deviation (n − 1); NaN for a single time.</param>
/// <param name="Median">NaN unless it was asked for.</param>
public sealed record ArcFigures(int From, int To, long Count, long Cases, double Mean, double Min, double Max, double Deviation, double Median);

/// <summary>
/// Which activity directly follows which (van der Aalst 2016, §5.2), with the durations between, first and last activities and rework.
/// Frequencies come from the variants, durations from one pass over the events.
/// </summary>
public sealed class DirectlyFollowsGraph
{
    private readonly Dictionary<(int, int), int> _index;

    internal DirectlyFollowsGraph(IReadOnlyList<string> activities, Variants? variants, ArcFigures[] arcs, long[] events, long[] first, long[] last, long[] rework, long cases)
    {
        (Activities, Variants, Arcs, Events, First, Last, Rework, Cases) = (activities, variants, arcs, events, first, last, rework, cases);
        _index = Enumerable.Range(0, arcs.Length).ToDictionary(i => (arcs[i].From, arcs[i].To));
    }

    public IReadOnlyList<string> Activities { get; }

    /// <summary>The variants that the graph was counted from.</summary>
    public Variants? Variants { get; }

    /// <summary>Most frequent first.</summary>
    public ArcFigures[] Arcs { get; }

    /// <summary>Events of each activity.</summary>
    public long[] Events { get; }

    /// <summary>Cases that begin with each activity.</summary>
    public long[] First { get; }

    /// <summary>Cases that end with each activity.</summary>
    public long[] Last { get; }

    /// <summary>Cases that have each activity more than once.</summary>
    public long[] Rework { get; }

    public long Cases { get; }

    public ArcFigures? Arc(int from, int to) => _index.TryGetValue((from, to), out var i) ? Arcs[i] : null;

    public ArcFigures? Arc(string from, string to) => Arc(Find(from), Find(to));

    public long Count(int from, int to) => Arc(from, to)?.Count ?? 0;

    public int Find(string activity) => Activities is IList<string> list ? list.IndexOf(activity) : Activities.ToList().IndexOf(activity);

    /// <param name="medians">Exact medians of every arc too: they need all durations side by side.</param>
    public static DirectlyFollowsGraph Of(EventLog log, bool medians = false, Variants? variants = null)
    {
        variants ??= Variants.From(log);
        var counted = Counts.Of(variants, log.Activities.Count);
        var times = ArcTimes.Of(log, counted.Index);
        var median = medians ? new ArcDurations(log, counted.Index, counted.Count).Quantiles(.5) : null;
        var arcs = new ArcFigures[counted.Count.Length];
        for (var a = 0; a < arcs.Length; a++)
        {
            var (n, t) = (counted.Count[a], times[a]);
            var variance = n > 1 ? Math.Max(0, (t.Squares - t.Sum * t.Sum / n) / (n - 1)) : double.NaN;
            arcs[a] = new ArcFigures(counted.Index.From[a], counted.Index.To[a], n, counted.Cases[a], t.Sum / n / 1000, t.Min / 1000.0, t.Max / 1000.0, Math.Sqrt(variance) / 1000, median is null ? double.NaN : median[a]);
        }

        Array.Sort(arcs, (x, y) => y.Count.CompareTo(x.Count) is not 0 and var c ? c : x.From.CompareTo(y.From) is not 0 and var f ? f : x.To.CompareTo(y.To));
        return new DirectlyFollowsGraph(log.Activities, variants, arcs, counted.Events, counted.First, counted.Last, counted.Rework, log.Cases);
    }

    /// <summary>The graph of traces alone, without times: what discovery works on.</summary>
    internal static DirectlyFollowsGraph OfTraces(IReadOnlyList<string> activities, IReadOnlyList<(ushort[] Trace, long Times)> traces)
    {
        var counted = Counts.Of(traces, activities.Count);
        var arcs = counted.Count.Select((n, a) => new ArcFigures(counted.Index.From[a], counted.Index.To[a], n, counted.Cases[a], double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)).ToArray();
        return new DirectlyFollowsGraph(activities, null, arcs, counted.Events, counted.First, counted.Last, counted.Rework, traces.Sum(t => t.Times));
    }
}
