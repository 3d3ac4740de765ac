using CsCheck;
using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class ConformanceTests
{
    /// <summary>The log of van der Aalst 2016, Table 8.1: 1391 cases, 21 variants.</summary>
    private const string Full = "455×acdeh 191×abdeg 177×adceh 144×abdeh 111×acdeg 82×adceg 56×adbeh 47×acdefdbeh 38×adbeg 33×acdefbdeh 14×acdefbdeg 11×acdefdbeg 9×adcefcdeh 8×adcefdbeh 5×adcefbdeg 3×acdefbdefdbeg 2×adcefdbeg 2×adcefbdefbdeg 1×adcefdbefbdeh 1×adbefbdefdbeg 1×adcefdbefcdefdbeg";

    private static PetriNet Net(string final, params string[] steps)
    {
        var places = steps.SelectMany(s => s.Split('>')[1..].SelectMany(x => x.Split(','))).Prepend("start").Concat(steps.Select(s => s.Split(':')[1].Split('>')[0]).SelectMany(x => x.Split(','))).Distinct().ToList();
        int[] Of(string names) => [.. names.Split(',').Select(p => places.IndexOf(p))];
        return new PetriNet(places, [.. steps.Select((s, i) => new NetTransition($"t{i}", s.Split(':')[0], Of(s.Split(':')[1].Split('>')[0]), Of(s.Split('>')[1])))],
            [.. places.Select(p => p == "start" ? 1 : 0)], [.. places.Select(p => p == final ? 1 : 0)]);
    }

    /// <summary>Fitness of the four models of §8.2: 1, 0.9504, 0.8797 and 1.</summary>
    [Fact]
    public void The_textbook_models_have_the_textbook_fitness()
    {
        var variants = Variants.From(Logs.Of(Full));
        Assert.Equal((1391, 21), (variants.Log.Cases, variants.Count));
        var n1 = Net("end", "a:start>p1,p2", "b:p1>p3", "c:p1>p3", "d:p2>p4", "e:p3,p4>p5", "f:p5>p1,p2", "g:p5>end", "h:p5>end");
        var n2 = Net("end", "a:start>p1", "b:p1>p2", "c:p1>p2", "d:p2>p3", "e:p3>p4", "f:p4>p1", "g:p4>end", "h:p4>end");
        var n3 = Net("end", "a:start>p1,p2", "c:p1>p3", "d:p2>p4", "e:p3,p4>p5", "h:p5>end");
        var n4 = Net("end", "a:start>p", "b:p>p", "c:p>p", "d:p>p", "e:p>p", "f:p>p", "g:p>end", "h:p>end");
        Assert.Equal(1, TokenReplay.Of(variants, n1).LogFitness);
        Assert.Equal(.9504, TokenReplay.Of(variants, n2).LogFitness, .00005);
        Assert.Equal(.8797, TokenReplay.Of(variants, n3).LogFitness, .00005);
        Assert.Equal(1, TokenReplay.Of(variants, n4).LogFitness);
    }

    [Theory]
    [MemberData(nameof(Logs.Public), MemberType = typeof(Logs))]
    public async Task The_trees_of_pm4py_are_aligned_and_replayed_with_its_figures(string file, string reference)
    {
        var (log, expected) = await Logs.PublicAsync(file, reference);
        var variants = Variants.From(log);
        var tree = ProcessTree.Parse(expected.GetProperty("process_tree_im_0.2").GetString()!);
        if (expected.TryGetProperty("alignment_fitness_imf02", out var aligned))
        {
            var result = TreeAlignment.Of(variants, tree);
            Assert.Equal(aligned.GetProperty("averageFitness").GetDouble(), result.AverageFitness, 1e-9);
            Assert.Equal(aligned.GetProperty("percFitTraces").GetDouble(), 100 * result.ShareFitting, 1e-9);
            // Its silent steps cost 1/10,000 each.
            Assert.Equal(aligned.GetProperty("log_fitness").GetDouble(), result.LogFitness, .0005);
        }

        var replayed = TokenReplay.Of(variants, PetriNet.Of(tree));
        var (average, log1) = (expected.GetProperty("tbr_imf02").GetProperty("average_trace_fitness").GetDouble(), expected.GetProperty("tbr_imf02").GetProperty("log_fitness").GetDouble());
        // How silent steps are sought differs, and the nets are not the same: near, not equal.
        Assert.Equal(average, replayed.AverageFitness, .04);
        Assert.Equal(log1, replayed.LogFitness, .04);
        Assert.Equal(TreeAlignment.Of(variants, tree).ShareFitting, replayed.ShareFitting, 1e-9);
    }

    [Fact]
    public void An_alignment_says_what_was_left_out_and_what_was_done_beside_the_model()
    {
        var log = Logs.Of("1×abd 1×acbxd 1×d");
        var tree = new TreeAlignment(ProcessTree.Parse("->( 'a', +( 'b', 'c' ), 'd' )"), log.Activities);
        string Show(int c) => string.Concat(tree.Moves(log.Activities, log.Trace(c)).Select(m => m.Move switch { Move.Both => m.Activity, Move.LogOnly => $"-{m.Activity}", _ => $"+{m.Activity}" }));
        Assert.Contains(Show(0), new[] { "a+cbd", "ab+cd" });
        Assert.Equal("acb-xd", Show(1));
        Assert.Contains(Show(2), new[] { "+a+b+cd", "+a+c+bd" });
        Assert.Equal((1, 1 - 1 / 7.0), (tree.Align(log.Trace(0)).Cost, tree.Align(log.Trace(0)).Fitness));
    }

    [Fact]
    public void Alignments_by_the_tree_cost_what_a_search_on_the_net_costs() =>
        Gen.Select(ATree, Gen.Int[0, 6].Array[0, 8]).Sample((tree, events) =>
        {
            var log = EventLog.OfTraces((1, events.Select(e => ((char)('a' + e)).ToString()).ToArray()));
            var byTree = new TreeAlignment(tree, log.Activities);
            var cost = byTree.Align(log.Trace(0)).Cost;
            Assert.Equal(new NetAlignment(PetriNet.Of(tree), log.Activities).Align(log.Trace(0))!.Value.Cost, cost);
            var moves = byTree.Moves(log.Activities, log.Trace(0));
            Assert.Equal(cost, moves.Count(m => m.Move != Move.Both));
            Assert.Equal(log.Trace(0).ToArray().Select(a => log.Activities[a]), moves.Where(m => m.Move != Move.ModelOnly).Select(m => m.Activity));
            // What the model saw is a trace of the model.
            var seen = EventLog.OfTraces((1, [.. moves.Where(m => m.Move != Move.LogOnly).Select(m => m.Activity)]));
            Assert.Equal(0, new TreeAlignment(tree, seen.Activities).Align(seen.Trace(0)).Cost);
            Assert.Equal(1, TokenReplay.Of(Variants.From(seen), PetriNet.Of(tree)).ShareFitting);
        }, iter: 1500);

    /// <summary>Any tree over a to f, each activity once.</summary>
    internal static readonly Gen<ProcessTree> ATree = Gen.Select(Gen.Int[1, 6], Gen.Int[0, int.MaxValue - 1]).Select((n, seed) =>
    {
        var rng = new Piaozhi.Core.Loop.Rng((ulong)seed);
        return Grow([.. Enumerable.Range(0, n).Select(i => ((char)('a' + i)).ToString())], rng);
    });

    private static ProcessTree Grow(string[] activities, Piaozhi.Core.Loop.Rng rng)
    {
        if (activities.Length == 0)
            return ProcessTree.Silent;
        if (activities.Length == 1 && rng.Chance(.7))
            return ProcessTree.Of(activities[0]);
        var op = (TreeOperator)(2 + rng.Next(4));
        var cut = rng.Next(activities.Length + 1);
        if (op == TreeOperator.Loop && cut == 0)
            cut = activities.Length;
        if (cut == 0 || cut == activities.Length)
            return op is TreeOperator.Exclusive or TreeOperator.Loop && activities.Length == 1
                ? ProcessTree.Of(op, ProcessTree.Of(activities[0]), ProcessTree.Silent)
                : activities.Length == 1 ? ProcessTree.Of(activities[0]) : Grow(activities[..1], rng) is var first ? ProcessTree.Of(op, first, Grow(activities[1..], rng)) : null!;
        return ProcessTree.Of(op, Grow(activities[..cut], rng), Grow(activities[cut..], rng));
    }
}
