using MathNet.Numerics.LinearAlgebra;

namespace Piaozhi.Core.Verify;

/// <summary>The outcome of a synthetic control.</summary>
/// <param name="Weights">Share of each control; they are not negative and add to 1 unless augmented.</param>
/// <param name="Effects">Treated less synthetic, period by period after the start.</param>
/// <param name="Mean">Mean of <paramref name="Effects"/>.</param>
/// <param name="FitError">Root mean square difference before the start.</param>
/// <param name="PlaceboP">Share of units, the treated among them, whose error after over before is at least as large (Abadie 2010).</param>
/// <param name="PlaceboError">Standard deviation of the mean effect over the controls, each treated in turn; NaN with under two placebos.</param>
public sealed record SyntheticEffect(
    double[] Weights, double[] Effects, double Mean, double FitError, double PlaceboP, double PlaceboError, double[] PlaceboMeans);

/// <summary>
/// Synthetic control (Abadie, Diamond and Hainmueller 2010) on outcomes, with a level of its own for each unit (Doudchenko and Imbens 2016),
/// ridge-regularized, and its augmented form (Ben-Michael, Feller and Rothstein 2021), which mends what the weights leave over.
/// </summary>
public static class SyntheticControl
{
    /// <summary>Rows are units, columns periods; the first <paramref name="before"/> periods precede the start.</summary>
    /// <param name="level">Takes each unit about its own mean before the start; without it levels must match too.</param>
    /// <param name="ridge">Penalty on Σw², in units of squared outcome per period.</param>
    /// <param name="augment">Adds the ridge correction with this penalty; null = the plain form.</param>
    public static SyntheticEffect Of(double[] treated, IReadOnlyList<double[]> controls, int before, bool level = true, double ridge = 0, double? augment = null)
    {
        ArgumentNullException.ThrowIfNull(treated);
        ArgumentOutOfRangeException.ThrowIfLessThan(controls.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(before, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(before, treated.Length);
        var main = One(treated, controls, before, level, ridge, augment);
        var placebos = controls.Count < 3 ? [] : controls.Select((c, i) => One(c, [.. controls.Where((_, j) => j != i)], before, level, ridge, augment)).ToArray();
        static double Ratio(SyntheticEffect e) => Math.Sqrt(e.Effects.Average(v => v * v)) / Math.Max(e.FitError, 1e-300);
        var own = Ratio(main);
        var means = placebos.Select(p => p.Mean).ToArray();
        return main with
        {
            PlaceboMeans = means,
            PlaceboP = placebos.Length == 0 ? double.NaN : (1.0 + placebos.Count(p => Ratio(p) >= own * (1 - 1e-12))) / (placebos.Length + 1),
            PlaceboError = means.Length < 2 ? double.NaN : Math.Sqrt(means.Sum(m => m * m) / means.Length),
        };
    }

    /// <summary>Weights on the simplex that bring Σw·control nearest to the target over the given periods, by accelerated projected gradient (Beck and Teboulle 2009).</summary>
    public static double[] Weights(double[] target, IReadOnlyList<double[]> controls, double ridge = 0, double[]? towards = null)
    {
        var (n, periods) = (controls.Count, target.Length);
        var gram = new double[n, n];
        var product = new double[n];
        for (var i = 0; i < n; i++)
        {
            for (var t = 0; t < periods; t++)
                product[i] += controls[i][t] * target[t] / periods;
            for (var j = 0; j <= i; j++)
            {
                double sum = 0;
                for (var t = 0; t < periods; t++)
                    sum += controls[i][t] * controls[j][t];
                gram[i, j] = gram[j, i] = sum / periods;
            }

            gram[i, i] += ridge;
            product[i] += ridge * (towards?[i] ?? 1.0 / n);
        }

        // The largest eigenvalue is at most the largest row sum.
        var steepest = Enumerable.Range(0, n).Max(i => Enumerable.Range(0, n).Sum(j => Math.Abs(gram[i, j])));
        var w = Enumerable.Repeat(1.0 / n, n).ToArray();
        var (look, speed) = ((double[])w.Clone(), 1.0);
        for (var round = 0; round < 20000 && steepest > 0; round++)
        {
            var next = new double[n];
            for (var i = 0; i < n; i++)
            {
                var slope = -product[i];
                for (var j = 0; j < n; j++)
                    slope += gram[i, j] * look[j];
                next[i] = look[i] - slope / steepest;
            }

            next = Project(next);
            double moved = 0, against = 0;
            for (var i = 0; i < n; i++)
            {
                moved = Math.Max(moved, Math.Abs(next[i] - w[i]));
                against += (look[i] - next[i]) * (next[i] - w[i]);
            }

            // Restart when the momentum points uphill (O'Donoghue and Candès 2015).
            var faster = against > 0 ? 1 : (1 + Math.Sqrt(1 + 4 * speed * speed)) / 2;
            for (var i = 0; i < n; i++)
                look[i] = next[i] + (against > 0 ? 0 : (speed - 1) / faster * (next[i] - w[i]));
            (w, speed) = (next, faster);
            if (moved < 1e-12)
                break;
        }

        return w;
    }

    private static SyntheticEffect One(double[] treated, IReadOnlyList<double[]> controls, int before, bool level, double ridge, double? augment)
    {
        double Mean(double[] x) => level ? x.Take(before).Average() : 0;
        var own = treated.Select(v => v - Mean(treated)).ToArray();
        var others = controls.Select(c => { var m = Mean(c); return c.Select(v => v - m).ToArray(); }).ToList();
        var w = Weights(own[..before], [.. others.Select(c => c[..before])], ridge);
        if (augment is { } penalty)
            w = Augmented(own, others, w, before, penalty);
        var gap = own.Select((v, t) => v - others.Select((c, i) => w[i] * c[t]).Sum()).ToArray();
        var effects = gap[before..];
        return new SyntheticEffect(w, effects, effects.Average(), Math.Sqrt(gap[..before].Average(g => g * g)), double.NaN, double.NaN, []);
    }

    /// <summary>w + (x₁ − X₀ᵀw)ᵀ (X₀ᵀX₀ + λI)⁻¹ X₀ᵀ, with outcomes centered over the controls.</summary>
    private static double[] Augmented(double[] own, List<double[]> others, double[] w, int before, double penalty)
    {
        var center = Enumerable.Range(0, before).Select(t => others.Average(c => c[t])).ToArray();
        var x = Matrix<double>.Build.Dense(others.Count, before, (i, t) => others[i][t] - center[t]);
        var left = Vector<double>.Build.Dense(before, t => own[t] - others.Select((c, i) => w[i] * c[t]).Sum());
        var inner = x.TransposeThisAndMultiply(x) + Matrix<double>.Build.DenseIdentity(before) * penalty;
        var more = x * inner.Cholesky().Solve(left);
        return [.. w.Select((v, i) => v + more[i])];
    }

    /// <summary>Nearest point of the simplex (Held, Wolfe and Crowder 1974).</summary>
    private static double[] Project(double[] v)
    {
        var sorted = v.OrderDescending().ToArray();
        double sum = 0, shift = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            var candidate = (sum - 1) / (i + 1);
            if (sorted[i] > candidate)
                shift = candidate;
        }

        return [.. v.Select(x => Math.Max(0, x - shift))];
    }
}
