using MathNet.Numerics.Distributions;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>An index with its interval; unknown where a side of the specification is missing.</summary>
public readonly record struct CapabilityIndex(double Value, Interval Interval)
{
    public static CapabilityIndex Unknown { get; } = new(double.NaN, Interval.Unknown);
}

/// <summary>
/// What a stable process can hold against its specification: Cp, Cpk, Cpm from the deviation within subgroups, Pp, Ppk, Ppm from that of
/// all values. Intervals as in R's qcc: χ² for Cp and Pp, Bissell 1990 for Cpk and Ppk, Boyles 1991 for Cpm.
/// </summary>
public sealed record Capability
{
    public required CapabilityIndex Cp { get; init; }
    public required CapabilityIndex CpLower { get; init; }
    public required CapabilityIndex CpUpper { get; init; }
    public required CapabilityIndex Cpk { get; init; }
    public required CapabilityIndex Cpm { get; init; }
    public required CapabilityIndex Pp { get; init; }
    public required CapabilityIndex PpLower { get; init; }
    public required CapabilityIndex PpUpper { get; init; }
    public required CapabilityIndex Ppk { get; init; }
    public required CapabilityIndex Ppm { get; init; }

    /// <summary>Expected parts per million beyond the limits, by the overall deviation and the normal distribution.</summary>
    public required double ExpectedBeyond { get; init; }

    /// <param name="lower">Lower specification; null = none.</param>
    /// <param name="target">What is aimed at; null = the middle of the specification.</param>
    public static Capability Of(double center, double within, double overall, double n, double? lower, double? upper, double? target = null, double level = .95)
    {
        if (lower is null && upper is null)
            throw new ArgumentException("at least one side of the specification is needed", nameof(upper));
        if (lower >= upper)
            throw new ArgumentOutOfRangeException(nameof(upper), upper, "the upper specification lies above the lower");
        var aim = target ?? (lower + upper) / 2;
        var (c, cl, cu, ck, cm) = Indices(center, within, n, lower, upper, aim, level);
        var (p, pl, pu, pk, pm) = Indices(center, overall, n, lower, upper, aim, level);
        return new Capability
        {
            Cp = c, CpLower = cl, CpUpper = cu, Cpk = ck, Cpm = cm, Pp = p, PpLower = pl, PpUpper = pu, Ppk = pk, Ppm = pm,
            ExpectedBeyond = 1e6 * ((lower is { } l ? Normal.CDF(0, 1, (l - center) / overall) : 0) + (upper is { } u ? Normal.CDF(0, 1, (center - u) / overall) : 0)),
        };
    }

    /// <summary>Pp and Ppk without normality: (U−L) over the distance of the .135 % and 99.865 % quantiles (ISO 22514-2, §6). Needs many values.</summary>
    public static (double Pp, double Ppk) Percentile(IReadOnlyCollection<double> values, double? lower, double? upper)
    {
        var (low, middle, high) = (Robust.Quantile(values, .00135), Robust.Median(values), Robust.Quantile(values, .99865));
        var above = upper is { } u ? (u - middle) / (high - middle) : double.PositiveInfinity;
        var below = lower is { } l ? (middle - l) / (middle - low) : double.PositiveInfinity;
        return (lower is { } from && upper is { } to ? (to - from) / (high - low) : double.NaN, Math.Min(above, below));
    }

    private static (CapabilityIndex, CapabilityIndex, CapabilityIndex, CapabilityIndex, CapabilityIndex) Indices(double center, double sigma, double n, double? lower, double? upper, double? aim, double level)
    {
        var tail = (1 - level) / 2;
        var z = Normal.InvCDF(0, 1, 1 - tail);
        var one = Normal.InvCDF(0, 1, level);
        CapabilityIndex Sided(double value, double quantile)
        {
            var half = quantile * Math.Sqrt(1 / (9 * n * value * value) + 1 / (2 * (n - 1)));
            return new CapabilityIndex(value, new Interval(value * (1 - half), value * (1 + half)));
        }

        var low = lower is { } l ? Sided((center - l) / (3 * sigma), one) : CapabilityIndex.Unknown;
        var high = upper is { } u ? Sided((u - center) / (3 * sigma), one) : CapabilityIndex.Unknown;
        var k = Sided(double.IsNaN(low.Value) ? high.Value : double.IsNaN(high.Value) ? low.Value : Math.Min(low.Value, high.Value), z);
        if (lower is null || upper is null)
            return (CapabilityIndex.Unknown, low, high, k, CapabilityIndex.Unknown);
        var cp = (upper.Value - lower.Value) / (6 * sigma);
        var off = Math.Pow((center - aim!.Value) / sigma, 2);
        return (
            new CapabilityIndex(cp, ByChiSquare(cp, n - 1, tail)), low, high, k,
            new CapabilityIndex(cp / Math.Sqrt(1 + off), ByChiSquare(cp / Math.Sqrt(1 + off), n * (1 + off) / (1 + 2 * off), tail)));
    }

    private static Interval ByChiSquare(double value, double freedom, double tail) => new(
        value * Math.Sqrt(ChiSquared.InvCDF(freedom, tail) / freedom), value * Math.Sqrt(ChiSquared.InvCDF(freedom, 1 - tail) / freedom));
}

/// <summary>Defects per million opportunities and the sigma level that belongs to them.</summary>
/// <param name="SigmaLevel">Long-term z of the yield, plus <paramref name="Shift"/>.</param>
/// <param name="Shift">1.5 by custom of Six Sigma, 0 without it; always stated beside the level.</param>
public sealed record DefectLevel(double Dpmo, Interval DpmoInterval, double SigmaLevel, Interval SigmaInterval, double Shift)
{
    public static DefectLevel Of(double defects, double units, double opportunities = 1, double shift = 1.5, double level = .95)
    {
        var chances = units * opportunities;
        var share = chances > 0 ? defects / chances : double.NaN;
        var interval = Intervals.Wilson(defects, chances, level);
        double Sigma(double p) => double.IsNaN(p) ? double.NaN : Normal.InvCDF(0, 1, 1 - p) + shift;
        return new DefectLevel(
            share * 1e6, new Interval(interval.Low * 1e6, interval.High * 1e6), Sigma(share), new Interval(Sigma(interval.High), Sigma(interval.Low)), shift);
    }
}
