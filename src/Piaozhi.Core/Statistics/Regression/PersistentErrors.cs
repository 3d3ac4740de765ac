using MathNet.Numerics.Distributions;

namespace Piaozhi.Core.Statistics.Regression;

/// <summary>How the errors of a series depend on one another: a share of their variance carries on by <paramref name="Rho"/> a day.</summary>
/// <param name="Share">Persistent share of a day's variance; the rest is sampling noise that falls with the units of the day.</param>
/// <param name="Slope">Prior deviation of the trend column in deviations of a day; 0 = there is no trend.</param>
public readonly record struct ErrorModel(double Rho, double Share, double Slope)
{
    /// <summary>Correlation of neighboring days.</summary>
    public double Neighbors => Rho * Share;
}

/// <summary>
/// Regression with errors of AR(1) plus sampling noise, averaged over all plausible models instead of trusting one estimate of ρ: each
/// (ρ, share, trend) is weighted by its marginal likelihood (flat prior on coefficients and log σ: the restricted likelihood of Harville 1974),
/// and the posterior of a coefficient is the mixture of their t distributions. Gaps in <c>times</c> are gaps.
/// </summary>
public sealed class PersistentErrors
{
    private static readonly double[] _rho = [0, .25, .5, .7, .85, .94, .985], _share = [.25, .5, .75, .95];

    private readonly List<Part> _parts;
    private readonly double _center;

    private sealed record Part(ErrorModel Model, double Weight, double[] Beta, double[] Errors, double Variance, double Freedom);

    private PersistentErrors(List<Part> parts, double center) => (_parts, _center) = (parts, center);

    /// <param name="weights">Units behind each row; the sampling part of the variance is their inverse.</param>
    /// <param name="penalties">Prior deviation of each column in deviations of a day; infinity = flat. The last column is the trend and takes <paramref name="slopes"/>.</param>
    /// <param name="slopes">Prior deviations of the trend with their probabilities; 0 = none.</param>
    /// <returns>Null when rows are too few or columns not independent.</returns>
    public static PersistentErrors? Fit(
        double[][] rows, double[] y, double[] weights, int[] times, double[] penalties, IReadOnlyList<(double Slope, double Probability)> slopes)
    {
        var n = rows.Length;
        var k = n == 0 ? 0 : rows[0].Length;
        var flat = penalties.Take(k - 1).Count(double.IsPositiveInfinity);
        if (n <= flat + 2)
            return null;
        var inverse = weights.Average(w => 1 / w);
        var noise = weights.Select(w => 1 / w / inverse).ToArray();
        var center = y.Average();
        var found = new List<(Part Part, double Log)>();
        foreach (var (rho, share, prior) in Grid())
        {
            var filtered = Whiten(rows, y, center, noise, times, rho, share);
            foreach (var (slope, probability) in slopes)
            {
                if (probability > 0 && Solve(filtered, n, k, flat, penalties, new ErrorModel(rho, share, slope)) is { } solved)
                    found.Add((solved.Part, solved.Log + Math.Log(prior * probability)));
            }
        }

        if (found.Count == 0)
            return null;
        var most = found.Max(f => f.Log);
        var total = found.Sum(f => Math.Exp(f.Log - most));
        return new PersistentErrors([.. found.Select(f => f.Part with { Weight = Math.Exp(f.Log - most) / total }).Where(p => p.Weight > 1e-6)], center);
    }

    /// <summary>The mixture given that there is a trend; null when no model with one is plausible.</summary>
    public PersistentErrors? WithTrend()
    {
        var total = Trend;
        return total > 0 ? new PersistentErrors([.. _parts.Where(p => p.Model.Slope > 0).Select(p => p with { Weight = p.Weight / total })], _center) : null;
    }

    /// <summary>The model with the highest weight.</summary>
    public ErrorModel Likeliest => _parts.MaxBy(p => p.Weight)!.Model;

    /// <summary>Variance of a day with usual units.</summary>
    public double Variance => _parts.Sum(p => p.Weight * p.Variance);

    /// <summary>Share of a day's variance that is not sampling noise.</summary>
    public double Share => _parts.Sum(p => p.Weight * p.Model.Share);

    /// <summary>Correlation of neighboring days.</summary>
    public double Neighbors => _parts.Sum(p => p.Weight * p.Model.Neighbors);

    /// <summary>Probability that there is a trend.</summary>
    public double Trend => _parts.Where(p => p.Model.Slope > 0).Sum(p => p.Weight);

    public double Coefficient(int column) => _parts.Sum(p => p.Weight * p.Beta[column]);

    /// <summary>Coefficients are those of y around its mean, which the first column (all ones) would otherwise carry.</summary>
    public double Predict(IReadOnlyList<double> row) => _center + row.Select((v, j) => v * Coefficient(j)).Sum();

    /// <summary>Standard deviation of the posterior of a coefficient, between and within models.</summary>
    public double Error(int column)
    {
        var mean = Coefficient(column);
        return Math.Sqrt(_parts.Sum(p => p.Weight * (p.Errors[column] * p.Errors[column] * p.Freedom / Math.Max(1, p.Freedom - 2) + Math.Pow(p.Beta[column] - mean, 2))));
    }

    /// <summary>Probability that a coefficient is below a value.</summary>
    public double Below(int column, double value) =>
        _parts.Sum(p => p.Weight * (p.Errors[column] > 0 ? StudentT.CDF(p.Beta[column], p.Errors[column], p.Freedom, value) : value >= p.Beta[column] ? 1 : 0));

    /// <summary>Equal-tailed interval of a coefficient.</summary>
    public (double Low, double High) Interval(int column, double level)
    {
        var (middle, error) = (Coefficient(column), Error(column));
        if (!(error > 0))
            return (middle, middle);
        double Quantile(double p)
        {
            double low = middle - 2 * error, high = middle + 2 * error;
            for (var i = 0; i < 60 && Below(column, low) > p; i++)
                low -= error * (1 << Math.Min(i, 20));
            for (var i = 0; i < 60 && Below(column, high) < p; i++)
                high += error * (1 << Math.Min(i, 20));
            while (high - low > 1e-7 * error)
            {
                var at = (low + high) / 2;
                (low, high) = Below(column, at) < p ? (at, high) : (low, at);
            }

            return (low + high) / 2;
        }

        return (Quantile((1 - level) / 2), Quantile((1 + level) / 2));
    }

    /// <summary>The error that a coefficient would have on other rows, by the likeliest model.</summary>
    public double ErrorOn(double[][] rows, double[] weights, int[] times, double[] penalties, int column)
    {
        var likeliest = _parts.MaxBy(p => p.Weight)!;
        var inverse = weights.Average(w => 1 / w);
        var filtered = Whiten(rows, new double[rows.Length], 0, [.. weights.Select(w => 1 / w / inverse)], times, likeliest.Model.Rho, likeliest.Model.Share);
        var a = Inverse(Penalized(filtered.Cross, rows[0].Length, penalties, likeliest.Model.Slope));
        return a is null ? double.NaN : Math.Sqrt(likeliest.Variance * a.Value.Inverse[column, column]);
    }

    private static IEnumerable<(double Rho, double Share, double Prior)> Grid()
    {
        yield return (0, 0, .3);
        foreach (var rho in _rho)
            foreach (var share in _share)
                yield return (rho, share, .7 / (_rho.Length * _share.Length));
    }

    private sealed record Filtered(double[,] Cross, double[] Product, double Square, double Logs);

    /// <summary>One Kalman filter for all columns and y at once: what a day brings beyond the days before it, scaled to unit variance.</summary>
    private static Filtered Whiten(double[][] rows, double[] y, double center, double[] noise, int[] times, double rho, double share)
    {
        var (n, k) = (rows.Length, rows[0].Length);
        var (cross, product, state) = (new double[k, k], new double[k], new double[k + 1]);
        double square = 0, logs = 0, p = share;
        var v = new double[k + 1];
        for (var t = 0; t < n; t++)
        {
            if (t > 0)
            {
                var fade = Math.Pow(rho, times[t] - times[t - 1]);
                for (var j = 0; j <= k; j++)
                    state[j] *= fade;
                p = fade * fade * p + share * (1 - fade * fade);
            }

            var f = p + (1 - share) * noise[t];
            var (root, gain) = (Math.Sqrt(f), p / f);
            for (var j = 0; j <= k; j++)
            {
                var e = (j < k ? rows[t][j] : y[t] - center) - state[j];
                state[j] += gain * e;
                v[j] = e / root;
            }

            p -= gain * p;
            logs += Math.Log(f);
            square += v[k] * v[k];
            for (var i = 0; i < k; i++)
            {
                product[i] += v[i] * v[k];
                for (var j = 0; j <= i; j++)
                    cross[i, j] += v[i] * v[j];
            }
        }

        return new Filtered(cross, product, square, logs);
    }

    private static double[,] Penalized(double[,] cross, int k, double[] penalties, double slope)
    {
        var used = slope > 0 ? k : k - 1;
        var a = new double[used, used];
        for (var i = 0; i < used; i++)
        {
            for (var j = 0; j <= i; j++)
                a[i, j] = a[j, i] = cross[i, j];
            var penalty = i == k - 1 ? slope : penalties[i];
            a[i, i] += double.IsPositiveInfinity(penalty) ? 0 : 1 / (penalty * penalty);
        }

        return a;
    }

    private static (Part Part, double Log)? Solve(Filtered f, int n, int k, int flat, double[] penalties, ErrorModel model)
    {
        var a = Penalized(f.Cross, k, penalties, model.Slope);
        if (Inverse(a) is not { } inverted)
            return null;
        var used = a.GetLength(0);
        var (beta, errors) = (new double[k], new double[k]);
        var rest = f.Square;
        for (var i = 0; i < used; i++)
        {
            for (var j = 0; j < used; j++)
                beta[i] += inverted.Inverse[i, j] * f.Product[j];
            rest -= beta[i] * f.Product[i];
        }

        double freedom = n - flat;
        // Below this only rounding is left: nothing varies.
        rest = Math.Max(rest, 1e-14 * f.Square + 1e-300);
        var variance = rest / freedom;
        for (var i = 0; i < used; i++)
            errors[i] = Math.Sqrt(variance * inverted.Inverse[i, i]);
        var priors = penalties.Take(k - 1).Where(double.IsFinite).Sum(Math.Log) + (model.Slope > 0 ? Math.Log(model.Slope) : 0);
        return (new Part(model, 0, beta, errors, variance, freedom), -.5 * (f.Logs + inverted.LogDeterminant + freedom * Math.Log(rest)) - priors);
    }

    /// <summary>Inverse and log-determinant by Cholesky; null when not positive definite.</summary>
    private static (double[,] Inverse, double LogDeterminant)? Inverse(double[,] a)
    {
        var k = a.GetLength(0);
        var l = new double[k, k];
        double log = 0;
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i, j];
                for (var m = 0; m < j; m++)
                    sum -= l[i, m] * l[j, m];
                if (i != j)
                    l[i, j] = sum / l[j, j];
                else if (sum > 1e-10 * a[i, i])
                    l[i, i] = Math.Sqrt(sum);
                else
                    return null;
            }

            log += 2 * Math.Log(l[i, i]);
        }

        var inverse = new double[k, k];
        var x = new double[k];
        for (var column = 0; column < k; column++)
        {
            for (var i = 0; i < k; i++)
            {
                x[i] = i == column ? 1 : 0;
                for (var m = 0; m < i; m++)
                    x[i] -= l[i, m] * x[m];
                x[i] /= l[i, i];
            }

            for (var i = k - 1; i >= 0; i--)
            {
                for (var m = i + 1; m < k; m++)
                    x[i] -= l[m, i] * x[m];
                x[i] /= l[i, i];
                inverse[i, column] = x[i];
            }
        }

        return (inverse, log);
    }
}
