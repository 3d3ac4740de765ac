using MathNet.Numerics;
using MathNet.Numerics.Integration;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>The factors of Shewhart charts for normal subgroups, computed and not read from a rounded table.</summary>
public static class ChartConstants
{
    private const int Kept = 101;

    /// <summary>Φ is 0 or 1 to double precision outside.</summary>
    private const double Far = 8.5;

    private static readonly Lazy<double[]> _d2 = new(() => [.. Enumerable.Range(0, Kept).Select(n => n < 2 ? 0 : RangeMean(n))]);
    private static readonly Lazy<double>[] _d3 = [.. Enumerable.Range(0, Kept).Select(n => new Lazy<double>(() => n < 2 ? 0 : RangeDeviation(n)))];

    /// <summary>Mean range of n normal values over σ (Tippett 1925): ∫ 1 − Φⁿ − (1−Φ)ⁿ.</summary>
    public static double D2(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2);
        return n == 2 ? 2 / Math.Sqrt(Math.PI) : n < Kept ? _d2.Value[n] : RangeMean(n);
    }

    /// <summary>Standard deviation of the range of n normal values over σ.</summary>
    public static double D3(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2);
        return n == 2 ? Math.Sqrt(2 - 4 / Math.PI) : n < Kept ? _d3[n].Value : RangeDeviation(n);
    }

    /// <summary>Expected s of n normal values over σ, by the gamma function.</summary>
    public static double C4(double n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(n, 1);
        return Math.Sqrt(2 / (n - 1)) * Math.Exp(SpecialFunctions.GammaLn(n / 2) - SpecialFunctions.GammaLn((n - 1) / 2));
    }

    /// <summary>Standard deviation of s of n normal values over σ.</summary>
    public static double C5(double n)
    {
        var c4 = C4(n);
        return Math.Sqrt(1 - c4 * c4);
    }

    private static double Below(double x) => .5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    private static double RangeMean(int n) =>
        2 * GaussLegendreRule.Integrate(x => 1 - Math.Pow(Below(x), n) - Math.Pow(Below(-x), n), 0, Far, 128);

    /// <summary>E R² = 2 ∬ 1 − F(y)ⁿ − (1−F(x))ⁿ + (F(y)−F(x))ⁿ over x &lt; y.</summary>
    private static double RangeDeviation(int n)
    {
        var square = 2 * GaussLegendreRule.Integrate(
            y => GaussLegendreRule.Integrate(
                x => 1 - Math.Pow(Below(y), n) - Math.Pow(Below(-x), n) + Math.Pow(Math.Max(0, Below(y) - Below(x)), n), -Far, y, 128),
            -Far, Far, 128);
        var mean = RangeMean(n);
        return Math.Sqrt(square - mean * mean);
    }
}
