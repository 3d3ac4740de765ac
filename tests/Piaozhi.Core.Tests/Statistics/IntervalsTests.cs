using Piaozhi.Core.Statistics.Distributions;
using Piaozhi.Core.Statistics.Estimation;
using Piaozhi.Core.Statistics.Testing;

namespace Piaozhi.Core.Tests.Statistics;

public sealed class IntervalsTests
{
    [Fact]
    public void Wilson_agrees_with_the_published_example()
    {
        // Newcombe 1998, table I: 81 of 263, score method.
        var i = Intervals.Wilson(81, 263);
        Assert.Equal(.2553, i.Low, 4);
        Assert.Equal(.3662, i.High, 4);
        Assert.Equal(0, Intervals.Wilson(0, 20).Low);
        Assert.Equal(1, Intervals.Wilson(20, 20).High);
        Assert.True(double.IsNaN(Intervals.Wilson(0, 0).Low));
    }

    [Fact]
    public void Poisson_is_exact_at_small_counts()
    {
        // Garwood 1936: 10 events.
        var i = Intervals.Poisson(10, 1);
        Assert.Equal(4.795, i.Low, 3);
        Assert.Equal(18.390, i.High, 3);
        Assert.Equal(3.689, Intervals.Poisson(0, 1).High, 3);
    }

    [Fact]
    public void T_needs_two_values()
    {
        Assert.True(double.IsNaN(Intervals.T(1, 3, 9).Low));
        var i = Intervals.T(5, 15, 55); // 1..5: mean 3, sd 1.5811, t(4) = 2.7764
        Assert.Equal(3 - 1.9632, i.Low, 3);
        Assert.Equal(3 + 1.9632, i.High, 3);
    }

    [Fact]
    public void Median_of_ten_lies_between_the_second_and_the_ninth()
    {
        Assert.Equal((2L, 9L), Intervals.QuantileRanks(10, .5));
        var (low, high) = Intervals.QuantileRanks(10_000, .5);
        Assert.InRange(low, 4900, 4903);
        Assert.InRange(high, 5098, 5101);
    }

    [Fact]
    public void Adjusted_p_values_follow_the_step_up_rule()
    {
        var q = FalseDiscovery.BenjaminiHochberg([.01, .04, .03, double.NaN, .5]);
        Assert.Equal(.04, q[0], 12);
        Assert.Equal(.16 / 3, q[1], 12);
        Assert.Equal(.16 / 3, q[2], 12);
        Assert.True(double.IsNaN(q[3]));
        Assert.Equal(.5, q[4], 12);
    }

    [Fact]
    public void Tails_add_up_to_one()
    {
        Assert.Equal(1, Tails.BinomialLower(3, 10, .4) + Tails.BinomialUpper(4, 10, .4), 10);
        Assert.Equal(.3822806, Tails.BinomialLower(3, 10, .4), 6);
        Assert.Equal(1, Tails.PoissonLower(2, 1.5) + Tails.PoissonUpper(3, 1.5), 10);
        Assert.Equal(.0013498980, Tails.NormalUpper(3), 9);
        Assert.Equal(.025, Tails.StudentUpper(2.776445, 4), 6);
    }

    [Fact]
    public void A_wild_value_does_not_move_the_robust_spread()
    {
        double[] values = [1, 2, 3, 4, 5, 6, 1000];
        Assert.Equal(4, Robust.Median(values));
        Assert.Equal(2 * Robust.NormalMad, Robust.Deviation(values), 9);
    }
}
