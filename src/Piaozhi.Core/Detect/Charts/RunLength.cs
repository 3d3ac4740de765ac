using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.RootFinding;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>Average run length by calculation: how many points pass until a chart signals, for a mean that is off by so many σ.</summary>
public static class RunLength
{
    /// <summary>Limits alone: 1/P(beyond).</summary>
    public static double Shewhart(double shift = 0, double width = 3) => 1 / (Below(-width - shift) + Below(shift - width));

    /// <summary>
    /// One side of a CUSUM that starts at <paramref name="start"/>: L(u) = 1 + L(0)Φ(k−u−δ) + ∫₀ʰ L(y) φ(y+k−u−δ) dy (Page 1954), by
    /// Gauss–Legendre (Goel and Wu 1971).
    /// </summary>
    public static double CusumOneSided(double k, double h, double shift = 0, double start = 0)
    {
        var rule = new Nodes(0, h, 64);
        var n = rule.Count + 1;
        // Unknown 0 is L(0); the others are L at the nodes.
        double Point(int i) => i == 0 ? 0 : rule.X[i - 1];
        var a = Matrix<double>.Build.Dense(n, n, (i, j) =>
            (i == j ? 1 : 0) - (j == 0 ? Below(k - Point(i) - shift) : rule.W[j - 1] * Density(rule.X[j - 1] + k - Point(i) - shift)));
        var l = a.Solve(Vector<double>.Build.Dense(n, 1));
        var sum = 1 + l[0] * Below(k - start - shift);
        for (var j = 0; j < rule.Count; j++)
            sum += l[j + 1] * rule.W[j] * Density(rule.X[j] + k - start - shift);
        return sum;
    }

    /// <summary>Both sides, each with the same head start (Lucas and Crosier 1982, eq. 3); they never are above 0 together for k &gt; 0 unless started so.</summary>
    public static double Cusum(double k, double h, double shift = 0, double head = 0)
    {
        var (up, down) = (CusumOneSided(k, h, shift), CusumOneSided(k, h, -shift));
        if (head == 0)
            return up * down / (up + down);
        var (upHead, downHead) = (CusumOneSided(k, h, shift, head), CusumOneSided(k, h, -shift, head));
        return (upHead * down + up * downHead - up * down) / (up + down);
    }

    /// <summary>Two-sided EWMA with its final limits ±L√(λ/(2−λ)), by the integral equation of Crowder 1987.</summary>
    public static double Ewma(double lambda, double width, double shift = 0)
    {
        var limit = width * Math.Sqrt(lambda / (2 - lambda));
        var rule = new Nodes(-limit, limit, 64);
        var a = Matrix<double>.Build.Dense(rule.Count, rule.Count, (i, j) =>
            (i == j ? 1 : 0) - rule.W[j] / lambda * Density((rule.X[j] - (1 - lambda) * rule.X[i]) / lambda - shift));
        var l = a.Solve(Vector<double>.Build.Dense(rule.Count, 1));
        var sum = 1.0;
        for (var j = 0; j < rule.Count; j++)
            sum += l[j] * rule.W[j] / lambda * Density(rule.X[j] / lambda - shift);
        return sum;
    }

    /// <summary>The decision limit h whose two-sided CUSUM runs <paramref name="length"/> points in control.</summary>
    public static double CusumLimit(double k, double length) => Brent.FindRoot(h => Math.Log(Cusum(k, h)) - Math.Log(length), .2, 30, 1e-10, 200);

    /// <summary>The width L whose EWMA runs <paramref name="length"/> points in control.</summary>
    public static double EwmaWidth(double lambda, double length) => Brent.FindRoot(w => Math.Log(Ewma(lambda, w)) - Math.Log(length), .5, 6, 1e-10, 200);

    private static double Below(double x) => .5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    private sealed class Nodes
    {
        public Nodes(double from, double to, int count)
        {
            var rule = new MathNet.Numerics.Integration.GaussLegendreRule(from, to, count);
            (X, W) = ([.. rule.Abscissas], [.. rule.Weights]);
        }

        public double[] X { get; }

        public double[] W { get; }

        public int Count => X.Length;
    }
}
