using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Diagnose.Mining;

/// <summary>The process as the log shows it: map, times, model, how well it fits, and the rules that were broken.</summary>
public sealed record ProcessPicture(
    EventLog Log, DirectlyFollowsGraph Graph, DurationFigures Durations, IReadOnlyList<StepTime> Steps, ProcessTree Tree, ReplayResult Replay, AlignmentResult Alignment, IReadOnlyList<RuleFinding> Rules)
{
    public Variants Variants => Graph.Variants!;
}

/// <summary>Mines the process from the events of a period.</summary>
public static class MineProcess
{
    /// <summary>Days back from the latest fact when no period is asked for.</summary>
    public const int Days = 28;

    public sealed record Input(Period? Period = null, Slice? Within = null, double Threshold = InductiveMiner.DefaultThreshold);

    public static async Task<Outcome<ProcessPicture>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var log = await ReadEvents.RunAsync(new(input.Period ?? await LatestAsync(session, ct), input.Within, [.. ReadEvents.Numbers, "ticket_id"]), session, ct);
        // A long piece of pure work: the thread that asked is let go.
        return await Task.Run(() => Of(log, input.Threshold), ct);
    }

    public static Outcome<ProcessPicture> Of(EventLog log, double threshold = InductiveMiner.DefaultThreshold)
    {
        if (log.Events == 0)
            return new Refusal("diagnose.process.no-events");
        if (threshold is not (>= 0 and <= 1))
            return new Refusal("diagnose.process.threshold", threshold.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var graph = DirectlyFollowsGraph.Of(log, medians: true);
        var tree = InductiveMiner.Discover(graph.Variants!, threshold);
        return new ProcessPicture(log, graph, CaseDurations.Of(log), WaitingTimes.Of(log), tree, TokenReplay.Of(graph.Variants!, PetriNet.Of(tree)), TreeAlignment.Of(graph.Variants!, tree),
            RuleCheck.Of(log, ProcessRule.Ticketing));
    }

    /// <summary>The last four weeks that there are; null without facts.</summary>
    public static async Task<Period?> LatestAsync(Session session, CancellationToken ct = default) =>
        await AskFacts.WatermarkAsync(session.Facts, session.Options, ct) is { } last ? new Period(last.Date.AddDays(1 - Days), last.Date.AddDays(1)) : null;
}
