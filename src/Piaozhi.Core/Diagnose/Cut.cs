using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>
/// The units of an indicator at the hours of a departure, beside those of the weeks before it that they are compared with, each with what
/// it counts and what was to be expected of one like it.
/// </summary>
internal sealed class Cut
{
    /// <summary>Units looked at on each side; more tell nothing new and cost time.</summary>
    private const int Most = 150_000;

    private readonly double[] _rate;

    private Cut(FactLog log, UnitPart part, bool counts, int[] now, int[] before, double[] k, double[] n, double[] rate, double ratio)
    {
        (Log, Part, CountsOnly, Now, Before, K, N, _rate, Ratio) = (log, part, counts, now, before, k, n, rate, ratio);
        Squared = 1;
    }

    public FactLog Log { get; }
    public UnitPart Part { get; }

    /// <summary>Only what is counted is known one by one; its exposure is known in sum (complaints per ticket).</summary>
    public bool CountsOnly { get; }

    /// <summary>Units within the departure, as positions in <see cref="Part"/>.</summary>
    public int[] Now { get; }

    /// <summary>Units of the time before that they are compared with.</summary>
    public int[] Before { get; }

    public double[] K { get; }
    public double[] N { get; }

    /// <summary>Exposure now over exposure before.</summary>
    public double Ratio { get; }

    /// <summary>Variance of one value about its expectation; 1 for counts.</summary>
    public double Squared { get; private init; }

    public bool Mean { get; private init; }

    public double Expected(int unit) => N[unit] * _rate[unit];

    public static Cut? Of(FactLog log, SeenSignal seen, Units units, Counting counting, IReadOnlyList<string> dimensions, Func<UnitPart, int, bool>? only = null)
    {
        var chart = seen.Chart;
        if (chart.Form == ChartForm.Individuals && units.Indicator.Statistic != StatisticKind.Level)
            return null;
        var counts = units.Parts.Count > 1 || units.Indicator.Statistic is StatisticKind.Gap or StatisticKind.Level;
        var part = units.Parts[0];
        var hours = Hours.Of(seen);
        var (now, before) = (new List<int>(), new List<int>());
        var start = FactLog.Milliseconds(chart.Start);
        var (k, n) = (new double[part.Count], new double[part.Count]);
        for (var i = 0; i < part.Count; i++)
        {
            var h = (int)((part.At[i] - start) / 3_600_000);
            if (h < 0 || h >= chart.Known || hours.Kind[h] == 0 || (only is not null && !only(part, i)))
                continue;
            // What ends a stock is no unit of it.
            if (part.Num[i] < 0 && units.Indicator.Statistic == StatisticKind.Level)
                continue;
            (k[i], n[i]) = counting.Form == ChartForm.Individuals ? (part.Num[i], 1) : counting.Add(part.Num[i], part.Den[i]);
            (hours.Kind[h] > 0 ? now : before).Add(i);
        }

        if (now.Count == 0)
            return null;
        var ratio = counts ? Exposure(chart, hours, 1) / Math.Max(1e-9, Exposure(chart, hours, -1)) : 1;
        if (counting.Form == ChartForm.Individuals)
            ratio = hours.Count(1) / Math.Max(1.0, hours.Count(-1));
        var (some, earlier) = (Thin(now), Thin(before));
        if (counts && (some.Length < now.Count || earlier.Length < before.Count))
            ratio *= some.Length / (double)now.Count / (earlier.Length / (double)Math.Max(1, before.Count));
        var mean = counting.Form == ChartForm.Mean;
        var rate = counts ? new double[part.Count] : UsualRates.Of(log, part, some, earlier, k, n, dimensions, mean);
        double square = 0;
        if (mean)
            foreach (var i in earlier)
                square += n[i] > 0 ? Math.Pow(k[i] / n[i] - rate[i], 2) : 0;
        return new Cut(log, part, counts, some, earlier, k, n, rate, ratio) { Mean = mean, Squared = mean ? Math.Max(1e-12, square / Math.Max(1, earlier.Length)) : 1 };
    }

    /// <summary>Every so manyth, so that all of the time stays in.</summary>
    private static int[] Thin(List<int> units)
    {
        if (units.Count <= Most)
            return [.. units];
        var step = (double)units.Count / Most;
        return [.. Enumerable.Range(0, Most).Select(i => units[(int)(i * step)])];
    }

    private static double Exposure(HourChart chart, Hours hours, int kind)
    {
        double sum = 0;
        for (var h = 0; h < chart.Known; h++)
            sum += hours.Kind[h] == kind ? chart.N[h] : 0;
        return sum;
    }
}

/// <summary>Which hours belong to a departure (1) and which ones it is compared with (−1): the same hours of the day in the four weeks before.</summary>
internal sealed class Hours
{
    private const int Back = 24 * 28;

    private Hours(sbyte[] kind) => Kind = kind;

    public sbyte[] Kind { get; }

    public int Count(int kind) => Kind.Count(k => k == kind);

    public static Hours Of(SeenSignal seen)
    {
        var chart = seen.Chart;
        var kind = new sbyte[chart.K.Length];
        var ofDay = new bool[24];
        var first = -1;
        for (var h = 0; h < chart.Known; h++)
        {
            if (seen.Weight[h] <= 0)
                continue;
            first = first < 0 ? h : first;
            kind[h] = 1;
            ofDay[h % 24] = true;
        }

        var all = ofDay.Count(x => x) >= 18;
        for (var h = Math.Max(0, first - Back); h < first; h++)
            if (all || ofDay[h % 24])
                kind[h] = -1;
        // A departure that fills the history is compared with what follows it.
        if (kind.Count(k => k == -1) < 24)
            for (var h = 0; h < chart.Known; h++)
                if (kind[h] == 0 && (all || ofDay[h % 24]))
                    kind[h] = -1;
        return new Hours(kind);
    }
}

/// <summary>What was to be expected of each unit by the values it carries: main effects of all dimensions, shrunk, fitted on the time before.</summary>
internal static class UsualRates
{
    private const double Worth = 8;

    public static double[] Of(FactLog log, UnitPart part, int[] now, int[] before, double[] k, double[] n, IReadOnlyList<string> dimensions, bool mean)
    {
        double sumK = 0, sumN = 0;
        foreach (var i in before)
            (sumK, sumN) = (sumK + k[i], sumN + n[i]);
        var level = mean ? sumN > 0 ? sumK / sumN : 0 : (sumK + .5) / (sumN + 1);
        var rate = new double[part.Count];
        foreach (var i in before)
            rate[i] = level;
        foreach (var i in now)
            rate[i] = level;
        var columns = dimensions.Select(d => (Column: log.Dimension(part.Table, d), Count: log.Values(d).Count)).Where(c => c.Column is not null).ToArray();
        for (var sweep = 0; sweep < 2; sweep++)
            foreach (var (column, count) in columns)
            {
                var (y, x) = (new double[count + 1], new double[count + 1]);
                foreach (var i in before)
                {
                    var v = column![part.Row[i]] + 1;
                    y[v] += mean ? k[i] - n[i] * rate[i] : k[i];
                    x[v] += mean ? n[i] : n[i] * rate[i];
                }

                double Effect(int v) => mean ? y[v] / (x[v] + Worth) : (y[v] + Worth) / (x[v] + Worth);
                var effects = Enumerable.Range(0, count + 1).Select(Effect).ToArray();
                foreach (var i in before)
                    Put(i, effects[column![part.Row[i]] + 1]);
                foreach (var i in now)
                    Put(i, effects[column![part.Row[i]] + 1]);
            }

        return rate;

        void Put(int i, double effect) => rate[i] = mean ? rate[i] + effect : Math.Min(.999 * Math.Max(1, n[i]), rate[i] * effect);
    }
}
