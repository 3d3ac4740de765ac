using MathNet.Numerics.LinearAlgebra;

namespace Piaozhi.Core.Statistics.Regression;

/// <summary>Weighted least squares by QR, with the covariances that daily series need.</summary>
public static class LeastSquares
{
    /// <summary>
    /// Fits y = Xb + e. <paramref name="weights"/> are inverse variances up to a factor; <paramref name="times"/> are positions
    /// (days), so that a gap in the series is a gap and not a neighbor. Null when the columns are not independent or rows too few.
    /// </summary>
    public static Fit? Solve(double[][] rows, double[] y, double[]? weights = null, int[]? times = null)
    {
        var n = rows.Length;
        var k = n == 0 ? 0 : rows[0].Length;
        if (n <= k || k == 0)
            return null;
        var root = weights is null ? Enumerable.Repeat(1.0, n).ToArray() : [.. weights.Select(Math.Sqrt)];
        var x = Matrix<double>.Build.Dense(n, k, (i, j) => rows[i][j] * root[i]);
        var target = Vector<double>.Build.Dense(n, i => y[i] * root[i]);
        var qr = x.QR();
        var r = qr.R;
        var largest = Enumerable.Range(0, k).Max(j => Math.Abs(r[j, j]));
        if (Enumerable.Range(0, k).Any(j => Math.Abs(r[j, j]) <= 1e-10 * largest))
            return null;
        var beta = qr.Solve(target);
        var inverse = r.SubMatrix(0, k, 0, k).Inverse();
        return new Fit(x, beta, target - x * beta, inverse * inverse.Transpose(), root, times ?? [.. Enumerable.Range(0, n)]);
    }
}

/// <summary>A fitted regression. Rows and residuals are kept scaled by the root of their weight.</summary>
public sealed class Fit(Matrix<double> scaled, Vector<double> beta, Vector<double> residuals, Matrix<double> bread, double[] root, int[] times)
{
    private readonly double[][] _rows = scaled.ToRowArrays();

    public Vector<double> Beta { get; } = beta;

    /// <summary>Residuals times the root of the weight.</summary>
    public Vector<double> Residuals { get; } = residuals;

    public int N => scaled.RowCount;

    public int DegreesOfFreedom => scaled.RowCount - scaled.ColumnCount;

    /// <summary>Variance of a row of weight 1.</summary>
    public double Variance => Residuals.DotProduct(Residuals) / DegreesOfFreedom;

    /// <summary>Residual in the unit of y.</summary>
    public double Residual(int row) => Residuals[row] / root[row];

    public double Predict(IReadOnlyList<double> row) => row.Select((v, j) => v * Beta[j]).Sum();

    /// <summary>Classical covariance of the coefficients.</summary>
    public Matrix<double> Classical() => bread * Variance;

    /// <summary>
    /// Newey and West 1987, eq. 5: heteroscedasticity and autocorrelation up to <paramref name="lag"/> days, Bartlett weights.
    /// </summary>
    /// <param name="adjust">Multiplies by n/(n−k) as small samples need.</param>
    public Matrix<double> NeweyWest(int lag, bool adjust = false)
    {
        var meat = Sandwich((i, j) =>
        {
            var apart = Math.Abs(times[i] - times[j]);
            return apart > lag ? 0 : Residuals[i] * Residuals[j] * (1 - apart / (lag + 1.0));
        });
        return adjust ? meat * (N / (double)DegreesOfFreedom) : meat;
    }

    /// <summary>Cluster-robust covariance (Liang and Zeger 1986; factor CR1: G/(G−1)·(n−1)/(n−k)).</summary>
    public Matrix<double> Clustered(IReadOnlyList<string> cluster)
    {
        var groups = cluster.Distinct(StringComparer.Ordinal).Count();
        var factor = groups > 1 ? groups / (groups - 1.0) * (N - 1.0) / DegreesOfFreedom : double.NaN;
        return Sandwich((i, j) => cluster[i] == cluster[j] ? Residuals[i] * Residuals[j] : 0) * factor;
    }

    /// <summary>
    /// Covariance when errors follow AR(1) with coefficient <paramref name="rho"/>: the sandwich of the exact correlations ρ^|i−j|, in one
    /// pass since what the past adds is carried on by ρ.
    /// </summary>
    public Matrix<double> Autoregressive(double rho)
    {
        var variance = Variance;
        var k = scaled.ColumnCount;
        var order = Enumerable.Range(0, N).OrderBy(i => times[i]).ToArray();
        var meat = new double[k, k];
        var past = new double[k];
        for (var at = 0; at < N; at++)
        {
            var i = order[at];
            var fade = at == 0 ? 0 : Math.Pow(rho, times[i] - times[order[at - 1]]);
            for (var a = 0; a < k; a++)
                past[a] = at == 0 ? 0 : fade * (past[a] + _rows[order[at - 1]][a]);
            for (var a = 0; a < k; a++)
                for (var b = 0; b < k; b++)
                    meat[a, b] += variance * (_rows[i][a] * _rows[i][b] + _rows[i][a] * past[b] + past[a] * _rows[i][b]);
        }

        return bread * Matrix<double>.Build.DenseOfArray(meat) * bread;
    }

    /// <summary>First autocorrelation of the residuals over neighboring days, with the small-sample bias (1+4ρ)/n given back (Kendall 1954).</summary>
    public double FirstAutocorrelation()
    {
        double cross = 0, square = 0;
        var pairs = 0;
        for (var i = 0; i < N; i++)
        {
            square += Residuals[i] * Residuals[i];
            if (i > 0 && times[i] - times[i - 1] == 1)
            {
                cross += Residuals[i] * Residuals[i - 1];
                pairs++;
            }
        }

        if (pairs < 3 || square <= 0)
            return 0;
        var rho = cross / pairs / (square / N);
        return Math.Clamp(rho + (1 + 4 * rho) / N, -0.95, 0.95);
    }

    private Matrix<double> Sandwich(Func<int, int, double> covariance)
    {
        var k = scaled.ColumnCount;
        var meat = new double[k, k];
        var weighted = new double[k];
        for (var i = 0; i < N; i++)
        {
            Array.Clear(weighted);
            for (var j = 0; j < N; j++)
            {
                var c = covariance(i, j);
                if (c == 0)
                    continue;
                for (var a = 0; a < k; a++)
                    weighted[a] += _rows[j][a] * c;
            }

            for (var a = 0; a < k; a++)
                for (var b = 0; b < k; b++)
                    meat[a, b] += _rows[i][a] * weighted[b];
        }

        return bread * Matrix<double>.Build.DenseOfArray(meat) * bread;
    }
}
