using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Verify;

/// <summary>What the watch on a gain says: kept so far, or lost since a day.</summary>
/// <param name="Evidence">How many times likelier the days are with a loss than with the gain kept; lost at 20.</param>
public sealed record GainState(bool Lost, DateTime? LostSince, DateTime? NoticedOn, int Days, double Evidence = 0);

/// <summary>
/// Keeps watch on a proved gain by a sequential test: the likelihood of a loss since any day and of several sizes, against that of the gain
/// kept. It is an e-process (Robbins and Siegmund 1970; Ramdas et al. 2023): looked at every day, it calls a kept gain lost in at most 1 of
/// 20 watches.
/// </summary>
public static class GainWatch
{
    /// <summary>Evidence at which a gain counts as lost: 1 over the risk of a false call in the whole watch.</summary>
    private const double Enough = 20;

    /// <summary>Sizes of loss looked for, in standard errors of a day.</summary>
    private static readonly double[] _sizes = [.5, 1, 2, 4];

    /// <summary>
    /// <paramref name="verified"/> are the daily points on which the verdict rests (after the start), <paramref name="since"/> those that
    /// followed it. Deviations are in standard errors of a day of that size, with the day-to-day spread as it was seen when verified;
    /// days that depend on one another count for less.
    /// </summary>
    /// <param name="horizon">Days of the watch over which the risk is shared out.</param>
    public static GainState Check(Indicator indicator, Direction good, IReadOnlyList<Point> verified, IReadOnlyList<Point> since, int horizon = 90)
    {
        var reference = Days(indicator, verified);
        var later = Days(indicator, since);
        if (reference.Count < DailySeries.EnoughAfter || later.Count == 0)
            return new GainState(false, null, null, later.Count);
        var weight = reference.Sum(d => d.Weight);
        var level = reference.Sum(d => d.Weight * d.Value) / weight;
        var variance = reference.Sum(d => d.Weight * (d.Value - level) * (d.Value - level)) / (reference.Count - 1);
        if (variance <= 0)
            return new GainState(false, null, null, later.Count);
        var sign = good == Direction.Down ? 1 : -1;
        var slow = Math.Sqrt(Persistence(reference, level));
        // The level is only known to a standard error: that much worse is no loss.
        var allowance = slow / Math.Sqrt(reference.Count);
        var z = later.Select(d => (sign * (d.Value - level) / Math.Sqrt(variance * (1 / d.Weight + 1 / weight)) - allowance) / slow).ToArray();
        var most = 0.0;
        for (var t = 0; t < z.Length; t++)
        {
            var (evidence, began) = Evidence(z.AsSpan(0, t + 1), Math.Max(horizon, 1));
            most = Math.Max(most, evidence);
            if (evidence >= Enough)
                return new GainState(true, later[began].At, later[t].At, later.Count, evidence);
        }

        return new GainState(false, null, null, later.Count, most);
    }

    /// <summary>Mean over days of change and sizes of the likelihood ratio, and the day that holds most of it.</summary>
    private static (double Evidence, int Began) Evidence(ReadOnlySpan<double> z, int horizon)
    {
        double sum = 0, best = double.NegativeInfinity;
        var began = 0;
        var logs = new double[_sizes.Length];
        for (var j = z.Length - 1; j >= 0; j--)
        {
            double here = 0;
            for (var s = 0; s < _sizes.Length; s++)
            {
                logs[s] += _sizes[s] * z[j] - _sizes[s] * _sizes[s] / 2;
                here += Math.Exp(Math.Min(logs[s], 500)) / _sizes.Length;
            }

            if (j < horizon)
                sum += here / horizon;
            if (here > best)
                (best, began) = (here, j);
        }

        return (sum, began);
    }

    /// <summary>(1+ρ)/(1−ρ): the variance of a mean of days that depend on one another, over that of independent ones.</summary>
    private static double Persistence(List<(DateTime At, double Value, double Weight)> days, double level)
    {
        double cross = 0, square = 0;
        for (var i = 0; i < days.Count; i++)
        {
            var d = days[i].Value - level;
            square += d * d;
            if (i > 0 && (days[i].At - days[i - 1].At).TotalDays < 1.5)
                cross += d * (days[i - 1].Value - level);
        }

        var rho = Math.Clamp(cross / square + (1 + 4 * cross / square) / days.Count, 0, .8);
        return (1 + rho) / (1 - rho);
    }

    private static List<(DateTime At, double Value, double Weight)> Days(Indicator indicator, IReadOnlyList<Point> points) =>
    [
        .. points.Where(p => p.Complete && double.IsFinite(p.Statistic.Value(indicator.Statistic)))
            .Select(p => (p.At, p.Statistic.Value(indicator.Statistic),
                indicator.Statistic switch
                {
                    StatisticKind.Level => 1.0,
                    StatisticKind.Quantile or StatisticKind.Gap => p.Statistic.N,
                    _ => p.Statistic.Denominator,
                }))
            .Where(d => d.Item3 > 0).OrderBy(d => d.At),
    ];
}
