using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Verify;

/// <summary>The sufficient statistics of one arm; the covariate is the same measure before the experiment.</summary>
public readonly record struct Arm(double N, double Sum, double SumSquares, double Covariate = 0, double CovariateSquares = 0, double Cross = 0)
{
    public double Mean => Sum / N;

    /// <summary>An arm of successes among units.</summary>
    public static Arm Share(double successes, double units) => new(units, successes, successes);

    internal double Variance => Math.Max(0, SumSquares - Sum * Sum / N) / (N - 1);

    internal double CovariateVariance => Math.Max(0, CovariateSquares - Covariate * Covariate / N) / (N - 1);

    internal double Covariance => (Cross - Sum * Covariate / N) / (N - 1);
}

/// <summary>What an experiment says.</summary>
/// <param name="Interval">For one look at the end that was planned.</param>
/// <param name="AlwaysValid">For looking at any time and stopping at will.</param>
/// <param name="Theta">Coefficient on the covariate; 0 without one.</param>
/// <param name="Reduction">Share of variance that the covariate takes away.</param>
/// <param name="SplitP">p-value of the planned split; under .001 the assignment is broken and no result is to be believed.</param>
public sealed record ExperimentResult(double Estimate, double Error, Interval Interval, Interval AlwaysValid, double Theta, double Reduction, double SplitP)
{
    public bool SplitBroken => SplitP < .001;
}

/// <summary>A/B comparison of means or shares from sufficient statistics.</summary>
public static class Experiment
{
    /// <param name="share">Planned share of units in the treated arm.</param>
    /// <param name="expected">Size of the effect at which the always-valid interval is tuned to be narrowest (τ of the mixture); null = the one that the data could just show.</param>
    public static ExperimentResult Compare(Arm control, Arm treated, double share = .5, double? expected = null, double level = .95)
    {
        if (!(control.N >= 2) || !(treated.N >= 2))
            throw new ArgumentException("each arm needs at least two units", nameof(control));
        // CUPED (Deng et al. 2013): one θ from both arms together.
        var covariate = (control.N - 1) * control.CovariateVariance + (treated.N - 1) * treated.CovariateVariance;
        var theta = covariate > 0 ? ((control.N - 1) * control.Covariance + (treated.N - 1) * treated.Covariance) / covariate : 0;
        double Adjusted(Arm a) => a.Variance - 2 * theta * a.Covariance + theta * theta * a.CovariateVariance;
        var estimate = treated.Mean - control.Mean - theta * (treated.Covariate / treated.N - control.Covariate / control.N);
        var (vc, vt) = (Adjusted(control) / control.N, Adjusted(treated) / treated.N);
        var variance = vc + vt;
        var error = Math.Sqrt(variance);
        // Welch 1947.
        var freedom = variance * variance / (vc * vc / (control.N - 1) + vt * vt / (treated.N - 1));
        var half = error > 0 ? StudentT.InvCDF(0, 1, freedom, (1 + level) / 2) * error : 0;
        var plain = control.Variance / control.N + treated.Variance / treated.N;
        var wide = AlwaysValid(variance, expected is { } e and not 0 ? e * e : 8 * variance, 1 - level);
        return new ExperimentResult(
            estimate, error, new Interval(estimate - half, estimate + half), new Interval(estimate - wide, estimate + wide),
            theta, plain > 0 ? 1 - variance / plain : 0, SplitP(control.N, treated.N, share));
    }

    /// <summary>
    /// Half-width of the mixture sequential interval for an estimate of that variance (Robbins 1970; Johari et al. 2017, eq. 8):
    /// √(V(V+τ²)/τ² · (2 log 1/α + log((V+τ²)/V))). τ² must be fixed before the first look for the guarantee over all looks.
    /// </summary>
    public static double AlwaysValid(double variance, double tau2, double alpha = .05) =>
        variance <= 0 ? 0 : Math.Sqrt(variance * (variance + tau2) / tau2 * (2 * Math.Log(1 / alpha) + Math.Log((variance + tau2) / variance)));

    /// <summary>χ² test of the planned split (Fabijan et al. 2019).</summary>
    public static double SplitP(double control, double treated, double share)
    {
        var n = control + treated;
        var statistic = Math.Pow(treated - n * share, 2) / (n * share) + Math.Pow(control - n * (1 - share), 2) / (n * (1 - share));
        return SpecialFunctions.Erfc(Math.Sqrt(statistic / 2));
    }

    /// <summary>
    /// Assignment by outlet or day: clusters of numerator and denominator, ratio of sums in each arm, delta-method variance between clusters
    /// (Deng, Knoblich and Lu 2018), t with G − 2 degrees.
    /// </summary>
    public static (double Estimate, double Error, Interval Interval) Clustered(
        IReadOnlyList<(double Numerator, double Denominator)> control, IReadOnlyList<(double Numerator, double Denominator)> treated, double level = .95)
    {
        if (control.Count < 2 || treated.Count < 2)
            throw new ArgumentException("each arm needs at least two clusters", nameof(control));
        static (double Ratio, double Variance) Arm(IReadOnlyList<(double Numerator, double Denominator)> clusters)
        {
            var (sum, size) = (clusters.Sum(c => c.Numerator), clusters.Sum(c => c.Denominator));
            var ratio = sum / size;
            double g = clusters.Count;
            return (ratio, g / (g - 1) * clusters.Sum(c => Math.Pow(c.Numerator - ratio * c.Denominator, 2)) / (size * size));
        }

        var (c, t) = (Arm(control), Arm(treated));
        var (estimate, error) = (t.Ratio - c.Ratio, Math.Sqrt(c.Variance + t.Variance));
        var half = StudentT.InvCDF(0, 1, control.Count + treated.Count - 2, (1 + level) / 2) * error;
        return (estimate, error, new Interval(estimate - half, estimate + half));
    }
}
