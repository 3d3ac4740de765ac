using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Weighting;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure.Satisfaction.Structure;

/// <summary>A figure over the resamples.</summary>
/// <param name="Interval">Percentiles.</param>
public sealed record Resampled(double Estimate, double Mean, double Error, Interval Interval)
{
    public bool IsClear => Interval.Low > 0 || Interval.High < 0;
}

/// <summary>The figures of a model with their spread over resampled people.</summary>
/// <param name="Failed">Resamples without a solution; left out and counted.</param>
public sealed record PathBootstrap(
    IReadOnlyDictionary<(string From, string To), Resampled> Paths, IReadOnlyDictionary<(string From, string To), Resampled> Totals, IReadOnlyDictionary<string, Resampled> Weights,
    IReadOnlyDictionary<string, Resampled> Loadings, IReadOnlyDictionary<string, Resampled> Indices, IReadOnlyDictionary<string, Resampled> RSquared, int Rounds, int Failed, IReadOnlyList<Caveat> Caveats)
{
    /// <summary>Rows beyond this are resampled in parts of equal size, which has the same spread.</summary>
    private const int MostUnits = 2000;

    public static Outcome<PathBootstrap> Of(
        PathFit fit, IReadOnlyDictionary<string, IReadOnlyList<double>> data, int rounds = 5000, ulong seed = 1, InnerScheme scheme = InnerScheme.Path, (double Min, double Max)? scale = null, bool fill = false, double level = .95)
    {
        var prepared = PathData.Of(fit.Model, data, fill);
        if (!prepared.Ok)
            return Outcome<PathBootstrap>.Refuse(prepared.Refusals);
        var n = prepared.Value.Columns[0].Length;
        var units = Math.Min(n, MostUnits);
        var drawn = new double[rounds][];
        Draw(fit.Model, prepared.Value.Columns, units, scheme, scale, rounds, (round, times) =>
        {
            var random = new Rng(unchecked(seed * 0x9E3779B97F4A7C15UL + (ulong)round));
            for (var i = 0; i < units; i++)
                times[random.Next(units)]++;
        }, drawn);
        return Summed(fit, drawn, level);
    }

    /// <summary>With resamples that were drawn elsewhere: rows from 0, one list a resample.</summary>
    public static Outcome<PathBootstrap> Of(PathFit fit, IReadOnlyDictionary<string, IReadOnlyList<double>> data, IReadOnlyList<IReadOnlyList<int>> resamples, InnerScheme scheme = InnerScheme.Path, (double Min, double Max)? scale = null, double level = .95)
    {
        var prepared = PathData.Of(fit.Model, data);
        if (!prepared.Ok)
            return Outcome<PathBootstrap>.Refuse(prepared.Refusals);
        var drawn = new double[resamples.Count][];
        Draw(fit.Model, prepared.Value.Columns, prepared.Value.Columns[0].Length, scheme, scale, resamples.Count, (round, times) =>
        {
            foreach (var row in resamples[round])
                times[row]++;
        }, drawn);
        return Summed(fit, drawn, level);
    }

    /// <summary>Paths of each resample, in the order of the fit's paths; failed ones left out.</summary>
    internal static List<double[]> DrawnPaths(PathFit fit, IReadOnlyList<double[]> columns, InnerScheme scheme, int rounds, Action<int, int[]> draw)
    {
        var drawn = new double[rounds][];
        Draw(fit.Model, columns, columns[0].Length, scheme, null, rounds, draw, drawn);
        return [.. drawn.Where(d => d is not null).Select(d => d[..fit.Paths.Count])];
    }

    private static void Draw(PathModel model, IReadOnlyList<double[]> columns, int units, InnerScheme scheme, (double Min, double Max)? scale, int rounds, Action<int, int[]> draw, double[][] drawn)
    {
        var solver = new PathSolver(model, scheme);
        var parts = CrossProducts.Parts(columns, units);
        Parallel.For(0, rounds, () => new int[units], (round, _, times) =>
        {
            Array.Clear(times);
            draw(round, times);
            if (Figures(model, solver, CrossProducts.Together(parts, times), scale) is { } figures)
                drawn[round] = figures;
            return times;
        }, _ => { });
    }

    /// <summary>Paths, totals, weights, loadings, indices and R² one after another; null where the resample has no solution.</summary>
    private static double[]? Figures(PathModel model, PathSolver solver, CrossProducts products, (double Min, double Max)? scale)
    {
        var s = products.Correlations();
        if (solver.Solve(s) is not { Converged: true } found)
            return null;
        var c = solver.Concepts;
        var rhoA = new double[c];
        var reflective = new List<int>();
        for (var j = 0; j < c; j++)
        {
            rhoA[j] = PathJudgement.RhoA(solver.Block(j), found.Weights, s, model.Constructs[j].Mode);
            if (model.Constructs[j].Mode != BlockMode.Reflective)
                continue;
            reflective.Add(j);
            if (!(rhoA[j] > 0 && rhoA[j] <= 1))
                return null;
        }

        var r = PathJudgement.Corrected(found.Scores, rhoA, reflective);
        var (coefficients, fits) = (new double[c, c], new double[c]);
        for (var j = 0; j < c; j++)
        {
            var before = solver.Before(j);
            if (before.Length == 0)
                continue;
            if (Regressions.Solve(r, before, j) is not { } beta)
                return null;
            for (var i = 0; i < before.Length; i++)
                (coefficients[before[i], j], fits[j]) = (beta[i], fits[j] + beta[i] * r[before[i], j]);
        }

        var total = Effects(model, coefficients);
        double[]? means = scale is null ? null : new double[s.GetLength(0)], deviations = scale is null ? null : new double[s.GetLength(0)];
        for (var i = 0; means is not null && i < means.Length; i++)
            (means[i], deviations![i]) = (products.Mean(i), Math.Sqrt(products.Variance(i)));
        var figures = new List<double>(model.Paths.Count + c * c + 2 * found.Weights.Length + 2 * c);
        for (var j = 0; j < c; j++)
            foreach (var i in solver.Before(j))
                figures.Add(coefficients[i, j]);
        for (var i = 0; i < c; i++)
            for (var j = 0; j < c; j++)
                figures.Add(total[i, j]);
        figures.AddRange(found.Weights);
        for (var j = 0; j < c; j++)
        {
            var (start, end) = solver.Block(j);
            var square = 0.0;
            for (var i = start; i < end; i++)
                square += found.Weights[i] * found.Weights[i];
            for (var i = start; i < end; i++)
                figures.Add(model.Constructs[j].Mode == BlockMode.Reflective && end - start > 1 ? found.Weights[i] * Math.Sqrt(rhoA[j]) / square : found.Loadings[i, j]);
        }

        for (var j = 0; j < c; j++)
            figures.Add(PathJudgement.Index(solver.Block(j), found.Weights, means, deviations, scale));
        figures.AddRange(fits);
        return [.. figures];
    }

    private static double[,] Effects(PathModel model, double[,] b)
    {
        var c = model.Constructs.Count;
        var total = new double[c, c];
        foreach (var to in model.Order()!)
            for (var from = 0; from < c; from++)
            {
                if (b[from, to] == 0)
                    continue;
                total[from, to] += b[from, to];
                for (var i = 0; i < c; i++)
                    total[i, to] += total[i, from] * b[from, to];
            }

        return total;
    }

    private static Outcome<PathBootstrap> Summed(PathFit fit, double[][] drawn, double level)
    {
        var good = drawn.Where(d => d is not null).ToList();
        var failed = drawn.Length - good.Count;
        if (good.Count < 2 || failed * 2 > drawn.Length)
            return new Refusal("measure.pls.resamples-fail", "", failed, drawn.Length);
        var at = 0;
        Resampled Next(double estimate)
        {
            var values = good.Select(d => d[at]).ToArray();
            at++;
            Array.Sort(values);
            var mean = values.Average();
            return new Resampled(estimate, mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)), new Interval(Robust.OfSorted(values, (1 - level) / 2), Robust.OfSorted(values, (1 + level) / 2)));
        }

        var concepts = fit.Model.Constructs.Select(c => c.Code).ToList();
        var paths = fit.Paths.ToDictionary(p => (p.From, p.To), p => Next(p.Coefficient));
        var totals = new Dictionary<(string, string), Resampled>();
        for (var i = 0; i < concepts.Count; i++)
            for (var j = 0; j < concepts.Count; j++)
                if (Next(fit.Totals[i, j]) is { Error: > 0 } total)
                    totals[(concepts[i], concepts[j])] = total;
        var items = fit.Concepts.SelectMany(c => c.Items).ToList();
        var weights = items.ToDictionary(i => i.Code, i => Next(i.Weight), StringComparer.Ordinal);
        var loadings = items.ToDictionary(i => i.Code, i => Next(i.Loading), StringComparer.Ordinal);
        var indices = fit.Concepts.ToDictionary(c => c.Code, c => Next(c.Index), StringComparer.Ordinal);
        var fits = fit.Concepts.ToDictionary(c => c.Code, c => Next(c.RSquared), StringComparer.Ordinal);
        return new PathBootstrap(paths, totals, weights, loadings, indices, fits, drawn.Length, failed, failed > 0 ? [new Caveat(CaveatId.FailedResamples, "", failed, drawn.Length)] : []);
    }
}
