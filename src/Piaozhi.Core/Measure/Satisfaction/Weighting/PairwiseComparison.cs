using MathNet.Numerics.LinearAlgebra;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure.Satisfaction.Weighting;

/// <summary>How the judgements of several experts become one set of weights [Forman and Peniwati 1998].</summary>
public enum ExpertRule
{
    /// <summary>One matrix from the geometric means of the judgements (AIJ): the experts speak as one.</summary>
    Judgements,

    /// <summary>Geometric means of the experts' weights, made to sum to 1 (AIP): each expert counts as a person.</summary>
    Priorities,
}

/// <summary>A judgement that fits the others worst, and the one that would fit.</summary>
/// <param name="Error">e = a·w_column/w_row; 1 = fits.</param>
public sealed record WorstJudgement(int Row, int Column, double Given, double Fitting, double Error);

/// <summary>Weights from comparisons by twos.</summary>
/// <param name="Weights">The principal eigenvector; sums to 1.</param>
/// <param name="GeometricWeights">Row geometric means (logarithmic least squares where judgements are missing).</param>
/// <param name="Ratio">CR = CI/RI; NaN for fewer than three parts, which cannot contradict one another.</param>
public sealed record PairwiseWeights(
    IReadOnlyList<double> Weights, IReadOnlyList<double> GeometricWeights, double LambdaMax, double Index, double Ratio, WorstJudgement? Worst, IReadOnlyList<Caveat> Caveats)
{
    public bool IsConsistent => double.IsNaN(Ratio) || Ratio <= PairwiseComparison.Acceptable;
}

/// <summary>
/// Analytic hierarchy process [Saaty 1980]: weights from judgements how many times as important one part is as another. A cell that was
/// not judged is NaN; it is completed by Harker's rule [Harker 1987], as long as the judged ones connect all parts.
/// </summary>
public static class PairwiseComparison
{
    /// <summary>Largest accepted consistency ratio [Saaty 1980, p. 21].</summary>
    public const double Acceptable = .10;

    /// <summary>More parts than this under one node are beyond what people compare reliably [Saaty and Ozdemir 2003].</summary>
    public const int MostParts = 9;

    /// <summary>Random indices by the number of parts, n = 1 … 15 [Saaty 1980, p. 21].</summary>
    public static IReadOnlyList<double> Saaty { get; } = [0, 0, .58, .90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59];

    /// <summary>Random indices from 500,000 simulated matrices, n = 1 … 15, as used by the R package ahpsurvey.</summary>
    public static IReadOnlyList<double> Simulated { get; } = [0, 0, .5251686, .8836651, 1.1081014, 1.2492774, 1.3415514, 1.4048466, 1.4507197, 1.4857266, 1.5141022, 1.5356638, 1.5545925, 1.5703498, 1.5839958];

    public static Outcome<PairwiseWeights> Of(double[,] matrix, IReadOnlyList<double>? randomIndices = null)
    {
        if (Refused(matrix) is { } no)
            return no;
        var n = matrix.GetLength(0);
        var weights = Eigen(Completed(matrix), out var lambda);
        var index = n > 1 ? Math.Max(0, (lambda - n) / (n - 1)) : 0;
        var random = n < 3 ? double.NaN : (randomIndices ?? Saaty)[Math.Min(n, 15) - 1];
        var ratio = index / random;
        var missing = Cells(n).Count(c => double.IsNaN(matrix[c.Row, c.Column]));
        var caveats = new List<Caveat>();
        if (ratio > Acceptable)
            caveats.Add(new Caveat(CaveatId.Inconsistent, "", ratio));
        // The random index is that of full matrices: with gaps the ratio is too kind.
        if (missing > 0)
            caveats.Add(new Caveat(CaveatId.Completed, "", missing));
        if (n > MostParts)
            caveats.Add(new Caveat(CaveatId.ManyParts, "", n));
        return new PairwiseWeights(weights, Geometric(matrix), lambda, index, ratio, Worst(matrix, weights), caveats);
    }

    /// <summary>One set of weights of several experts; experts without a say weigh 0.</summary>
    public static Outcome<PairwiseWeights> Together(IReadOnlyList<double[,]> experts, ExpertRule rule = ExpertRule.Judgements, IReadOnlyList<double>? say = null)
    {
        if (experts.Count == 0)
            return new Refusal("measure.ahp.nobody");
        if (experts.Any(e => e.GetLength(0) != experts[0].GetLength(0)))
            return new Refusal("measure.ahp.sizes");
        var says = say ?? [.. experts.Select(_ => 1.0)];
        if (says.Count != experts.Count || says.Any(s => !(s >= 0)) || says.Sum() <= 0)
            return new Refusal("measure.ahp.say");
        var refusals = experts.Select(Refused).OfType<Refusal>().ToList();
        // With gaps an expert alone may not connect all parts; together they may.
        if (rule == ExpertRule.Judgements)
            refusals = [.. refusals.Where(r => r.Code != "measure.ahp.unconnected")];
        if (refusals.Count > 0)
            return refusals;
        var merged = Of(Merged(experts, says));
        if (rule == ExpertRule.Judgements || !merged.Ok)
            return merged;
        var each = experts.Select(e => Of(e).Value).ToList();
        return merged.Value with
        {
            Weights = Mean([.. each.Select(e => e.Weights)], says), GeometricWeights = Mean([.. each.Select(e => e.GeometricWeights)], says),
            Caveats = [.. merged.Value.Caveats, .. each.Select((e, i) => (e, i)).Where(x => !x.e.IsConsistent).Select(x => new Caveat(CaveatId.Inconsistent, "expert", x.e.Ratio, x.i + 1))],
        };
    }

    /// <summary>A full matrix from its upper triangle, row by row; NaN stays a gap.</summary>
    public static double[,] FromUpper(int parts, IReadOnlyList<double> judgements)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(judgements.Count, parts * (parts - 1) / 2);
        var matrix = new double[parts, parts];
        var at = 0;
        for (var i = 0; i < parts; i++)
        {
            matrix[i, i] = 1;
            for (var j = i + 1; j < parts; j++)
                (matrix[i, j], matrix[j, i]) = (judgements[at], 1 / judgements[at++]);
        }

        return matrix;
    }

    private static Refusal? Refused(double[,] a)
    {
        var n = a.GetLength(0);
        if (n == 0 || n != a.GetLength(1))
            return new Refusal("measure.ahp.not-square");
        foreach (var (i, j) in Cells(n))
        {
            if (double.IsNaN(a[i, j]) != double.IsNaN(a[j, i]) || a[i, j] * a[j, i] is < 1 - 1e-6 or > 1 + 1e-6)
                return new Refusal("measure.ahp.not-reciprocal", "", i + 1, j + 1);
            if (a[i, j] <= 0 || double.IsInfinity(a[i, j]))
                return new Refusal("measure.ahp.not-positive", "", i + 1, j + 1);
        }

        return Connected(a) ? null : new Refusal("measure.ahp.unconnected");
    }

    private static bool Connected(double[,] a)
    {
        var n = a.GetLength(0);
        var reached = new HashSet<int> { 0 };
        var open = new Stack<int>([0]);
        while (open.TryPop(out var i))
            for (var j = 0; j < n; j++)
                if (j != i && !double.IsNaN(a[i, j]) && reached.Add(j))
                    open.Push(j);
        return reached.Count == n;
    }

    /// <summary>Harker's matrix: 0 for a gap, and 1 + the number of gaps of the row on the diagonal.</summary>
    private static double[,] Completed(double[,] a)
    {
        var n = a.GetLength(0);
        var b = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            b[i, i] = 1;
            for (var j = 0; j < n; j++)
                if (i != j && double.IsNaN(a[i, j]))
                    b[i, i]++;
                else if (i != j)
                    b[i, j] = a[i, j];
        }

        return b;
    }

    /// <summary>Power iteration: the matrix is primitive (positive diagonal, connected), so it converges to the Perron vector.</summary>
    private static double[] Eigen(double[,] a, out double lambda)
    {
        var n = a.GetLength(0);
        var w = Enumerable.Repeat(1.0 / n, n).ToArray();
        lambda = n;
        for (var round = 0; round < 10_000; round++)
        {
            var next = new double[n];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++)
                    next[i] += a[i, j] * w[j];
            lambda = next.Sum();
            var change = 0.0;
            for (var i = 0; i < n; i++)
            {
                next[i] /= lambda;
                change = Math.Max(change, Math.Abs(next[i] - w[i]));
            }

            w = next;
            if (change < 1e-15)
                break;
        }

        return w;
    }

    /// <summary>Logarithmic least squares over the judged cells; for a full matrix these are the row geometric means.</summary>
    private static double[] Geometric(double[,] a)
    {
        var n = a.GetLength(0);
        var laplacian = Matrix<double>.Build.Dense(n, n, 1.0 / n);
        var right = Vector<double>.Build.Dense(n);
        foreach (var (i, j) in Cells(n).Where(c => !double.IsNaN(a[c.Row, c.Column])))
        {
            var log = Math.Log(a[i, j]);
            laplacian[i, i]++;
            laplacian[j, j]++;
            laplacian[i, j]--;
            laplacian[j, i]--;
            right[i] += log;
            right[j] -= log;
        }

        return Shares([.. laplacian.Solve(right).Select(Math.Exp)]);
    }

    private static WorstJudgement? Worst(double[,] a, double[] w) => Cells(w.Length).Where(c => !double.IsNaN(a[c.Row, c.Column]))
        .Select(c => new WorstJudgement(c.Row, c.Column, a[c.Row, c.Column], w[c.Row] / w[c.Column], a[c.Row, c.Column] * w[c.Column] / w[c.Row]))
        .Where(j => Math.Abs(Math.Log(j.Error)) > 1e-9).MaxBy(j => Math.Abs(Math.Log(j.Error)));

    private static double[,] Merged(IReadOnlyList<double[,]> experts, IReadOnlyList<double> say)
    {
        var n = experts[0].GetLength(0);
        var merged = FromUpper(n, [.. Enumerable.Repeat(double.NaN, n * (n - 1) / 2)]);
        foreach (var (i, j) in Cells(n))
        {
            var judged = Enumerable.Range(0, experts.Count).Where(e => say[e] > 0 && !double.IsNaN(experts[e][i, j])).ToList();
            if (judged.Count > 0)
                merged[j, i] = 1 / (merged[i, j] = Math.Exp(judged.Sum(e => say[e] * Math.Log(experts[e][i, j])) / judged.Sum(e => say[e])));
        }

        return merged;
    }

    private static double[] Mean(IReadOnlyList<IReadOnlyList<double>> weights, IReadOnlyList<double> say) =>
        Shares([.. Enumerable.Range(0, weights[0].Count).Select(j => Math.Exp(weights.Select((w, e) => say[e] * Math.Log(w[j])).Sum() / say.Sum()))]);

    private static double[] Shares(double[] values)
    {
        var sum = values.Sum();
        return [.. values.Select(v => v / sum)];
    }

    private static IEnumerable<(int Row, int Column)> Cells(int n) => from i in Enumerable.Range(0, n) from j in Enumerable.Range(i + 1, n - i - 1) select (i, j);
}
