using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Measure;

public class FunnelTests
{
    [Fact]
    public void Limits_of_shares_are_those_of_the_binomial_at_the_size_of_the_place()
    {
        var funnel = Funnel.Of(StatisticKind.Proportion, [("a", Sufficient.Proportion(90, 100)), ("b", Sufficient.Proportion(360, 400)), ("c", Sufficient.Proportion(450, 500))])!;
        Assert.Equal(.9, funnel.Center, 12);
        // √(0.9·0.1/100) = 0.03.
        Assert.Equal(.9 - 1.959964 * .03, funnel.Limits(100, Funnel.Z95).Low, 6);
        Assert.Equal(1, funnel.Limits(25, Funnel.Z998).High);
        Assert.All(funnel.Points, p => Assert.Equal(0, p.Beyond));
    }

    [Fact]
    public void A_small_place_may_be_worse_and_lie_within_where_a_large_one_lies_beyond()
    {
        var funnel = Funnel.Of(StatisticKind.Proportion, [("small", Sufficient.Proportion(13, 15)), ("large", Sufficient.Proportion(1800, 2000)), ("rest", Sufficient.Proportion(9600, 10_000))])!;
        Assert.Equal((0, 2), (funnel.Points[0].Beyond, funnel.Points[1].Beyond));
        Assert.True(funnel.Points[0].Value < funnel.Points[1].Value);
    }

    [Fact]
    public void Places_that_all_differ_more_than_chance_widen_the_limits()
    {
        var funnel = Funnel.Of(StatisticKind.Rate, Enumerable.Range(0, 20).Select(i => ($"p{i}", Sufficient.Rate(i % 2 == 0 ? 80 : 120, 10_000))))!;
        Assert.Equal(4, funnel.Dispersion, 6);
        Assert.All(funnel.Points, p => Assert.Equal(1, Math.Abs(p.Z), 6));
    }

    [Fact]
    public void Quantiles_stocks_and_two_places_have_no_funnel()
    {
        Assert.Null(Funnel.Of(StatisticKind.Quantile, [("a", new Sufficient(9, 0, 9, 0, 1)), ("b", new Sufficient(9, 0, 9, 0, 2)), ("c", new Sufficient(9, 0, 9, 0, 3))]));
        Assert.Null(Funnel.Of(StatisticKind.Proportion, [("a", Sufficient.Proportion(1, 2)), ("b", Sufficient.Proportion(1, 2))]));
    }

    [Fact]
    public void The_interval_of_a_difference_of_shares_is_that_of_Newcombe()
    {
        // Newcombe 1998, Stat Med 17:873–890, example (a): 56/70 and 48/80, method 10: 0.0524 to 0.3339.
        var indicator = IndicatorCatalog.BuiltIn.Find("K22")!;
        var d = Difference.Of(Estimates.Of(indicator, Sufficient.Proportion(56, 70)), Estimates.Of(indicator, Sufficient.Proportion(48, 80)));
        Assert.Equal((.2, .0524, .3339), (Math.Round(d.Value, 4), Math.Round(d.Low, 4), Math.Round(d.High, 4)));
        Assert.True(d.IsClear);
    }
}
