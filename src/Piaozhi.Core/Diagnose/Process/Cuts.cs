namespace Piaozhi.Core.Diagnose.Process;

/// <summary>A way to take the activities apart, and the sublogs that result.</summary>
internal sealed record Cut(TreeOperator Operator, IReadOnlyList<HashSet<ushort>> Groups)
{
    /// <summary>In the order of the paper: exclusive, sequence, parallel, loop; null when none holds.</summary>
    public static Cut? Find(Follows graph) => Exclusive(graph) ?? Sequence(graph) ?? Parallel(graph) ?? Loop(graph);

    public IReadOnlyList<Sublog> Split(Sublog log) => Operator switch
    {
        TreeOperator.Exclusive => SplitExclusive(log),
        TreeOperator.Sequence => SplitSequence(log),
        TreeOperator.Parallel => [.. Groups.Select(log.Project)],
        _ => SplitLoop(log),
    };

    /// <summary>Parts that no arc connects.</summary>
    private static Cut? Exclusive(Follows graph)
    {
        var groups = Components(graph.Activities, graph.Arcs.Keys);
        return groups.Count > 1 ? new Cut(TreeOperator.Exclusive, groups) : null;
    }

    /// <summary>Parts that can be reached one way only; what can be skipped is then kept together (Leemans 2017, Fig. 6.6, strict sequence).</summary>
    private static Cut? Sequence(Follows graph)
    {
        var (n, reach) = (graph.Activities.Length, graph.Reach());
        var groups = Merge(n, (i, j) => reach[i, j] == reach[j, i]);
        if (groups.Count < 2)
            return null;
        groups.Sort((g, h) => g == h ? 0 : reach[g[0], h[0]] ? -1 : 1);
        var parts = groups.Select(g => g.Select(i => graph.Activities[i]).ToHashSet()).ToList();
        Strict(graph, parts);
        parts.RemoveAll(p => p.Count == 0);
        return parts.Count > 1 ? new Cut(TreeOperator.Sequence, parts) : null;
    }

    private static void Strict(Follows graph, List<HashSet<ushort>> parts)
    {
        var of = new Dictionary<ushort, int>();
        for (var p = 0; p < parts.Count; p++)
            foreach (var a in parts[p])
                of[a] = p;
        var from = parts.Select(p => p.Any(graph.First.ContainsKey) ? int.MinValue : int.MaxValue).ToArray();
        var to = parts.Select(p => p.Any(graph.Last.ContainsKey) ? int.MaxValue : int.MinValue).ToArray();
        var (pairs, n) = (new HashSet<(int, int)>(), parts.Count);
        foreach (var (a, b) in graph.Arcs.Keys)
        {
            var (x, y) = (of[a], of[b]);
            (from[y], to[x]) = (Math.Min(from[y], x), Math.Max(to[x], y));
            pairs.Add((x, y));
        }

        for (var p = 0; p < n; p++)
        {
            var skippable = pairs.Any(x => x.Item1 < p && x.Item2 > p) || graph.First.Keys.Any(a => of[a] > p) || graph.Last.Keys.Any(a => of[a] < p);
            if (!skippable)
                continue;
            for (var q = p - 1; q >= 0 && to[q] <= p; q--)
                Move(parts, q, p);
            for (var q = p + 1; q < n && from[q] >= p; q++)
                Move(parts, q, p);
        }
    }

    private static void Move(List<HashSet<ushort>> parts, int from, int to)
    {
        parts[to].UnionWith(parts[from]);
        parts[from].Clear();
    }

    /// <summary>Parts of which each activity follows each of the other parts both ways, each with a beginning and an end.</summary>
    private static Cut? Parallel(Follows graph)
    {
        var a = graph.Activities;
        var groups = Merge(a.Length, (i, j) => !graph.Has(a[i], a[j]) || !graph.Has(a[j], a[i])).Select(g => g.Select(i => a[i]).ToHashSet()).OrderBy(g => g.Count).ToList();
        for (var i = 0; i < groups.Count && groups.Count > 1;)
        {
            if (groups[i].Any(graph.First.ContainsKey) && groups[i].Any(graph.Last.ContainsKey))
            {
                i++;
                continue;
            }

            var group = groups[i];
            groups.RemoveAt(i);
            groups[i == 0 ? 0 : i - 1].UnionWith(group);
            i = 0;
        }

        return groups.Count > 1 ? new Cut(TreeOperator.Parallel, groups) : null;
    }

    /// <summary>A body that begins and ends it, and parts that lead from its ends back to its beginnings.</summary>
    private static Cut? Loop(Follows graph)
    {
        var body = graph.First.Keys.Concat(graph.Last.Keys).ToHashSet();
        var redo = Components([.. graph.Activities.Where(x => !body.Contains(x))], graph.Arcs.Keys.Where(x => !body.Contains(x.From) && !body.Contains(x.To)));
        bool Begins(ushort x) => graph.First.ContainsKey(x);
        bool Ends(ushort x) => graph.Last.ContainsKey(x);
        var inner = redo.Where(g =>
            // Reached from a beginning that is no end, or leading to an end that is no beginning: part of the body.
            graph.Arcs.Keys.Any(x => (Begins(x.From) && !Ends(x.From) && g.Contains(x.To)) || (Ends(x.To) && !Begins(x.To) && g.Contains(x.From))) ||
            // It must lead back to every beginning, and come from every end.
            g.Any(x => graph.First.Keys.Any(s => graph.Has(x, s)) && !graph.First.Keys.All(s => graph.Has(x, s))) ||
            g.Any(x => graph.Last.Keys.Any(e => graph.Has(e, x)) && !graph.Last.Keys.All(e => graph.Has(e, x)))).ToArray();
        foreach (var g in inner)
        {
            body.UnionWith(g);
            redo.Remove(g);
        }

        return redo.Count > 0 && body.Count > 0 ? new Cut(TreeOperator.Loop, [body, .. redo]) : null;
    }

    private List<Sublog> SplitExclusive(Sublog log)
    {
        var logs = Groups.Select(_ => new Sublog()).ToList();
        foreach (var (trace, times) in log.Traces)
        {
            // Noise may mix parts: the trace goes where most of it belongs.
            var best = 0;
            for (int g = 0, most = -1; g < Groups.Count; g++)
                if (trace.Count(Groups[g].Contains) is var n && n > most)
                    (best, most) = (g, n);
            logs[best].Add(Array.FindAll(trace, Groups[best].Contains), times);
        }

        return logs;
    }

    private List<Sublog> SplitSequence(Sublog log)
    {
        var logs = Groups.Select(_ => new Sublog()).ToList();
        foreach (var (trace, times) in log.Traces)
        {
            var (from, before) = (0, new HashSet<ushort>());
            for (var g = 0; g < Groups.Count; g++)
            {
                // The cut at which fewest events stand on the wrong side.
                var (cost, least, end) = (0, 0, from);
                for (var i = from; i < trace.Length; i++)
                {
                    cost += Groups[g].Contains(trace[i]) ? -1 : before.Contains(trace[i]) ? 0 : 1;
                    if (cost < least)
                        (least, end) = (cost, i + 1);
                }

                logs[g].Add([.. trace.Take(end).Skip(from).Where(Groups[g].Contains)], times);
                before.UnionWith(Groups[g]);
                from = end;
            }
        }

        return logs;
    }

    private List<Sublog> SplitLoop(Sublog log)
    {
        var logs = Groups.Select(_ => new Sublog()).ToList();
        foreach (var (trace, times) in log.Traces)
        {
            var (body, redo) = (new List<ushort>(), new List<ushort>());
            foreach (var a in trace)
            {
                var inBody = Groups[0].Contains(a);
                if (inBody && redo.Count > 0)
                    Redo(redo, times);
                if (!inBody && body.Count > 0)
                {
                    logs[0].Add([.. body], times);
                    body.Clear();
                }

                (inBody ? body : redo).Add(a);
            }

            if (redo.Count > 0)
                Redo(redo, times);
            logs[0].Add([.. body], times);
        }

        return logs;

        void Redo(List<ushort> part, long times)
        {
            var best = Enumerable.Range(1, Groups.Count - 1).MaxBy(g => part.Count(Groups[g].Contains));
            logs[best].Add([.. part.Where(Groups[best].Contains)], times);
            part.Clear();
        }
    }

    private static List<HashSet<ushort>> Components(IReadOnlyList<ushort> activities, IEnumerable<(ushort From, ushort To)> arcs)
    {
        var place = activities.Select((a, i) => (a, i)).ToDictionary(x => x.a, x => x.i);
        var linked = arcs.Select(x => (place[x.From], place[x.To])).ToHashSet();
        return [.. Merge(activities.Count, (i, j) => linked.Contains((i, j)) || linked.Contains((j, i))).Select(g => g.Select(i => activities[i]).ToHashSet())];
    }

    /// <summary>Puts together what belongs together, until nothing more does.</summary>
    private static List<List<int>> Merge(int n, Func<int, int, bool> together)
    {
        var root = Enumerable.Range(0, n).ToArray();
        int Root(int i) => root[i] == i ? i : root[i] = Root(root[i]);
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++)
                if (Root(i) != Root(j) && together(i, j))
                    root[Math.Max(Root(i), Root(j))] = Math.Min(Root(i), Root(j));
        return [.. Enumerable.Range(0, n).GroupBy(Root).Select(g => g.ToList())];
    }
}
