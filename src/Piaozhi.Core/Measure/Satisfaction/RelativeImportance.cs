using MathNet.Numerics.LinearAlgebra;

namespace Piaozhi.Core.Measure.Satisfaction;

/// <summary>
/// How much each driver contributes to the variance of an outcome that a linear model explains: the average of its added R² over all
/// orders of entry. [Lindeman, Merenda and Gold 1980, p. 119 ff.; Grömping 2006, §2.2 "lmg"], the Shapley value of R².
/// </summary>
public static class RelativeImportance
{
    /// <summary>Most drivers for which all 2^p models are computed.</summary>
    public const int MostDrivers = 14;

    /// <summary>Shares that add up to R², in the order of the columns.</summary>
    /// <param name="outcome">n outcomes.</param>
    /// <param name="drivers">p columns of n values; columns that do not vary get 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MostDrivers"/> drivers, or columns of another length.</exception>
    public static IReadOnlyList<double> Shapley(IReadOnlyList<double> outcome, IReadOnlyList<IReadOnlyList<double>> drivers)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drivers.Count, MostDrivers);
        var p = drivers.Count;
        var shares = new double[p];
        var kept = Enumerable.Range(0, p).Where(j => Varies(drivers[j])).ToArray();
        if (kept.Length == 0 || !Varies(outcome) || outcome.Count <= kept.Length + 1)
            return shares;
        var correlation = Correlations([.. kept.Select(j => drivers[j]), outcome]);
        var q = kept.Length;
        var fit = new double[1 << q];
        for (var set = 1; set < fit.Length; set++)
            fit[set] = RSquared(correlation, set, q);

        // Weight of a predecessor set of size s among q drivers: s! (q−s−1)! / q!.
        var weight = new double[q];
        for (var s = 0; s < q; s++)
            weight[s] = 1.0 / (q * Binomial(q - 1, s));
        for (var j = 0; j < q; j++)
            for (var set = 0; set < fit.Length; set++)
                if ((set & (1 << j)) == 0)
                    shares[kept[j]] += weight[int.PopCount(set)] * (fit[set | (1 << j)] - fit[set]);
        return shares;
    }

    private static double RSquared(Matrix<double> r, int set, int q)
    {
        var members = Enumerable.Range(0, q).Where(j => (set & (1 << j)) != 0).ToArray();
        var a = Matrix<double>.Build.Dense(members.Length, members.Length, (i, k) => r[members[i], members[k]]);
        var b = Vector<double>.Build.Dense(members.Length, i => r[members[i], q]);
        // Drivers that repeat one another make the matrix singular; the least-norm solution has the same fit.
        var solution = Math.Abs(a.Determinant()) > 1e-12 ? a.Solve(b) : a.PseudoInverse() * b;
        return Math.Clamp(solution * b, 0, 1);
    }

    private static Matrix<double> Correlations(IReadOnlyList<IReadOnlyList<double>> columns)
    {
        var centered = columns.Select(c =>
        {
            var mean = c.Average();
            var v = Vector<double>.Build.DenseOfEnumerable(c.Select(x => x - mean));
            return v / v.L2Norm();
        }).ToArray();
        return Matrix<double>.Build.Dense(columns.Count, columns.Count, (i, j) => centered[i] * centered[j]);
    }

    private static bool Varies(IReadOnlyList<double> column) => column.Count > 1 && column.Max() - column.Min() > 1e-12;

    private static double Binomial(int n, int k)
    {
        var value = 1.0;
        for (var i = 1; i <= k; i++)
            value = value * (n - k + i) / i;
        return value;
    }
}
