using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>
/// Hotelling's T²: several indicators judged together by how they usually move together. Phase I limits from the beta (single rows) or F
/// distribution (subgroups), phase II from F, since future rows are independent of the estimates (Tracy, Young and Mason 1992; Montgomery 2013, §11.3).
/// </summary>
/// <param name="Statistics">T² of phase I.</param>
/// <param name="UpperOne">Limit of phase I.</param>
/// <param name="UpperTwo">Limit of phase II.</param>
public sealed record HotellingChart(Vector<double> Center, Matrix<double> Covariance, double[] Statistics, double UpperOne, double UpperTwo, int SubgroupSize)
{
    private Matrix<double> Inverse { get; init; } = null!;

    /// <summary>Single rows. Null when the rows are too few or the columns are not independent.</summary>
    /// <param name="successive">Covariance from differences of neighbors (Holmes and Mergen 1993), which a shift within phase I inflates less.</param>
    public static HotellingChart? Of(IReadOnlyList<double[]> rows, double alpha = .0027, bool successive = false)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (m, p) = (rows.Count, rows.Count == 0 ? 0 : rows[0].Length);
        if (p == 0 || m < p + 2)
            return null;
        var x = Matrix<double>.Build.DenseOfRowArrays(rows);
        var center = x.ColumnSums() / m;
        var s = successive ? Successive(x) : Scatter(x, center) / (m - 1);
        var one = (m - 1.0) * (m - 1) / m * Beta.InvCDF(p / 2.0, (m - p - 1) / 2.0, 1 - alpha);
        var two = p * (m + 1.0) * (m - 1) / (m * (double)(m - p)) * FisherSnedecor.InvCDF(p, m - p, 1 - alpha);
        return Build(x, center, s, one, two, 1);
    }

    /// <summary>Subgroups of equal size n ≥ 2: T² of their means, covariance pooled within.</summary>
    public static HotellingChart? OfSubgroups(IReadOnlyList<IReadOnlyList<double[]>> groups, double alpha = .0027)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var (m, n) = (groups.Count, groups.Count == 0 ? 0 : groups[0].Count);
        var p = n == 0 ? 0 : groups[0][0].Length;
        if (n < 2 || groups.Any(g => g.Count != n))
            throw new ArgumentException("subgroups must be of one size, two or more", nameof(groups));
        double freedom = m * n - m - p + 1;
        if (freedom < 1 || m < 2)
            return null;
        var means = Matrix<double>.Build.DenseOfRows(groups.Select(g => (IEnumerable<double>)(Matrix<double>.Build.DenseOfRowArrays(g).ColumnSums() / n)));
        var s = Matrix<double>.Build.Dense(p, p);
        for (var i = 0; i < m; i++)
            s += Scatter(Matrix<double>.Build.DenseOfRowArrays(groups[i]), means.Row(i)) / (n - 1);
        var quantile = FisherSnedecor.InvCDF(p, freedom, 1 - alpha);
        return Build(means, means.ColumnSums() / m, s / m, p * (m - 1.0) * (n - 1) / freedom * quantile, p * (m + 1.0) * (n - 1) / freedom * quantile, n);
    }

    /// <summary>T² of a new row or subgroup mean, and what each column adds when the others are known (Mason, Tracy and Young 1995).</summary>
    public (double Statistic, double[] Contributions) Judge(double[] row)
    {
        var d = Vector<double>.Build.Dense(row) - Center;
        var whole = SubgroupSize * (d * (Inverse * d));
        var parts = new double[row.Length];
        for (var j = 0; j < row.Length; j++)
        {
            // Conditional term: (Inverse·d)ⱼ² / Inverseⱼⱼ.
            var v = Inverse.Row(j) * d;
            parts[j] = SubgroupSize * v * v / Inverse[j, j];
        }

        return (whole, parts);
    }

    private static HotellingChart? Build(Matrix<double> rows, Vector<double> center, Matrix<double> s, double one, double two, int n)
    {
        var scale = s.Diagonal().PointwiseSqrt();
        if (scale.Any(v => !(v > 0)))
            return null;
        var correlation = Matrix<double>.Build.Dense(s.RowCount, s.ColumnCount, (i, j) => s[i, j] / (scale[i] * scale[j]));
        if (correlation.ConditionNumber() > 1e10)
            return null;
        var inverse = s.Inverse();
        var statistics = Enumerable.Range(0, rows.RowCount).Select(i =>
        {
            var d = rows.Row(i) - center;
            return n * (d * (inverse * d));
        }).ToArray();
        return new HotellingChart(center, s, statistics, one, two, n) { Inverse = inverse };
    }

    private static Matrix<double> Scatter(Matrix<double> x, Vector<double> center)
    {
        var d = Matrix<double>.Build.Dense(x.RowCount, x.ColumnCount, (i, j) => x[i, j] - center[j]);
        return d.TransposeThisAndMultiply(d);
    }

    private static Matrix<double> Successive(Matrix<double> x)
    {
        var d = Matrix<double>.Build.Dense(x.RowCount - 1, x.ColumnCount, (i, j) => x[i + 1, j] - x[i, j]);
        return d.TransposeThisAndMultiply(d) / (2.0 * (x.RowCount - 1));
    }
}
