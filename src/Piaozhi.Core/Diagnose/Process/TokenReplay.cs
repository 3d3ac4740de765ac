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
/// missing tokens are lent, and counted. States that were met once are remembered, so that variants with a common beginning share the work.
/// </summary>
public sealed class TokenReplay
{
    private readonly PetriNet _net;
    private readonly EventLog _log;
    private readonly Markings _markings;
    private readonly NetTransition[][] _byActivity;
    private readonly Dictionary<(int, int), Step> _steps = [];
    private readonly Dictionary<int, Step> _ends = [];

    private TokenReplay(EventLog log, PetriNet net)
    {
        (_log, _net, _markings) = (log, net, new Markings(net));
        var byLabel = net.Transitions.Where(t => t.Label is not null).ToLookup(t => t.Label!, StringComparer.Ordinal);
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

    private Step Go(int at, NetTransition[] wanted)
    {
        var found = _markings.Search(at, marking => Array.Exists(wanted, t => Markings.Enabled(marking, t)));
        if (found.Right)
        {
            var t = Array.Find(wanted, t => Markings.Enabled(_markings[found.Marking], t))!;
            return new Step(_markings.Number(Markings.Fire(_markings[found.Marking], t)), found.Produced + t.Out.Count, found.Consumed + t.In.Count, 0, 0);
        }

        // Not to be had by silent steps: lend what is missing, where least is missing.
        var (marking, best, least) = ((int[])_markings[at].Clone(), wanted[0], int.MaxValue);
        foreach (var t in wanted)
            if (Lacks(marking, t).Count is var lacks && lacks < least)
                (best, least) = (t, lacks);
        foreach (var place in Lacks(marking, best))
            marking[place]++;
        return new Step(_markings.Number(Markings.Fire(marking, best)), best.Out.Count, best.In.Count, least, 0);
    }

    private Step End(int at)
    {
        int Distance(int[] marking)
        {
            var distance = 0;
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
