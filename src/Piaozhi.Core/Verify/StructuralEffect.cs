using MathNet.Numerics.Distributions;
using Piaozhi.Core.Statistics.Estimation;
using Piaozhi.Core.Statistics.Series;

namespace Piaozhi.Core.Verify;

/// <summary>Effect against a structural forecast, in the manner of CausalImpact.</summary>
/// <param name="Mean">Mean of what was seen less what was expected, after the start.</param>
/// <param name="Relative">The same as a share of what was expected.</param>
/// <param name="P">Posterior probability that the effect is on the other side of zero.</param>
/// <param name="Expected">Expected value of every period after the start, with its band.</param>
public sealed record StructuralOutcome(
    double Mean, Interval Interval, double Relative, double P, double LevelVariance, double ObservationVariance, (double Mean, double Low, double High)[] Expected);

/// <summary>
/// Local level, season and regression fitted before the start and carried on after it (Brodersen et al. 2015). Not a Gibbs sampler: Kalman
/// filter likelihood, averaged over the ratio of level to observation variance on a grid with a flat prior on its logarithm, so that the
/// uncertainty of how much the level wanders is in the interval. Regressors are taken as they are, without spike-and-slab selection.
/// </summary>
public static class StructuralEffect
{
    /// <summary>Periods after the start that are NaN are left out. Null when under 14 periods, or two seasons, precede the start.</summary>
    /// <param name="controls">Regressors that the action did not touch, by row.</param>
    public static StructuralOutcome? Of(double[] y, int start, int season = 7, double[][]? controls = null, double level = .95)
    {
        ArgumentNullException.ThrowIfNull(y);
        var columns = controls is null || controls.Length == 0 ? 0 : controls[0].Length;
        var seen = y[..Math.Clamp(start, 0, y.Length)].Count(double.IsFinite);
        var after = Enumerable.Range(start, Math.Max(0, y.Length - start)).Where(t => double.IsFinite(y[t])).ToArray();
        if (seen < Math.Max(14, 2 * season) || seen < 2 * (columns + season) || after.Length == 0)
            return null;
        var before = new StructuralSeries([.. y.Select((v, t) => t < start ? v : double.NaN)], Standardized(controls, start), season);
        var weights = Enumerable.Range(start, y.Length - start).Select(t => double.IsFinite(y[t]) ? 1.0 / after.Length : 0).ToArray();
        var parts = before.Posterior();
        var observed = after.Average(t => y[t]);
        var freedom = Math.Max(1, seen - columns - Math.Max(1, season));
        var forecasts = parts.Select(p => (p.Weight, Forecast: before.Forecast(p.Variances, start, weights))).ToArray();
        var mean = observed - forecasts.Sum(f => f.Weight * f.Forecast.Mean);
        double Below(double effect) => forecasts.Sum(f => f.Weight * StudentT.CDF(observed - f.Forecast.Mean, f.Forecast.Error, freedom, effect));
        var spread = Math.Sqrt(forecasts.Sum(f => f.Weight * (f.Forecast.Error * f.Forecast.Error + Math.Pow(observed - f.Forecast.Mean - mean, 2))));
        double Quantile(double p)
        {
            double low = mean - 50 * spread, high = mean + 50 * spread;
            for (var i = 0; i < 80; i++)
            {
                var middle = (low + high) / 2;
                (low, high) = Below(middle) < p ? (middle, high) : (low, middle);
            }

            return (low + high) / 2;
        }

        var z = Normal.InvCDF(0, 1, (1 + level) / 2);
        var expected = Enumerable.Range(0, y.Length - start).Select(i =>
        {
            var middle = forecasts.Sum(f => f.Weight * f.Forecast.Rows[i].Mean);
            var error = Math.Sqrt(forecasts.Sum(f => f.Weight * (Math.Pow(f.Forecast.Rows[i].Error, 2) + Math.Pow(f.Forecast.Rows[i].Mean - middle, 2))));
            return (middle, middle - z * error, middle + z * error);
        }).ToArray();
        var opposite = Below(0);
        return new StructuralOutcome(
            mean, new Interval(Quantile((1 - level) / 2), Quantile((1 + level) / 2)), mean / (observed - mean), Math.Min(opposite, 1 - opposite),
            parts.Sum(p => p.Weight * p.Variances.Level), parts.Sum(p => p.Weight * p.Variances.Observation), expected);
    }

    /// <summary>Columns of unit spread before the start, as the wide prior on coefficients assumes.</summary>
    private static double[][]? Standardized(double[][]? x, int start)
    {
        if (x is null || x.Length == 0)
            return null;
        var means = x[0].Select((_, j) => x.Take(start).Average(r => r[j])).ToArray();
        var spreads = x[0].Select((_, j) => Math.Sqrt(x.Take(start).Average(r => Math.Pow(r[j] - means[j], 2)))).ToArray();
        return [.. x.Select(r => r.Select((v, j) => (v - means[j]) / (spreads[j] > 0 ? spreads[j] : 1)).ToArray())];
    }
}
