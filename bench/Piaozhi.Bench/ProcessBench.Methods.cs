using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Bench;

public static partial class ProcessBench
{
    private static void Methods(Piaozhi.Core.Diagnose.Process.EventLog log, Variants variants)
    {
        var tree = Best("inductive miner, threshold 0.2", 3, () => InductiveMiner.Discover(variants));
        var net = PetriNet.Of(tree);
        Say($"  {tree.Activities().Count()} activities in the tree, {net.Places.Count} places, {net.Transitions.Count} transitions");
        Best("inductive miner, threshold 0", 3, () => InductiveMiner.Discover(variants, 0));
        var replayed = Best("token replay of all cases", 3, () => TokenReplay.Of(variants, net));
        Say($"  fitness {replayed.LogFitness:0.0000}, {replayed.ShareFitting:P1} of the cases fit");
        var aligned = Best(FormattableString.Invariant($"alignments of {variants.Count} variants"), 3, () => TreeAlignment.Of(variants, tree));
        Say($"  fitness {aligned.LogFitness:0.0000}, {aligned.ShareFitting:P1} of the cases fit");
    }
}
