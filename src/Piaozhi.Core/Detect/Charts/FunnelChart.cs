using MathNet.Numerics.Distributions;
using Piaozhi.Core.Statistics.Distributions;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>
/// Exact limits of a funnel plot for shares and rates, and both ways of overdispersion of Spiegelhalter 2005: a factor φ on the variance
/// (§4.2.2) and a variance τ² between places (§4.2.3), from z-scores winsorized at 10 % and 90 %.
/// </summary>
/// <param name="Center">Common share or rate, sum over sum.</param>
/// <param name="Phi">Factor on the variance; under 1 counts as 1.</param>
/// <param name="Tau2">Variance between places; 0 when chance explains all.</param>
/// <param name="Z">Score of each place with no overdispersion.</param>
public sealed record FunnelChart(bool Rate, double Center, double Phi, double Tau2, double[] Z)
{
    /// <summary>Counts over sizes of at least three places.</summary>
    public static FunnelChart Of(IReadOnlyList<double> counts, IReadOnlyList<double> sizes, bool rate, double winsorize = .1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(counts.Count, 3);
        var center = counts.Sum() / sizes.Sum();
        var deviations = sizes.Select(n => Math.Sqrt(Variance(rate, center) / n)).ToArray();
        var z = counts.Select((k, i) => (k / sizes[i] - center) / deviations[i]).ToArray();
        var (low, high) = (Robust.Quantile(z, winsorize), Robust.Quantile(z, 1 - winsorize));
        var phi = z.Average(v => Math.Pow(Math.Clamp(v, low, high), 2));
        return new FunnelChart(rate, center, Math.Max(1, phi), Between(deviations, phi, z.Length), z);
    }

    /// <summary>Exact limits: the interpolated quantiles of the binomial or Poisson distribution (Spiegelhalter 2005, appendix A.1.1).</summary>
    public (double Low, double High) Exact(double n, double tail = .001)
    {
        double Quantile(double p)
        {
            double Below(double k) => Rate ? Tails.PoissonLower(k, Center * n) : Tails.BinomialLower(k, n, Center);
            var r = Smallest(k => Below(k) >= p, n);
            var mass = Below(r) - Below(r - 1);
            return mass > 0 ? Math.Max(0, (r - (Below(r) - p) / mass) / n) : r / n;
        }

        return (Quantile(tail), Math.Min(Rate ? double.PositiveInfinity : 1, Quantile(1 - tail)));
    }

    /// <summary>Normal limits widened by φ.</summary>
    public (double Low, double High) Multiplicative(double n, double tail = .001) => Around(n, tail, Phi * Variance(Rate, Center) / n);

    /// <summary>Normal limits widened by τ², which large places cannot escape either.</summary>
    public (double Low, double High) Additive(double n, double tail = .001) => Around(n, tail, Variance(Rate, Center) / n + Tau2);

    private static double Variance(bool rate, double center) => rate ? center : center * (1 - center);

    private (double, double) Around(double n, double tail, double variance)
    {
        var half = Normal.InvCDF(0, 1, 1 - tail) * Math.Sqrt(variance);
        return (Math.Max(0, Center - half), Math.Min(Rate ? double.PositiveInfinity : 1, Center + half));
    }

    /// <summary>DerSimonian and Laird 1986 on the winsorized scores: τ² = (Iφ − (I−1)) / (Σw − Σw²/Σw), w = 1/s².</summary>
    private static double Between(double[] deviations, double phi, int places)
    {
        var w = deviations.Select(s => 1 / (s * s)).ToArray();
        var sum = w.Sum();
        var over = places * phi - (places - 1);
        return over <= 0 ? 0 : over / (sum - w.Sum(v => v * v) / sum);
    }

    private double Smallest(Func<double, bool> reached, double n)
    {
        var mean = Center * n;
        double low = -1, high = Math.Ceiling(2 * mean + 10);
        while (!reached(high))
            high *= 2;
        while (high - low > 1)
        {
            var middle = Math.Floor((low + high) / 2);
            (low, high) = reached(middle) ? (low, middle) : (middle, high);
        }

        return high;
    }
}
