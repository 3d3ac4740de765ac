using MathNet.Numerics.LinearAlgebra;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Scores;

namespace Piaozhi.Core.Measure.Satisfaction.Structure;

/// <summary>From a solution to the figures by which a model is judged, with every doubt by name.</summary>
internal static class PathJudgement
{
    /// <summary>Larger ratios mean that two concepts are measured as one [Henseler et al. 2015].</summary>
    private const double TooAlike = .90;

    private const double Inflated = 5;

    public static Outcome<PathFit> Of(PathModel model, PathSolver solver, PathSolution found, double[,] s, double n, double[]? means, double[]? deviations, (double Min, double Max)? scale, IReadOnlyList<Caveat> known)
    {
        var c = solver.Concepts;
        var rhoA = Enumerable.Range(0, c).Select(j => RhoA(solver.Block(j), found.Weights, s, model.Constructs[j].Mode)).ToArray();
        var reflective = Enumerable.Range(0, c).Where(j => model.Constructs[j].Mode == BlockMode.Reflective).ToList();
        // A reliability of no number or above 1 is a Heywood case: the data do not hold a common factor.
        if (reflective.Where(j => !(rhoA[j] > 0 && rhoA[j] <= 1)).Select(j => new Refusal("measure.pls.no-factor", model.Constructs[j].Code, rhoA[j])).ToList() is { Count: > 0 } heywood)
            return heywood;
        var r = Corrected(found.Scores, rhoA, reflective);
        if (Fitted(model, solver, r, found.Scores, s) is not { } fitted)
            return Why(model, solver, s);
        var concepts = Enumerable.Range(0, c).Select(j => Concept(model.Constructs[j], solver.Block(j), j, found, s, rhoA[j], fitted.RSquared[j], n, solver.Before(j).Length, Index(solver.Block(j), found.Weights, means, deviations, scale))).ToList();
        var htmt = new double[c, c];
        for (var i = 0; i < c; i++)
            for (var j = 0; j < c; j++)
                htmt[i, j] = i == j ? double.NaN : Reliability.Htmt(s, Items(solver.Block(i)), Items(solver.Block(j)));
        var fit = new PathFit(model, n, concepts, fitted.Paths, r, Totals(model, fitted.Paths), htmt, found.Loadings, found.Iterations, []);
        return fit with { Caveats = [.. known, .. Doubts(fit)] };
    }

    /// <summary>Why there is no solution: the block or regression whose columns repeat one another.</summary>
    public static Refusal Why(PathModel model, PathSolver solver, double[,] s)
    {
        for (var j = 0; j < solver.Concepts; j++)
        {
            var block = Items(solver.Block(j)).ToArray();
            if (block.Any(i => !double.IsFinite(s[i, i]) || !double.IsFinite(s[i, 0])))
                return new Refusal("measure.pls.item-equal", model.Constructs[j].Code);
            if (model.Constructs[j].Mode == BlockMode.B && Regressions.Solve(s, block, new double[block.Length]) is null)
                return new Refusal("measure.pls.items-repeat", model.Constructs[j].Code);
        }

        return new Refusal("measure.pls.singular");
    }

    private static (IReadOnlyList<FittedPath> Paths, double[] RSquared)? Fitted(PathModel model, PathSolver solver, double[,] r, double[,] scores, double[,] s)
    {
        var paths = new List<FittedPath>();
        var fits = Enumerable.Repeat(double.NaN, solver.Concepts).ToArray();
        for (var j = 0; j < solver.Concepts; j++)
        {
            var before = solver.Before(j);
            if (before.Length == 0)
                continue;
            if (Regressions.Solve(r, before, j) is not { } beta)
                return null;
            fits[j] = before.Select((b, i) => beta[i] * r[b, j]).Sum();
            var inflation = Reliability.Inflation(Part(scores, before));
            for (var i = 0; i < before.Length; i++)
            {
                var without = before.Length == 1 ? 0 : Without(model, (model.Constructs[before[i]].Code, model.Constructs[j].Code), solver.Scheme, s);
                paths.Add(new FittedPath(model.Constructs[before[i]].Code, model.Constructs[j].Code, beta[i], (fits[j] - without) / (1 - fits[j]), inflation[i]));
            }
        }

        return (paths, fits);
    }

    /// <summary>R² of a concept when one arrow into it is rubbed out and the model fitted anew; NaN when that model has no solution.</summary>
    private static double Without(PathModel model, (string From, string To) path, InnerScheme scheme, double[,] s)
    {
        var paths = model.Paths.Where(p => p != path).ToList();
        var kept = Enumerable.Range(0, model.Constructs.Count).Where(j => paths.Any(p => p.From == model.Constructs[j].Code || p.To == model.Constructs[j].Code)).ToList();
        var rest = new PathModel([.. kept.Select(j => model.Constructs[j])], paths);
        var solver = new PathSolver(rest, scheme);
        int[] items = [.. model.Constructs.SelectMany((c, j) => c.Items.Select(_ => j)).Select((j, item) => (j, item)).Where(x => kept.Contains(x.j)).Select(x => x.item)];
        var part = Part(s, items);
        if (solver.Solve(part) is not { } found)
            return double.NaN;
        var reflective = Enumerable.Range(0, kept.Count).Where(j => rest.Constructs[j].Mode == BlockMode.Reflective).ToList();
        var r = Corrected(found.Scores, [.. Enumerable.Range(0, kept.Count).Select(j => RhoA(solver.Block(j), found.Weights, part, rest.Constructs[j].Mode))], reflective);
        var to = rest.Index(path.To);
        return Regressions.Solve(r, solver.Before(to), to) is { } beta ? solver.Before(to).Select((b, i) => beta[i] * r[b, to]).Sum() : double.NaN;
    }

    public static double[,] Corrected(double[,] r, double[] rhoA, IReadOnlyList<int> reflective)
    {
        if (reflective.Count == 0)
            return r;
        var root = Enumerable.Range(0, rhoA.Length).Select(j => reflective.Contains(j) ? Math.Sqrt(rhoA[j]) : 1).ToArray();
        var corrected = (double[,])r.Clone();
        for (var i = 0; i < rhoA.Length; i++)
            for (var j = 0; j < rhoA.Length; j++)
                if (i != j)
                    corrected[i, j] = r[i, j] / (root[i] * root[j]);
        return corrected;
    }

    /// <summary>Dijkstra and Henseler 2015, eq. 3; 1 for one item and for blocks weighted by regression.</summary>
    public static double RhoA((int Start, int End) block, double[] w, double[,] s, BlockMode mode)
    {
        if (block.End - block.Start < 2 || mode == BlockMode.B)
            return 1;
        var (square, above, below) = (0.0, 0.0, 0.0);
        for (var i = block.Start; i < block.End; i++)
        {
            square += w[i] * w[i];
            for (var j = block.Start; j < block.End; j++)
                if (i != j)
                    (above, below) = (above + w[i] * s[i, j] * w[j], below + w[i] * w[i] * w[j] * w[j]);
        }

        return square * square * above / below;
    }

    /// <summary>All effects along arrows: Σ of the powers of the coefficients, which ends because nothing acts in a circle.</summary>
    private static double[,] Totals(PathModel model, IReadOnlyList<FittedPath> paths)
    {
        var c = model.Constructs.Count;
        var total = new double[c, c];
        foreach (var to in model.Order()!)
            foreach (var path in paths.Where(p => p.To == model.Constructs[to].Code))
            {
                var from = model.Index(path.From);
                total[from, to] += path.Coefficient;
                for (var i = 0; i < c; i++)
                    total[i, to] += total[i, from] * path.Coefficient;
            }

        return total;
    }

    /// <summary>Mean on 0–100 by the weights in the items' own unit, made to sum to 1 [ACSI; Ringle and Sarstedt 2016].</summary>
    public static double Index((int Start, int End) block, double[] w, double[]? means, double[]? deviations, (double Min, double Max)? scale)
    {
        if (means is null || deviations is null || scale is not { } ends)
            return double.NaN;
        var (sum, index) = (0.0, 0.0);
        for (var i = block.Start; i < block.End; i++)
        {
            sum += w[i] / deviations[i];
            index += w[i] / deviations[i] * 100 * (means[i] - ends.Min) / (ends.Max - ends.Min);
        }

        return index / sum;
    }

    private static FittedConcept Concept(PathConstruct concept, (int Start, int End) block, int at, PathSolution found, double[,] s, double rhoA, double fit, double n, int arrows, double index)
    {
        var items = Items(block);
        var k = items.Count;
        var square = items.Sum(i => found.Weights[i] * found.Weights[i]);
        // A factor's loadings are weights scaled back [Dijkstra and Henseler 2015, eq. 5]; a composite's are correlations.
        var loadings = items.Select(i => concept.Mode == BlockMode.Reflective && k > 1 ? found.Weights[i] * Math.Sqrt(rhoA) / square : found.Loadings[i, at]).ToList();
        var inflation = Reliability.Inflation(Part(s, [.. items]));
        var total = items.Sum(i => items.Sum(j => s[i, j]));
        var sum = loadings.Sum();
        return new FittedConcept(concept.Code, concept.Mode, [.. items.Select((i, j) => new FittedItem(concept.Items[j], found.Weights[i], loadings[j], inflation[j]))],
            fit, 1 - (1 - fit) * (n - 1) / (n - arrows - 1), k == 1 ? 1 : k / (k - 1.0) * (1 - k / total), rhoA, sum * sum / (sum * sum + loadings.Sum(l => 1 - l * l)), loadings.Average(l => l * l), index);
    }

    private static IEnumerable<Caveat> Doubts(PathFit fit)
    {
        for (var i = 0; i < fit.Concepts.Count; i++)
            for (var j = i + 1; j < fit.Concepts.Count; j++)
                if (fit.Htmt[i, j] > TooAlike && fit.Concepts[i].Mode != BlockMode.B && fit.Concepts[j].Mode != BlockMode.B)
                    yield return new Caveat(CaveatId.NotDiscriminant, fit.Concepts[i].Code, fit.Concepts[j].Code, fit.Htmt[i, j]);
        foreach (var concept in fit.Concepts.Where(c => c.Items.Count > 1 && c.Mode != BlockMode.B && c.RhoC < ScaleReliability.Enough))
            yield return new Caveat(CaveatId.Unreliable, concept.Code, concept.RhoC);
        foreach (var item in fit.Concepts.SelectMany(c => c.Items).Where(i => i.Loading < 0))
            yield return new Caveat(CaveatId.ReversedItem, item.Code, item.Loading);
        foreach (var path in fit.Paths.Where(p => p.Inflation > Inflated))
            yield return new Caveat(CaveatId.Singular, $"{path.From} → {path.To}", path.Inflation);
        // Kock and Hadaya 2018: the smallest path that a sample can show at 5 % with power .8.
        var least = 2.486 / Math.Sqrt(fit.N);
        foreach (var path in fit.Paths.Where(p => Math.Abs(p.Coefficient) < least))
            yield return new Caveat(CaveatId.SmallSample, $"{path.From} → {path.To}", fit.N, least);
    }

    private static List<int> Items((int Start, int End) block) => [.. Enumerable.Range(block.Start, block.End - block.Start)];

    private static double[,] Part(double[,] r, int[] at)
    {
        var part = new double[at.Length, at.Length];
        for (var i = 0; i < at.Length; i++)
            for (var j = 0; j < at.Length; j++)
                part[i, j] = r[at[i], at[j]];
        return part;
    }
}
