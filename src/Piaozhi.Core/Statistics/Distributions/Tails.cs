using MathNet.Numerics;

namespace Piaozhi.Core.Statistics.Distributions;

/// <summary>Tail probabilities, exact also far out, where 1 − CDF would be nothing but rounding.</summary>
public static class Tails
{
    /// <summary>P(Z ≥ z) of the standard normal.</summary>
    public static double NormalUpper(double z) => .5 * SpecialFunctions.Erfc(z / Math.Sqrt(2));

    /// <summary>P(|Z| ≥ |z|).</summary>
    public static double NormalTwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>P(X ≤ k), X binomial of n and p, by the incomplete beta function (Abramowitz and Stegun 26.5.24).</summary>
    public static double BinomialLower(double k, double n, double p)
    {
        if (k < 0)
            return 0;
        if (k >= n || p <= 0)
            return 1;
        return p >= 1 ? 0 : SpecialFunctions.BetaRegularized(n - Math.Floor(k), Math.Floor(k) + 1, 1 - p);
    }

    /// <summary>P(X ≥ k), X binomial of n and p.</summary>
    public static double BinomialUpper(double k, double n, double p)
    {
        if (k <= 0 || p >= 1)
            return k <= n ? 1 : 0;
        return k > n || p <= 0 ? 0 : SpecialFunctions.BetaRegularized(Math.Ceiling(k), n - Math.Ceiling(k) + 1, p);
    }

    /// <summary>P(X ≤ k), X Poisson, by the incomplete gamma function (Abramowitz and Stegun 26.4.21).</summary>
    public static double PoissonLower(double k, double mean) =>
        k < 0 ? 0 : mean <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(Math.Floor(k) + 1, mean);

    /// <summary>P(X ≥ k), X Poisson.</summary>
    public static double PoissonUpper(double k, double mean) =>
        k <= 0 ? 1 : mean <= 0 ? 0 : SpecialFunctions.GammaLowerRegularized(Math.Ceiling(k), mean);

    /// <summary>P(T ≥ t) of Student's t.</summary>
    public static double StudentUpper(double t, double freedom)
    {
        var tail = .5 * SpecialFunctions.BetaRegularized(freedom / 2, .5, freedom / (freedom + t * t));
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>
    /// Tail of a count of known mean and variance on the side of <paramref name="k"/>: negative binomial where it varies more than a
    /// Poisson count, binomial where less, so that rare counts keep their skew.
    /// </summary>
    public static double Count(double k, double mean, double variance, bool upper)
    {
        if (!(mean > 0))
            return upper && k > 0 ? 0 : 1;
        var over = variance / mean - 1;
        if (Math.Abs(over) < 1e-3)
            return upper ? PoissonUpper(k, mean) : PoissonLower(k, mean);
        k = upper ? Math.Ceiling(k) : Math.Floor(k);
        if (over > 0)
        {
            var (r, p) = (mean / over, 1 / (1 + over));
            if (upper)
                return k <= 0 ? 1 : SpecialFunctions.BetaRegularized(k, r, 1 - p);
            return k < 0 ? 0 : SpecialFunctions.BetaRegularized(r, k + 1, p);
        }

        var (n, q) = (mean / -over, Math.Min(-over, 1));
        // More than a binomial of that mean and variance can hold: it is none.
        if (upper && k > n)
            return PoissonUpper(k, mean);
        if (upper)
            return k <= 0 ? 1 : SpecialFunctions.BetaRegularized(k, n - k + 1, q);
        return k < 0 ? 0 : k >= n ? 1 : SpecialFunctions.BetaRegularized(n - k, k + 1, 1 - q);
    }
}
