using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Weighting;

namespace Piaozhi.Core.Measure.Satisfaction.Structure;

/// <summary>One arrow of the drawing.</summary>
/// <param name="Effect">f²: what R² loses when it is rubbed out and the model fitted anew, over 1 − R².</param>
/// <param name="Inflation">Variance inflation among the arrows into the same concept.</param>
public sealed record FittedPath(string From, string To, double Coefficient, double Effect, double Inflation);

/// <summary>One item of a concept.</summary>
/// <param name="Inflation">Variance inflation within its block.</param>
public sealed record FittedItem(string Code, double Weight, double Loading, double Inflation);

/// <summary>A concept with the figures by which it is judged; NaN where one does not apply.</summary>
/// <param name="Index">Mean 0–100 on the items' scale by their weights; NaN without a scale.</param>
/// <param name="RSquared">NaN where nothing acts on it.</param>
public sealed record FittedConcept(
    string Code, BlockMode Mode, IReadOnlyList<FittedItem> Items, double RSquared, double RSquaredAdjusted, double Alpha, double RhoA, double RhoC, double Ave, double Index);

/// <summary>A structural model fitted by partial least squares.</summary>
/// <param name="Correlations">Of the concepts; corrected where they reflect a factor.</param>
/// <param name="Totals">Direct and indirect effect of the row on the column.</param>
/// <param name="Htmt">Heterotrait–monotrait ratios; NaN on the diagonal.</param>
/// <param name="CrossLoadings">Items by concepts.</param>
public sealed record PathFit(
    PathModel Model, double N, IReadOnlyList<FittedConcept> Concepts, IReadOnlyList<FittedPath> Paths, double[,] Correlations, double[,] Totals, double[,] Htmt, double[,] CrossLoadings,
    int Iterations, IReadOnlyList<Caveat> Caveats)
{
    public double Path(string from, string to) => Paths.FirstOrDefault(p => p.From == from && p.To == to)?.Coefficient ?? 0;

    public double Total(string from, string to) => Totals[Model.Index(from), Model.Index(to)];

    /// <summary>Importance (total effect on a concept) and performance (index) of all that acts on it [Ringle and Sarstedt 2016].</summary>
    public IReadOnlyList<(string Code, double Importance, double Performance)> PriorityMap(string on) =>
        [.. Concepts.Where(c => Total(c.Code, on) != 0).Select(c => (c.Code, Total(c.Code, on), c.Index))];

    /// <summary>Larger correlation than √AVE: the concept shares more with another than with its own items [Fornell and Larcker 1981].</summary>
    public IEnumerable<(string A, string B)> FornellLarckerFailures() =>
        from i in Enumerable.Range(0, Concepts.Count) from j in Enumerable.Range(i + 1, Concepts.Count - i - 1)
        where Concepts[i].Mode != BlockMode.B && Concepts[j].Mode != BlockMode.B
            && Math.Abs(Correlations[i, j]) > Math.Min(Math.Sqrt(Concepts[i].Ave), Math.Sqrt(Concepts[j].Ave))
        select (Concepts[i].Code, Concepts[j].Code);

    /// <summary>Fits to data; rows with a gap are left out, or filled with the item's mean when <paramref name="fill"/>.</summary>
    /// <param name="data">Values by item.</param>
    /// <param name="scale">Ends of the items' scale, for the indices; null = none.</param>
    public static Outcome<PathFit> Of(PathModel model, IReadOnlyDictionary<string, IReadOnlyList<double>> data, InnerScheme scheme = InnerScheme.Path, (double Min, double Max)? scale = null, bool fill = false)
    {
        var prepared = PathData.Of(model, data, fill);
        if (!prepared.Ok)
            return Outcome<PathFit>.Refuse(prepared.Refusals);
        var (products, caveats) = (CrossProducts.Of(prepared.Value.Columns), prepared.Value.Caveats);
        return Of(model, new PathSolver(model, scheme), products.Correlations(), products.N, Enumerable.Range(0, products.Columns).Select(products.Mean).ToArray(), [.. Enumerable.Range(0, products.Columns).Select(j => Math.Sqrt(products.Variance(j)))], scale, caveats);
    }

    /// <summary>Fits to published correlations alone (items in the order of the model); indices are not known then.</summary>
    public static Outcome<PathFit> OfCorrelations(PathModel model, double[,] correlations, double n, InnerScheme scheme = InnerScheme.Path) =>
        model.Flaws() is { Count: > 0 } flaws ? Outcome<PathFit>.Refuse(flaws) : Of(model, new PathSolver(model, scheme), correlations, n, null, null, null, []);

    private static Outcome<PathFit> Of(PathModel model, PathSolver solver, double[,] s, double n, double[]? means, double[]? deviations, (double Min, double Max)? scale, IReadOnlyList<Caveat> known)
    {
        if (solver.Solve(s) is not { } solution)
            return PathJudgement.Why(model, solver, s);
        if (!solution.Converged)
            return new Refusal("measure.pls.not-converged", "", solution.Iterations);
        return PathJudgement.Of(model, solver, solution, s, n, means, deviations, scale, known);
    }
}
