using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;

namespace Piaozhi.Core.Tests.Verify;

public class BeforeStartTests
{
    private static readonly DateTime Start = new(2026, 6, 1);

    /// <summary>Sixty days before the start; the treated series drifts by so much in 30 days, the control does not.</summary>
    private static EffectCase Case(double drift, ulong seed, bool alone = false)
    {
        var rng = new Rng(seed);
        Point At(int day, double rate) => new(Start.AddDays(day - 60), Sufficient.Proportion(Enumerable.Range(0, 800).Count(_ => rng.Chance(rate)), 800));
        return new EffectCase
        {
            ActionId = "A", Indicator = IndicatorCatalog.BuiltIn.Find("K22")!, Promised = Direction.Up, Start = Start, AsOf = Start,
            Treated = [.. Enumerable.Range(0, 60).Select(d => At(d, .8 + drift * d / 30))],
            Controls = alone ? [] : [[.. Enumerable.Range(0, 60).Select(d => At(d, .85))]],
        };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_drift_before_the_start_is_found_with_its_size(bool alone)
    {
        var found = BeforeStart.Of(Case(.05, 1, alone))!;
        Assert.InRange(found.Slope, .035, .065);
        Assert.True(found.Low > 0);
        Assert.True(found.PlaceboLow > 0);
        Assert.False(found.Alike);
        Assert.Equal(alone ? 0 : 1, found.Controls);
    }

    [Fact]
    public void Series_that_run_alike_are_told_apart_about_one_time_in_twenty()
    {
        var sloped = Enumerable.Range(1, 200).Select(i => BeforeStart.Of(Case(0, (ulong)i))!).Count(b => b.Low > 0 || b.High < 0);
        Assert.InRange(sloped, 1, 20);
    }

    [Fact]
    public void Under_two_weeks_nothing_is_said()
    {
        var one = Case(0, 3);
        Assert.Null(BeforeStart.Of(one with { Treated = [.. one.Treated.Skip(50)] }));
    }
}
