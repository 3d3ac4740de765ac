namespace Piaozhi.Core.Diagnose.Process;

/// <summary>
/// Inductive miner, infrequent (Leemans, Fahland and van der Aalst 2013; cuts and fall-throughs as in Leemans 2017, ch. 6): a process
/// tree that is sound whatever the log, and with threshold 0 replays all of it.
/// </summary>
public sealed class InductiveMiner
{
    public const double DefaultThreshold = .2;

    private readonly IReadOnlyList<string> _names;
    private readonly double _threshold;

    private InductiveMiner(IReadOnlyList<string> names, double threshold) => (_names, _threshold) = (names, threshold);

    /// <param name="threshold">Arcs rarer than this share of the most frequent way out of an activity do not count where without them a cut is found.</param>
    public static ProcessTree Discover(EventLog log, double threshold = DefaultThreshold) => Discover(Variants.From(log), threshold);

    public static ProcessTree Discover(Variants variants, double threshold = DefaultThreshold)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, 1);
        return new InductiveMiner(variants.Log.Activities, threshold).Tree(Sublog.Of(variants)).Reduced();
    }

    private ProcessTree Tree(Sublog log)
    {
        if (log.Empty > 0)
        {
            var rest = log.Where(t => t.Length > 0);
            if (rest.Cases == 0)
                return ProcessTree.Silent;
            if (log.Empty > _threshold * log.Cases)
                return ProcessTree.Of(TreeOperator.Exclusive, ProcessTree.Silent, Tree(rest));
            log = rest;
        }

        if (log.Cases == 0)
            return ProcessTree.Silent;
        if (log.Traces.Count == 1 && log.Traces.Keys.First() is [var only])
            return ProcessTree.Of(_names[only]);
        var graph = Follows.Of(log);
        var cut = Cut.Find(graph) ?? (_threshold > 0 ? Cut.Find(graph.Frequent(_threshold)) : null);
        return cut is null ? FallThrough(log, graph) : Node(cut.Operator, [.. cut.Split(log).Select(Tree)]);
    }

    private static ProcessTree Node(TreeOperator op, ProcessTree[] children) =>
        op == TreeOperator.Loop && children.Length > 2
            ? ProcessTree.Of(op, children[0], ProcessTree.Of(TreeOperator.Exclusive, children.Skip(1)))
            : ProcessTree.Of(op, children);

    private ProcessTree FallThrough(Sublog log, Follows graph)
    {
        var activities = graph.Activities;
        ProcessTree Beside(ushort a) => ProcessTree.Of(TreeOperator.Parallel, Tree(log.Project(new HashSet<ushort> { a })), Tree(log.Project(activities.Where(x => x != a).ToHashSet())));
        if (activities.Length > 1)
        {
            foreach (var a in activities)
                if (log.Traces.Keys.All(t => t.Count(x => x == a) == 1))
                    return Beside(a);
            foreach (var a in activities)
                if (Cut.Find(Follows.Of(log.Project(activities.Where(x => x != a).ToHashSet()))) is not null)
                    return Beside(a);
        }

        if (Restarts(log, (before, now) => graph.Last.ContainsKey(before) && graph.First.ContainsKey(now)) is { } strict)
            return ProcessTree.Of(TreeOperator.Loop, Tree(strict), ProcessTree.Silent);
        if (Restarts(log, (_, now) => graph.First.ContainsKey(now)) is { } loose)
            return ProcessTree.Of(TreeOperator.Loop, Tree(loose), ProcessTree.Silent);
        return ProcessTree.Of(TreeOperator.Loop, ProcessTree.Of(TreeOperator.Exclusive, activities.Select(a => ProcessTree.Of(_names[a]))), ProcessTree.Silent);
    }

    /// <summary>Traces cut where they seem to begin again; null when none does.</summary>
    private static Sublog? Restarts(Sublog log, Func<ushort, ushort, bool> again)
    {
        var (cut, any) = (new Sublog(), false);
        foreach (var (trace, times) in log.Traces)
        {
            var from = 0;
            for (var i = 1; i < trace.Length; i++)
                if (again(trace[i - 1], trace[i]))
                {
                    cut.Add(trace[from..i], times);
                    (from, any) = (i, true);
                }

            cut.Add(trace[from..], times);
        }

        return any ? cut : null;
    }
}
