using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Diagnose.Flow;

/// <summary>A step on a map: its layer in the direction of the flow and its place within the layer.</summary>
public sealed record FlowStep(string Activity, long Events, long First, long Last, int Layer, int Place);

/// <summary>An arc on a map. <paramref name="Back"/>: it leads back to an earlier layer (rework), or stays on its step.</summary>
/// <param name="Mean">Seconds.</param>
/// <param name="Median">Seconds.</param>
public sealed record FlowArc(string From, string To, long Count, long Cases, double Mean, double Median, bool Back);

/// <summary>
/// The directly-follows graph made readable: the most frequent steps and arcs up to a level of detail, every step with its strongest way in and
/// out, laid out in layers along the flow (longest path after the rarest arcs of each cycle are set aside; Sugiyama, Tagawa, Toda 1981).
/// </summary>
public sealed record FlowMap(IReadOnlyList<FlowStep> Steps, IReadOnlyList<FlowArc> Arcs, long Cases, int AllSteps, int AllArcs)
{
    public int Layers => Steps.Count == 0 ? 0 : Steps.Max(s => s.Layer) + 1;

    public int Widest => Steps.Count == 0 ? 0 : Steps.GroupBy(s => s.Layer).Max(g => g.Max(s => s.Place)) + 1;

    /// <param name="detail">Share of all events, and of all arcs' frequency, that is shown: 0–1.</param>
    public static FlowMap Of(DirectlyFollowsGraph graph, double detail)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var steps = Covering(Enumerable.Range(0, graph.Activities.Count).Where(a => graph.Events[a] > 0), a => graph.Events[a], detail).ToHashSet();
        var possible = graph.Arcs.Where(a => steps.Contains(a.From) && steps.Contains(a.To)).ToList();
        var arcs = Covering(possible, a => a.Count, detail).ToHashSet();
        foreach (var step in steps)
        {
            // Arcs come most frequent first.
            if (possible.Find(a => a.To == step && a.From != step) is { } into)
                arcs.Add(into);
            if (possible.Find(a => a.From == step && a.To != step) is { } outOf)
                arcs.Add(outOf);
        }

        var forward = Forward([.. arcs.OrderByDescending(a => a.Count).ThenBy(a => a.From).ThenBy(a => a.To)]);
        var layer = Layered(steps, forward);
        var place = Placed(layer, forward, graph);
        return new FlowMap(
            [.. steps.OrderBy(s => layer[s]).ThenBy(s => place[s]).Select(s => new FlowStep(graph.Activities[s], graph.Events[s], graph.First[s], graph.Last[s], layer[s], place[s]))],
            [.. arcs.OrderByDescending(a => a.Count).ThenBy(a => a.From).ThenBy(a => a.To)
                .Select(a => new FlowArc(graph.Activities[a.From], graph.Activities[a.To], a.Count, a.Cases, a.Mean, a.Median, layer[a.From] >= layer[a.To]))],
            graph.Cases, graph.Events.Count(e => e > 0), graph.Arcs.Length);
    }

    /// <summary>The largest, until they make up the share.</summary>
    private static IEnumerable<T> Covering<T>(IEnumerable<T> all, Func<T, long> size, double share)
    {
        var sorted = all.OrderByDescending(size).ToList();
        var (total, sum) = (sorted.Sum(size), 0.0);
        foreach (var one in sorted)
        {
            if (sum >= share * total && sum > 0)
                yield break;
            sum += size(one);
            yield return one;
        }
    }

    /// <summary>Arcs in order of their frequency, without those that would close a cycle.</summary>
    private static List<ArcFigures> Forward(List<ArcFigures> arcs)
    {
        var (kept, after) = (new List<ArcFigures>(), new Dictionary<int, List<int>>());
        foreach (var arc in arcs)
        {
            if (arc.From == arc.To || Reaches(after, arc.To, arc.From))
                continue;
            kept.Add(arc);
            (after.TryGetValue(arc.From, out var list) ? list : after[arc.From] = []).Add(arc.To);
        }

        return kept;
    }

    private static bool Reaches(Dictionary<int, List<int>> after, int from, int to)
    {
        var (seen, todo) = (new HashSet<int> { from }, new Stack<int>([from]));
        while (todo.TryPop(out var at))
        {
            if (at == to)
                return true;
            foreach (var next in after.GetValueOrDefault(at, []).Where(seen.Add))
                todo.Push(next);
        }

        return false;
    }

    private static Dictionary<int, int> Layered(HashSet<int> steps, List<ArcFigures> forward)
    {
        var layer = steps.ToDictionary(s => s, _ => 0);
        // No cycle is left: as many rounds as there are steps are enough.
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var a in forward.Where(a => layer[a.To] <= layer[a.From]))
                (layer[a.To], changed) = (layer[a.From] + 1, true);
        }

        return layer;
    }

    /// <summary>Within a layer in the order of the mean place of what leads there; the most frequent first where nothing does.</summary>
    private static Dictionary<int, int> Placed(Dictionary<int, int> layer, List<ArcFigures> forward, DirectlyFollowsGraph graph)
    {
        var place = new Dictionary<int, int>();
        foreach (var group in layer.GroupBy(l => l.Value, l => l.Key).OrderBy(g => g.Key))
        {
            double Wanted(int step) => forward.Where(a => a.To == step && place.ContainsKey(a.From)).Select(a => (double)place[a.From]).DefaultIfEmpty(0).Average();
            foreach (var (step, i) in group.OrderBy(Wanted).ThenByDescending(s => graph.Events[s]).Select((s, i) => (s, i)).ToList())
                place[step] = i;
        }

        return place;
    }
}
