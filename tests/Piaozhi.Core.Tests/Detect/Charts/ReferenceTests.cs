using Piaozhi.Core.Detect.Charts;

namespace Piaozhi.Core.Tests.Detect.Charts;

/// <summary>Against numbers made by R (tests/oracles/charts.R).</summary>
public class ReferenceTests
{
    private static readonly Fixture R = Fixture.Of("detect", "charts");

    [Fact]
    public void Factors_agree_with_integrals_of_the_studentized_range()
    {
        var f = R["constants"];
        var n = f.Row("n");
        Fixture.Same(f.Row("d2"), [.. n.Select(v => ChartConstants.D2((int)v))], 3e-8);
        Fixture.Same(f.Row("d3"), [.. n.Select(v => ChartConstants.D3((int)v))], 1e-7);
        Fixture.Same(f.Row("c4"), [.. n.Select(ChartConstants.C4)], 1e-10);
    }

    [Fact]
    public void Means_ranges_and_deviations_of_subgroups_of_unequal_size()
    {
        var f = R["xbar"];
        var groups = f.Rows("groups");
        var (ranges, deviations) = (Subgroups.WithRanges(groups), Subgroups.WithDeviations(groups));
        var r = Charted.Of(ShewhartKind.XbarR, ranges);
        Fixture.Same(f.Number("center"), r.Norm.Center);
        Fixture.Same(f.Number("sigma_r"), r.Norm.Sigma, 1e-7);
        Fixture.Same(f.Row("upper_r"), r.Uppers);
        Fixture.Same(f.Number("sigma_r_weighted"), Charted.Of(ShewhartKind.XbarR, ranges, new PhaseOne(From: SigmaFrom.Weighted)).Norm.Sigma, 1e-7);
        var s = Charted.Of(ShewhartKind.XbarS, deviations);
        Fixture.Same(f.Number("sigma_s"), s.Norm.Sigma);
        Fixture.Same(f.Row("lower_s"), s.Lowers);
        Fixture.Same(f.Number("sigma_s_weighted"), Charted.Of(ShewhartKind.XbarS, deviations, new PhaseOne(From: SigmaFrom.Weighted)).Norm.Sigma);
        Fixture.Same(f.Number("sigma_s_pooled"), Charted.Of(ShewhartKind.XbarS, deviations, new PhaseOne(From: SigmaFrom.Pooled)).Norm.Sigma);
        var range = Charted.Of(ShewhartKind.Range, new Subgroups(ranges.Spreads!, ranges.Sizes));
        Fixture.Same(f.Row("range_upper"), range.Uppers, 1e-7);
        Fixture.Same(f.Row("range_lower"), range.Lowers, 1e-7);
        var deviation = Charted.Of(ShewhartKind.Deviation, new Subgroups(deviations.Spreads!, deviations.Sizes));
        Fixture.Same(f.Row("deviation_upper"), deviation.Uppers);
        Fixture.Same(f.Row("deviation_lower"), deviation.Lowers);
    }

    [Fact]
    public void Individuals_and_their_moving_ranges()
    {
        var f = R["individuals"];
        var x = f.Row("x");
        var chart = Charted.Of(ShewhartKind.Individuals, new Subgroups(x));
        Fixture.Same(f.Number("center"), chart.Norm.Center);
        Fixture.Same(f.Number("sigma"), chart.Norm.Sigma);
        var ranges = Charted.Of(ShewhartKind.MovingRange, new Subgroups([.. x.Zip(x.Skip(1), (a, b) => Math.Abs(b - a))]));
        Fixture.Same(f.Number("mr_upper"), ranges.Uppers[0], 1e-7);
    }

    [Fact]
    public void Shares_rates_and_gaps_plain_and_after_Laney()
    {
        var f = R["shares"];
        var shares = Subgroups.Shares(f.Row("k"), f.Row("n"));
        var p = Charted.Of(ShewhartKind.P, shares);
        Fixture.Same(f.Row("upper"), p.Uppers);
        Fixture.Same(f.Row("lower"), p.Lowers);
        var laney = Charted.Of(ShewhartKind.LaneyP, shares);
        Fixture.Same(f.Number("factor"), laney.Norm.Factor);
        Fixture.Same(f.Row("laney_upper"), laney.Uppers);
        Fixture.Same(f.Row("laney_lower"), laney.Lowers);
        var np = Charted.Of(ShewhartKind.Np, new Subgroups(f.Row("k"), f.Row("n")));
        Fixture.Same(f.Row("upper"), [.. np.Uppers.Zip(f.Row("n"), (u, n) => u / n)]);

        f = R["rates"];
        var rates = Subgroups.Shares(f.Row("count"), f.Row("exposure"));
        Fixture.Same(f.Row("upper"), Charted.Of(ShewhartKind.U, rates).Uppers);
        Fixture.Same(f.Row("lower"), Charted.Of(ShewhartKind.U, rates).Lowers);
        Fixture.Same(f.Row("laney_upper"), Charted.Of(ShewhartKind.LaneyU, rates).Uppers);

        f = R["gaps"];
        var g = Charted.Of(ShewhartKind.G, new Subgroups(f.Row("g")));
        Fixture.Same(f.Number("upper"), g.Uppers[0]);
        var (low, middle, high) = Shewhart.Geometric(g.Norm.Center);
        Fixture.Same(f.Row("exact"), [low, middle, high]);
    }

    [Fact]
    public void Moving_averages_and_sums()
    {
        var f = R["sums"];
        var y = f.Row("y");
        var ewma = EwmaChart.Of(y, 0, 1);
        Fixture.Same(f.Row("ewma"), ewma.Values);
        Fixture.Same(f.Row("ewma_upper"), ewma.Uppers);
        var cusum = CusumChart.Of(y, head: 2.5);
        Fixture.Same(f.Row("cusum_high"), cusum.High);
        Fixture.Same(f.Row("cusum_low"), cusum.Low);
    }

    [Fact]
    public void Several_indicators_at_once()
    {
        var f = R["hotelling"];
        var rows = f.Rows("rows");
        var chart = HotellingChart.Of(rows)!;
        Fixture.Same(f.Row("t2"), chart.Statistics);
        Fixture.Same(f.Number("one"), chart.UpperOne, 1e-7);
        Fixture.Same(f.Number("two"), chart.UpperTwo, 1e-7);
        Fixture.Same(f.Number("t2_new"), chart.Judge(f.Row("new")).Statistic);
        Fixture.Same(f.Row("t2_successive"), HotellingChart.Of(rows, successive: true)!.Statistics);
        var groups = HotellingChart.OfSubgroups([.. rows.Chunk(3)])!;
        f = R["hotelling_groups"];
        Fixture.Same(f.Row("t2"), groups.Statistics);
        Fixture.Same(f.Number("one"), groups.UpperOne, 1e-7);
        Fixture.Same(f.Number("two"), groups.UpperTwo, 1e-7);
    }

    [Fact]
    public void A_column_that_others_make_up_is_refused() =>
        Assert.Null(HotellingChart.Of([.. R["hotelling"].Rows("rows").Select(r => new[] { r[0], r[1], r[0] + r[1] })]));

    [Fact]
    public void Funnels_with_exact_limits_and_both_kinds_of_overdispersion()
    {
        var (f, s, u) = (R["funnel"], R["shares"], R["rates"]);
        var funnel = FunnelChart.Of(s.Row("k"), s.Row("n"), rate: false);
        Fixture.Same(f.Row("low"), [.. f.Row("n").Select(n => funnel.Exact(n).Low)], 1e-7);
        Fixture.Same(f.Row("high"), [.. f.Row("n").Select(n => funnel.Exact(n).High)], 1e-7);
        Fixture.Same(Math.Max(1, f.Number("phi")), funnel.Phi);
        Fixture.Same(f.Number("tau2"), funnel.Tau2, 1e-7);
        var rates = FunnelChart.Of(u.Row("count"), u.Row("exposure"), rate: true);
        Fixture.Same(f.Row("rate_high"), [.. f.Row("exposure").Select(n => rates.Exact(n).High)], 1e-7);
    }

    [Fact]
    public void Capability_with_intervals()
    {
        var (f, x) = (R["capability"], R["xbar"]);
        var c = Capability.Of(x.Number("center"), x.Number("sigma_s"), f.Number("overall_sd"), f.Number("n"), f.Number("lower"), f.Number("upper"));
        static double[] All(CapabilityIndex i) => [i.Value, i.Interval.Low, i.Interval.High];
        Fixture.Same(f["within"].Row("c"), All(c.Cp), 1e-8);
        Fixture.Same(f["within"].Row("k"), All(c.Cpk), 1e-8);
        Fixture.Same(f["within"].Row("m"), All(c.Cpm), 1e-8);
        Fixture.Same(f["overall"].Row("c"), All(c.Pp), 1e-8);
        Fixture.Same(f["overall"].Row("k"), All(c.Ppk), 1e-8);
        Fixture.Same(f["overall"].Row("m"), All(c.Ppm), 1e-8);
    }

    [Fact]
    public void Run_lengths_agree_with_spc()
    {
        var f = R["run_length"];
        var shifts = f.Row("shift");
        Fixture.Same(f.Row("cusum_5"), [.. shifts.Select(d => RunLength.Cusum(.5, 5, d))], 1e-8);
        Fixture.Same(f.Row("cusum_4"), [.. shifts.Select(d => RunLength.Cusum(.5, 4, d))], 1e-8);
        Fixture.Same(f.Row("cusum_5_head"), [.. shifts.Select(d => RunLength.Cusum(.5, 5, d, 2.5))], 1e-8);
        Fixture.Same(f.Row("cusum_one"), [.. shifts.Select(d => RunLength.CusumOneSided(.25, 8, d))], 1e-8);
        Fixture.Same(f.Row("ewma_20"), [.. shifts.Select(d => RunLength.Ewma(.2, 2.86, d))], 1e-8);
        Fixture.Same(f.Row("ewma_10"), [.. shifts.Select(d => RunLength.Ewma(.1, 2.703, d))], 1e-8);
        Fixture.Same(f.Number("cusum_limit_500"), RunLength.CusumLimit(.5, 500), 1e-7);
        Fixture.Same(f.Number("ewma_width_500"), RunLength.EwmaWidth(.2, 500), 1e-7);
    }

    [Theory] // Champ and Woodall 1987, table 1: shift 0.
    [InlineData(ChartRule.Beyond3, 370.40)]
    [InlineData(ChartRule.Beyond3 | ChartRule.TwoOfThree, 225.44)]
    [InlineData(ChartRule.Beyond3 | ChartRule.FourOfFive, 166.05)]
    [InlineData(ChartRule.Beyond3 | ChartRule.Eight, 152.73)]
    [InlineData(ChartRule.Beyond3 | ChartRule.TwoOfThree | ChartRule.FourOfFive, 132.89)]
    [InlineData(ChartRule.WesternElectric, 91.75)]
    public void Run_lengths_with_runs_rules_agree_with_the_literature(ChartRule rules, double length) =>
        Assert.Equal(length, RunLengthOfRules.Exact(rules), 2);
}
