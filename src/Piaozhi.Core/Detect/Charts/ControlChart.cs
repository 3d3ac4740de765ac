using MathNet.Numerics;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>One point of a drawn chart, on the scale of the indicator, with the rules that it breaks.</summary>
public sealed record ChartPoint(DateTime At, double Value, double Center, double Lower, double Upper, double Z, IReadOnlyList<string> Rules);

/// <summary>Shewhart charts by kind of indicator; limits at 3σ come from the first <c>baseline</c> points that have a value.</summary>
public static class ControlChart
{
    /// <summary>Mean range of two normal values, d2(2) = 2/√π.</summary>
    private static readonly double _rangeOfTwo = 2 / Math.Sqrt(Math.PI);

    /// <summary>Points with no units are left out: they are missing, not zero. Empty when the baseline has under two points.</summary>
    public static IReadOnlyList<ChartPoint> Draw(
        ChartKind kind, StatisticKind statistic, IReadOnlyList<Point> points, int baseline, IReadOnlySet<int>? rules = null)
    {
        var used = points.Where(p => Usable(kind, p.Statistic.Value(statistic))).ToArray();
        var first = used.Take(Math.Max(0, baseline)).Select(p => p.Statistic).ToArray();
        if (first.Length < 2)
            return [];
        var values = used.Select(p => Scaled(kind, p.Statistic.Value(statistic))).ToArray();
        var (center, sigmas) = kind switch
        {
            ChartKind.P or ChartKind.LaneyP => Attribute(used, first, c => c * (1 - c)),
            ChartKind.U or ChartKind.LaneyU => Attribute(used, first, c => c),
            ChartKind.XbarS when statistic == StatisticKind.Mean => Means(used, first),
            _ => Individuals(values, first.Length),
        };
        if (kind is ChartKind.LaneyP or ChartKind.LaneyU)
            sigmas = Laney(values, sigmas, center, first.Length);
        if (kind == ChartKind.G)
            (center, sigmas) = Geometric(values, first.Length);

        var z = values.Select((v, i) => sigmas[i] > 0 ? (v - center) / sigmas[i] : v == center ? 0 : Math.CopySign(double.PositiveInfinity, v - center)).ToArray();
        var broken = ChartRules.Broken(z, rules ?? ChartRules.WesternElectric);
        return [.. used.Select((p, i) => new ChartPoint(
            p.At, p.Statistic.Value(statistic), Back(kind, center), Bound(kind, center - 3 * sigmas[i]), Bound(kind, center + 3 * sigmas[i]), z[i], broken[i]))];
    }

    private static bool Usable(ChartKind kind, double value) =>
        double.IsFinite(value) && (value > 0 || kind is not (ChartKind.IndividualsLog or ChartKind.XbarSLog));

    /// <summary>t^(1/3.6) makes exponential gaps nearly normal (Nelson 1994).</summary>
    private static double Scaled(ChartKind kind, double value) => kind switch
    {
        ChartKind.T => Math.Pow(Math.Max(0, value), 1 / 3.6),
        ChartKind.IndividualsLog or ChartKind.XbarSLog => Math.Log(value),
        _ => value,
    };

    private static double Back(ChartKind kind, double scaled) => kind switch
    {
        ChartKind.T => Math.Pow(Math.Max(0, scaled), 3.6),
        ChartKind.IndividualsLog or ChartKind.XbarSLog => Math.Exp(scaled),
        _ => scaled,
    };

    private static double Bound(ChartKind kind, double scaled) => kind switch
    {
        ChartKind.P or ChartKind.LaneyP => Math.Clamp(scaled, 0, 1),
        ChartKind.U or ChartKind.LaneyU or ChartKind.G => Math.Max(0, scaled),
        _ => Back(kind, scaled),
    };

    private static (double, double[]) Attribute(Point[] used, Sufficient[] first, Func<double, double> variance)
    {
        var center = first.Sum(s => s.Numerator) / first.Sum(s => s.Denominator);
        return (center, [.. used.Select(p => Math.Sqrt(variance(center) / p.Statistic.Denominator))]);
    }

    /// <summary>p′ and u′: σ multiplied by the moving-range σ of the z values (Laney 2002).</summary>
    private static double[] Laney(double[] values, double[] sigmas, double center, int baseline)
    {
        var z = values.Take(baseline).Select((v, i) => (v - center) / sigmas[i]).ToArray();
        var factor = z.Zip(z.Skip(1), (a, b) => Math.Abs(b - a)).Average() / _rangeOfTwo;
        return [.. sigmas.Select(s => s * factor)];
    }

    private static (double, double[]) Individuals(double[] values, int baseline)
    {
        var first = values.Take(baseline).ToArray();
        var sigma = first.Zip(first.Skip(1), (a, b) => Math.Abs(b - a)).Average() / _rangeOfTwo;
        return (first.Average(), [.. values.Select(_ => sigma)]);
    }

    /// <summary>X̄-S: σ = mean of s/c4(n) over the subgroups (qcc: UWAVE-SD), grand mean weighted by n.</summary>
    private static (double, double[]) Means(Point[] used, Sufficient[] first)
    {
        var center = first.Sum(s => s.Numerator) / first.Sum(s => s.Denominator);
        var sigma = first.Where(s => s.N > 1).Select(s =>
            Math.Sqrt(Math.Max(0, s.SumSquares - s.Numerator * s.Numerator / s.N) / (s.N - 1)) / C4(s.N)).DefaultIfEmpty(double.NaN).Average();
        return (center, [.. used.Select(p => sigma / Math.Sqrt(p.Statistic.N))]);
    }

    /// <summary>G: mean ± 3√(ḡ(ḡ+1)) (Benneyan 2001).</summary>
    private static (double, double[]) Geometric(double[] values, int baseline)
    {
        var mean = values.Take(baseline).Average();
        return (mean, [.. values.Select(_ => Math.Sqrt(mean * (mean + 1)))]);
    }

    /// <summary>Expected s of n normal values over σ, by the gamma function.</summary>
    public static double C4(double n) =>
        Math.Sqrt(2 / (n - 1)) * Math.Exp(SpecialFunctions.GammaLn(n / 2) - SpecialFunctions.GammaLn((n - 1) / 2));
}
