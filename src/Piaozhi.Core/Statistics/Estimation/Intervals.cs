using MathNet.Numerics.Distributions;

namespace Piaozhi.Core.Statistics.Estimation;

/// <summary>The two ends of an interval; NaN where the data cannot tell.</summary>
public readonly record struct Interval(double Low, double High)
{
    public static Interval Unknown { get; } = new(double.NaN, double.NaN);

    public bool Contains(double value) => value >= Low && value <= High;
}

/// <summary>Confidence intervals, one for each kind of statistic.</summary>
public static class Intervals
{
    /// <summary>Score interval of a share: Wilson 1927; Brown, Cai and DasGupta 2001, §3.1.1.</summary>
    public static Interval Wilson(double k, double n, double level = .95)
    {
        if (!(n > 0) || k < 0 || k > n)
            return Interval.Unknown;
        var z = Normal.InvCDF(0, 1, (1 + level) / 2);
        var p = k / n;
        var scale = 1 + z * z / n;
        var center = (p + z * z / (2 * n)) / scale;
        var half = z / scale * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return new(k == 0 ? 0 : center - half, k >= n ? 1 : center + half);
    }

    /// <summary>Exact interval of a rate from the χ² (gamma) distribution: Garwood 1936.</summary>
    public static Interval Poisson(double count, double exposure, double level = .95)
    {
        if (!(exposure > 0) || !(count >= 0))
            return Interval.Unknown;
        var tail = (1 - level) / 2;
        var low = count == 0 ? 0 : Gamma.InvCDF(count, 1, tail);
        var high = Gamma.InvCDF(count + 1, 1, 1 - tail);
        return new(low / exposure, high / exposure);
    }

    /// <summary>Student's interval of a mean from n, sum and sum of squares; unknown for fewer than two values.</summary>
    public static Interval T(double n, double sum, double sumSquares, double level = .95)
    {
        if (!(n >= 2))
            return Interval.Unknown;
        var mean = sum / n;
        var variance = Math.Max(0, (sumSquares - n * mean * mean) / (n - 1));
        var half = StudentT.InvCDF(0, 1, n - 1, (1 + level) / 2) * Math.Sqrt(variance / n);
        return new(mean - half, mean + half);
    }

    /// <summary>
    /// Ranks (1-based) of the order statistics that enclose the q-quantile of n values: binomial, equal tails, conservative
    /// (Conover 1999, §3.2). A rank of 0 or n + 1 means that the sample does not reach so far.
    /// </summary>
    public static (long Low, long High) QuantileRanks(long n, double q, double level = .95)
    {
        if (n <= 0)
            return (0, 1);
        var tail = (1 - level) / 2;
        if (n > 2000)
        {
            // The normal approximation is right to a fraction of a rank here.
            var half = Normal.InvCDF(0, 1, 1 - tail) * Math.Sqrt(n * q * (1 - q));
            return (Math.Max(0, (long)Math.Floor(n * q - half)), Math.Min(n + 1, (long)Math.Ceiling(n * q + half) + 1));
        }

        long low = 0, high = n + 1;
        double below = 0, logOdds = Math.Log(q) - Math.Log(1 - q), mass = n * Math.Log(1 - q);
        for (long k = 0; k <= n; k++)
        {
            below += Math.Exp(mass);
            if (below <= tail)
                low = k + 1;
            if (below >= 1 - tail)
            {
                high = k + 1;
                break;
            }

            mass += Math.Log(n - k) - Math.Log(k + 1) + logOdds;
        }

        return (low, high);
    }

    /// <summary>Order-statistic interval of a quantile of sorted values.</summary>
    public static Interval Quantile(IReadOnlyList<double> sorted, double q, double level = .95)
    {
        var (low, high) = QuantileRanks(sorted.Count, q, level);
        return new(
            low >= 1 ? sorted[(int)low - 1] : double.NaN,
            high <= sorted.Count && sorted.Count > 0 ? sorted[(int)high - 1] : double.NaN);
    }

    /// <summary>Interval of a mean gap between events of a Poisson process: 2·sum/θ is χ² with 2n degrees (Johnson, Kotz and Balakrishnan 1994, §19.7).</summary>
    public static Interval Gap(long n, double sum, double level = .95)
    {
        if (n < 1 || !(sum > 0))
            return Interval.Unknown;
        var tail = (1 - level) / 2;
        return new(sum / Gamma.InvCDF(n, 1, 1 - tail), sum / Gamma.InvCDF(n, 1, tail));
    }
}
