using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using Piaozhi.Core.Statistics.Estimation;
using Piaozhi.Core.Statistics.Regression;

namespace Piaozhi.Core.Verify;

/// <summary>What a segmented regression says of one coefficient or of the mean effect.</summary>
public readonly record struct SegmentEffect(double Estimate, double Error, Interval Interval);

/// <summary>An interrupted time series.</summary>
/// <param name="Level">Jump at the start.</param>
/// <param name="Slope">Change of the slope per period; NaN when it is not in the model.</param>
/// <param name="Mean">Mean effect over the periods after the start.</param>
/// <param name="NeweyWest">The same with ordinary least squares and Newey–West errors, to be shown beside it: the choice matters.</param>
/// <param name="Ar">Autoregressive coefficient of the errors.</param>
/// <param name="Ma">Moving-average coefficient of the errors.</param>
public sealed record InterruptedEffect(SegmentEffect Level, SegmentEffect Slope, SegmentEffect Mean, SegmentEffect NeweyWest, double Ar, double Ma, double LogLikelihood);

/// <summary>
/// Segmented regression with seasonality (Bernal, Cummins and Gasparrini 2017) and ARMA(1,1) errors by exact maximum likelihood: AR(1) that
/// sampling noise blurs is ARMA(1,1) (Granger and Morris 1976).
/// </summary>
public static class InterruptedSeries
{
    /// <summary>Null when rows are too few for the columns.</summary>
    /// <param name="season">Periods of a season; 0 or 1 = none.</param>
    /// <param name="harmonics">Pairs of sine and cosine; 0 = one dummy for each period of the season.</param>
    /// <param name="slope">Whether the slope may change at the start.</param>
    /// <param name="lag">Newey–West lag; null = ⌊4(n/100)^(2/9)⌋.</param>
    /// <param name="more">Further regressors by row.</param>
    public static InterruptedEffect? Of(
        double[] y, int start, int season = 7, int harmonics = 0, bool trend = true, bool slope = false, int? lag = null, double[][]? more = null, double level = .95)
    {
        ArgumentNullException.ThrowIfNull(y);
        var n = y.Length;
        if (start < 3 || start >= n)
            return null;
        var rows = Enumerable.Range(0, n).Select(t => Row(t, start, season, harmonics, trend, slope, more?[t] ?? [])).ToArray();
        if (LeastSquares.Solve(rows, y) is not { } ols)
            return null;
        var minimum = NelderMeadSimplex.Minimum(
            ObjectiveFunction.Value(p => -Arma.Fit(rows, y, Math.Tanh(p[0]), Math.Tanh(p[1])).LogLikelihood),
            Vector<double>.Build.DenseOfArray([Math.Atanh(Math.Clamp(ols.FirstAutocorrelation(), -.9, .9)), 0.01]), 1e-8, 2000);
        var (ar, ma) = (Math.Tanh(minimum.MinimizingPoint[0]), Math.Tanh(minimum.MinimizingPoint[1]));
        var fit = Arma.Fit(rows, y, ar, ma);
        var freedom = Math.Max(1, n - rows[0].Length - 2);
        var average = Vector<double>.Build.Dense(rows[0].Length);
        average[1] = 1;
        if (slope)
            average[2] = Enumerable.Range(start, n - start).Average(t => (double)(t - start));
        SegmentEffect Of(Vector<double> beta, Matrix<double> covariance, Vector<double> what)
        {
            var (estimate, error) = (beta * what, Math.Sqrt(Math.Max(0, what * (covariance * what))));
            var half = StudentT.InvCDF(0, 1, freedom, (1 + level) / 2) * error;
            return new SegmentEffect(estimate, error, new Interval(estimate - half, estimate + half));
        }

        Vector<double> Unit(int column) => Vector<double>.Build.Dense(rows[0].Length, j => j == column ? 1 : 0);
        var robust = ols.NeweyWest(lag ?? (int)Math.Floor(4 * Math.Pow(n / 100.0, 2.0 / 9)));
        return new InterruptedEffect(
            Of(fit.Beta, fit.Covariance, Unit(1)),
            slope ? Of(fit.Beta, fit.Covariance, Unit(2)) : new SegmentEffect(double.NaN, double.NaN, Interval.Unknown),
            Of(fit.Beta, fit.Covariance, average), Of(ols.Beta, robust, average), ar, ma, fit.LogLikelihood);
    }

    private static double[] Row(int t, int start, int season, int harmonics, bool trend, bool slope, double[] more)
    {
        var row = new List<double> { 1, t >= start ? 1 : 0 };
        if (slope)
            row.Add(Math.Max(0, t - start));
        if (trend)
            row.Add(t);
        for (var h = 1; season > 1 && h <= harmonics; h++)
        {
            row.Add(Math.Sin(2 * Math.PI * h * t / season));
            if (2 * h < season)
                row.Add(Math.Cos(2 * Math.PI * h * t / season));
        }

        for (var s = 1; harmonics == 0 && s < season; s++)
            row.Add(t % season == s ? 1 : 0);
        row.AddRange(more);
        return [.. row];
    }

    /// <summary>Generalized least squares with ARMA(1,1) errors of given coefficients, by the innovations algorithm (Brockwell and Davis 1991, §5.3).</summary>
    private sealed record Arma(Vector<double> Beta, Matrix<double> Covariance, double LogLikelihood)
    {
        public static Arma Fit(double[][] rows, double[] y, double ar, double ma)
        {
            var (n, k) = (rows.Length, rows[0].Length);
            ar = Math.Clamp(ar, -.9999, .9999);
            var x = Matrix<double>.Build.Dense(n, k);
            var target = Vector<double>.Build.Dense(n);
            // Innovation variances in units of σ²: v₀ = γ(0)/σ², then vₜ = 1 + θ² − θ²/vₜ₋₁, with gain θ/vₜ₋₁ on the last innovation.
            var v = ar == -ma ? 1 : (1 + 2 * ar * ma + ma * ma) / (1 - ar * ar);
            double logs = 0;
            var last = new double[k + 1];
            for (var t = 0; t < n; t++)
            {
                var gain = 0.0;
                if (t > 0)
                {
                    gain = ma / v;
                    v = 1 + ma * ma - ma * ma / v;
                }

                var root = Math.Sqrt(v);
                logs += Math.Log(v);
                for (var j = 0; j <= k; j++)
                {
                    double At(int row) => j < k ? rows[row][j] : y[row];
                    var e = At(t) - (t > 0 ? ar * At(t - 1) + gain * last[j] : 0);
                    last[j] = e;
                    if (j < k)
                        x[t, j] = e / root;
                    else
                        target[t] = e / root;
                }
            }

            var qr = x.QR();
            var beta = qr.Solve(target);
            var rest = target - x * beta;
            var squares = rest * rest;
            var r = qr.R.SubMatrix(0, k, 0, k).Inverse();
            return new Arma(beta, r * r.Transpose() * (squares / (n - k)), -.5 * (n * Math.Log(2 * Math.PI * squares / n) + logs + n));
        }
    }
}
