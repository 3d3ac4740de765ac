using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>One point of a drawn chart, on the scale of the indicator, with the rules that it breaks.</summary>
public sealed record ChartPoint(DateTime At, double Value, double Center, double Lower, double Upper, double Z, IReadOnlyList<string> Rules);

/// <summary>Draws an indicator's chart of its kind; limits at 3σ come from the first <c>baseline</c> points that have a value.</summary>
public static class ControlChart
{
    /// <summary>Points with no units are left out: they are missing, not zero. Empty when the baseline has under two points.</summary>
    /// <param name="leaveOut">Baseline points beyond the limits do not set them (see <see cref="PhaseOne"/>).</param>
    public static IReadOnlyList<ChartPoint> Draw(
        ChartKind kind, StatisticKind statistic, IReadOnlyList<Point> points, int baseline, IReadOnlySet<int>? rules = null, bool leaveOut = false)
    {
        var used = points.Where(p => Usable(kind, p.Statistic.Value(statistic))).ToArray();
        var first = Math.Min(Math.Max(0, baseline), used.Length);
        if (first < 2)
            return [];
        var (shewhart, data) = Columns(kind, statistic, used);
        var chart = Charted.Of(shewhart, data, new PhaseOne(first, leaveOut));
        var broken = ChartRules.Broken(chart.Z, rules ?? ChartRules.WesternElectric);
        return [.. used.Select((p, i) => new ChartPoint(
            p.At, p.Statistic.Value(statistic), Back(kind, chart.Centers[i]), Back(kind, chart.Lowers[i]), Back(kind, chart.Uppers[i]), chart.Z[i], broken[i]))];
    }

    private static (ShewhartKind, Subgroups) Columns(ChartKind kind, StatisticKind statistic, Point[] used)
    {
        var values = used.Select(p => Scaled(kind, p.Statistic.Value(statistic))).ToArray();
        return kind switch
        {
            ChartKind.P => (ShewhartKind.P, Sized(values, used)),
            ChartKind.LaneyP => (ShewhartKind.LaneyP, Sized(values, used)),
            ChartKind.U => (ShewhartKind.U, Sized(values, used)),
            ChartKind.LaneyU => (ShewhartKind.LaneyU, Sized(values, used)),
            ChartKind.XbarS when statistic == StatisticKind.Mean => (ShewhartKind.XbarS, new Subgroups(
                values, [.. used.Select(p => (double)p.Statistic.N)], [.. used.Select(p => Deviation(p.Statistic))])),
            ChartKind.T => (ShewhartKind.T, new Subgroups(values)),
            ChartKind.G => (ShewhartKind.G, new Subgroups(values)),
            _ => (ShewhartKind.Individuals, new Subgroups(values)),
        };
    }

    private static Subgroups Sized(double[] values, Point[] used) => new(values, [.. used.Select(p => p.Statistic.Denominator)]);

    private static double Deviation(Sufficient s) =>
        s.N > 1 ? Math.Sqrt(Math.Max(0, s.SumSquares - s.Numerator * s.Numerator / s.N) / (s.N - 1)) : double.NaN;

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
}
