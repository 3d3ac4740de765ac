namespace Piaozhi.Core.Measure.Satisfaction.Structure;

/// <summary>What the iteration found, from correlations of items alone.</summary>
/// <param name="Weights">By item; the score of a concept, Σ weight·standardized item, has variance 1.</param>
/// <param name="Scores">Correlations of the scores.</param>
/// <param name="Loadings">Correlation of each item with each score.</param>
internal sealed record PathSolution(double[] Weights, double[,] Scores, double[,] Loadings, int Iterations, bool Converged);

/// <summary>
/// The iteration of partial least squares [Lohmöller 1989; Monecke and Leisch 2012, §2] on the correlation matrix of the items: scores
/// never have to be formed, so that a fit takes the same time for any number of rows.
/// </summary>
internal sealed class PathSolver
{
    private const int MostIterations = 300;
    private const double Still = 1e-7;

    private readonly int[] _start;
    private readonly bool[] _regressed;
    private readonly int[][] _before, _after;
    private readonly InnerScheme _scheme;

    public PathSolver(PathModel model, InnerScheme scheme)
    {
        _scheme = scheme;
        var c = model.Constructs.Count;
        _start = new int[c + 1];
        for (var j = 0; j < c; j++)
            _start[j + 1] = _start[j] + model.Constructs[j].Items.Count;
        _regressed = [.. model.Constructs.Select(k => k.Mode == BlockMode.B)];
        _before = [.. model.Constructs.Select(k => model.Paths.Where(p => p.To == k.Code).Select(p => model.Index(p.From)).ToArray())];
        _after = [.. model.Constructs.Select(k => model.Paths.Where(p => p.From == k.Code).Select(p => model.Index(p.To)).ToArray())];
    }

    public int Concepts => _before.Length;

    public InnerScheme Scheme => _scheme;

    public int[] Before(int concept) => _before[concept];

    public (int Start, int End) Block(int concept) => (_start[concept], _start[concept + 1]);

    /// <summary>Null where a regression inside has no single answer, or an item does not vary.</summary>
    public PathSolution? Solve(double[,] s)
    {
        var (p, c) = (s.GetLength(0), Concepts);
        for (var i = 0; i < p; i++)
            if (!double.IsFinite(s[i, 0]) || !(s[i, i] > 0))
                return null;
        var w = new double[p];
        Array.Fill(w, 1);
        var (cross, scores) = (new double[p, c], new double[c, c]);
        if (!Standardize(s, w, cross, scores))
            return null;
        for (var round = 1; round <= MostIterations; round++)
        {
            if (Inner(scores) is not { } inner || Outer(s, cross, scores, inner) is not { } next)
                return null;
            if (!Standardize(s, next, cross, scores))
                return null;
            var change = 0.0;
            for (var i = 0; i < p; i++)
                change += Math.Abs(next[i] - w[i]);
            w = next;
            if (change < Still)
                return Signed(s, w, cross, scores, round, true);
        }

        return Signed(s, w, cross, scores, MostIterations, false);
    }

    /// <summary>Scales each block to a score of variance 1; fills items × scores and scores × scores.</summary>
    private bool Standardize(double[,] s, double[] w, double[,] cross, double[,] scores)
    {
        for (var j = 0; j < Concepts; j++)
        {
            var variance = 0.0;
            for (var a = _start[j]; a < _start[j + 1]; a++)
                for (var b = _start[j]; b < _start[j + 1]; b++)
                    variance += w[a] * s[a, b] * w[b];
            if (!(variance > 1e-20))
                return false;
            for (var a = _start[j]; a < _start[j + 1]; a++)
                w[a] /= Math.Sqrt(variance);
        }

        for (var i = 0; i < w.Length; i++)
            for (var j = 0; j < Concepts; j++)
            {
                var sum = 0.0;
                for (var a = _start[j]; a < _start[j + 1]; a++)
                    sum += s[i, a] * w[a];
                cross[i, j] = sum;
            }

        for (var j = 0; j < Concepts; j++)
            for (var k = 0; k < Concepts; k++)
            {
                var sum = 0.0;
                for (var a = _start[j]; a < _start[j + 1]; a++)
                    sum += w[a] * cross[a, k];
                scores[j, k] = j == k ? 1 : sum;
            }

        return true;
    }

    /// <summary>inner[i, j]: how much the score of i tells about j, from its neighbors in the drawing.</summary>
    private double[,]? Inner(double[,] r)
    {
        var inner = new double[Concepts, Concepts];
        for (var j = 0; j < Concepts; j++)
        {
            foreach (var k in _after[j])
                inner[k, j] = _scheme == InnerScheme.Centroid ? Math.Sign(r[k, j]) : r[k, j];
            if (_scheme != InnerScheme.Path)
            {
                foreach (var i in _before[j])
                    inner[i, j] = _scheme == InnerScheme.Centroid ? Math.Sign(r[i, j]) : r[i, j];
                continue;
            }

            if (_before[j].Length == 0)
                continue;
            if (Regressions.Solve(r, _before[j], j) is not { } beta)
                return null;
            for (var i = 0; i < beta.Length; i++)
                inner[_before[j][i], j] = beta[i];
        }

        return inner;
    }

    private double[]? Outer(double[,] s, double[,] cross, double[,] scores, double[,] inner)
    {
        var w = new double[s.GetLength(0)];
        for (var j = 0; j < Concepts; j++)
        {
            var variance = 0.0;
            for (var a = 0; a < Concepts; a++)
                for (var b = 0; b < Concepts; b++)
                    variance += inner[a, j] * scores[a, b] * inner[b, j];
            if (!(variance > 1e-20))
                return null;
            for (var i = _start[j]; i < _start[j + 1]; i++)
            {
                for (var a = 0; a < Concepts; a++)
                    w[i] += cross[i, a] * inner[a, j];
                w[i] /= Math.Sqrt(variance);
            }

            if (!_regressed[j])
                continue;
            var block = Enumerable.Range(_start[j], _start[j + 1] - _start[j]).ToArray();
            if (Regressions.Solve(s, block, [.. block.Select(i => w[i])]) is not { } beta)
                return null;
            for (var i = 0; i < block.Length; i++)
                w[block[i]] = beta[i];
        }

        return w;
    }

    /// <summary>A score points the way of most of its items.</summary>
    private PathSolution Signed(double[,] s, double[] w, double[,] cross, double[,] scores, int rounds, bool converged)
    {
        var turned = false;
        for (var j = 0; j < Concepts; j++)
        {
            var sum = 0.0;
            for (var i = _start[j]; i < _start[j + 1]; i++)
                sum += cross[i, j];
            if (sum >= 0)
                continue;
            turned = true;
            for (var i = _start[j]; i < _start[j + 1]; i++)
                w[i] = -w[i];
        }

        if (turned)
            Standardize(s, w, cross, scores);
        return new PathSolution(w, scores, cross, rounds, converged);
    }
}

/// <summary>Least squares from correlations, for the few regressors that a model has.</summary>
internal static class Regressions
{
    /// <summary>A regressor with less of its own than this repeats the others.</summary>
    public const double Own = 1e-10;

    /// <summary>Coefficients of column <paramref name="y"/> on the columns <paramref name="x"/>; null when they repeat one another.</summary>
    public static double[]? Solve(double[,] r, int[] x, int y)
    {
        var right = new double[x.Length];
        for (var i = 0; i < x.Length; i++)
            right[i] = r[x[i], y];
        return Solve(r, x, right);
    }

    public static double[]? Solve(double[,] r, int[] x, double[] right)
    {
        var n = x.Length;
        if (n == 1)
            return r[x[0], x[0]] > Own ? [right[0] / r[x[0], x[0]]] : null;
        var l = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = r[x[i], x[j]];
                for (var k = 0; k < j; k++)
                    sum -= l[i, k] * l[j, k];
                if (i != j)
                    l[i, j] = sum / l[j, j];
                else if (sum > Own)
                    l[i, i] = Math.Sqrt(sum);
                else
                    return null;
            }

        var b = new double[n];
        for (var i = 0; i < n; i++)
        {
            b[i] = right[i];
            for (var k = 0; k < i; k++)
                b[i] -= l[i, k] * b[k];
            b[i] /= l[i, i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                b[i] -= l[k, i] * b[k];
            b[i] /= l[i, i];
        }

        return b;
    }
}
