using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>How long cases take from the start of their first event to the end of their last, in seconds.</summary>
/// <param name="Censored">Cases that had not ended when the log did.</param>
/// <param name="Median">With censored cases by Kaplan and Meier 1958; NaN when fewer than half have ended.</param>
public sealed record DurationFigures(long Cases, long Censored, double Mean, double Median, Interval MedianInterval, double P90, double Min, double Max);

/// <summary>Cases begun, ended and open in one bucket of time.</summary>
public sealed record Throughput(long From, long Begun, long Ended, long Open);

public static class CaseDurations
{
    /// <param name="ends">Activities that end a case; a case whose last event is another one is not over, and its duration is a lower bound. Null: every case is over.</param>
    public static DurationFigures Of(EventLog log, IReadOnlySet<string>? ends = null)
    {
        var last = log.Cases == 0 || log.Events == 0 ? 0 : log.At.Max();
        var (durations, over) = (new List<long>(log.Cases), new List<bool>(log.Cases));
        for (var c = 0; c < log.Cases; c++)
        {
            if (log.Start[c] == log.Start[c + 1])
                continue;
            var end = log.Start[c + 1] - 1;
            var ended = ends is null || ends.Contains(log.Activities[log.Activity[end]]);
            durations.Add((ended ? log.At[end] : last) - log.BeginOf(log.Start[c]));
            over.Add(ended);
        }

        if (durations.Count == 0)
            return new DurationFigures(0, 0, double.NaN, double.NaN, Interval.Unknown, double.NaN, double.NaN, double.NaN);
        var censored = over.Count(o => !o);
        var ms = durations.ToArray();
        if (censored > 0)
            return new DurationFigures(ms.Length, censored, double.NaN, Survival(durations, over, .5), Interval.Unknown, Survival(durations, over, .1), ms.Min() / 1000.0, ms.Max() / 1000.0);
        var (low, high) = Intervals.QuantileRanks(ms.Length, .5);
        var interval = new Interval(low >= 1 ? Selection.Select(ms, (int)low - 1) / 1000.0 : double.NaN, high <= ms.Length ? Selection.Select(ms, (int)high - 1) / 1000.0 : double.NaN);
        return new DurationFigures(ms.Length, 0, ms.Average() / 1000, Selection.Quantile(ms, .5) / 1000, interval, Selection.Quantile(ms, .9) / 1000, ms.Min() / 1000.0, ms.Max() / 1000.0);
    }

    /// <summary>Cases begun and ended in buckets of equal length.</summary>
    public static IReadOnlyList<Throughput> Throughputs(EventLog log, TimeSpan bucket)
    {
        var size = (long)bucket.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var (begun, ended) = (new SortedDictionary<long, long>(), new SortedDictionary<long, long>());
        static long Floor(long at, long size) => at - ((at % size) + size) % size;
        for (var c = 0; c < log.Cases; c++)
            if (log.Start[c] < log.Start[c + 1])
            {
                var (b, e) = (Floor(log.BeginOf(log.Start[c]), size), Floor(log.At[log.Start[c + 1] - 1], size));
                begun[b] = begun.GetValueOrDefault(b) + 1;
                ended[e] = ended.GetValueOrDefault(e) + 1;
            }

        var (result, open) = (new List<Throughput>(), 0L);
        if (begun.Count == 0)
            return result;
        for (var at = begun.Keys.First(); at <= ended.Keys.Last(); at += size)
        {
            var (b, e) = (begun.GetValueOrDefault(at), ended.GetValueOrDefault(at));
            result.Add(new Throughput(at, b, e, open += b - e));
        }

        return result;
    }

    /// <summary>The duration that a share <paramref name="left"/> of the cases exceeds.</summary>
    private static double Survival(List<long> durations, List<bool> over, double left)
    {
        var (alive, survival) = (durations.Count, 1.0);
        foreach (var group in Enumerable.Range(0, durations.Count).GroupBy(i => durations[i]).OrderBy(g => g.Key))
        {
            survival *= 1 - (double)group.Count(i => over[i]) / alive;
            alive -= group.Count();
            if (survival <= left)
                return group.Key / 1000.0;
        }

        return double.NaN;
    }
}
