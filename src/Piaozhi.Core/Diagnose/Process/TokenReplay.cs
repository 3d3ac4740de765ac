namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Tokens of one variant, replayed once.</summary>
/// <param name="Unknown">Events whose activity the model does not have; they are passed over and make the trace unfit.</param>
public readonly record struct Replayed(int Produced, int Consumed, int Missing, int Remaining, int Unknown)
{
    public bool Fits => Missing == 0 && Remaining == 0 && Unknown == 0;

    /// <summary>½(1 − m/c) + ½(1 − r/p), Rozinat and van der Aalst 2008, §4.1.</summary>
    public double Fitness => .5 * (1 - (double)Missing / Consumed) + .5 * (1 - (double)Remaining / Produced);
}

/// <param name="LogFitness">From the sums of all tokens; <paramref name="AverageFitness"/> is the mean over cases. They differ.</param>
/// <param name="MissingAt">For each activity of the log: cases × times that it happened where the model did not allow it.</param>
public sealed record ReplayResult(IReadOnlyList<Replayed> ByVariant, double ShareFitting, double LogFitness, double AverageFitness, long[] MissingAt);

/// <summary>
/// Token replay: each variant once. A step that is not enabled is first sought behind the shortest way of silent transitions; else the
/// missing tokens are lent, and counted. Where that ends with tokens lent or left, all ways are searched before the trace is called unfit.
/// States that were met once are remembered, so that variants with a common beginning share the work.
/// </summary>
public sealed class TokenReplay
{
    private readonly PetriNet _net;
    private readonly EventLog _log;
    private readonly Markings _markings;
    private const int MostStates = 50_000;

    private readonly int[][] _byActivity;
    private readonly Dictionary<(int, int), Step> _steps = [];
    private readonly Dictionary<int, Step> _ends = [];

    private TokenReplay(EventLog log, PetriNet net)
    {
        (_log, _net, _markings) = (log, net, new Markings(net));
        var byLabel = Enumerable.Range(0, net.Transitions.Count).Where(t => net.Transitions[t].Label is not null).ToLookup(t => net.Transitions[t].Label!, StringComparer.Ordinal);
        _byActivity = [.. log.Activities.Select(a => byLabel[a].ToArray())];
    }

    public static ReplayResult Of(Variants variants, PetriNet net)
    {
        var replay = new TokenReplay(variants.Log, net);
        var results = new Replayed[variants.Count];
        var missingAt = new long[variants.Log.Activities.Count];
        double fitting = 0, sum = 0, cases = 0, p = 0, c = 0, m = 0, r = 0;
        for (var v = 0; v < variants.Count; v++)
        {
            var (of, n) = (replay.Trace(variants[v], variants.Cases[v], missingAt), variants.Cases[v]);
            results[v] = of;
            (cases, fitting, sum) = (cases + n, fitting + (of.Fits ? n : 0), sum + n * of.Fitness);
            (p, c, m, r) = (p + n * of.Produced, c + n * of.Consumed, m + n * of.Missing, r + n * of.Remaining);
        }

        return new ReplayResult(results, fitting / cases, .5 * (1 - m / c) + .5 * (1 - r / p), sum / cases, missingAt);
    }

    private Replayed Trace(ReadOnlySpan<ushort> trace, long cases, long[] missingAt)
    {
        var greedy = Greedy(trace, 0, missingAt);
        if (greedy is { Fits: false, Unknown: 0 } && Exact(trace) is { } exact)
            return exact;
        return greedy.Fits ? greedy : Greedy(trace, cases, missingAt);
    }

    /// <summary>Any way through the net that shows exactly this trace; depth first, each state once.</summary>
    private Replayed? Exact(ReadOnlySpan<ushort> trace)
    {
        var final = _markings.Number([.. _net.Final]);
        var start = (Marking: _markings.Number([.. _net.Initial]), At: 0, Produced: _net.Initial.Sum(), Consumed: 0);
        var (open, seen) = (new Stack<(int Marking, int At, int Produced, int Consumed)>([start]), new HashSet<(int, int)>());
        while (open.TryPop(out var s))
        {
            if (s.At == trace.Length && s.Marking == final)
                return new Replayed(s.Produced, s.Consumed + _net.Final.Sum(), 0, 0, 0);
            if (!seen.Add((s.Marking, s.At)))
                continue;
            if (seen.Count > MostStates)
                return null;
            foreach (var t in _markings.Silent)
                Push(s, t, 0);
            if (s.At < trace.Length)
                foreach (var t in _byActivity[trace[s.At]])
                    Push(s, t, 1);
        }

        return null;

        void Push((int Marking, int At, int Produced, int Consumed) s, int t, int step)
        {
            if (_markings.Fire(s.Marking, t) is >= 0 and var next && !seen.Contains((next, s.At + step)))
                open.Push((next, s.At + step, s.Produced + _net.Transitions[t].Out.Count, s.Consumed + _net.Transitions[t].In.Count));
        }
    }

    private Replayed Greedy(ReadOnlySpan<ushort> trace, long cases, long[] missingAt)
    {
        var at = _markings.Number([.. _net.Initial]);
        var (p, c, m, unknown) = (_net.Initial.Sum(), 0, 0, 0);
        foreach (var a in trace)
        {
            if (_byActivity[a].Length == 0)
            {
                unknown++;
                missingAt[a] += cases;
                continue;
            }

            if (!_steps.TryGetValue((at, a), out var step))
                _steps[(at, a)] = step = Go(at, _byActivity[a]);
            (p, c, m, at) = (p + step.Produced, c + step.Consumed, m + step.Missing, step.To);
            if (step.Missing > 0)
                missingAt[a] += cases;
        }

        if (!_ends.TryGetValue(at, out var end))
            _ends[at] = end = End(at);
        return new Replayed(p + end.Produced, c + end.Consumed, m + end.Missing, end.Remaining, unknown);
    }

    private Step Go(int at, int[] wanted)
    {
        var found = _markings.Search(at, marking => Array.Exists(wanted, t => _markings.Fire(marking, t) >= 0));
        if (found.Right)
        {
            var t = Array.Find(wanted, t => _markings.Fire(found.Marking, t) >= 0);
            return new Step(_markings.Fire(found.Marking, t), found.Produced + _net.Transitions[t].Out.Count, found.Consumed + _net.Transitions[t].In.Count, 0, 0);
        }

        // Not to be had by silent steps: lend what is missing, where least is missing.
        var (marking, best, least) = ((int[])_markings[at].Clone(), wanted[0], int.MaxValue);
        foreach (var t in wanted)
            if (Lacks(marking, _net.Transitions[t]).Count is var lacks && lacks < least)
                (best, least) = (t, lacks);
        foreach (var place in Lacks(marking, _net.Transitions[best]))
            marking[place]++;
        return new Step(_markings.Fire(_markings.Number(marking), best), _net.Transitions[best].Out.Count, _net.Transitions[best].In.Count, least, 0);
    }

    private Step End(int at)
    {
        int Distance(int number)
        {
            var (marking, distance) = (_markings[number], 0);
            for (var i = 0; i < marking.Length; i++)
                distance += Math.Abs(marking[i] - _net.Final[i]);
            return distance;
        }

        var found = _markings.Search(at, marking => Distance(marking) == 0, Distance);
        var (missing, remaining) = (0, 0);
        for (var i = 0; i < _net.Final.Count; i++)
        {
            missing += Math.Max(0, _net.Final[i] - _markings[found.Marking][i]);
            remaining += Math.Max(0, _markings[found.Marking][i] - _net.Final[i]);
        }

        return new Step(found.Marking, found.Produced, found.Consumed + _net.Final.Sum(), missing, remaining);
    }

    private static List<int> Lacks(int[] marking, NetTransition t)
    {
        var (left, lacks) = ((int[])marking.Clone(), new List<int>());
        foreach (var place in t.In)
            if (--left[place] < 0)
                lacks.Add(place);
        return lacks;
    }

    private readonly record struct Step(int To, int Produced, int Consumed, int Missing, int Remaining);
}
