using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>A step on which customers wait for the operator longer than they do at the best comparable place.</summary>
/// <param name="Excess">Seconds that the slowest tenth waits beyond the slowest tenth of the best place or time.</param>
/// <param name="Best">The place or time that it is compared with; empty when there is none.</param>
public sealed record Bottleneck(string From, string To, double Median, double P90, long Cases, double Excess, string Best);

/// <summary>
/// Arcs that end with something the operator does (called, answered, sent, settled …): there the time is a wait. What the customer does
/// next, in their own time, is none.
/// </summary>
public static class Bottlenecks
{
    private const int LeastCases = 30, LeastCompared = 100;

    private static readonly string[] Operator =
    [
        "called", "served_start", "served_end", "succeeded", "failed", "timeout", "callback_received", "issued", "issue_failed", "sent", "delivered", "settled", "approved", "completed",
        "rejected", "passed", "answered", "ended", "first_reply", "resolved", "acknowledged", "assigned", "responded", "closed", "fulfilled", "created", "locked", "admitted", "verified",
        "released", "mitigated", "published", "returned", "manual", "collected",
    ];

    /// <summary>Worst first: by the time that is lost over all cases.</summary>
    public static IReadOnlyList<Bottleneck> Of(FactLog log, EventLog traces, DirectlyFollowsGraph graph, int most = 12)
    {
        if (log.Table(FactTable.Event) is not { } events)
            return [];
        var durations = ArcDurations.Of(traces, graph.Variants);
        string Name(int a) => traces.Activities[a];
        var waits = graph.Arcs.Where(a => a.Cases >= LeastCases && Operator.Contains(Verb(Name(a.To))))
            .Select(a => new Wait(Name(a.From), Name(a.To), a.Count, a.Cases, durations.Ranked(a.From, a.To, .5), durations.Ranked(a.From, a.To, .9))).Where(w => w.P90 > 0)
            .OrderByDescending(w => w.P90 * w.Cases).ThenByDescending(w => w.Count).ThenBy(w => w.From, StringComparer.Ordinal).ThenBy(w => w.To, StringComparer.Ordinal).Take(40).ToArray();
        var compared = Compare(log, events, waits);
        return [.. waits.Select((a, i) => new Bottleneck(a.From, a.To, a.Median, a.P90, a.Cases, Math.Max(0, a.P90 - compared[i].P90), compared[i].Name))
            .OrderByDescending(b => b.Excess * b.Cases).ThenByDescending(b => b.P90 * b.Cases).Take(most)];
    }

    private sealed record Wait(string From, string To, long Count, long Cases, double Median, double P90);

    /// <summary>For each arc the place (or quarter of the time) with the shortest slow tenth among those with enough cases.</summary>
    private static (double P90, string Name)[] Compare(FactLog log, LogTable events, Wait[] arcs)
    {
        var activity = events.Text("activity")!;
        var index = new Dictionary<(int, int), int>();
        for (var i = 0; i < arcs.Length; i++)
            index[(log.Values("activity").Find(arcs[i].From), log.Values("activity").Find(arcs[i].To))] = i;
        var ends = arcs.Select(_ => new List<(int Row, double Seconds)>()).ToArray();
        for (var row = 1; row < events.Count; row++)
            if (events.Case[row] >= 0 && events.Case[row] == events.Case[row - 1] && index.TryGetValue((activity[row - 1], activity[row]), out var arc))
                ends[arc].Add((row, (events.At[row] - events.At[row - 1]) / 1000.0));
        var best = arcs.Select(a => (a.P90, Name: "")).ToArray();
        var (first, last) = (FactLog.Milliseconds(log.First), FactLog.Milliseconds(log.AsOf));
        foreach (var dimension in Detector.DimensionsOf(log, new UnitPart(events, [], [], [], [])).Where(d => d != "session").Append(""))
        {
            var column = dimension.Length > 0 ? log.Dimension(events, dimension) : null;
            if (dimension.Length > 0 && column is null)
                continue;
            for (var i = 0; i < arcs.Length; i++)
            {
                var groups = ends[i].GroupBy(e => column is null ? (int)(4 * (events.At[e.Row] - first) / Math.Max(1, last - first + 1)) : column[e.Row]);
                foreach (var g in groups.Where(g => g.Key >= 0))
                {
                    var seconds = g.Select(e => e.Seconds).ToArray();
                    if (seconds.Length < LeastCompared)
                        continue;
                    Array.Sort(seconds);
                    var p90 = seconds[(int)Math.Ceiling(.9 * seconds.Length) - 1];
                    if (p90 < best[i].P90)
                        best[i] = (p90, column is null ? "Q" + (g.Key + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : log.Values(dimension)[g.Key]);
                }
            }
        }

        return best;
    }

    /// <summary>What the operator does: the time before it is a wait, not the customer's own. A questionnaire is sent when it is time.</summary>
    public static bool IsWait(string activity) => Operator.Contains(Verb(activity)) && !activity.StartsWith("survey.", StringComparison.Ordinal);

    private static string Verb(string activity) => activity[(activity.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
