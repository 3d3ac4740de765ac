namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Waiting before an activity against the work in it, over all cases; seconds.</summary>
/// <param name="Waiting">From the end of what came before to the start of this.</param>
/// <param name="Service">From its start to its end, where both are known; NaN where the log tells ends only, and waiting then holds the work too.</param>
/// <param name="Share">Share of all waiting of all cases that is before this activity.</param>
public sealed record StepTime(int Activity, long Events, double Waiting, double WaitingP90, double Service, double ServiceP90, double TotalWaiting, double Share);

/// <summary>Where the time of cases goes: bottlenecks are the steps before which most time is waited in all.</summary>
public static class WaitingTimes
{
    /// <summary>Worst first.</summary>
    public static IReadOnlyList<StepTime> Of(EventLog log)
    {
        var (waits, works) = (new List<long>[log.Activities.Count], new List<long>[log.Activities.Count]);
        for (var a = 0; a < waits.Length; a++)
            (waits[a], works[a]) = ([], []);
        for (var c = 0; c < log.Cases; c++)
            for (var row = log.Start[c]; row < log.Start[c + 1]; row++)
            {
                // Work that overlaps the work before it waited for nothing.
                if (row > log.Start[c])
                    waits[log.Activity[row]].Add(Math.Max(0, log.BeginOf(row) - log.At[row - 1]));
                if (log.Began is { } began && began[row] != long.MinValue)
                    works[log.Activity[row]].Add(log.At[row] - began[row]);
            }

        var total = waits.Sum(w => w.Sum(x => (double)x));
        return [.. Enumerable.Range(0, waits.Length).Where(a => waits[a].Count + works[a].Count > 0).Select(a =>
        {
            var (wait, work) = (waits[a].ToArray(), works[a].ToArray());
            var sum = wait.Sum(x => (double)x);
            return new StepTime(a, Math.Max(wait.Length, work.Length), wait.Length == 0 ? 0 : sum / wait.Length / 1000, wait.Length == 0 ? 0 : Selection.Quantile(wait, .9) / 1000,
                work.Length == 0 ? double.NaN : work.Average() / 1000, Selection.Quantile(work, .9) / 1000, sum / 1000, total > 0 ? sum / total : double.NaN);
        }).OrderByDescending(s => s.TotalWaiting)];
    }
}
