using CsCheck;
using Piaozhi.Core.Measure.Satisfaction;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class FuzzyEvaluationTests
{
    private static readonly double[][] R = [[.2, .4, .3, .1, 0], [.1, .3, .4, .15, .05], [.3, .4, .2, .1, 0], [.05, .25, .4, .2, .1]];
    private static readonly double[] W = [.35, .25, .25, .15], V = [100, 80, 60, 40, 20];

    /// <summary>Worked by an independent calculation of the four operators.</summary>
    [Theory]
    [InlineData(FuzzyOperator.ProductSum, 70.5, new[] { .1775, .3525, .315, .1275, .0275 })]
    [InlineData(FuzzyOperator.MinMax, 68.69565217391305, new[] { .25, .35, .3, .15, .1 })]
    [InlineData(FuzzyOperator.ProductMax, 71.94630872483222, new[] { .075, .14, .105, .0375, .015 })]
    [InlineData(FuzzyOperator.MinBoundedSum, 68.88888888888889, new[] { .6, 1, .9, .5, .15 })]
    public void The_four_operators_give_the_reference_grades_and_scores(FuzzyOperator rule, double score, double[] grades)
    {
        var found = FuzzyEvaluation.Of(R, W, V, rule).Value;
        PairwiseComparisonTests.Close(grades, found.Grades, 1e-12);
        Assert.Equal(score, found.Score, 1e-9);
        Assert.Equal(1, found.Grade);
    }

    [Fact]
    public void With_shares_of_answers_and_sums_the_score_is_the_weighted_mean() => Gen.Int[1, 5].Array[3, 30].Sample(answers =>
    {
        var shares = FuzzyEvaluation.Memberships(answers.Select(a => (double)a), 5);
        Assert.Equal(answers.Average(a => a * 20), FuzzyEvaluation.Of([shares], [3], V).Value.Score, 1e-9);
    });

    [Fact]
    public void Two_grades_near_one_another_are_not_told_apart_by_the_larger_one()
    {
        Assert.True(FuzzyEvaluation.Of([[.41, .4, .19]], [1], [3, 2, 1]).Value.Effectiveness < .5);
        Assert.True(FuzzyEvaluation.Of([[.8, .15, .05]], [1], [3, 2, 1]).Value.Effectiveness > .5);
    }

    [Fact]
    public void What_is_no_membership_is_refused()
    {
        Assert.Equal("measure.fuzzy.nothing", FuzzyEvaluation.Of([], [], V).Refusals[0].Code);
        Assert.Equal("measure.fuzzy.sizes", FuzzyEvaluation.Of([[.5, .5]], [1], V).Refusals[0].Code);
        Assert.Equal("measure.fuzzy.range", FuzzyEvaluation.Of([[1.5, 0]], [1], [2, 1]).Refusals[0].Code);
        Assert.Equal("measure.fuzzy.range", FuzzyEvaluation.Of([[.5, .5]], [0], [2, 1]).Refusals[0].Code);
        Assert.Equal("measure.fuzzy.nothing", FuzzyEvaluation.Of([[0, 0]], [1], [2, 1]).Refusals[0].Code);
    }
}
