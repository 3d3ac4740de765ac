using MathNet.Numerics.Distributions;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Improve;

/// <summary>The level before an improvement, and what it lets one promise.</summary>
/// <param name="Deviation">Standard deviation of a day of mean size, weekday pattern removed, raised for days that depend on one another.</param>
public sealed record Baseline(double Level, double Low, double High, long N, int Days, double Deviation, IReadOnlyList<Caveat> Caveats)
{
    /// <summary>z(0.975) + z(0.8): Cohen 1988, §2.4.</summary>
    private const double Reach = 1.959964 + 0.841621;

    /// <summary>Below so many days nothing is said.</summary>
    private const int Enough = 14;

    public bool HasValue => !double.IsNaN(Level);

    /// <summary>
    /// The level of daily points, weighted by the units behind them, with its 95 % interval from the spread between days (counting alone
    /// makes it too narrow). Days in <paramref name="leftOut"/> are the spike that led to the improvement and are no baseline.
    /// </summary>
    public static Baseline Of(Indicator indicator, IEnumerable<Point> points, Period? leftOut = null)
    {
        var kind = indicator.Statistic;
        var days = points.Where(p => p.Complete && leftOut?.Contains(p.At) != true && double.IsFinite(p.Statistic.Value(kind))).OrderBy(p => p.At)
            .Select(p => (p.At, Value: p.Statistic.Value(kind), p.Statistic.N, Weight: kind switch
            {
                StatisticKind.Level => 1,
                StatisticKind.Quantile or StatisticKind.Gap => p.Statistic.N,
                _ => p.Statistic.Denominator,
            })).Where(d => d.Weight > 0).ToList();
        var (n, total) = (days.Sum(d => d.N), days.Sum(d => d.Weight));
        if (days.Count == 0)
            return new Baseline(double.NaN, double.NaN, double.NaN, 0, 0, double.NaN, [new Caveat(CaveatId.NoData, indicator.Code)]);
        var level = days.Sum(d => d.Weight * d.Value) / total;
        if (days.Count < Enough)
            return new Baseline(level, double.NaN, double.NaN, n, days.Count, double.NaN, [new Caveat(CaveatId.ShortHistory, indicator.Code, days.Count, 0)]);

        var weekly = days.Count >= 3 * 7;
        var levels = days.GroupBy(d => weekly ? d.At.DayOfWeek : default).ToDictionary(g => g.Key, g => g.Sum(d => d.Weight * d.Value) / g.Sum(d => d.Weight));
        var residuals = days.Select(d => Math.Sqrt(d.Weight) * (d.Value - levels[weekly ? d.At.DayOfWeek : default])).ToList();
        var freedom = days.Count - levels.Count;
        var variance = residuals.Sum(r => r * r) / freedom;
        var rho = Math.Clamp(residuals.Zip(residuals.Skip(1), (a, b) => a * b).Sum() / Math.Max(residuals.Sum(r => r * r), double.Epsilon), 0, 0.9);
        var inflation = (1 + rho) / (1 - rho);
        var half = StudentT.InvCDF(0, 1, Math.Max(4, freedom / inflation), 0.975) * Math.Sqrt(variance * inflation / total);
        return new Baseline(level, level - half, level + half, n, days.Count, Math.Sqrt(variance * inflation / (total / days.Count)), []);
    }

    /// <summary>The smallest change that so many days after the start would show with power 0.8; NaN where the baseline is too short.</summary>
    public double Smallest(int daysAfter) => Reach * Deviation * Math.Sqrt(1.0 / Days + 1.0 / daysAfter);

    /// <summary>
    /// Days after the start until a change of this size would be seen with power 0.8: at least two full weeks; null when the baseline is
    /// too short ever to show it, or when it would take more than two years.
    /// </summary>
    public int? DaysToDecide(double change)
    {
        if (!(change > 0) || double.IsNaN(Deviation))
            return null;
        if (Deviation == 0)
            return Enough;
        var left = Math.Pow(change / (Reach * Deviation), 2) - 1.0 / Days;
        if (left <= 0)
            return null;
        var needed = Math.Ceiling(1 / left);
        return needed > 730 ? null : Math.Max(Enough, (int)needed);
    }
}
