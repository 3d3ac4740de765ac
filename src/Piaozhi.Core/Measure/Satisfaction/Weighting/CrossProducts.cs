using System.Numerics;

namespace Piaozhi.Core.Measure.Satisfaction.Weighting;

/// <summary>
/// Weight, means and centered cross-products of columns: all that means, covariances and regressions of them need, whatever the number of
/// rows. Parts that share no rows add up, so that resampling parts costs nothing per row.
/// </summary>
public sealed class CrossProducts
{
    private readonly double[] _sums;
    // Lower triangle, row by row.
    private readonly double[] _products;
    private readonly double[] _origin;

    private CrossProducts(double n, double[] sums, double[] products, double[] origin) => (N, _sums, _products, _origin) = (n, sums, products, origin);

    /// <summary>Rows (or their weight) that have every column.</summary>
    public double N { get; }

    public int Columns => _sums.Length;

    /// <summary>Rows with a NaN in any column are left out.</summary>
    public static CrossProducts Of(IReadOnlyList<IReadOnlyList<double>> columns, IReadOnlyList<double>? weights = null) => Parts(columns, 1, weights)[0];

    /// <summary>The rows dealt out to <paramref name="parts"/> parts in turn.</summary>
    public static CrossProducts[] Parts(IReadOnlyList<IReadOnlyList<double>> columns, int parts, IReadOnlyList<double>? weights = null)
    {
        var p = columns.Count;
        var rows = p == 0 ? 0 : columns[0].Count;
        // Products are taken about the first full row, so that a large mean does not eat the digits of a small spread.
        var first = Enumerable.Range(0, rows).FirstOrDefault(i => columns.All(c => double.IsFinite(c[i])), -1);
        var origin = first < 0 ? new double[p] : [.. columns.Select(c => c[first])];
        var made = Enumerable.Range(0, parts).Select(_ => (N: new double[1], Sums: new double[p], Products: new double[p * (p + 1) / 2])).ToArray();
        var row = new double[p];
        for (var i = 0; i < rows; i++)
        {
            var w = weights?[i] ?? 1;
            var full = w > 0;
            for (var j = 0; j < p && full; j++)
                full = double.IsFinite(row[j] = columns[j][i] - origin[j]);
            if (!full)
                continue;
            var (n, sums, products) = made[i % parts];
            n[0] += w;
            for (var j = 0; j < p; j++)
            {
                var x = w * row[j];
                sums[j] += x;
                var at = j * (j + 1) / 2;
                for (var k = 0; k <= j; k++)
                    products[at + k] += x * row[k];
            }
        }

        return [.. made.Select(m => new CrossProducts(m.N[0], m.Sums, m.Products, origin))];
    }

    /// <summary>The sum of parts of one call of <see cref="Parts"/>, each as often as <paramref name="times"/> says.</summary>
    public static CrossProducts Together(IReadOnlyList<CrossProducts> parts, IReadOnlyList<int> times)
    {
        var p = parts[0].Columns;
        var (n, sums, products) = (0.0, new double[p], new double[p * (p + 1) / 2]);
        for (var g = 0; g < parts.Count; g++)
        {
            if (times[g] == 0)
                continue;
            n += times[g] * parts[g].N;
            Add(parts[g]._sums, times[g], sums);
            Add(parts[g]._products, times[g], products);
        }

        return new CrossProducts(n, sums, products, parts[0]._origin);
    }

    private static void Add(double[] from, double times, double[] to)
    {
        var wide = new Vector<double>(times);
        var i = 0;
        for (; i <= from.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(to, i) + wide * new Vector<double>(from, i)).CopyTo(to, i);
        for (; i < from.Length; i++)
            to[i] += times * from[i];
    }

    public double Mean(int column) => _origin[column] + _sums[column] / N;

    /// <summary>Centered sum of products.</summary>
    public double Product(int j, int k) => _products[j >= k ? j * (j + 1) / 2 + k : k * (k + 1) / 2 + j] - _sums[j] * _sums[k] / N;

    public double Variance(int column) => Product(column, column) / (N - 1);

    /// <summary>True when a column varies by more than rounding.</summary>
    public bool Varies(int column) => N > 1 && Product(column, column) > 1e-13 * _products[column * (column + 3) / 2] && Variance(column) > 1e-24;

    /// <summary>Correlations; NaN with a column that does not vary.</summary>
    public double[,] Correlations()
    {
        var p = Columns;
        var sd = Enumerable.Range(0, p).Select(j => Varies(j) ? Math.Sqrt(Product(j, j)) : double.NaN).ToArray();
        var r = new double[p, p];
        for (var j = 0; j < p; j++)
            for (var k = 0; k <= j; k++)
                r[j, k] = r[k, j] = j == k && sd[j] > 0 ? 1 : Product(j, k) / sd[j] / sd[k];
        return r;
    }
}
