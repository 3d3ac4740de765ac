using CsCheck;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Trees;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class IndexTreeTests
{
    private static readonly IndexNode Tree = new("index", 1,
    [
        new("basic", 3, [IndexNode.Leaf("buy", 2), IndexNode.Leaf("refund", 1)]),
        new("value-added", 1, [IndexNode.Leaf("seat"), IndexNode.Leaf("meal")]),
    ]);

    private static readonly string[] Leaves = ["buy", "refund", "seat", "meal"];

    [Fact]
    public void Scores_go_up_the_tree_by_weight_and_effective_weights_sum_to_1()
    {
        var scored = IndexTree.Score(Tree, Answers(100, 1, 0));
        var means = scored.All().Where(n => n.Children.Count == 0).ToDictionary(n => n.Code, n => n.Score);
        Assert.Equal(.75 * (2 * means["buy"] + means["refund"]) / 3 + .25 * (means["seat"] + means["meal"]) / 2, scored.Score, 1e-9);
        Assert.Equal(1, scored.All().Where(n => n.Children.Count == 0).Sum(n => n.Effective), 1e-12);
        Assert.Equal(1, scored.Coverage, 1e-12);
        Assert.Equal(1, Tree.Leaves().Sum(l => l.Weight), 1e-12);
        Assert.Equal(.5, Tree.Leaves()[0].Weight, 1e-12);
    }

    [Fact]
    public void A_leaf_answered_by_few_is_blank_and_its_weight_goes_to_its_siblings()
    {
        var answers = Answers(100, 2, 0);
        for (var i = 0; i < 90; i++)
            answers.Rows[i][1] = double.NaN;
        var scored = IndexTree.Score(Tree, answers);
        var nodes = scored.All().ToDictionary(n => n.Code);
        Assert.True(nodes["refund"].IsBlank);
        Assert.Contains(nodes["refund"].Caveats, c => c.Id == CaveatId.SmallSample);
        Assert.Equal(nodes["buy"].Score, nodes["basic"].Score, 1e-9);
        Assert.Equal(.75, nodes["buy"].Effective, 1e-12);
        Assert.Contains(nodes["basic"].Caveats, c => c.Id == CaveatId.LowCoverage);
        Assert.Equal(.75, scored.Coverage, 1e-12);
    }

    [Fact]
    public void A_node_with_less_than_half_of_its_weight_answered_is_blank()
    {
        var answers = Answers(100, 3, 0);
        for (var i = 0; i < 100; i++)
            answers.Rows[i][0] = double.NaN;
        var scored = IndexTree.Score(Tree, answers);
        Assert.True(scored.Children[0].IsBlank);
        Assert.True(scored.IsBlank);
        Assert.False(IndexTree.Score(Tree, answers, CoverageRule.None).IsBlank);
    }

    [Fact]
    public void No_answers_one_answer_and_equal_answers_give_what_they_can_and_no_more()
    {
        Assert.True(IndexTree.Score(Tree, new LeafScores(Leaves, [])).IsBlank);
        var one = IndexTree.Score(Tree, new LeafScores(Leaves, [[50, 60, 70, 80]]), CoverageRule.None);
        Assert.True(double.IsFinite(one.Score) && double.IsNaN(one.Low));
        var equal = IndexTree.Score(Tree, new LeafScores(Leaves, [.. Enumerable.Range(0, 50).Select(_ => new[] { 75.0, 75, 75, 75 })]));
        Assert.Equal((75, 75, 75), (Math.Round(equal.Score, 9), Math.Round(equal.Low, 9), Math.Round(equal.High, 9)));
    }

    [Fact]
    public void Scores_know_the_direction_and_the_ends_of_their_scale()
    {
        Assert.Equal(75, LeafScores.Score(4, 1, 5));
        Assert.Equal(25, LeafScores.Score(4, 1, 5, reversed: true));
        Assert.True(double.IsNaN(LeafScores.Score(11, 0, 10)));
        Assert.True(double.IsNaN(LeafScores.Score(3, 5, 5)));
    }

    [Fact]
    public void The_interval_holds_the_true_index_as_often_as_it_says()
    {
        var held = 0;
        for (ulong seed = 1; seed <= 400; seed++)
        {
            var scored = IndexTree.Score(Tree, Answers(60, seed, .2));
            held += scored.Low <= 60 && scored.High >= 60 ? 1 : 0;
        }

        Assert.InRange(held, 370, 392);
    }

    [Fact]
    public void Answers_of_one_customer_are_one_unit()
    {
        var answers = Answers(80, 5, 0);
        List<double[]> thrice = [.. answers.Rows, .. answers.Rows, .. answers.Rows];
        var clustered = IndexTree.Score(Tree, new LeafScores(Leaves, thrice, Clusters: [.. Enumerable.Range(0, 240).Select(i => i % 80)]));
        var plain = IndexTree.Score(Tree, answers);
        Assert.Equal(plain.High - plain.Low, clustered.High - clustered.Low, 1e-9);
        Assert.Equal(plain.Score, clustered.Score, 1e-9);
    }

    [Fact]
    public void A_change_comes_apart_into_score_mix_and_weight_without_a_rest() =>
        Gen.Select(Gen.Double[0, 100].Array[8], Gen.Double[0, 100].Array[8], Gen.Double[.01, 1].Array[8], Gen.Double[.01, 1].Array[8], Gen.Double[.1, 1].Array[4], Gen.Double[.1, 1].Array[4]).Sample((m0, m1, q0, q1, w0, w1) =>
        {
            var (before, after) = (Parts(m0, q0, w0), Parts(m1, q1, w1));
            var change = IndexChange.Of(before, after);
            Assert.Equal(change.After - change.Before, change.Score + change.Mix + change.Weight, 1e-9);
            // Nothing but the mix changes: all of it is mix.
            var mixed = IndexChange.Of(before, Parts(m0, q1, w0));
            Assert.Equal(0, mixed.Score, 1e-9);
            Assert.Equal(0, mixed.Weight, 1e-9);
        });

    [Fact]
    public void Better_customers_instead_of_better_service_is_named_mix()
    {
        IndexPart[] before = [new("buy", "business", .5, 80, 1), new("buy", "personal", .5, 40, 1)];
        IndexPart[] after = [new("buy", "business", .9, 79, 1), new("buy", "personal", .1, 39, 1)];
        var change = IndexChange.Of(before, after);
        Assert.Equal(-1, change.Score, 1e-9);
        Assert.Equal(16, change.Mix, 1e-9);
    }

    private static IndexPart[] Parts(double[] m, double[] q, double[] w) =>
        [.. Leaves.SelectMany((leaf, l) => Enumerable.Range(0, 2).Select(s => new IndexPart(leaf, "s" + s, q[2 * l + s] / (q[2 * l] + q[2 * l + 1]), m[2 * l + s], w[l] / w.Sum())))];

    /// <summary>People around 60 who have an opinion about everything alike, some answers missing.</summary>
    private static LeafScores Answers(int n, ulong seed, double missing)
    {
        var random = new Rng(seed);
        return new LeafScores(Leaves, [.. Enumerable.Range(0, n).Select(_ =>
        {
            var own = random.Normal(0, 8);
            return Enumerable.Range(0, 4).Select(_ => random.Chance(missing) ? double.NaN : 60 + own + random.Normal(0, 8)).ToArray();
        })]);
    }
}
