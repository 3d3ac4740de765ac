namespace Piaozhi.Core.Detect;

/// <summary>From which hour to which a departure lasted: the stretch whose likelihood gains most by one common shift (Page 1957; Hinkley 1970).</summary>
internal static class Segment
{
    /// <summary>How far before the window that was noticed the start is looked for.</summary>
    private const int Back = 24 * 28;

    /// <param name="taken">Hours that belong to other departures of the chart.</param>
    /// <returns>First hour and the one after the last; null when no stretch that meets the window gains.</returns>
    public static (int From, int To)? Around(HourChart chart, ChartWatch watch, Hit hit, bool[] taken)
    {
        var (first, last) = (hit.End - hit.Length, hit.End);
        for (var round = 0; round < 3; round++)
        {
            var gain = Gain(chart, watch, first, last, hit.Sign);
            if (Best(gain, taken, Math.Max(0, hit.End - hit.Length - Back), chart.Known, hit.End - hit.Length, hit.End) is not var (from, to))
                return null;
            if ((from, to) == (first, last))
                break;
            (first, last) = (from, to);
        }

        return (first, last);
    }

    /// <summary>True when nothing after the stretch says that it is over.</summary>
    public static bool GoesOn(HourChart chart, ChartWatch watch, int from, int to, int sign)
    {
        if (to >= chart.Known)
            return true;
        var gain = Gain(chart, watch, from, to, sign);
        double after = 0;
        for (var h = to; h < chart.Known; h++)
            after += gain[h];
        // Odds of twenty to one against going on are asked for before it is called over.
        return after > -3;
    }

    /// <summary>What each hour adds to the likelihood of the shift that the stretch shows, against none.</summary>
    private static double[] Gain(HourChart chart, ChartWatch watch, int from, int to, int sign)
    {
        double k = 0, e = 0, n = 0, rest = 0;
        for (var h = from; h < to; h++)
        {
            k += chart.K[h];
            e += watch.Expected[h];
            n += chart.N[h];
            rest += watch.Rest[h];
        }

        var gain = new double[chart.K.Length];
        if (chart.Form == ChartForm.Count)
        {
            // Half a count more and less keeps rare counts from being infinitely sure.
            var times = sign > 0 ? Math.Max(1.02, (k + .5) / (e + .5)) : Math.Min(.98, (k + .5) / (e + .5));
            var log = Math.Log(times);
            for (var h = 0; h < gain.Length; h++)
                gain[h] = (chart.K[h] * log - watch.Expected[h] * (times - 1)) / watch.Dispersion;
            return gain;
        }

        var shift = n > 0 ? rest / n : 0;
        for (var h = 0; h < gain.Length; h++)
        {
            var variance = watch.Variance(h);
            gain[h] = variance > 0 ? (shift * watch.Rest[h] * chart.N[h] - shift * shift * chart.N[h] * chart.N[h] / 2) / variance : 0;
        }

        return gain;
    }

    /// <summary>The stretch of largest sum that meets the window (Bentley 1984), not through hours that are taken.</summary>
    private static (int From, int To)? Best(double[] gain, bool[] taken, int from, int to, int first, int last)
    {
        double sum = 0, best = 0;
        (int, int)? found = null;
        var start = from;
        for (var h = from; h < to; h++)
        {
            if (taken[h] || sum <= 0)
                (sum, start) = (0, h);
            if (taken[h])
            {
                start = h + 1;
                continue;
            }

            sum += gain[h];
            if (sum > best && start < last && h >= first)
                (best, found) = (sum, (start, h + 1));
        }

        return found;
    }
}
