using CsCheck;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Weighting;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class PairwiseComparisonTests
{
    /// <summary>First respondent of the example data of the R package ahpsurvey (MIT); reference weights and ratio by that package.</summary>
    private static readonly double[,] City = PairwiseComparison.FromUpper(5, [1 / 5.0, 3, 1 / 2.0, 5, 7, 1, 7, 1 / 4.0, 3, 7]);

    [Fact]
    public void Weights_and_consistency_agree_with_the_R_package_ahpsurvey()
    {
        var found = PairwiseComparison.Of(City).Value;
        Close([.152167083431336, .433454366265531, .0715564764690822, .305006433278042, .0378156405560091], found.Weights, 1e-8);
        Close([.15259371425298, .422816190797767, .0722581413249475, .314742940425576, .0375890131987296], found.GeometricWeights, 1e-12);
        Assert.Equal(5.225235, found.LambdaMax, 5e-7);
        Assert.Equal(.050276, found.Ratio, 5e-7);
        Assert.Equal(.0508155708788633, PairwiseComparison.Of(City, PairwiseComparison.Simulated).Value.Ratio, 1e-9);
        Assert.True(found.IsConsistent);
    }

    [Fact]
    public void A_matrix_without_contradiction_gives_back_its_weights_and_ratio_0()
    {
        var found = PairwiseComparison.Of(PairwiseComparison.FromUpper(3, [6, 3, .5])).Value;
        Close([2 / 3.0, 1 / 9.0, 2 / 9.0], found.Weights, 1e-12);
        Assert.Equal(0, found.Ratio, 1e-12);
        Assert.Null(found.Worst);
    }

    [Fact]
    public void The_judgement_that_was_turned_round_is_named_as_the_worst()
    {
        var turned = (double[,])City.Clone();
        (turned[1, 4], turned[4, 1]) = (1 / 7.0, 7);
        var found = PairwiseComparison.Of(turned).Value;
        Assert.False(found.IsConsistent);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.Inconsistent);
        Assert.Equal((1, 4), (found.Worst!.Row, found.Worst.Column));
        Assert.True(found.Worst.Fitting > 1);
    }

    [Fact]
    public void Gaps_are_completed_from_the_rest_and_named() => Gen.Double[.1, 1].Array[4, 7].Sample(raw =>
    {
        var sum = raw.Sum();
        var weights = raw.Select(w => w / sum).ToArray();
        var matrix = Consistent(weights);
        for (var i = 0; i + 2 < weights.Length; i++)
            (matrix[i, i + 2], matrix[i + 2, i]) = (double.NaN, double.NaN);
        var found = PairwiseComparison.Of(matrix).Value;
        Close(weights, found.Weights, 1e-9);
        Close(weights, found.GeometricWeights, 1e-9);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.Completed);
    });

    [Fact]
    public void Experts_who_agree_weigh_as_each_of_them_by_both_rules() => Gen.Select(Gen.Double[.1, 1].Array[3, 6], Gen.Int[1, 5]).Sample((raw, people) =>
    {
        var sum = raw.Sum();
        double[][,] experts = [.. Enumerable.Range(0, people).Select(_ => Consistent(raw))];
        foreach (var rule in Enum.GetValues<ExpertRule>())
            Close([.. raw.Select(w => w / sum)], PairwiseComparison.Together(experts, rule).Value.Weights, 1e-9);
    });

    [Fact]
    public void An_expert_without_a_say_changes_nothing()
    {
        var other = PairwiseComparison.FromUpper(5, [.. Enumerable.Repeat(1.0, 10)]);
        foreach (var rule in Enum.GetValues<ExpertRule>())
            Close([.. PairwiseComparison.Together([City], rule).Value.Weights], PairwiseComparison.Together([City, other], rule, [1, 0]).Value.Weights, 1e-12);
    }

    [Fact]
    public void What_is_no_comparison_is_refused_with_its_reason()
    {
        Assert.Equal("measure.ahp.not-square", Code(new double[2, 3]));
        Assert.Equal("measure.ahp.not-reciprocal", Code(new double[,] { { 1, 2 }, { 2, 1 } }));
        Assert.Equal("measure.ahp.not-positive", Code(new double[,] { { 1, -2 }, { -.5, 1 } }));
        Assert.Equal("measure.ahp.unconnected", Code(PairwiseComparison.FromUpper(4, [2, double.NaN, double.NaN, double.NaN, double.NaN, 3])));
        Assert.Equal("measure.ahp.nobody", PairwiseComparison.Together([]).Refusals[0].Code);
        Assert.True(double.IsNaN(PairwiseComparison.Of(PairwiseComparison.FromUpper(2, [9])).Value.Ratio));
    }

    [Fact]
    public void Two_experts_who_each_judged_a_part_give_weights_together()
    {
        double[] weights = [4, 3, 2, 1];
        var (a, b) = (Consistent(weights), Consistent(weights));
        foreach (var (i, j) in ((int, int)[])[(0, 2), (0, 3), (1, 2), (1, 3)])
            a[i, j] = a[j, i] = double.NaN;
        foreach (var (i, j) in ((int, int)[])[(0, 1), (2, 3), (0, 3), (1, 3)])
            b[i, j] = b[j, i] = double.NaN;
        Close([.4, .3, .2, .1], PairwiseComparison.Together([a, b]).Value.Weights, 1e-9);
        Assert.Equal("measure.ahp.unconnected", PairwiseComparison.Together([a, b], ExpertRule.Priorities).Refusals[0].Code);
    }

    private static string Code(double[,] matrix) => PairwiseComparison.Of(matrix).Refusals[0].Code;

    private static double[,] Consistent(double[] weights)
    {
        var matrix = new double[weights.Length, weights.Length];
        for (var i = 0; i < weights.Length; i++)
            for (var j = 0; j < weights.Length; j++)
                matrix[i, j] = weights[i] / weights[j];
        return matrix;
    }

    internal static void Close(IReadOnlyList<double> expected, IReadOnlyList<double> found, double tolerance)
    {
        Assert.Equal(expected.Count, found.Count);
        for (var i = 0; i < expected.Count; i++)
            Assert.Equal(expected[i], found[i], tolerance);
    }
}
