using MathNet.Numerics.LinearAlgebra;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Weighting;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure.Satisfaction;

/// <summary>What one driver contributes, beside what else can be said of it.</summary>
/// <param name="Share">Part of R² by the method; the shares add up to R².</param>
/// <param name="Part">The same as a part of R²; the parts add up to 1.</param>
/// <param name="Correlation">Simple correlation with the outcome; its sign is the direction of the driver.</param>
/// <param name="Beta">Standardized coefficient with all drivers in the model; NaN where drivers repeat one another.</param>
public sealed record DriverShare(double Share, Interval Interval, double Part, Interval PartInterval, double Correlation, double Beta);

/// <summary>The drivers of an outcome.</summary>
/// <param name="N">Rows in which everything was answered.</param>
public sealed record Drivers(IReadOnlyList<DriverShare> Shares, double RSquared, double N, bool Exact, IReadOnlyList<Caveat> Caveats);

/// <summary>
/// How much each driver contributes to the variance of an outcome that a linear model explains: the average of its added R² over all
/// orders of entry. [Lindeman, Merenda and Gold 1980, p. 119 ff.; Grömping 2006, §2.2 "lmg"], the Shapley value of R². Beyond
/// <see cref="MostDrivers"/> drivers Johnson's relative weights, which are close to it at a fraction of the work [Johnson 2000].
/// </summary>
public static class RelativeImportance
{
    /// <summary>Most drivers for which all 2^p models are computed.</summary>
    public const int MostDrivers = 16;

    /// <summary>Fewest rows in which everything was answered.</summary>
    public const int Fewest = 30;

    /// <summary>What a driver must add to the others (1 − R² of it on them) to count as something of its own.</summary>
    private const double Own = 1e-10;

    /// <summary>Parts that are resampled instead of single rows.</summary>
    private const int ResampledParts = 400;

    /// <summary>Shares with bootstrap intervals; rows with a gap are left out.</summary>
    /// <param name="rounds">Resamples; 0 for no intervals.</param>
    public static Outcome<Drivers> Of(IReadOnlyList<double> outcome, IReadOnlyList<IReadOnlyList<double>> drivers, int rounds = 0, ulong seed = 1, double level = .95)
    {
        var p = drivers.Count;
        if (p == 0)
            return new Refusal("measure.drivers.none");
        if (drivers.Any(d => d.Count != outcome.Count))
            return new Refusal("measure.drivers.lengths");
        var parts = CrossProducts.Parts([.. drivers, outcome], Math.Clamp(outcome.Count, 1, rounds == 0 ? 1 : ResampledParts));
        var all = CrossProducts.Together(parts, [.. parts.Select(_ => 1)]);
        if (all.N < Math.Max(Fewest, p + 2))
            return new Refusal("measure.drivers.few", "", all.N, Math.Max(Fewest, p + 2));
        if (!all.Varies(p))
            return new Refusal("measure.drivers.outcome-equal");
        var caveats = new List<Caveat>();
        if (all.N < outcome.Count)
            caveats.Add(new Caveat(CaveatId.MissingRows, "", outcome.Count - all.N, outcome.Count));
        foreach (var j in Enumerable.Range(0, p).Where(j => !all.Varies(j)))
            caveats.Add(new Caveat(CaveatId.ZeroVariance, "", j));
        var r = all.Correlations();
        var beta = Betas(r, p);
        if (beta is null)
            caveats.Add(new Caveat(CaveatId.Singular));
        var shares = Shares(r, p);
        var fit = shares.Sum();
        var intervals = Resampled(parts, p, rounds, seed, level);
        return new Drivers(
            [.. shares.Select((s, j) => new DriverShare(s, intervals?[j] ?? Interval.Unknown, s / fit, intervals?[p + j] ?? Interval.Unknown, r[j, p], beta?[j] ?? double.NaN))],
            fit, all.N, p <= MostDrivers, caveats);
    }

    /// <summary>Shares that add up to R², in the order of the columns; columns that do not vary get 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="MostDrivers"/> drivers.</exception>
    public static IReadOnlyList<double> Shapley(IReadOnlyList<double> outcome, IReadOnlyList<IReadOnlyList<double>> drivers)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drivers.Count, MostDrivers);
        var products = CrossProducts.Of([.. drivers, outcome]);
        return products.N > drivers.Count + 1 ? Shapley(products.Correlations(), drivers.Count) : new double[drivers.Count];
    }

    /// <summary>Shapley shares from correlations, the outcome last.</summary>
    public static double[] Shapley(double[,] r, int p)
    {
        var shares = new double[p];
        var kept = Enumerable.Range(0, p).Where(j => double.IsFinite(r[j, p])).ToArray();
        if (kept.Length == 0)
            return shares;
        var q = kept.Length;
        var fit = new double[1 << q];
        Fit(r, p, kept, fit, new double[q][], new double[q], [], 0, 0, 0);
        // Weight of a predecessor set of size s among q drivers: s! (q−s−1)! / q!.
        var weight = new double[q];
        weight[0] = 1.0 / q;
        for (var s = 1; s < q; s++)
            weight[s] = weight[s - 1] * s / (q - s);
        for (var j = 0; j < q; j++)
            for (var set = 0; set < fit.Length; set++)
                if ((set & (1 << j)) == 0)
                    shares[kept[j]] += weight[int.PopCount(set)] * (fit[set | (1 << j)] - fit[set]);
        return shares;
    }

    /// <summary>Johnson's relative weights from correlations, the outcome last: Λ = R^½, β = Λ⁻¹r, ε = Λ∘Λ · β∘β.</summary>
    public static double[] Johnson(double[,] r, int p)
    {
        var shares = new double[p];
        var kept = Enumerable.Range(0, p).Where(j => double.IsFinite(r[j, p])).ToArray();
        if (kept.Length == 0)
            return shares;
        var decomposition = Matrix<double>.Build.Dense(kept.Length, kept.Length, (i, k) => r[kept[i], kept[k]]).Evd(Symmetricity.Symmetric);
        var (vectors, values) = (decomposition.EigenVectors, decomposition.EigenValues.Select(v => v.Real).ToArray());
        Matrix<double> Power(Func<double, double> f) => vectors * Matrix<double>.Build.DenseOfDiagonalArray([.. values.Select(f)]) * vectors.Transpose();
        var root = Power(v => Math.Sqrt(Math.Max(0, v)));
        // Directions without variance carry nothing to be explained.
        var beta = Power(v => v > Own ? 1 / Math.Sqrt(v) : 0) * Vector<double>.Build.Dense(kept.Length, i => r[kept[i], p]);
        for (var i = 0; i < kept.Length; i++)
            shares[kept[i]] = Enumerable.Range(0, kept.Length).Sum(k => root[i, k] * root[i, k] * beta[k] * beta[k]);
        return shares;
    }

    private static double[] Shares(double[,] r, int p) => p <= MostDrivers ? Shapley(r, p) : Johnson(r, p);

    /// <summary>
    /// R² of every set of drivers: depth first, one driver more at a time, each a new row of the Cholesky factor of the set. A driver that
    /// repeats those before it adds nothing and no row.
    /// </summary>
    private static void Fit(double[,] r, int outcome, int[] kept, double[] fit, double[][] rows, double[] y, int[] members, int set, int from, double explained)
    {
        fit[set] = explained;
        var size = members.Length;
        for (var j = from; j < kept.Length; j++)
        {
            var row = new double[size + 1];
            var left = 1.0;
            for (var a = 0; a < size; a++)
            {
                var value = r[kept[j], kept[members[a]]];
                for (var b = 0; b < a; b++)
                    value -= row[b] * rows[a][b];
                row[a] = value / rows[a][a];
                left -= row[a] * row[a];
            }

            if (left < Own)
            {
                Fit(r, outcome, kept, fit, rows, y, members, set | (1 << j), j + 1, explained);
                continue;
            }

            row[size] = Math.Sqrt(left);
            var z = r[kept[j], outcome];
            for (var b = 0; b < size; b++)
                z -= row[b] * y[b];
            (rows[size], y[size]) = (row, z / row[size]);
            Fit(r, outcome, kept, fit, rows, y, [.. members, j], set | (1 << j), j + 1, Math.Min(1, explained + y[size] * y[size]));
        }
    }

    private static double[]? Betas(double[,] r, int p)
    {
        var kept = Enumerable.Range(0, p).Where(j => double.IsFinite(r[j, p])).ToArray();
        var matrix = Matrix<double>.Build.Dense(kept.Length, kept.Length, (i, k) => r[kept[i], kept[k]]);
        if (kept.Length == 0 || !(matrix.Evd(Symmetricity.Symmetric).EigenValues.Min(v => v.Real) > Own))
            return null;
        var solved = matrix.Solve(Vector<double>.Build.Dense(kept.Length, i => r[kept[i], p]));
        return [.. Enumerable.Range(0, p).Select(j => Array.IndexOf(kept, j) is >= 0 and var at ? solved[at] : double.NaN)];
    }

    /// <summary>Percentile intervals of the shares, then of the parts; many rows are resampled in parts of equal size, which has the same spread.</summary>
    private static Interval[]? Resampled(CrossProducts[] parts, int p, int rounds, ulong seed, double level)
    {
        if (rounds < 2)
            return null;
        var random = new Rng(seed);
        var drawn = Enumerable.Range(0, 2 * p).Select(_ => new double[rounds]).ToArray();
        var times = new int[parts.Length];
        for (var b = 0; b < rounds; b++)
        {
            Array.Clear(times);
            for (var g = 0; g < parts.Length; g++)
                times[random.Next(parts.Length)]++;
            var shares = Shares(CrossProducts.Together(parts, times).Correlations(), p);
            var fit = shares.Sum();
            for (var j = 0; j < p; j++)
                (drawn[j][b], drawn[p + j][b]) = (shares[j], shares[j] / fit);
        }

        return [.. drawn.Select(d => new Interval(Robust.Quantile(d, (1 - level) / 2), Robust.Quantile(d, (1 + level) / 2)))];
    }
}
