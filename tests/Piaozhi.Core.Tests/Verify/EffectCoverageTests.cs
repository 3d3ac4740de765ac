using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;

namespace Piaozhi.Core.Tests.Verify;

/// <summary>Seeded simulation: how often the 95 % interval holds the truth, and how often the verdict is right.</summary>
public class EffectCoverageTests
{
    private const int Runs = 40;

    private static APanel[] Panels()
    {
        var plain = new APanel("plain");
        APanel[] kinds =
        [
            plain,
            plain with { Name = "few units", Units = 40, Promise = .06 },
            plain with { Name = "overdispersed", Noise = .01, Promise = .03 },
            plain with { Name = "persistent", Noise = .012, Rho = .7, Promise = .05 },
            plain with { Name = "strong weekdays", Weekday = .05 },
            plain with { Name = "shared shocks, taken unlike", Shared = .015, Loading = .5, Promise = .05 },
            plain with { Name = "common trend", Trend = .0003 },
            plain with { Name = "short", Before = 21, After = 10 },
            plain with { Name = "gaps", Missing = .2, Noise = .01, Promise = .03 },
            plain with { Name = "rare", Level = .01, Weekday = .002, Units = 800, Promise = .008 },
            plain with { Name = "mean", Kind = StatisticKind.Mean, Level = 4, Within = 1.2, Weekday = .1, Noise = .05, Units = 150, Promise = .2 },
            plain with { Name = "quantile", Kind = StatisticKind.Quantile, Level = 10, Within = .8, Weekday = 1, Noise = .8, Rho = .2, Units = 120, Promise = 3 },
            plain with { Name = "slow coming in", Ramp = 7, Noise = .005 },
            plain with { Name = "outages", Outages = .03, Noise = .005 },
            plain with { Name = "long", Before = 90, After = 90, Noise = .01, Rho = .5, Promise = .03 },
        ];
        return [.. from k in kinds from c in (int[])[0, 1, 4] select k with { Name = $"{k.Name}, {c} controls", Controls = c }];
    }

    [Fact]
    public void Intervals_cover_and_verdicts_are_right_in_many_kinds_of_noise()
    {
        int covered = 0, right = 0, all = 0;
        foreach (var panel in Panels())
        {
            var here = 0;
            foreach (var effect in (double[])[panel.Promise, 0])
            {
                for (var run = 0; run < Runs / 2; run++)
                {
                    var one = panel with { Effect = effect };
                    var e = EffectEstimator.Estimate(one.Build(Rng.Named((ulong)run, panel.Name + effect.ToString(CultureInfo.InvariantCulture))));
                    here += e.Low <= one.Truth && one.Truth <= e.High ? 1 : 0;
                    right += e.Verdict == (effect > 0 ? Verdict.Effective : Verdict.NotEffective) ? 1 : 0;
                    all++;
                }
            }

            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{panel.Name}: covered {here} of {Runs}"));
            Assert.True(here >= .82 * Runs, $"{panel.Name}: covered {here} of {Runs}");
            covered += here;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"covered {covered / (double)all:0.000}, right {right / (double)all:0.000}"));
        Assert.InRange(covered / (double)all, .93, .98);
        Assert.InRange(right / (double)all, .88, 1);
    }

    [Fact]
    public void A_slice_that_moves_like_some_others_is_compared_with_those()
    {
        var effect = EffectEstimator.Estimate((new APanel("unlike") { Shared = .02, Loading = .8, Controls = 15, Before = 90, Effect = .02 }).Build(new Rng(2)));
        Assert.Equal(EffectMethod.SyntheticControl, effect.Method);
        Assert.True(effect.Low <= .02 && effect.High >= .02);
        Assert.Contains("held-out", effect.Why.En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_earlier_action_is_given_its_own_step()
    {
        var both = new APanel("two") { Before = 60, After = 30, Noise = .004, Effect = .02, Controls = 0 };
        var plain = both.Build(new Rng(3));
        // Another action, 30 days earlier, lifted the level by as much.
        var lifted = plain with
        {
            Treated = [.. plain.Treated.Select(p => p.At < plain.Start.AddDays(-30) ? p with { Statistic = Sufficient.Proportion((long)(p.Statistic.Numerator - .03 * p.Statistic.Denominator), p.Statistic.N) } : p)],
            OtherStarts = [plain.Start.AddDays(-30)],
        };
        var effect = EffectEstimator.Estimate(lifted);
        Assert.InRange(effect.Estimate, .012, .028);
        Assert.Contains("estimated apart", effect.Why.En, StringComparison.Ordinal);
    }
}
