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

    private static List<Point> Points(Rng rng, int from, int count, double level) =>
    [
        .. Enumerable.Range(from, count).Select(i => new Point(
            new DateTime(2026, 1, 1).AddDays(i),
            Sufficient.Proportion((long)Math.Round(1000 * (level + rng.Normal(0, Math.Sqrt(level * (1 - level) / 1000)))), 1000))),
    ];
}
