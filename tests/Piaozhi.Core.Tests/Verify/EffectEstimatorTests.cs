using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;

namespace Piaozhi.Core.Tests.Verify;

public class EffectEstimatorTests
{
    private static readonly DateTime First = new(2026, 1, 1);

    private static Effect Estimate(EffectCase c) => EffectEstimator.Estimate(c);

    [Fact]
    public void A_true_effect_with_untouched_slices_is_found_by_difference_in_differences()
    {
        var effect = Estimate(ACase.OfDays(60, 30).WithEffect(0.03).WithControls(4).Build(new Rng(1)));
        Assert.Equal(EffectMethod.Did, effect.Method);
        Assert.Equal(Verdict.Effective, effect.Verdict);
        Assert.InRange(effect.Estimate, 0.02, 0.04);
        Assert.Equal(90, effect.Path.Count);
    }

    [Fact]
    public void A_change_that_all_slices_share_is_not_the_actions_doing()
    {
        var effect = Estimate(ACase.OfDays(60, 30).WithEffect(0).WithCommonShift(0.05).WithControls(4).Build(new Rng(2)));
        Assert.InRange(effect.Estimate, -0.01, 0.01);
        Assert.Equal(Verdict.NotEffective, effect.Verdict);
    }

    [Fact]
    public void Without_untouched_slices_the_series_is_interrupted()
    {
        var effect = Estimate(ACase.OfDays(60, 30).WithEffect(0.04).Build(new Rng(3)));
        Assert.Equal(EffectMethod.Its, effect.Method);
        Assert.Equal(Verdict.Effective, effect.Verdict);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void What_is_expected_without_the_action_is_told_in_the_units_of_the_indicator(int controls)
    {
        var path = Estimate(ACase.OfDays(60, 30).WithEffect(0.04).WithControls(controls).Build(new Rng(7))).Path;
        var before = path.Where(p => !p.After).ToList();
        Assert.InRange(before.Average(p => p.Observed) - before.Average(p => p.Expected), -0.005, 0.005);
        Assert.InRange(path.Where(p => p.After).Average(p => p.Observed - p.Expected), 0.025, 0.055);
    }

    [Fact]
    public void A_worsening_is_harmful_even_where_down_was_promised()
    {
        var effect = Estimate(ACase.OfDays(60, 30).WithEffect(0.04).WithControls(4).Build(new Rng(4)) with { Promised = Direction.Down });
        Assert.Equal(Verdict.Harmful, effect.Verdict);
    }

    [Fact]
    public void The_return_after_a_spike_is_not_counted_as_success()
    {
        var spiked = ACase.OfDays(60, 30).WithEffect(0).WithSpike(-0.08, 6).WithControls(4);
        var effect = Estimate(spiked.Build(new Rng(5)));
        Assert.Contains(effect.Caveats, c => c.Id == CaveatId.RegressionToMean);
        Assert.NotEqual(Verdict.Effective, effect.Verdict);
        Assert.Equal(6, effect.Path.Count(p => p.LeftOut));
        Assert.InRange(effect.Estimate, -0.006, 0.006);
    }

    [Fact]
    public void Holidays_right_before_the_start_are_no_spike()
    {
        var spiked = ACase.OfDays(60, 30).WithEffect(0).WithSpike(-0.08, 3).WithControls(4).Build(new Rng(5));
        var effect = Estimate(spiked with { Holidays = new HashSet<DateOnly>(Enumerable.Range(57, 3).Select(i => DateOnly.FromDateTime(First.AddDays(i)))) });
        Assert.DoesNotContain(effect.Caveats, c => c.Id == CaveatId.RegressionToMean);
        Assert.Equal(3, effect.Path.Count(p => p.LeftOut));
    }

    [Fact]
    public void Differing_trends_are_named_and_carried_on()
    {
        var effect = Estimate(ACase.OfDays(60, 30).WithEffect(0).WithOwnTrend(0.001).WithControls(4).Build(new Rng(6)));
        Assert.Contains(effect.Caveats, c => c.Id == CaveatId.TrendsDiffer);
        Assert.NotEqual(Verdict.Effective, effect.Verdict);
    }

    [Fact]
    public void The_reason_tells_the_pre_trend_and_a_second_opinion()
    {
        Assert.Contains("in 30 days (95% interval", Estimate(ACase.OfDays(60, 30).WithEffect(0.03).WithControls(4).Build(new Rng(1))).Why.En, StringComparison.Ordinal);
        var alone = Estimate(ACase.OfDays(60, 30).WithEffect(0.04).Build(new Rng(3))).Why;
        Assert.Contains("structural series", alone.En, StringComparison.Ordinal);
        Assert.Contains("结构时间序列", alone.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Slices_that_drift_apart_by_themselves_widen_the_interval()
    {
        var effect = Estimate((new APanel("drift") { Walk = .004, Noise = .003, Controls = 8, Units = 4000 }).Build(new Rng(4)));
        var still = Estimate((new APanel("still") { Noise = .003, Controls = 8, Units = 4000 }).Build(new Rng(4)));
        Assert.True(effect.High - effect.Low > 3 * (still.High - still.Low));
    }

    [Fact]
    public void Too_short_a_time_gives_no_number_and_the_day_to_look_again()
    {
        var effect = Estimate(ACase.OfDays(60, 3).WithEffect(0.03).Build(new Rng(7)));
        Assert.Equal(EffectMethod.None, effect.Method);
        Assert.Equal(Verdict.Inconclusive, effect.Verdict);
        Assert.NotNull(effect.DecidableOn);
        Assert.Contains(effect.Caveats, c => c.Id == CaveatId.ShortHistory);
    }

    [Fact]
    public void An_open_verdict_says_when_it_can_be_decided()
    {
        // Just short of significance: 60 units a day leave the promise of one point open, with a baseline long enough to decide later.
        var effect = Estimate(ACase.OfDays(400, 20).WithEffect(0.0).WithUnits(400).WithControls(4).Build(new Rng(8)) with { ExpectedChange = 0.01 });
        Assert.Equal(Verdict.Inconclusive, effect.Verdict);
        Assert.True(effect.DecidableOn > DateOnly.FromDateTime(First.AddDays(420)));
    }

    [Fact]
    public void Points_after_the_moment_of_asking_do_not_exist()
    {
        var whole = ACase.OfDays(60, 30).WithEffect(0.03).WithControls(3).Build(new Rng(9));
        var asked = whole with { AsOf = First.AddDays(75) };
        var cut = asked with
        {
            Treated = [.. whole.Treated.Take(75)],
            Controls = [.. whole.Controls.Select(s => (IReadOnlyList<Point>)[.. s.Take(75)])],
        };
        Assert.Equal(Estimate(cut).Estimate, Estimate(asked).Estimate);
    }

    [Fact]
    public void No_points_at_all_are_a_caveat_and_no_error()
    {
        var none = ACase.OfDays(60, 30).Build(new Rng(10)) with { Treated = [] };
        Assert.Equal(CaveatId.NoData, Assert.Single(Estimate(none).Caveats).Id);
    }

    [Theory]
    [InlineData(0.01, 0.03, 0.05, Verdict.Effective)]
    [InlineData(-0.03, -0.01, 0.05, Verdict.Harmful)]
    [InlineData(-0.01, 0.03, 0.05, Verdict.NotEffective)]
    [InlineData(-0.01, 0.06, 0.05, Verdict.Inconclusive)]
    public void Verdicts_follow_the_contract(double low, double high, double promise, Verdict expected)
    {
        Assert.Equal(expected, EffectEstimator.Judge(low, high, Direction.Up, promise));
        Assert.Equal(expected, EffectEstimator.Judge(-high, -low, Direction.Down, promise));
    }

    [Theory]
    [InlineData(4, 0.0)]
    [InlineData(4, 0.4)]
    [InlineData(0, 0.0)]
    [InlineData(0, 0.4)]
    public void Ninety_five_percent_intervals_cover_the_truth_nine_times_in_ten_or_more(int controls, double rho)
    {
        const int Runs = 150;
        var covered = 0;
        for (var run = 0; run < Runs; run++)
        {
            var rng = Rng.Named((ulong)run, $"coverage {controls} {rho}");
            var effect = Estimate(ACase.OfDays(56, 28).WithEffect(0.02).WithControls(controls).WithDayNoise(0.01, rho).Build(rng));
            if (effect.Low <= 0.02 && 0.02 <= effect.High)
                covered++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"covered {covered} of {Runs}");
        Assert.InRange(covered / (double)Runs, 0.90, 0.995);
    }
}
