using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Weighting;

namespace Piaozhi.Core.Measure.Satisfaction.Scores;

/// <summary>How well the items of one concept hang together.</summary>
/// <param name="Alpha">Cronbach's alpha of the raw items; NaN for one item.</param>
/// <param name="ItemRest">Correlation of each item with the sum of the others.</param>
/// <param name="N">People who answered every item.</param>
public sealed record ScaleReliability(double Alpha, IReadOnlyList<double> ItemRest, double N, IReadOnlyList<Caveat> Caveats)
{
    /// <summary>From here on a scale is usually accepted [Nunnally 1978].</summary>
    public const double Enough = .70;
}

/// <summary>Do the items of a concept belong together, and is the table of items one that factors can be looked for in?</summary>
public static class Reliability
{
    /// <summary>Cronbach's alpha, over people who answered every item; an item that runs against the rest is named.</summary>
    public static Outcome<ScaleReliability> Of(IReadOnlyList<IReadOnlyList<double>> items)
    {
        if (items.Count < 2)
            return new Refusal("measure.scale.one-item");
        var products = CrossProducts.Of(items);
        if (products.N < 3)
            return new Refusal("measure.scale.few", "", products.N);
        var (k, rows) = (items.Count, items[0].Count);
        var total = Sum(k, k, products.Product);
        if (!(total > 0))
            return new Refusal("measure.scale.no-spread");
        var alpha = k / (k - 1.0) * (1 - Enumerable.Range(0, k).Sum(j => products.Product(j, j)) / total);
        var rest = Enumerable.Range(0, k).Select(j =>
        {
            var with = Enumerable.Range(0, k).Sum(i => products.Product(j, i));
            var covariance = with - products.Product(j, j);
            var variance = total - 2 * with + products.Product(j, j);
            return covariance / Math.Sqrt(variance * products.Product(j, j));
        }).ToList();
        var caveats = new List<Caveat>();
        if (products.N < rows)
            caveats.Add(new Caveat(CaveatId.MissingRows, "", rows - products.N, rows));
        for (var j = 0; j < k; j++)
            if (!products.Varies(j))
                caveats.Add(new Caveat(CaveatId.ZeroVariance, "", j));
            else if (rest[j] < 0)
                caveats.Add(new Caveat(CaveatId.ReversedItem, "", j, rest[j]));
        if (alpha < ScaleReliability.Enough)
            caveats.Add(new Caveat(CaveatId.Unreliable, "", alpha));
        return new ScaleReliability(alpha, rest, products.N, caveats);
    }

    /// <summary>Kaiser–Meyer–Olkin measure of sampling adequacy, and Bartlett's test that the correlations are none.</summary>
    public static Outcome<(double Kmo, double ChiSquare, int Freedom, double P)> Factorable(double[,] correlations, double n)
    {
        var k = correlations.GetLength(0);
        var r = Matrix<double>.Build.DenseOfArray(correlations);
        if (k < 2 || r.Enumerate().Any(v => !double.IsFinite(v)) || !(r.Determinant() > 1e-300) || r.Evd(Symmetricity.Symmetric).EigenValues.Min(v => v.Real) < 1e-10)
            return new Refusal("measure.scale.singular");
        var inverse = r.Inverse();
        var (simple, partial) = (0.0, 0.0);
        for (var i = 0; i < k; i++)
            for (var j = 0; j < k; j++)
                if (i != j)
                    (simple, partial) = (simple + r[i, j] * r[i, j], partial + Math.Pow(inverse[i, j], 2) / (inverse[i, i] * inverse[j, j]));
        var chi = -(n - 1 - (2 * k + 5) / 6.0) * Math.Log(r.Determinant());
        var freedom = k * (k - 1) / 2;
        return (simple / (simple + partial), chi, freedom, 1 - ChiSquared.CDF(freedom, Math.Max(0, chi)));
    }

    /// <summary>
    /// Heterotrait–monotrait ratio of two blocks of items [Henseler, Ringle and Sarstedt 2015]: mean correlation between them over the
    /// geometric mean of those within. NaN where a block of several items does not vary.
    /// </summary>
    public static double Htmt(double[,] r, IReadOnlyList<int> a, IReadOnlyList<int> b)
    {
        var between = a.SelectMany(i => b.Select(j => Math.Abs(r[i, j]))).Average();
        return between / Math.Sqrt(Within(r, a) * Within(r, b));
    }

    /// <summary>Variance inflation of each column by the others; infinite where it repeats them.</summary>
    public static double[] Inflation(double[,] r)
    {
        var k = r.GetLength(0);
        if (k == 1)
            return [1];
        var matrix = Matrix<double>.Build.DenseOfArray(r);
        if (matrix.Enumerate().Any(v => !double.IsFinite(v)))
            return [.. Enumerable.Repeat(double.NaN, k)];
        return matrix.Evd(Symmetricity.Symmetric).EigenValues.Min(v => v.Real) < 1e-10
            ? [.. Enumerable.Repeat(double.PositiveInfinity, k)] : [.. matrix.Inverse().Diagonal()];
    }

    private static double Within(double[,] r, IReadOnlyList<int> block) => block.Count < 2 ? 1 :
        Enumerable.Range(0, block.Count).SelectMany(i => Enumerable.Range(i + 1, block.Count - i - 1).Select(j => Math.Abs(r[block[i], block[j]]))).Average();

    private static double Sum(int n, int m, Func<int, int, double> of) => Enumerable.Range(0, n).Sum(i => Enumerable.Range(0, m).Sum(j => of(i, j)));
}
