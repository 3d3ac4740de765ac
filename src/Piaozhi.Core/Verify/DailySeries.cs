using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Verify;

/// <summary>One usable day of an effect's data.</summary>
/// <param name="Weight">Units behind the value: the inverse of its sampling variance up to a factor.</param>
internal readonly record struct Day(int At, DateTime Date, double Value, double Control, double Weight, bool After);

/// <summary>Turns points into aligned days: complete, known as of the case, weighted, holidays apart.</summary>
internal static class DailySeries
{
    /// <summary>Days needed before and after the start for any statement.</summary>
    public const int EnoughBefore = 14, EnoughAfter = 5;

    public static SortedDictionary<DateTime, (double Value, double Weight)> Of(IReadOnlyList<Point> points, EffectCase c)
    {
        var days = new SortedDictionary<DateTime, (double, double)>();
        var kind = c.Indicator.Statistic;
        foreach (var p in points.Where(p => p.Complete && p.At.Date < c.AsOf.Date.AddDays(c.AsOf.TimeOfDay >= new TimeSpan(23, 59, 0) ? 1 : 0)))
        {
            var value = p.Statistic.Value(kind);
            var weight = kind is StatisticKind.Quantile or StatisticKind.Level or StatisticKind.Gap ? p.Statistic.N : p.Statistic.Denominator;
            if (double.IsFinite(value) && weight > 0)
                days[p.At.Date] = (value, kind is StatisticKind.Level ? 1 : weight);
        }

        return days;
    }

    /// <summary>Time of the post period; a roll-out shorter than a week is passed over and what follows it counts.</summary>
    public static (DateTime First, DateTime Last) After(EffectCase c)
    {
        var first = c.Start.TimeOfDay > TimeSpan.Zero ? c.Start.Date.AddDays(1) : c.Start.Date;
        if (c.End is not { } end)
            return (first, DateTime.MaxValue);
        return end - c.Start < TimeSpan.FromDays(7) ? (end.Date.AddDays(1), DateTime.MaxValue) : (first, end.Date);
    }

    /// <summary>
    /// The controls as one series: each about its own level before the start, so that a change in their mix is no change, weighted by units.
    /// </summary>
    public static SortedDictionary<DateTime, (double Value, double Weight)> Pool(
        IEnumerable<SortedDictionary<DateTime, (double Value, double Weight)>> controls, DateTime start)
    {
        var all = controls.ToList();
        var levels = all.Select(s => Level(s.Where(d => d.Key < start.Date))).ToList();
        var size = all.Select(s => s.Where(d => d.Key < start.Date).Sum(d => d.Value.Weight)).ToList();
        var grand = levels.Zip(size, (l, w) => l * w).Sum() / size.Sum();
        var pooled = new SortedDictionary<DateTime, (double, double)>();
        foreach (var date in all.SelectMany(s => s.Keys).Distinct())
        {
            double sum = 0, weight = 0;
            for (var i = 0; i < all.Count; i++)
            {
                if (!all[i].TryGetValue(date, out var d))
                    continue;
                sum += d.Weight * (d.Value - levels[i]);
                weight += d.Weight;
            }

            pooled[date] = (grand + sum / weight, weight);
        }

        return pooled;
    }

    public static double Level(IEnumerable<KeyValuePair<DateTime, (double Value, double Weight)>> days)
    {
        double sum = 0, weight = 0;
        foreach (var (_, d) in days)
        {
            sum += d.Weight * d.Value;
            weight += d.Weight;
        }

        return weight > 0 ? sum / weight : double.NaN;
    }

    /// <summary>
    /// The run of up to two weeks, ending within two weeks before the start, that lies worst against the rest of the baseline; null when
    /// none lies more than 3 standard errors to the bad side. Acting on the worst days makes any next days look better (Galton 1886).
    /// </summary>
    public static Period? WorstRun(IReadOnlyList<Day> before, Direction good, DateTime start)
    {
        if (before.Count < 2 * EnoughBefore)
            return null;
        var sign = good == Direction.Up ? -1 : 1;
        Period? worst = null;
        var most = 3.0;
        for (var last = before.Count - 1; last >= 0 && before[last].Date >= start.Date.AddDays(-14); last--)
        {
            for (var length = 1; length <= 14 && last - length + 1 >= EnoughBefore; length++)
            {
                var run = before.Skip(last - length + 1).Take(length).ToList();
                var rest = before.Take(last - length + 1).ToList();
                var level = Mean(rest);
                var variance = rest.Sum(d => d.Weight * Math.Pow(d.Value - d.Control - level, 2)) / (rest.Count - 1);
                var z = sign * (Mean(run) - level) / Math.Sqrt(variance * (1 / run.Sum(d => d.Weight) + 1 / rest.Sum(d => d.Weight)));
                if (z > most)
                    (most, worst) = (z, new Period(run[0].Date, run[^1].Date.AddDays(1)));
            }
        }

        return worst;
    }

    private static double Mean(List<Day> days) => days.Sum(d => d.Weight * (d.Value - d.Control)) / days.Sum(d => d.Weight);
}
