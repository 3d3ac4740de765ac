namespace Piaozhi.Core.Diagnose.Process;

/// <param name="Dependency">How surely the one leads to the other, −1 to 1.</param>
public sealed record DependencyArc(string From, string To, long Count, double Dependency);

/// <param name="Together">Of the activities that follow, the pairs that are done both (∧): seen in both orders, and neither leads to the other. The others exclude one another.</param>
public sealed record Branching(string Activity, IReadOnlyList<string> Others, IReadOnlyList<(string, string)> Together);

/// <param name="Loops">Activities that stand in a loop of two with another.</param>
public sealed record HeuristicsNet(IReadOnlyList<DependencyArc> Arcs, IReadOnlyList<(string, string)> Loops, IReadOnlyList<Branching> Splits, IReadOnlyList<Branching> Joins);

/// <param name="Dependency">Arcs below it are left out.</param>
/// <param name="LoopOfTwo">Least measure of a loop of two.</param>
/// <param name="And">From this on two branches are taken to be done both.</param>
/// <param name="Connected">Each activity keeps its surest way in and out, also below the threshold.</param>
public sealed record HeuristicsOptions(double Dependency = .5, double LoopOfTwo = .5, double And = .65, bool Connected = true);

/// <summary>
/// Heuristics miner (Weijters, van der Aalst and Alves de Medeiros 2006): a map of the dependencies that survive noise. It may be
/// unsound as a net and is meant to be looked at, not replayed.
/// </summary>
public static class HeuristicsMiner
{
    /// <summary>(|a&gt;b| − |b&gt;a|) / (|a&gt;b| + |b&gt;a| + 1); |a&gt;a| / (|a&gt;a| + 1) for a loop of one.</summary>
    public static double Dependency(DirectlyFollowsGraph graph, int from, int to)
    {
        double there = graph.Count(from, to), back = graph.Count(to, from);
        return from == to ? there / (there + 1) : (there - back) / (there + back + 1);
    }

    public static HeuristicsNet Discover(DirectlyFollowsGraph graph, HeuristicsOptions? options = null)
    {
        options ??= new HeuristicsOptions();
        var n = graph.Activities.Count;
        var arcs = graph.Arcs.Where(a => Dependency(graph, a.From, a.To) >= options.Dependency).Select(a => (a.From, a.To)).ToHashSet();
        var loops = new List<(int, int)>();
        var twice = LoopsOfTwo(graph);
        foreach (var (a, b) in twice.Keys.Select(k => (a: Math.Min(k.Item1, k.Item2), b: Math.Max(k.Item1, k.Item2))).Distinct().Order())
            if (twice.GetValueOrDefault((a, b)) + twice.GetValueOrDefault((b, a)) is var both && both / (both + 1.0) >= options.LoopOfTwo && !(Self(a) || Self(b)))
            {
                loops.Add((a, b));
                arcs.UnionWith([(a, b), (b, a)]);
            }

        if (options.Connected)
            for (var a = 0; a < n; a++)
            {
                if (graph.Last[a] < graph.Events[a] && !arcs.Any(x => x.From == a && x.To != a))
                    AddSurest(graph.Arcs.Where(x => x.From == a && x.To != a));
                if (graph.First[a] < graph.Events[a] && !arcs.Any(x => x.To == a && x.From != a))
                    AddSurest(graph.Arcs.Where(x => x.To == a && x.From != a));
            }

        string Name(int a) => graph.Activities[a];
        return new HeuristicsNet(
            [.. arcs.Select(x => new DependencyArc(Name(x.From), Name(x.To), graph.Count(x.From, x.To), Dependency(graph, x.From, x.To))).OrderByDescending(a => a.Count).ThenBy(a => a.From, StringComparer.Ordinal).ThenBy(a => a.To, StringComparer.Ordinal)],
            [.. loops.Select(l => (Name(l.Item1), Name(l.Item2)))],
            [.. Enumerable.Range(0, n).Select(a => Branches(a, [.. arcs.Where(x => x.From == a && x.To != a).Select(x => x.To).Order()], (b, c) => Both(b, c) / (graph.Count(a, b) + graph.Count(a, c) + 1.0))).Where(b => b.Others.Count > 1)],
            [.. Enumerable.Range(0, n).Select(a => Branches(a, [.. arcs.Where(x => x.To == a && x.From != a).Select(x => x.From).Order()], (b, c) => Both(b, c) / (graph.Count(b, a) + graph.Count(c, a) + 1.0))).Where(b => b.Others.Count > 1)]);

        void AddSurest(IEnumerable<ArcFigures> of)
        {
            if (of.OrderByDescending(x => Dependency(graph, x.From, x.To)).ThenByDescending(x => x.Count).FirstOrDefault() is { } best)
                arcs.Add((best.From, best.To));
        }

        bool Self(int a) => arcs.Contains((a, a));
        double Both(int b, int c) => graph.Count(b, c) + graph.Count(c, b);
        Branching Branches(int a, int[] others, Func<int, int, double> measure) => new(Name(a), [.. others.Select(Name)],
            [.. from b in others from c in others where b < c && measure(b, c) >= options.And && !arcs.Contains((b, c)) && !arcs.Contains((c, b)) select (Name(b), Name(c))]);
    }

    /// <summary>How many times a, b, a follow one another directly.</summary>
    private static Dictionary<(int, int), long> LoopsOfTwo(DirectlyFollowsGraph graph)
    {
        var times = new Dictionary<(int, int), long>();
        if (graph.Variants is not { } variants)
            return times;
        for (var v = 0; v < variants.Count; v++)
        {
            var trace = variants[v];
            for (var i = 2; i < trace.Length; i++)
                if (trace[i] == trace[i - 2] && trace[i] != trace[i - 1])
                    times[(trace[i], trace[i - 1])] = times.GetValueOrDefault((trace[i], trace[i - 1])) + variants.Cases[v];
        }

        return times;
    }
}
