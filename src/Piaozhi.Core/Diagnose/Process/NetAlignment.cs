namespace Piaozhi.Core.Diagnose.Process;

/// <summary>
/// Optimal alignments of traces to any Petri net, by A* over pairs of marking and place in the trace (Adriansyah 2014, ch. 7). The lower
/// bound is the number of events still to come that the net does not know at all. For nets that are no trees, such as imported ones; for
/// trees <see cref="TreeAlignment"/> is exact without a search.
/// </summary>
public sealed class NetAlignment
{
    private const int DefaultMost = 200_000;

    private readonly PetriNet _net;
    private readonly Markings _markings;
    private readonly int _most;
    private readonly int[][] _byActivity;
    private readonly int _initial, _final;

    /// <param name="most">States of one trace after which the search is given up.</param>
    public NetAlignment(PetriNet net, IReadOnlyList<string> activities, int most = DefaultMost)
    {
        (_net, _markings, _most) = (net, new Markings(net), most);
        _byActivity = [.. activities.Select(a => Enumerable.Range(0, net.Transitions.Count).Where(t => net.Transitions[t].Label == a).ToArray())];
        (_initial, _final) = (_markings.Number([.. net.Initial]), _markings.Number([.. net.Final]));
        Shortest = Cost([]);
    }

    /// <summary>Activities of the shortest way through the net; null when no way to the end was found.</summary>
    public int? Shortest { get; }

    /// <summary>Null when the search was given up, or the net has no way to its end.</summary>
    public Aligned? Align(ReadOnlySpan<ushort> trace)
    {
        if (Shortest is not { } shortest || Cost(trace) is not { } cost)
            return null;
        var worst = trace.Length + shortest;
        return new Aligned(cost, worst == 0 ? 1 : 1 - (double)cost / worst);
    }

    public static AlignmentResult Of(Variants variants, PetriNet net, int most = DefaultMost)
    {
        var alignment = new NetAlignment(net, variants.Log.Activities, most);
        var all = new Aligned?[variants.Count];
        double fitting = 0, sum = 0, cost = 0, worst = 0, cases = 0;
        for (var v = 0; v < all.Length; v++)
            if ((all[v] = alignment.Align(variants[v])) is { } a)
            {
                var n = variants.Cases[v];
                (cases, fitting, sum) = (cases + n, fitting + (a.Cost == 0 ? n : 0), sum + n * a.Fitness);
                (cost, worst) = (cost + (double)n * a.Cost, worst + (double)n * (variants[v].Length + alignment.Shortest!.Value));
            }

        return new AlignmentResult(all, fitting / cases, sum / cases, worst == 0 ? 1 : 1 - cost / worst, all.Count(a => a is null));
    }

    private int? Cost(ReadOnlySpan<ushort> trace)
    {
        var unknown = new int[trace.Length + 1];
        for (var i = trace.Length - 1; i >= 0; i--)
            unknown[i] = unknown[i + 1] + (_byActivity[trace[i]].Length == 0 ? 1 : 0);
        var (open, known) = (new PriorityQueue<(int Marking, int At, int Cost), (int, int)>(), new Dictionary<(int, int), int>());
        void Reach(int marking, int at, int cost)
        {
            if (known.TryGetValue((marking, at), out var before) && before <= cost)
                return;
            known[(marking, at)] = cost;
            // Of equal estimates, what is further on in the trace first.
            open.Enqueue((marking, at, cost), (cost + unknown[at], -at));
        }

        Reach(_initial, 0, 0);
        while (open.TryDequeue(out var state, out _))
        {
            var (marking, at, cost) = state;
            if (known[(marking, at)] < cost)
                continue;
            if (marking == _final && at == trace.Length)
                return cost;
            if (known.Count > _most)
                return null;
            if (at < trace.Length)
            {
                foreach (var t in _byActivity[trace[at]])
                    if (_markings.Fire(marking, t) is >= 0 and var both)
                        Reach(both, at + 1, cost);
                Reach(marking, at + 1, cost + 1);
            }

            for (var t = 0; t < _net.Transitions.Count; t++)
                if (_markings.Fire(marking, t) is >= 0 and var next)
                    Reach(next, at, cost + (_net.Transitions[t].Label is null ? 0 : 1));
        }

        return null;
    }
}
