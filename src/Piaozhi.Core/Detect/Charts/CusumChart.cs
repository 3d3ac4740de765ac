namespace Piaozhi.Core.Detect.Charts;

/// <summary>One alarm of a CUSUM: the estimated last point of the old course is the one before <paramref name="Began"/>.</summary>
public readonly record struct CusumAlarm(int Began, int Signaled, bool Up);

/// <summary>Two-sided tabular CUSUM (Page 1954; head start of Lucas and Crosier 1982).</summary>
/// <param name="High">C⁺ = max(0, C⁺ + z − k).</param>
/// <param name="Low">C⁻ = max(0, C⁻ − z − k).</param>
public sealed record CusumChart(double[] High, double[] Low, IReadOnlyList<CusumAlarm> Alarms)
{
    /// <summary>
    /// <paramref name="z"/> are deviations in standard errors. With <paramref name="restart"/> a side begins anew after its alarm,
    /// else it goes on as drawn by qcc, and every point beyond <paramref name="h"/> is an alarm.
    /// </summary>
    /// <param name="head">Start of both sums; h/2 is the fast initial response.</param>
    public static CusumChart Of(ReadOnlySpan<double> z, double k = .5, double h = 5, double head = 0, bool restart = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(h);
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        var (high, low, alarms) = (new double[z.Length], new double[z.Length], new List<CusumAlarm>());
        double up = head, down = head;
        int upBegan = 0, downBegan = 0;
        for (var i = 0; i < z.Length; i++)
        {
            if (up <= 0)
                upBegan = i;
            if (down <= 0)
                downBegan = i;
            high[i] = up = Math.Max(0, up + z[i] - k);
            low[i] = down = Math.Max(0, down - z[i] - k);
            if (up > h)
                alarms.Add(new CusumAlarm(upBegan, i, true));
            if (down > h)
                alarms.Add(new CusumAlarm(downBegan, i, false));
            if (restart)
                (up, down) = (up > h ? 0 : up, down > h ? 0 : down);
        }

        return new CusumChart(high, low, alarms);
    }
}
