using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Tests.Verify;

namespace Piaozhi.Core.Tests.Improve;

public class BaselineTests
{
    private static readonly DateTime First = new(2026, 3, 2);

    private static List<Point> Days(int days, Func<int, double> share, int n = 400, int seed = 3)
    {
        var rng = Rng.Named((ulong)seed, "baseline");
        return [.. Enumerable.Range(0, days).Select(d => new Point(First.AddDays(d), Sufficient.Proportion(Enumerable.Range(0, n).Count(_ => rng.Chance(share(d))), n)))];
    }

    [Fact]
    public void The_spike_that_led_to_the_improvement_is_no_baseline()
    {
        var points = Days(60, d => d is >= 40 and < 47 ? 0.6 : 0.95);
        var with = Baseline.Of(AnIndicator.Share, points);
        var without = Baseline.Of(AnIndicator.Share, points, new Period(First.AddDays(40), First.AddDays(47)));
        Assert.Equal(53, without.Days);
        Assert.InRange(without.Level, 0.94, 0.96);
        Assert.True(with.Level < without.Low);
    }

    [Fact]
    public void A_level_counts_every_unit_once_and_is_no_average_of_shares()
    {
        Point[] points = [.. Enumerable.Range(0, 20).Select(d => new Point(First.AddDays(d), d % 2 == 0 ? Sufficient.Proportion(10, 10) : Sufficient.Proportion(0, 90)))];
        Assert.Equal(0.1, Baseline.Of(AnIndicator.Share, points).Level, 10);
    }

    [Fact]
    public void The_interval_holds_the_true_level_about_as_often_as_it_says()
    {
        var hits = Enumerable.Range(0, 300).Count(seed => Baseline.Of(AnIndicator.Share, Days(42, _ => 0.9, 200, seed)) is var b && b.Low <= 0.9 && 0.9 <= b.High);
        Assert.InRange(hits / 300.0, 0.92, 1);
    }

    [Fact]
    public void The_day_of_decision_is_the_first_on_which_the_change_is_no_longer_too_small()
    {
        var baseline = Baseline.Of(AnIndicator.Share, Days(60, _ => 0.9));
        var days = baseline.DaysToDecide(0.015)!.Value;
        Assert.True(baseline.Smallest(days) <= 0.015);
        Assert.True(days == 14 || baseline.Smallest(days - 1) > 0.015);
        Assert.Equal(14, baseline.DaysToDecide(0.3));
        Assert.Null(baseline.DaysToDecide(0.00001));
        Assert.Null(baseline.DaysToDecide(0));
    }

    [Fact]
    public void Little_data_gives_a_level_with_a_caveat_and_no_interval_and_none_gives_none()
    {
        var few = Baseline.Of(AnIndicator.Share, Days(5, _ => 0.9));
        Assert.True(few.HasValue);
        Assert.True(double.IsNaN(few.Low));
        Assert.Equal(CaveatId.ShortHistory, Assert.Single(few.Caveats).Id);
        Assert.Null(few.DaysToDecide(0.1));
        Assert.False(Baseline.Of(AnIndicator.Share, []).HasValue);
    }
}
