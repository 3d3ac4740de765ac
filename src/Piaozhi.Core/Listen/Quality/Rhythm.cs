namespace Piaozhi.Core.Listen.Quality;

/// <summary>A time in which a source that usually speaks said nothing.</summary>
/// <param name="From">First silent hour.</param>
/// <param name="To">End of the silence; the end of what is looked at while it lasts.</param>
/// <param name="Expected">Rows that usually come in such a time.</param>
public sealed record Silence(DateTime From, DateTime To, double Expected, bool Lasting);

/// <summary>The weekly rhythm of a source, and where it fell silent against it.</summary>
public static class Rhythm
{
    /// <summary>
    /// Arrivals that are usual in a time before its silence is worth a word. Rows come in bunches, so they are first divided by their index of
    /// dispersion; chance then leaves out twelve with probability e⁻¹², less than one false alarm in a hundred sources and months.
    /// </summary>
    public const double Missing = 12;

    private const int Week = 7 * 24;

    /// <summary>The silences between two moments, given the rows of every hour that had any.</summary>
    /// <remarks>
    /// A silent time is compared with the same hours of the other weeks (of the other days where there are less than three weeks): usual is
    /// their mean, and it is a gap only when nearly all of them had rows, so that a rhythm that varies is no gap. One of four or more others
    /// may have been silent too: that was the other gap.
    /// </remarks>
    public static IReadOnlyList<Silence> Silences(IReadOnlyDictionary<DateTime, long> hours, DateTime from, DateTime to)
    {
        if (hours.Count == 0)
            return [];
        // Before a source spoke for the first time it was no source.
        var (first, end) = (Hour(hours.Keys.Min() > from ? hours.Keys.Min() : from), Hour(to));
        var span = (int)(end - first).TotalHours;
        if (span < 48)
            return [];
        var counts = new long[span];
        for (var i = 0; i < span; i++)
            counts[i] = hours.GetValueOrDefault(first.AddHours(i));
        var period = span >= 3 * Week ? Week : 24;
        var bunch = Math.Max(1, Dispersion(counts, period));
        var (silences, since) = (new List<Silence>(), -1);
        for (var i = 0; i <= span; i++)
        {
            if (i < span && counts[i] == 0)
            {
                since = since < 0 ? i : since;
                continue;
            }

            if (since >= 0 && Usual(counts, since, i, period, bunch) is { } usual)
                silences.Add(new Silence(first.AddHours(since), first.AddHours(i), usual, i == span));
            since = -1;
        }

        return silences;
    }

    /// <summary>What usually comes in these hours; null when their silence is nothing unusual.</summary>
    private static double? Usual(long[] counts, int from, int to, int period, double bunch)
    {
        var others = new List<long>();
        // A silence longer than the period is compared with what went before it, hour by hour.
        var step = (int)Math.Ceiling((to - from) / (double)period) * period;
        for (var shift = -(from / period) * period; from + shift < counts.Length; shift += period)
        {
            if (Math.Abs(shift) < step || from + shift < 0 || to + shift > counts.Length)
                continue;
            var sum = 0L;
            for (var i = from; i < to; i++)
                sum += counts[i + shift];
            others.Add(sum);
        }

        if (others.Count == 0)
            return null;
        others.Sort();
        var mean = others.Average();
        var least = others[others.Count >= 4 ? 1 : 0];
        return mean / bunch >= Missing && least >= Math.Max(3, 0.3 * mean) ? mean : null;
    }

    /// <summary>Variance by mean of the counts of one hour of the period, over all hours: 1 where rows come one by one, more where they come in bunches.</summary>
    private static double Dispersion(long[] counts, int period)
    {
        var (squares, means) = (0.0, 0.0);
        for (var slot = 0; slot < period; slot++)
        {
            var same = new List<double>();
            for (var i = slot; i < counts.Length; i += period)
                same.Add(counts[i]);
            if (same.Count < 2 || same.Average() is not (> 0 and var mean))
                continue;
            squares += same.Sum(x => (x - mean) * (x - mean)) / (same.Count - 1);
            means += mean;
        }

        return means == 0 ? 1 : squares / means;
    }

    private static DateTime Hour(DateTime at) => new(at.Year, at.Month, at.Day, at.Hour, 0, 0);
}
