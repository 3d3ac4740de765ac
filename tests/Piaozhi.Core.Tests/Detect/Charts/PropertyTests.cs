using CsCheck;
using Piaozhi.Core.Detect.Charts;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Tests.Detect.Charts;

public class PropertyTests
{
    private static readonly Gen<double[]> Values = Gen.Double[-5, 5].Array[12, 40];

    [Fact]
    public void Another_unit_or_zero_changes_no_standardized_value() => Gen.Select(Values, Gen.Double[-100, 100], Gen.Double[.1, 50]).Sample((x, shift, scale) =>
    {
        var plain = Charted.Of(ShewhartKind.Individuals, new Subgroups(x));
        var other = Charted.Of(ShewhartKind.Individuals, new Subgroups([.. x.Select(v => shift + scale * v)]));
        Assert.All(plain.Z.Zip(other.Z), p => Assert.Equal(p.First, p.Second, 6));
    });

    [Fact]
    public void The_order_of_subgroups_does_not_move_limits_from_within_them() => Gen.Select(Gen.Double[-5, 5].Array[4].Array[6, 20], Gen.Int[0, 1000]).Sample((groups, seed) =>
    {
        var shuffled = groups.ToArray();
        var rng = new Rng((ulong)seed);
        for (var i = shuffled.Length - 1; i > 0; i--)
        {
            var j = rng.Next(i + 1);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }

        var (a, b) = (Charted.Of(ShewhartKind.XbarR, Subgroups.WithRanges(groups)), Charted.Of(ShewhartKind.XbarR, Subgroups.WithRanges(shuffled)));
        Assert.Equal(a.Uppers[0], b.Uppers[0], 9);
    });

    [Fact]
    public void Turned_upside_down_the_same_rules_are_broken() => Gen.Double[-4, 4].Array[5, 60].Sample(z =>
        Assert.Equal(ChartRules.Broken(z, ChartRule.Nelson | ChartRule.Eight), ChartRules.Broken([.. z.Select(v => -v)], ChartRule.Nelson | ChartRule.Eight)));

    /// <summary>The one pass against each rule as it is worded.</summary>
    [Fact]
    public void One_pass_finds_what_the_wording_says() => Gen.Double[-3.3, 3.3].Array[5, 60].Sample(raw =>
    {
        var z = raw.Select((v, i) => i % 3 == 0 ? v : v / 3).ToArray();
        var broken = ChartRules.Broken(z, ChartRule.Nelson | ChartRule.Eight);
        for (var i = 0; i < z.Length; i++)
            Assert.Equal(Worded(z, i), broken[i]);
    }, iter: 2000);

    [Fact]
    public void The_first_point_of_a_broken_rule_is_named()
    {
        double[] z = [-.2, .5, .4, .3, .5, .5, .4, .4, .5, .5];
        Assert.Equal([new RuleBreak(ChartRule.Nine, 1, 9)], ChartRules.Breaks(z, ChartRule.Nine));
        Assert.Equal([new RuleBreak(ChartRule.TwoOfThree, 1, 3)], ChartRules.Breaks([0, 2.1, 0, 2.2], ChartRule.TwoOfThree));
        Assert.Equal([new RuleBreak(ChartRule.SixSteady, 1, 6)], ChartRules.Breaks([1, -1, -.5, 0, .5, .8, .9], ChartRule.SixSteady));
    }

    [Fact]
    public void An_outlier_in_phase_one_does_not_set_the_limits()
    {
        var rng = new Rng(3);
        var x = Enumerable.Range(0, 40).Select(i => i == 17 ? 60 : rng.Normal(10, 1)).ToArray();
        var kept = Charted.Of(ShewhartKind.Individuals, new Subgroups(x));
        var without = Charted.Of(ShewhartKind.Individuals, new Subgroups(x), new PhaseOne(LeaveOut: true));
        Assert.True(without.LeftOut[17]);
        Assert.Equal(1, without.LeftOut.Count(o => o));
        Assert.True(kept.Norm.Sigma > 2 && without.Norm.Sigma < 1.3);
        Assert.False(without.Unstable);
    }

    [Fact]
    public void A_baseline_with_two_levels_is_called_unstable()
    {
        var rng = new Rng(4);
        var x = Enumerable.Range(0, 40).Select(i => rng.Normal(i < 20 ? 0 : 12, 1)).ToArray();
        Assert.True(Charted.Of(ShewhartKind.Individuals, new Subgroups(x), new PhaseOne(LeaveOut: true)).Unstable);
    }

    [Fact]
    public void Calculated_and_simulated_run_lengths_are_one()
    {
        var (length, error) = RunLengthOfRules.Simulated(ChartRule.WesternElectric, .5, new Rng(5), 3000);
        Assert.InRange(RunLengthOfRules.Exact(ChartRule.WesternElectric, .5), length - 3.5 * error, length + 3.5 * error);
        Assert.Throws<ArgumentOutOfRangeException>(() => RunLengthOfRules.Exact(ChartRule.Nelson));
    }

    [Fact]
    public void All_eight_rules_speak_about_once_in_ninety_points()
    {
        var (length, _) = RunLengthOfRules.Simulated(ChartRule.Nelson, 0, new Rng(6), 2000);
        Assert.InRange(length, 60, 110);
    }

    [Fact]
    public void A_head_start_hastens_the_first_alarm_and_restart_dates_the_next()
    {
        double[] z = [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5];
        Assert.True(CusumChart.Of(z, head: 2.5).Alarms[0].Signaled < CusumChart.Of(z).Alarms[0].Signaled);
        Assert.Equal([new CusumAlarm(0, 5, true), new CusumAlarm(6, 11, true)], CusumChart.Of(z, restart: true).Alarms);
    }

    [Fact]
    public void Contributions_name_the_column_that_moved()
    {
        var rng = new Rng(7);
        var rows = Enumerable.Range(0, 60).Select(_ => { var a = rng.Normal(); return new[] { a, a + rng.Normal(0, .5), rng.Normal() }; }).ToArray();
        var (statistic, parts) = HotellingChart.Of(rows)!.Judge([0, 0, 5]);
        Assert.True(statistic > HotellingChart.Of(rows)!.UpperTwo);
        Assert.Equal(2, Array.IndexOf(parts, parts.Max()));
    }

    [Fact]
    public void Capability_intervals_cover_nineteen_times_in_twenty()
    {
        const int Runs = 2000;
        var (cp, cpk) = (0, 0);
        for (var run = 0; run < Runs; run++)
        {
            var rng = Rng.Named((ulong)run, "capability");
            var x = Enumerable.Range(0, 60).Select(_ => rng.Normal(.5, 1)).ToArray();
            var c = Capability.Of(x.Average(), Subgroups.Deviation(x), Subgroups.Deviation(x), 60, -4, 4);
            cp += c.Pp.Interval.Contains(8 / 6.0) ? 1 : 0;
            cpk += c.Ppk.Interval.Contains(3.5 / 3) ? 1 : 0;
        }

        Assert.InRange(cp / (double)Runs, .93, .97);
        Assert.InRange(cpk / (double)Runs, .92, .97);
    }

    [Fact]
    public void Defects_per_million_and_the_sigma_level_state_their_shift()
    {
        var six = DefectLevel.Of(34, 10_000_000);
        Assert.Equal(3.4, six.Dpmo, 9);
        Assert.Equal(6.0, six.SigmaLevel, 2);
        Assert.Equal(1.5, six.Shift);
        Assert.Equal(4.5, DefectLevel.Of(34, 10_000_000, shift: 0).SigmaLevel, 2);
    }

    private static ChartRule Worded(double[] z, int at)
    {
        double[] Last(int count) => at + 1 < count ? [] : z[(at + 1 - count)..(at + 1)];
        double[] Up(int count) => z[Math.Max(0, at + 1 - count)..(at + 1)];
        bool Full(int count, Func<double[], bool> holds) => Last(count) is { Length: > 0 } w && holds(w);
        static double[] Steps(double[] w) => [.. w.Zip(w.Skip(1), (a, b) => b - a)];
        bool Zone(int of, int least, double zone) => Math.Abs(z[at]) > zone && Up(of).Count(v => Math.Sign(z[at]) * v > zone) >= least;
        var b = ChartRule.None;
        void Add(ChartRule rule, bool yes) => b |= yes ? rule : ChartRule.None;
        Add(ChartRule.Beyond3, Math.Abs(z[at]) > 3);
        Add(ChartRule.Nine, Full(9, w => w.All(v => v > 0) || w.All(v => v < 0)));
        Add(ChartRule.Eight, Full(8, w => w.All(v => v > 0) || w.All(v => v < 0)));
        Add(ChartRule.SixSteady, Full(6, w => Steps(w).All(d => d > 0) || Steps(w).All(d => d < 0)));
        Add(ChartRule.FourteenAlternating, Full(14, w => Steps(w).Zip(Steps(w).Skip(1), (x, y) => x * y).All(p => p < 0)));
        Add(ChartRule.TwoOfThree, Zone(3, 2, 2));
        Add(ChartRule.FourOfFive, Zone(5, 4, 1));
        Add(ChartRule.FifteenWithin, Full(15, w => w.All(v => Math.Abs(v) < 1)));
        Add(ChartRule.EightBeyond, Full(8, w => w.All(v => Math.Abs(v) > 1)));
        return b;
    }
}
