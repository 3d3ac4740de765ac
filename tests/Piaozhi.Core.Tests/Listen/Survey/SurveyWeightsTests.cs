using System.Diagnostics;
using CsCheck;
using Piaozhi.Core.Listen.Survey;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Tests.Listen.Survey;

public class SurveyWeightsTests
{
    /// <summary>One margin is plain post-stratification: weight = share of the population over share of the sample.</summary>
    [Fact]
    public void One_margin_gives_the_ratio_of_the_shares_and_kishs_design_effect()
    {
        var found = SurveyWeights.Rake(10, [new("channel", [0, 0, 0, 0, 0, 0, 0, 0, 1, 1], [.6, .4])]).Value;
        Assert.All(found.Weights.Take(8), w => Assert.Equal(.75, w, 1e-9));
        Assert.All(found.Weights.Skip(8), w => Assert.Equal(2, w, 1e-9));
        Assert.Equal(100 / (8 * .5625 + 2 * 4), found.Effective, 1e-9);
        Assert.Equal(10 / found.Effective, found.DesignEffect, 1e-12);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.SmallSample);
    }

    /// <summary>Two by two with margins ½, ½: raking keeps the odds ratio of the sample, here 4·4/(1·1): cells √16/(2(1+√16)).</summary>
    [Fact]
    public void Raking_meets_the_margins_and_keeps_the_odds_of_the_sample()
    {
        int[] a = [.. Enumerable.Repeat(0, 50), .. Enumerable.Repeat(1, 50)], b = [.. Enumerable.Repeat(0, 40), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 40)];
        var found = SurveyWeights.Rake(100, [new("a", a, [.5, .5]), new("b", b, [.2, .8])]).Value;
        double Cell(int x, int y) => Enumerable.Range(0, 100).Where(i => a[i] == x && b[i] == y).Sum(i => found.Weights[i]) / 100;
        Assert.Equal(.5, Cell(0, 0) + Cell(0, 1), 1e-5);
        Assert.Equal(.2, Cell(0, 0) + Cell(1, 0), 1e-5);
        Assert.Equal(16, Cell(0, 0) * Cell(1, 1) / (Cell(0, 1) * Cell(1, 0)), 1e-6);
    }

    [Fact]
    public void Weights_are_positive_have_mean_1_and_meet_what_can_be_met() => Gen.Select(Gen.Int[0, 2].Array[200], Gen.Int[0, 3].Array[200], Gen.Double[.15, .5].Array[3], Gen.Double[.15, .5].Array[4]).Sample((a, b, p, q) =>
    {
        if (Enumerable.Range(0, 3).Any(g => !a.Contains(g)) || Enumerable.Range(0, 4).Any(g => !b.Contains(g)))
            return;
        var found = SurveyWeights.Rake(200, [new("a", a, p), new("b", b, q)], most: 50).Value;
        Assert.Equal(1, found.Weights.Average(), 1e-9);
        Assert.All(found.Weights, w => Assert.True(w > 0));
        Assert.InRange(found.Effective, 1, 200);
        Assert.True(found.Gap < 1e-4);
    }, iter: 100);

    [Fact]
    public void Wild_weights_are_cut_and_it_is_said()
    {
        int[] groups = [.. Enumerable.Repeat(0, 995), .. Enumerable.Repeat(1, 5)];
        var found = SurveyWeights.Rake(1000, [new("age", groups, [.5, .5])], most: 5).Value;
        Assert.Equal(5, found.Weights.Max() / found.Weights[0], 1e-6);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.Trimmed);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.NotConverged);
        Assert.True(found.Gap > .4);
    }

    [Fact]
    public void What_cannot_be_raked_is_refused_with_its_reason()
    {
        Assert.Equal("listen.survey.empty-group", SurveyWeights.Rake(3, [new("a", [0, 0, 0], [.5, .5])]).Refusals[0].Code);
        Assert.Equal("listen.survey.no-answers", SurveyWeights.Rake(0, []).Refusals[0].Code);
        Assert.Equal("listen.survey.sizes", SurveyWeights.Rake(2, [new("a", [0], [1])]).Refusals[0].Code);
        Assert.Equal("listen.survey.shares", SurveyWeights.Rake(1, [new("a", [1], [1])]).Refusals[0].Code);
        Assert.Equal("listen.survey.shares", SurveyWeights.Rake(1, [new("a", [0], [0])]).Refusals[0].Code);
        Assert.Equal(1, SurveyWeights.Rake(3, []).Value.DesignEffect, 1e-12);
    }

    [Fact]
    public void People_whose_group_is_unknown_keep_their_weight()
    {
        var found = SurveyWeights.Rake(30, [new("a", [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(-1, 10)], [.5, .5])]).Value;
        Assert.All(found.Weights, w => Assert.Equal(1, w, 1e-9));
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.MissingRows);
    }

    [Fact]
    public void A_million_people_are_raked_over_five_margins_while_one_waits()
    {
        var random = new Rng(9);
        Margin[] margins = [.. Enumerable.Range(0, 5).Select(m =>
        {
            var size = 3 + m;
            var pull = Enumerable.Range(0, size).Select(_ => .5 + random.NextDouble()).ToArray();
            return new Margin($"m{m}", Enumerable.Range(0, 1_000_000).Select(_ => random.Next(size)).ToArray(), pull);
        })];
        var watch = Stopwatch.StartNew();
        var found = SurveyWeights.Rake(1_000_000, margins).Value;
        TestContext.Current.SendDiagnosticMessage($"1,000,000 people, 5 margins, {found.Iterations} rounds: {watch.Elapsed.TotalMilliseconds:0} ms");
        Assert.True(found.Gap < 1e-5);
        Assert.InRange(found.DesignEffect, 1.05, 2);
    }
}
