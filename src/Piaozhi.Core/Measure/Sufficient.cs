namespace Piaozhi.Core.Measure;

/// <summary>
/// The sufficient statistics of one indicator on one slice and one bucket. One flat shape for all kinds, so that it crosses the border
/// to storage as columns and adds up by column; the fields that a kind does not use are 0 (quantiles: NaN).
/// </summary>
/// <param name="N">Units, rows or gaps behind the value.</param>
/// <param name="Numerator">k of a proportion, count of a rate, numerator of a ratio, sum of the values of a mean or gap, level of a stock.</param>
/// <param name="Denominator">n of a proportion, exposure of a rate, denominator of a ratio, weight of a mean.</param>
/// <param name="SumSquares">Sum of squares of a mean (weighted), else 0.</param>
/// <param name="Quantile">The asked quantile, else NaN. Quantiles do not add up: a wider bucket is asked from the facts again.</param>
/// <param name="Low">Lower order statistic of its 95 % interval, else NaN.</param>
/// <param name="High">Upper order statistic, else NaN.</param>
public readonly record struct Sufficient(
    long N, double Numerator, double Denominator, double SumSquares = 0,
    double Quantile = double.NaN, double Low = double.NaN, double High = double.NaN)
{
    public static Sufficient Proportion(long k, long n) => new(n, k, n);

    public static Sufficient Mean(long n, double sum, double sumSquares) => new(n, sum, n, sumSquares);

    public static Sufficient Rate(double count, double exposure) => new((long)Math.Min(exposure, long.MaxValue / 2), count, exposure);

    /// <summary>The value in the indicator's unit; NaN when nothing was counted.</summary>
    public double Value(StatisticKind kind) => kind switch
    {
        StatisticKind.Quantile => Quantile,
        StatisticKind.Level => Numerator,
        _ => Denominator > 0 ? Numerator / Denominator : double.NaN,
    };

    /// <summary>Sums of two buckets or slices that share nothing. Never an average of ratios.</summary>
    public static Sufficient operator +(Sufficient a, Sufficient b) => new(
        a.N + b.N, a.Numerator + b.Numerator, a.Denominator + b.Denominator, a.SumSquares + b.SumSquares);
}

/// <summary>One point of a series: bucket start in the operator's local time, and what was counted.</summary>
/// <param name="Complete">False while rows may still come that belong to this bucket (watermark not passed).</param>
public readonly record struct Point(DateTime At, Sufficient Statistic, bool Complete = true);
