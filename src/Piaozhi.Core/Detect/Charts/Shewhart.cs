namespace Piaozhi.Core.Detect.Charts;

/// <summary>The charts of Shewhart's kind. Names say what is plotted.</summary>
public enum ShewhartKind
{
    /// <summary>Means, σ from ranges: R̄/d2.</summary>
    XbarR,

    /// <summary>Means, σ from standard deviations: s̄/c4.</summary>
    XbarS,

    /// <summary>Ranges of subgroups.</summary>
    Range,

    /// <summary>Standard deviations of subgroups.</summary>
    Deviation,

    /// <summary>Single values, σ from moving ranges of two.</summary>
    Individuals,

    /// <summary>Moving ranges of two single values.</summary>
    MovingRange,
    P,
    Np,
    C,
    U,

    /// <summary>p′: shares whose day-to-day spread exceeds chance (Laney 2002).</summary>
    LaneyP,

    /// <summary>u′.</summary>
    LaneyU,

    /// <summary>Time between rare events, t^(1/3.6) on an I chart (Nelson 1994). Values and limits are on that scale.</summary>
    T,

    /// <summary>Units between rare events, mean ± 3√(ḡ(ḡ+1)) (Benneyan 2001).</summary>
    G,
}

/// <summary>How σ within subgroups of unequal size is put together; alike when sizes are equal.</summary>
public enum SigmaFrom
{
    /// <summary>Plain mean of the single estimates (qcc: UWAVE).</summary>
    Unweighted,

    /// <summary>Weighted by the precision of each (qcc: MVLUE; Burr 1969).</summary>
    Weighted,

    /// <summary>Root mean square within subgroups over c4 (qcc: RMSDF); needs standard deviations.</summary>
    Pooled,
}

/// <summary>What a chart takes as the usual course.</summary>
/// <param name="Center">Usual value.</param>
/// <param name="Sigma">Deviation of one unit within; 0 for attributes, whose σ follows from the center.</param>
/// <param name="Factor">Laney's σ of z; 1 for the plain charts.</param>
public readonly record struct Norm(double Center, double Sigma, double Factor = 1);

/// <summary>Estimates the usual course and the deviation that a point of a given size shows by chance.</summary>
public static class Shewhart
{
    /// <summary>Mean range of two normal values over σ.</summary>
    internal static readonly double RangeOfTwo = 2 / Math.Sqrt(Math.PI);

    /// <summary>The norm from the points of <paramref name="data"/> before <paramref name="baseline"/> that are not left out.</summary>
    public static Norm Estimate(ShewhartKind kind, Subgroups data, int baseline, ReadOnlySpan<bool> leftOut = default, SigmaFrom from = SigmaFrom.Unweighted)
    {
        ArgumentNullException.ThrowIfNull(data);
        double sum = 0, size = 0;
        var kept = 0;
        for (var i = 0; i < baseline; i++)
        {
            if (leftOut.Length > i && leftOut[i])
                continue;
            var weight = Weighs(kind) ? data.Size(i) : 1;
            sum += weight * data.Values[i];
            size += weight;
            kept++;
        }

        if (kept == 0)
            return new Norm(double.NaN, double.NaN);
        var center = sum / size;
        return kind switch
        {
            ShewhartKind.XbarR or ShewhartKind.XbarS => new Norm(center, Within(kind, data.Spreads ?? throw new ArgumentException("X̄ charts need the spread of each subgroup", nameof(data)), data, baseline, leftOut, from)),
            ShewhartKind.Range or ShewhartKind.Deviation => Spread(kind, data, baseline, leftOut, from, center),
            ShewhartKind.Individuals or ShewhartKind.T => new Norm(center, MovingRange(data.Values, null, baseline, leftOut) / RangeOfTwo),
            ShewhartKind.MovingRange => new Norm(center, center / RangeOfTwo),
            ShewhartKind.LaneyP or ShewhartKind.LaneyU => Laney(kind, center, data, baseline, leftOut),
            ShewhartKind.Np => new Norm(center / (Weighted(data, baseline, leftOut) / kept), 0),
            _ => new Norm(center, 0),
        };
    }

    /// <summary>Center and standard deviation of a point of that size.</summary>
    public static (double Center, double Sigma) At(ShewhartKind kind, Norm norm, double size) => kind switch
    {
        ShewhartKind.XbarR or ShewhartKind.XbarS => (norm.Center, norm.Sigma / Math.Sqrt(size)),
        ShewhartKind.Range => (norm.Sigma * ChartConstants.D2((int)size), norm.Sigma * ChartConstants.D3((int)size)),
        ShewhartKind.Deviation => (norm.Sigma * ChartConstants.C4(size), norm.Sigma * ChartConstants.C5(size)),
        ShewhartKind.Individuals or ShewhartKind.T => (norm.Center, norm.Sigma),
        ShewhartKind.MovingRange => (norm.Center, norm.Sigma * ChartConstants.D3(2)),
        ShewhartKind.P or ShewhartKind.LaneyP => (norm.Center, norm.Factor * Math.Sqrt(Math.Max(0, norm.Center * (1 - norm.Center) / size))),
        ShewhartKind.Np => (norm.Center * size, Math.Sqrt(Math.Max(0, size * norm.Center * (1 - norm.Center)))),
        ShewhartKind.C => (norm.Center, Math.Sqrt(norm.Center)),
        ShewhartKind.U or ShewhartKind.LaneyU => (norm.Center, norm.Factor * Math.Sqrt(norm.Center / size)),
        ShewhartKind.G => (norm.Center, Math.Sqrt(norm.Center * (norm.Center + 1))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>What no value can go beyond; limits are clipped there.</summary>
    public static (double Low, double High) Bounds(ShewhartKind kind, double size) => kind switch
    {
        ShewhartKind.P or ShewhartKind.LaneyP => (0, 1),
        ShewhartKind.Np => (0, size),
        ShewhartKind.XbarR or ShewhartKind.XbarS or ShewhartKind.Individuals => (double.NegativeInfinity, double.PositiveInfinity),
        _ => (0, double.PositiveInfinity),
    };

    /// <summary>Exact limits of a G chart by probability: quantiles of the geometric distribution with mean ḡ on 0, 1, 2 …</summary>
    public static (double Low, double Middle, double High) Geometric(double mean, double tail = .00135)
    {
        var log = Math.Log(mean / (1 + mean));
        double Quantile(double q) => Math.Max(0, Math.Ceiling(Math.Log(1 - q) / log - 1 - 1e-12));
        return (Quantile(tail), Quantile(.5), Quantile(1 - tail));
    }

    private static bool Weighs(ShewhartKind kind) => kind is ShewhartKind.XbarR or ShewhartKind.XbarS or ShewhartKind.P or ShewhartKind.U or ShewhartKind.LaneyP or ShewhartKind.LaneyU;

    private static double Weighted(Subgroups data, int baseline, ReadOnlySpan<bool> leftOut)
    {
        double sum = 0;
        for (var i = 0; i < baseline; i++)
            sum += leftOut.Length > i && leftOut[i] ? 0 : data.Size(i);
        return sum;
    }

    /// <summary>Mean absolute step between neighbors that both count, on the scale of z when <paramref name="sigmas"/> are given.</summary>
    private static double MovingRange(double[] values, double[]? sigmas, int baseline, ReadOnlySpan<bool> leftOut)
    {
        double sum = 0;
        var pairs = 0;
        for (var i = 1; i < baseline; i++)
        {
            if (leftOut.Length > i && (leftOut[i] || leftOut[i - 1]))
                continue;
            sum += sigmas is null ? Math.Abs(values[i] - values[i - 1]) : Math.Abs(values[i] / sigmas[i] - values[i - 1] / sigmas[i - 1]);
            pairs++;
        }

        return pairs == 0 ? double.NaN : sum / pairs;
    }

    private static Norm Laney(ShewhartKind kind, double center, Subgroups data, int baseline, ReadOnlySpan<bool> leftOut)
    {
        var plain = new Norm(center, 0);
        var sigmas = new double[baseline];
        var off = new double[baseline];
        for (var i = 0; i < baseline; i++)
        {
            sigmas[i] = At(kind, plain, data.Size(i)).Sigma;
            off[i] = data.Values[i] - center;
        }

        return plain with { Factor = MovingRange(off, sigmas, baseline, leftOut) / RangeOfTwo };
    }

    private static Norm Spread(ShewhartKind kind, Subgroups data, int baseline, ReadOnlySpan<bool> leftOut, SigmaFrom from, double center) =>
        new(center, Within(kind == ShewhartKind.Range ? ShewhartKind.XbarR : ShewhartKind.XbarS, data.Values, data, baseline, leftOut, from));

    private static double Within(ShewhartKind kind, double[] spreads, Subgroups data, int baseline, ReadOnlySpan<bool> leftOut, SigmaFrom from)
    {
        double sum = 0, weights = 0, squares = 0, freedom = 0;
        for (var i = 0; i < baseline; i++)
        {
            var n = data.Size(i);
            if (n < 2 || (leftOut.Length > i && leftOut[i]))
                continue;
            var (expected, deviation) = kind == ShewhartKind.XbarR
                ? (ChartConstants.D2((int)n), ChartConstants.D3((int)n)) : (ChartConstants.C4(n), ChartConstants.C5(n));
            var weight = from == SigmaFrom.Weighted ? expected * expected / (deviation * deviation) : 1;
            sum += weight * spreads[i] / expected;
            weights += weight;
            squares += (n - 1) * spreads[i] * spreads[i];
            freedom += n - 1;
        }

        if (weights == 0)
            return double.NaN;
        return from == SigmaFrom.Pooled && kind == ShewhartKind.XbarS ? Math.Sqrt(squares / freedom) / ChartConstants.C4(freedom + 1) : sum / weights;
    }
}
