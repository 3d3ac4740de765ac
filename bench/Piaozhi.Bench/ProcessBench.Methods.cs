using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Bench;

public static partial class ProcessBench
{
    private static void Methods(Piaozhi.Core.Diagnose.Process.EventLog log, Variants variants)
    {
        var tree = Best("inductive miner, threshold 0.2", 3, () => InductiveMiner.Discover(variants));
        var net = PetriNet.Of(tree);
        Say($"  {tree.Activities().Count()} activities in the tree, {net.Places.Count} places, {net.Transitions.Count} transitions");
        Best("heuristics miner", 3, () => HeuristicsMiner.Discover(DirectlyFollowsGraph.Of(log, variants: variants)));
        Best("rules of ticketing, all cases", 1, () => RuleCheck.Of(log, ProcessRule.Ticketing));
        Best("comparison of the first half with the second, every arc", 1, () => LogComparison.Of(log.Where(c => c < log.Cases / 2), log.Where(c => c >= log.Cases / 2)));
        Best("inductive miner, threshold 0", 3, () => InductiveMiner.Discover(variants, 0));
        var replayed = Best("token replay of all cases", 3, () => TokenReplay.Of(variants, net));
        Say($"  fitness {replayed.LogFitness:0.0000}, {replayed.ShareFitting:P1} of the cases fit");
        var aligned = Best(FormattableString.Invariant($"alignments of {variants.Count} variants"), 3, () => TreeAlignment.Of(variants, tree));
        Say($"  fitness {aligned.LogFitness:0.0000}, {aligned.ShareFitting:P1} of the cases fit");
    }
}
