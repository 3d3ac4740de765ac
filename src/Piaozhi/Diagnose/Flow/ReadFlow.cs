using Piaozhi.Core.Diagnose.Flow;
using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose.Mining;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Flow;

/// <summary>One process as its cases went it.</summary>
/// <param name="Starts">First activities with their cases, most first: what kinds of case there are.</param>
/// <param name="Start">The one whose cases are shown.</param>
/// <param name="Waits">Arcs that end with something the operator does: there the time is a wait. The most time lost first.</param>
public sealed record ReadProcess(Period Period, IReadOnlyList<(string Activity, long Cases)> Starts, string Start, FlowMap Map, IReadOnlyList<FlowArc> Waits, int Variants, double MainShare);

/// <summary>Reads the events of a period as cases and draws what directly follows what.</summary>
public static class ReadFlow
{
    private const long LeastCases = 20;

    /// <param name="Start">First activity of the cases that are wanted; null = the most frequent.</param>
    /// <param name="Detail">0–1.</param>
    public sealed record Input(Period? Period = null, Slice? Within = null, string? Start = null, double Detail = .9);

    /// <summary>Null inside when there are no events at all.</summary>
    public static async Task<Outcome<ReadProcess?>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if ((input.Period ?? await MineProcess.LatestAsync(session, ct)) is not { } period)
            return (ReadProcess?)null;
        var log = await ReadEvents.RunAsync(new(period, input.Within), session, ct);
        if (log.Cases == 0)
            return (ReadProcess?)null;
        var starts = Enumerable.Range(0, log.Cases).Where(c => log.Start[c + 1] > log.Start[c]).GroupBy(c => log.Activities[log.Activity[log.Start[c]]], StringComparer.Ordinal)
            .Select(g => (Activity: g.Key, Cases: (long)g.Count())).OrderByDescending(s => s.Cases).ThenBy(s => s.Activity, StringComparer.Ordinal).ToList();
        var start = starts.Any(s => s.Activity == input.Start) ? input.Start! : starts[0].Activity;
        var first = log.Find(start);
        var chosen = log.Where(c => log.Start[c + 1] > log.Start[c] && log.Activity[log.Start[c]] == first);
        var variants = Variants.From(chosen);
        var graph = DirectlyFollowsGraph.Of(chosen, medians: true, variants);
        var everything = FlowMap.Of(graph, 1);
        var waits = everything.Arcs.Where(a => a.Cases >= LeastCases && a.From != a.To && Bottlenecks.IsWait(a.To)).OrderByDescending(a => a.Mean * a.Count).Take(12).ToList();
        return new ReadProcess(period, starts, start, FlowMap.Of(graph, Math.Clamp(input.Detail, .3, 1)), waits, variants.Count, variants.Count == 0 ? 0 : variants.Share(1));
    }
}
