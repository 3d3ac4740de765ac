using Piaozhi.Core.Loop;
using Piaozhi.Core.Verify;

namespace Piaozhi.Core.Tests.Verify;

/// <summary>Seeded simulations of the single methods: coverage, risk of a false call, and what they refuse.</summary>
public class MethodCoverageTests
{
    private static double[] Walk(Rng rng, int n, double rho, double sd)
    {
        var x = new double[n];
        x[0] = rng.Normal(0, sd);
        for (var i = 1; i < n; i++)
            x[i] = rho * x[i - 1] + rng.Normal(0, sd * Math.Sqrt(1 - rho * rho));
        return x;
    }

    private static void Covers(int runs, double low, double high, Func<Rng, bool> covered, string name)
    {
        var count = Enumerable.Range(0, runs).Count(run => covered(Rng.Named((ulong)run, name)));
        Assert.True(count >= low * runs && count <= high * runs, $"{name}: covered {count} of {runs}");
    }

    [Fact]
    public void Panels_with_persistent_errors() => Covers(200, .91, .99, rng =>
    {
        var y = Enumerable.Range(0, 16).Select(_ => Walk(rng, 40, .7, 1)).ToArray();
        for (var i = 0; i < 5; i++)
            for (var t = 25; t < 40; t++)
                y[i][t] += 1;
        return DifferenceInDifferences.Of(y, [.. Enumerable.Range(0, 16).Select(i => i < 5 ? (int?)25 : null)], rng, draws: 199)!.Interval.Contains(1);
    }, "panel");

    [Fact]
    public void A_panel_with_one_treated_unit() => Covers(300, .91, .99, rng =>
    {
        var y = Enumerable.Range(0, 10).Select(_ => Walk(rng, 40, .7, 1)).ToArray();
        return DifferenceInDifferences.Of(y, [.. Enumerable.Range(0, 10).Select(i => i == 0 ? (int?)25 : null)], rng)!.Interval.Contains(0);
    }, "one treated");

    [Fact]
    public void Starts_on_different_days() => Covers(200, .90, .99, rng =>
    {
        var y = Enumerable.Range(0, 20).Select(_ => Walk(rng, 50, .5, 1)).ToArray();
        int?[] starts = [.. Enumerable.Range(0, 20).Select(i => i < 4 ? (int?)20 : i < 8 ? 35 : null)];
        for (var i = 0; i < 8; i++)
            for (var t = starts[i]!.Value; t < 50; t++)
                y[i][t] += 1;
        return DifferenceInDifferences.Of(y, starts, rng, draws: 199)!.Interval.Contains(1);
    }, "staggered");

    [Fact]
    public void Structural_forecasts() => Covers(200, .91, .99, rng =>
    {
        var (level, x) = (10.0, Walk(rng, 100, .8, 1));
        var y = new double[100];
        for (var t = 0; t < 100; t++)
        {
            level += rng.Normal(0, .05);
            y[t] = level + .5 * x[t] + (t % 7 == 6 ? -1 : .2) + rng.Normal(0, .4) + (t >= 80 ? .7 : 0);
        }

        return StructuralEffect.Of(y, 80, 7, [.. x.Select(v => new[] { v })])!.Interval.Contains(.7);
    }, "structural");

    [Fact]
    public void Interrupted_series() => Covers(200, .90, .985, rng =>
    {
        var e = Walk(rng, 120, .5, 1);
        return InterruptedSeries.Of([.. e.Select((v, t) => v + .4 * rng.Normal() + .01 * t + (t % 7 == 0 ? 1 : 0) + (t >= 90 ? 2 : 0))], 90)!.Mean.Interval.Contains(2);
    }, "interrupted");

    [Fact]
    public void A_structural_forecast_needs_a_history() => Assert.Null(StructuralEffect.Of(new double[20], 10));

    [Fact]
    public void Looking_every_day_is_paid_for_once()
    {
        const int Runs = 300;
        var (plain, valid) = (0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var rng = Rng.Named((ulong)run, "peeking");
            double na = 0, a = 0, a2 = 0, nb = 0, b = 0, b2 = 0;
            var (p, v) = (false, false);
            for (var day = 0; day < 40; day++)
            {
                for (var i = 0; i < 50; i++)
                {
                    var (x, y) = (rng.Normal(1), rng.Normal(1));
                    (na, a, a2, nb, b, b2) = (na + 1, a + x, a2 + x * x, nb + 1, b + y, b2 + y * y);
                }

                var result = Experiment.Compare(new Arm(na, a, a2), new Arm(nb, b, b2), expected: .1);
                p |= !result.Interval.Contains(0);
                v |= !result.AlwaysValid.Contains(0);
            }

            (plain, valid) = (plain + (p ? 1 : 0), valid + (v ? 1 : 0));
        }

        Assert.True(plain > .2 * Runs, $"plain {plain}");
        Assert.True(valid < .06 * Runs, $"valid {valid}");
    }

    [Fact]
    public void Assignment_by_outlet() => Covers(300, .91, .99, rng =>
    {
        (double, double)[] Arm(double p) => [.. Enumerable.Range(0, 12).Select(_ =>
        {
            var n = Math.Round(200 * Math.Exp(rng.Normal(0, .5)));
            var own = Math.Clamp(p + rng.Normal(0, .03), 0, 1);
            return (Math.Round(n * own + rng.Normal(0, Math.Sqrt(n * own * (1 - own)))), n);
        })];
        var (_, _, interval) = Experiment.Clustered(Arm(.2), Arm(.2));
        return interval.Contains(0);
    }, "clustered");

    [Fact]
    public void Two_actions_far_apart_are_told_apart_and_two_near_ones_are_not()
    {
        var (first, rng) = (new DateTime(2026, 1, 5), new Rng(4));
        var days = Enumerable.Range(0, 120).Select(i => (first.AddDays(i), .9 + (i >= 50 ? .02 : 0) + (i >= 85 ? -.03 : 0) + rng.Normal(0, .006), 1000.0)).ToList();
        var apart = SeveralActions.Estimate(days, [("A", first.AddDays(50)), ("B", first.AddDays(85))])!;
        Assert.All(apart, e => Assert.True(e.Separable));
        Assert.InRange(apart[0].Estimate, .012, .028);
        Assert.InRange(apart[1].Estimate, -.038, -.022);
        var together = Assert.Single(SeveralActions.Estimate(days, [("A", first.AddDays(50)), ("B", first.AddDays(55))])!);
        Assert.False(together.Separable);
        Assert.Equal(["A", "B"], together.Actions);
    }

    [Fact]
    public void Effects_move_with_the_unit_and_not_with_the_zero()
    {
        var rng = new Rng(5);
        var y = Enumerable.Range(0, 90).Select(t => 5 + rng.Normal() + (t >= 60 ? 1 : 0)).ToArray();
        var other = y.Select(v => 100 + 3 * v).ToArray();
        var (a, b) = (StructuralEffect.Of(y, 60)!, StructuralEffect.Of(other, 60)!);
        Assert.Equal(3 * a.Mean, b.Mean, 3);
        Assert.Equal(3 * a.Interval.Low, b.Interval.Low, 3);
        var (c, d) = (InterruptedSeries.Of(y, 60)!, InterruptedSeries.Of(other, 60)!);
        Assert.Equal(3 * c.Mean.Estimate, d.Mean.Estimate, 3);
    }
}
