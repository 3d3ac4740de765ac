using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;

namespace Piaozhi.Core.Tests.Verify;

public class GainWatchTests
{
    [Fact]
    public void A_gain_that_falls_back_is_dated_and_one_that_stays_is_kept()
    {
        var verified = Points(new Rng(1), 0, 30, 0.95);
        Assert.False(GainWatch.Check(AnIndicator.Share, Direction.Up, verified, Points(new Rng(2), 30, 60, 0.95)).Lost);
        List<Point> later = [.. Points(new Rng(3), 30, 20, 0.95), .. Points(new Rng(4), 50, 20, 0.90)];
        var state = GainWatch.Check(AnIndicator.Share, Direction.Up, verified, later);
        Assert.True(state.Lost);
        Assert.InRange(state.LostSince!.Value, new DateTime(2026, 2, 17), new DateTime(2026, 2, 20));
        Assert.True(state.NoticedOn >= state.LostSince);
    }

    [Fact]
    public void A_still_better_level_is_no_loss()
    {
        var verified = Points(new Rng(1), 0, 30, 0.90);
        Assert.False(GainWatch.Check(AnIndicator.Share, Direction.Up, verified, Points(new Rng(2), 30, 30, 0.97)).Lost);
    }

    [Fact]
    public void Watched_every_day_a_kept_gain_is_called_lost_in_at_most_one_of_fifteen_watches()
    {
        const int Runs = 300;
        var lost = 0;
        for (var run = 0; run < Runs; run++)
        {
            var rng = Rng.Named((ulong)run, "watch");
            lost += GainWatch.Check(AnIndicator.Share, Direction.Up, Points(rng, 0, 30, 0.95), Points(rng, 30, 90, 0.95)).Lost ? 1 : 0;
        }

        Assert.InRange(lost / (double)Runs, 0, 1 / 15.0);
    }

    [Fact]
    public void Half_a_gain_that_goes_is_seen_within_three_weeks()
    {
        var noticed = Enumerable.Range(0, 40).Select(run =>
        {
            var rng = Rng.Named((ulong)run, "half");
            // One standard error of a day.
            return GainWatch.Check(AnIndicator.Share, Direction.Up, Points(rng, 0, 60, 0.95), Points(rng, 60, 60, 0.943)).NoticedOn is { } on ? (on - new DateTime(2026, 1, 1)).TotalDays - 60 : 999;
        }).Order().ToArray();
        Assert.InRange(noticed[20], 1, 21);
    }

    private static List<Point> Points(Rng rng, int from, int count, double level) =>
    [
        .. Enumerable.Range(from, count).Select(i => new Point(
            new DateTime(2026, 1, 1).AddDays(i),
            Sufficient.Proportion((long)Math.Round(1000 * (level + rng.Normal(0, Math.Sqrt(level * (1 - level) / 1000)))), 1000))),
    ];
}
