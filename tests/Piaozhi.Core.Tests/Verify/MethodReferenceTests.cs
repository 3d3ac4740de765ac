using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Regression;
using Piaozhi.Core.Statistics.Series;
using Piaozhi.Core.Verify;

namespace Piaozhi.Core.Tests.Verify;

/// <summary>Against numbers made by R (tests/oracles/verify.R).</summary>
public class MethodReferenceTests
{
    private static readonly Fixture R = Fixture.Of("verify", "effects");

    private static int?[] Starts(Fixture f, double[][] y)
    {
        var treated = f.Row("treated");
        return [.. Enumerable.Range(0, y.Length).Select(i => treated.Contains(i) ? (int?)f.Number("start") : null)];
    }

    [Fact]
    public void A_panel_comparison_is_the_two_way_regression_with_clustered_errors()
    {
        var f = R["panel"];
        var y = f.Rows("y");
        var d = DifferenceInDifferences.Of(y, Starts(f, y), new Rng(1))!;
        Fixture.Same(f.Number("did"), d.Estimate);
        Fixture.Same(f.Number("clustered"), d.StandardError);
        Fixture.Same(f.Number("trend"), d.PreTrend);
        Fixture.Same(f.Row("trend_interval"), [d.PreTrendInterval.Low, d.PreTrendInterval.High], 1e-6);
        Assert.Equal(PanelInterval.WildBootstrap, d.From);
        Assert.InRange(d.P, .0005, .05);
        Assert.True(d.Interval.Low < d.Estimate && d.Interval.High > d.Estimate && !d.Interval.Contains(0));
        Assert.Equal([-4, -3, -2, -1, 0, 1, 2], d.Events.Select(e => e.Group));
        Assert.Equal(0, d.Events[3].Estimate);
        Assert.All(d.Events.Skip(4), e => Assert.True(e.Interval.High > .5));
        // One treated unit: the spread between units is all there is.
        var few = DifferenceInDifferences.Of([.. y[5..], y[0], y[1], y[2]], [.. Enumerable.Repeat((int?)null, y.Length - 5), (int?)25, 25, 25], new Rng(1))!;
        Assert.Equal(PanelInterval.BetweenUnits, few.From);
    }

    [Fact]
    public void Synthetic_controls_are_the_quadratic_program_and_its_ridge_correction()
    {
        var (f, y) = (R["synthetic"], R["panel"].Rows("y"));
        var plain = SyntheticControl.Of(y[0], y[5..], 25, ridge: f.Number("ridge"));
        Assert.All(f.Row("weights").Zip(plain.Weights), p => Assert.Equal(p.First, p.Second, 6));
        Fixture.Same(f.Number("mean"), plain.Mean, 1e-6);
        Fixture.Same(f.Number("fit"), plain.FitError, 1e-6);
        Assert.InRange(plain.PlaceboP, .1 - 1e-9, 1);
        Assert.Equal(9, plain.PlaceboMeans.Length);
        var augmented = SyntheticControl.Of(y[0], y[5..], 25, ridge: f.Number("ridge"), augment: f.Number("lambda"));
        Assert.All(f.Row("augmented").Zip(augmented.Weights), p => Assert.Equal(p.First, p.Second, 6));
        Fixture.Same(f.Number("augmented_mean"), augmented.Mean, 1e-5);
    }

    [Fact]
    public void Arma_errors_by_exact_likelihood()
    {
        var f = R["interrupted"];
        var i = InterruptedSeries.Of(f.Row("y"), (int)f.Number("start"))!;
        Fixture.Same(f.Number("loglik"), i.LogLikelihood, 1e-6);
        Fixture.Same(f.Number("level"), i.Level.Estimate, 1e-3);
        // R divides by n, this by n − k; R takes the numerical Hessian.
        Fixture.Same(f.Number("error") * Math.Sqrt(140.0 / 131), i.Level.Error, 5e-3);
        Assert.Equal(f.Number("ar"), i.Ar, 2);
        Assert.Equal(f.Number("ma"), i.Ma, 2);
    }

    [Fact]
    public void Seatbelts_by_segmented_regression()
    {
        var f = R["seatbelts"];
        var more = f.Row("petrol").Zip(f.Row("kms"), (p, k) => new[] { Math.Log(p), Math.Log(k) }).ToArray();
        var i = InterruptedSeries.Of([.. f.Row("drivers").Select(v => Math.Log(v))], (int)f.Number("start"), season: 12, lag: 12, more: more)!;
        Fixture.Same(f.Number("law"), i.NeweyWest.Estimate, 1e-8);
        Fixture.Same(f.Number("newey_west"), i.NeweyWest.Error, 1e-8);
    }

    [Fact]
    public void The_flow_of_the_Nile_as_a_local_level()
    {
        var nile = new StructuralSeries(R["nile"].Row("y"));
        var v = nile.Fit();
        Assert.Equal(15099, v.Observation, 1.0);
        Assert.Equal(1469.1, v.Level, 1.0);
        // Commandeur and Koopman, and StructTS, give the same to the digits printed.
        Assert.Equal(-632.5377, nile.LogLikelihood(v), .02);
    }

    [Fact]
    public void Seatbelts_as_a_structural_model_with_a_law()
    {
        // KFAS 1.5.1 (variances, law, standard error): level, fixed season, petrol and the law.
        var f = R["seatbelts"];
        var (petrol, start) = (f.Row("petrol").Select(v => Math.Log(v)).ToArray(), (int)f.Number("start"));
        var middle = petrol.Average();
        var series = new StructuralSeries([.. f.Row("drivers").Select(v => Math.Log(v))], [.. petrol.Select((p, t) => new[] { p - middle, t >= start ? 1.0 : 0 })], 12);
        var (law, error) = series.Coefficient(new StructuralVariances(.0040339863939, .00026807341167), 1);
        Assert.Equal(-.23758686879, law, 4);
        Assert.Equal(.046445478403, error, 4);
        var v = series.Fit();
        Assert.Equal(.00403399, v.Observation, .0001);
        Assert.Equal(.000268073, v.Level, .00001);
    }

    [Fact]
    public void Persistent_errors_are_the_mixture_written_out_with_dense_matrices()
    {
        var f = R["persistent"];
        var times = f.Row("times").Select(t => (int)t).ToArray();
        var x = f.Row("x");
        var fit = PersistentErrors.Fit(
            [.. times.Select((t, i) => new[] { 1, t >= 45 ? 1 : 0, x[i], t / 30.0 })], f.Row("y"), f.Row("weights"), times,
            [double.PositiveInfinity, double.PositiveInfinity, 10, double.NaN], [(0, .5), (.5, .25), (2, .25)])!;
        Fixture.Same(f.Number("effect"), fit.Coefficient(1), 1e-5);
        Fixture.Same(f.Number("error"), fit.Error(1), 1e-5);
        var (low, high) = fit.Interval(1, .95);
        Assert.Equal(f.Row("interval")[0], low, 6);
        Assert.Equal(f.Row("interval")[1], high, 6);
    }

    [Fact]
    public void An_experiment_with_a_covariate_and_the_test_of_its_split()
    {
        var f = R["experiment"];
        static Arm Of(double[] s) => new(s[0], s[1], s[2], s[3], s[4], s[5]);
        var result = Experiment.Compare(Of(f.Row("control")), Of(f.Row("treated")));
        Fixture.Same(f.Number("theta"), result.Theta, 1e-7);
        Fixture.Same(f.Number("estimate"), result.Estimate, 1e-7);
        Fixture.Same(f.Row("interval"), [result.Interval.Low, result.Interval.High], 1e-6);
        Fixture.Same(f.Number("split"), result.SplitP, 1e-9);
        static Arm Plain(double[] s) => new(s[0], s[1], s[2]);
        var plain = Experiment.Compare(Plain(f.Row("control")), Plain(f.Row("treated")));
        Fixture.Same(f.Row("plain"), [plain.Interval.Low, plain.Interval.High], 1e-6);
        Assert.True(result.Reduction > .4);
        Assert.True(Experiment.Compare(Arm.Share(500, 5000), Arm.Share(520, 5600)).SplitBroken);
    }

    [Fact]
    public void Sizes_of_samples_before_the_start()
    {
        var f = R["size"].Row("shares");
        Fixture.Same(f, [SampleSize.Shares(.02, .015), SampleSize.Shares(.05, .04), SampleSize.Shares(.005, .004)], 1e-3);
        Assert.Equal(new DateOnly(2026, 1, 12), SampleSize.Day(new DateOnly(2026, 1, 1), 10795, 1000));
    }
}
