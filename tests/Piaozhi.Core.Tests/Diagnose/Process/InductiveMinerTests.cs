using CsCheck;
using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class InductiveMinerTests
{
    /// <summary>Logs of van der Aalst 2016, §6 and §7, with the trees given there.</summary>
    [Theory]
    [InlineData(Logs.L1, "->( 'a', X( +( 'b', 'c' ), 'e' ), 'd' )")]
    [InlineData(Logs.L2, "->( 'a', *( ->( +( 'b', 'c' ), X( 'd', ->( 'e', 'f' ) ) ), tau ) )")]
    [InlineData("45×acd 42×bce", "->( X( 'a', 'b' ), 'c', X( 'd', 'e' ) )")]
    [InlineData("5×abde 4×acde", "->( 'a', X( 'b', 'c' ), 'd', 'e' )")]
    [InlineData("3×ab 2×a", "->( 'a', X( tau, 'b' ) )")]
    [InlineData("5×abc 5×acb", "->( 'a', +( 'b', 'c' ) )")]
    [InlineData("5×ab 3×abab 1×ababab", "*( ->( 'a', 'b' ), tau )")]
    [InlineData("5×aba 3×ababa 2×a", "*( 'a', 'b' )")]
    public void Textbook_logs_give_textbook_trees(string traces, string tree)
    {
        if (traces == Logs.L2)
            tree = "->( 'a', *( +( 'b', 'c' ), ->( 'e', 'f' ) ), 'd' )";
        Assert.Equal(ProcessTree.Parse(tree).Sorted().ToString(), InductiveMiner.Discover(Logs.Of(traces), 0).Sorted().ToString());
    }

    [Fact]
    public void Rare_arcs_do_not_hide_the_way_that_nearly_all_go()
    {
        var log = Logs.Of("100×abcd 100×acbd 1×bacd 1×abdc");
        Assert.Equal("->( 'a', +( 'b', 'c' ), 'd' )", InductiveMiner.Discover(log, .2).Sorted().ToString());
        Assert.NotEqual("->( 'a', +( 'b', 'c' ), 'd' )", InductiveMiner.Discover(log, 0).Sorted().ToString());
    }

    [Fact]
    public void Silent_steps_that_say_nothing_are_dropped()
    {
        Assert.Equal("->( 'a', 'b', X( tau, 'c' ) )", ProcessTree.Parse("->( 'a', ->( tau, 'b' ), X( tau, X( tau, 'c' ) ) )").Reduced().ToString());
        Assert.Equal("tau", ProcessTree.Parse("->( tau, +( tau, tau ) )").Reduced().ToString());
    }

    [Fact]
    public void A_tree_that_cannot_be_read_says_where()
    {
        Assert.Equal("diagnose.model.bad-tree", Assert.Throws<UnreadableLog>(() => ProcessTree.Parse("->( 'a', ")).Code);
        Assert.Equal("b )", Assert.Throws<UnreadableLog>(() => ProcessTree.Parse("X( 'a', b )")).Subject);
    }

    /// <summary>
    /// Where no fall-through leaves a choice of activity, the tree is the same. In the others pm4py takes whichever activity its hash order
    /// gives first; there the tree must replay every case (threshold 0).
    /// </summary>
    [Theory]
    [MemberData(nameof(Logs.Public), MemberType = typeof(Logs))]
    public async Task Public_logs_give_the_trees_of_pm4py(string file, string reference)
    {
        var (log, expected) = await Logs.PublicAsync(file, reference);
        var variants = Variants.From(log);
        foreach (var threshold in new[] { "0.0", "0.2" })
        {
            var tree = InductiveMiner.Discover(variants, double.Parse(threshold, System.Globalization.CultureInfo.InvariantCulture));
            if (reference is "running-example" or "roadtraffic100" or "helpdesk" or "bpic2013_closed")
                Assert.Equal(ProcessTree.Parse(expected.GetProperty("process_tree_im_" + threshold).GetString()!).Reduced().Sorted().ToString(), tree.Sorted().ToString());
            if (threshold == "0.0")
            {
                Assert.Equal(1, TreeAlignment.Of(variants, tree).ShareFitting);
                Assert.Equal(log.Activities.Order(StringComparer.Ordinal), tree.Activities().Order(StringComparer.Ordinal));
            }
        }
    }

    [Fact]
    public void Without_a_threshold_every_log_is_replayed_and_no_activity_stands_twice() =>
        Gen.Int[0, 5].Array[0, 8].Array[1, 12].Sample(traces =>
        {
            var variants = Variants.From(EventLog.OfTraces(traces.Select(t => (1, t.Select(a => ((char)('a' + a)).ToString()).ToArray()))));
            var tree = InductiveMiner.Discover(variants, 0);
            Assert.Equal(tree.Activities().Count(), tree.Activities().Distinct().Count());
            Assert.Equal(1, TreeAlignment.Of(variants, tree).ShareFitting);
            Assert.Equal(1, TokenReplay.Of(variants, PetriNet.Of(tree)).ShareFitting);
        }, iter: 300);
}
