namespace Piaozhi.Core.Detect.Charts;

/// <summary>Exponentially weighted moving average (Roberts 1959): sees small lasting shifts that single points hide.</summary>
/// <param name="Values">zₜ = λxₜ + (1−λ)zₜ₋₁, z₀ = center.</param>
/// <param name="Beyond">Points outside their limits.</param>
public sealed record EwmaChart(double[] Values, double[] Lowers, double[] Uppers, IReadOnlyList<int> Beyond)
{
    /// <param name="sizes">Units behind each mean; null = single values. Exact variance also when sizes differ.</param>
    public static EwmaChart Of(
        ReadOnlySpan<double> means, double center, double sigma, ReadOnlySpan<double> sizes = default, double lambda = .2, double width = 3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lambda);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lambda, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(sigma);
        var n = means.Length;
        var (values, lowers, uppers, beyond) = (new double[n], new double[n], new double[n], new List<int>());
        double z = center, variance = 0;
        for (var i = 0; i < n; i++)
        {
            z = lambda * means[i] + (1 - lambda) * z;
            variance = lambda * lambda / (sizes.IsEmpty ? 1 : sizes[i]) + (1 - lambda) * (1 - lambda) * variance;
            var half = width * sigma * Math.Sqrt(variance);
            (values[i], lowers[i], uppers[i]) = (z, center - half, center + half);
            if (z < lowers[i] || z > uppers[i])
                beyond.Add(i);
        }

        return new EwmaChart(values, lowers, uppers, beyond);
    }
}
