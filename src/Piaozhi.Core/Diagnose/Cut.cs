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

    /// <summary>A count beside the attempts that it is a part of: each unit is one of which it is known whether it was counted.</summary>
    public static Cut? Among(FactLog log, SeenSignal seen, Units units, IReadOnlyList<int> attempts, IReadOnlyList<string> dimensions)
    {
        var (counted, chart, hours) = (units.Parts[0], seen.Chart, Hours.Of(seen));
        var start = FactLog.Milliseconds(chart.Start);
        int Kind(long at) => (int)((at - start) / 3_600_000) is >= 0 and var h && h < chart.Known ? hours.Kind[h] : 0;
        // All that was counted; of the attempts so many as tell, each worth the ones left out.
        var inside = attempts.Count(row => Kind(counted.Table.At[row]) != 0);
        var step = Math.Max(1, (int)Math.Ceiling(inside / (double)Most));
        var (rows, k, n) = (new List<int>(), new List<double>(), new List<double>());
        for (var i = 0; i < counted.Count; i++)
            if (Kind(counted.At[i]) != 0 && counted.Num[i] > 0)
                Take(counted.Row[i], counted.Num[i], counted.Num[i]);
        var nr = 0;
        foreach (var row in attempts)
            if (Kind(counted.Table.At[row]) != 0 && nr++ % step == 0)
                Take(row, 0, step);
        var at = rows.Select(row => counted.Table.At[row]).ToArray();
        int[] Of(int kind) => [.. Enumerable.Range(0, at.Length).Where(i => Kind(at[i]) == kind)];
        var (now, before) = (Of(1), Of(-1));
        if (now.Length == 0 || before.Length == 0)
            return null;
        var part = new UnitPart(counted.Table, [.. rows], at, [.. k], [.. n]);
        return new Cut(log, part, false, now, before, part.Num, part.Den, UsualRates.Of(log, part, now, before, part.Num, part.Den, dimensions, mean: false), 1);

        void Take(int row, double above, double below)
        {
            rows.Add(row);
            k.Add(above);
            n.Add(below);
        }
    }

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
        var columns = dimensions.Select(d => (Column: log.Dimension(part.Table, d), Count: log.Values(d).Count)).Where(c => c.Column is not null && (mean || !Tells(c.Column, part, before, k, n))).ToArray();
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

    /// <summary>A field that says how it ended (a result, a score, a reason) was settled with it and is no place where it happened.</summary>
    public static bool Tells(int[] column, UnitPart part, int[] units, double[] k, double[] n)
    {
        var sums = new Dictionary<int, (double K, double N)>();
        double allK = 0, allN = 0;
        foreach (var i in units)
        {
            var v = column[part.Row[i]];
            if (v < 0)
                continue;
            var (a, b) = sums.GetValueOrDefault(v);
            sums[v] = (a + k[i], b + n[i]);
            (allK, allN) = (allK + k[i], allN + n[i]);
        }

        static double Spread(double k, double n) => n > 0 && k >= 0 && k <= n ? k * (1 - k / n) : n;
        // What two hundred values tell of a dozen failures is luck.
        return allK >= 10 && allN - allK >= 10 && sums.Count < .2 * Math.Min(allK, allN - allK) && sums.Values.Sum(s => Spread(s.K, s.N)) < .5 * Spread(allK, allN);
    }
}
