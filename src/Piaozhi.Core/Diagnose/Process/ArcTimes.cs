namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Sum, squares, least and largest of the durations of one arc, in milliseconds.</summary>
internal struct ArcTime
{
    public double Sum, Squares;
    public long Min, Max;

    /// <summary>One pass over the events, by several threads, each with figures of its own.</summary>
    public void Add(ArcTime other)
    {
        Sum += other.Sum;
        Squares += other.Squares;
        Min = Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
    }
}

internal static class ArcTimes
{
    public static ArcTime[] Of(EventLog log, ArcIndex index)
    {
        var parts = Split.Cases(log);
        var sums = new ArcTime[parts.Length][];
        Parallel.For(0, parts.Length, p => sums[p] = Part(log, index, parts[p].From, parts[p].To));
        var total = Empty(index);
        foreach (var part in sums)
            for (var a = 0; a < total.Length; a++)
                total[a].Add(part[a]);
        return total;
    }

    private static ArcTime[] Empty(ArcIndex index)
    {
        var times = new ArcTime[index.From.Count];
        Array.Fill(times, new ArcTime { Min = long.MaxValue, Max = long.MinValue });
        return times;
    }

    private static ArcTime[] Part(EventLog log, ArcIndex index, int fromCase, int toCase)
    {
        var times = Empty(index);
        var (start, activity, at, dense, kinds) = (log.Start, log.Activity, log.At, index.Dense, index.Kinds);
        unchecked
        {
            for (var c = fromCase; c < toCase; c++)
            {
                var (row, end) = (start[c], start[c + 1]);
                if (row == end)
                    continue;
                int before = activity[row];
                for (row++; row < end; row++)
                {
                    int now = activity[row];
                    var arc = dense is not null ? dense[before * kinds + now] - 1 : index.Find(before, now);
                    var took = (log.Began is null ? at[row] : log.BeginOf(row)) - at[row - 1];
                    ref var t = ref times[arc];
                    t.Sum += took;
                    t.Squares += (double)took * took;
                    if (took < t.Min)
                        t.Min = took;
                    if (took > t.Max)
                        t.Max = took;
                    before = now;
                }
            }
        }

        return times;
    }
}
