using Piaozhi.Core.Measure;
using Piaozhi.Core.Statistics.Series;

namespace Piaozhi.Core.Verify;

/// <summary>What the watch on a gain says: kept so far, or lost since a day.</summary>
public sealed record GainState(bool Lost, DateTime? LostSince, DateTime? NoticedOn, int Days);

/// <summary>Keeps watch on a proved gain: a cumulative sum of daily deviations from the verified level, towards the bad side.</summary>
public static class GainWatch
{
    /// <summary>
    /// <paramref name="verified"/> are the daily points on which the verdict rests (after the start), <paramref name="since"/> those that
    /// followed it. Deviations are in standard errors of a day of that size, with the day-to-day spread as it was seen when verified.
    /// </summary>
    public static GainState Check(Indicator indicator, Direction good, IReadOnlyList<Point> verified, IReadOnlyList<Point> since)
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
        // The level itself is only known to a standard error; it belongs to the allowance.
        var alarm = Cusum.FirstAlarm([.. later.Select(d => sign * (d.Value - level) / Math.Sqrt(variance * (1 / d.Weight + 1 / weight)))]);
        return alarm is { } a
            ? new GainState(true, later[a.Began].At, later[a.Signaled].At, later.Count)
            : new GainState(false, null, null, later.Count);
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
