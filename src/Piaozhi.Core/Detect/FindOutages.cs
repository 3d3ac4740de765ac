using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>A stretch in which a source sent nothing although it always does.</summary>
/// <param name="Source">Name of the source; where rows name none, the noun of the activities that are missing.</param>
/// <param name="To">Null while it lasts.</param>
public sealed record Outage(string Source, DateTime From, DateTime? To, DateTime NoticedAt, double Missing, IReadOnlySet<string> Activities)
{
    public bool Touches(DateTime from, DateTime? to, TimeSpan slack) => from < (To ?? DateTime.MaxValue - slack) + slack && (to ?? DateTime.MaxValue) > From - slack;
}

/// <summary>A stretch in which far more was asked for than that hour of the week usually brings.</summary>
public sealed record Surge(DateTime From, DateTime? To, double Times);

/// <summary>Watches how much comes in: sources that fall silent, and demand that rises for everybody.</summary>
internal static class FindOutages
{
    /// <summary>Rows that must be missing before silence is no accident.</summary>
    private const double LeastMissing = 25;

    private static readonly Indicator Volume = new()
    {
        Code = "(volume)", Name = new Bilingual("数据量", "Volume"), Formula = new Bilingual("每小时行数", "rows an hour"), Unit = Unit.Count, Direction = Direction.Watch,
        Journey = "backstage", Chart = ChartKind.LaneyU, Definition = new RateDefinition { Count = new Selector(), Exposure = new Selector() },
    };

    public static IReadOnlyList<Outage> Of(FactLog log, DetectOptions options)
    {
        if (log.Table(FactTable.Event) is not { } events || events.Text("activity") is not { } activity)
            return [];
        var names = log.Values("activity");
        var source = events.Text("source");
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var row = 0; row < events.Count; row++)
        {
            var group = source is not null && source[row] >= 0 ? log.Values("source")[source[row]] : Noun(names[activity[row]]);
            (groups.TryGetValue(group, out var list) ? list : groups[group] = []).Add(row);
        }

        var outages = new List<Outage>();
        foreach (var (group, rows) in groups.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (Chart(log, rows.Select(r => events.At[r])) is var (chart, watch))
                outages.AddRange(Silences(chart, watch, group, rows.Select(r => names[activity[r]]).ToHashSet(StringComparer.Ordinal)));
        }

        return outages;

        (HourChart, ChartWatch)? Chart(FactLog of, IEnumerable<long> at) => Watch(of, at, options);
    }

    /// <summary>Stretches in which demand is at least half above what is usual, for hours or days.</summary>
    public static IReadOnlyList<Surge> Surges(FactLog log, DetectOptions options)
    {
        if (log.Table(FactTable.Event) is not { } events || events.Text("activity") is not { } activity)
            return [];
        foreach (var demand in (string[])["order.submitted", "order.created", "ticket.issued", "gate.attempted"])
        {
            var code = log.Values("activity").Find(demand);
            if (code < 0)
                continue;
            var at = Enumerable.Range(0, events.Count).Where(r => activity[r] == code).Select(r => events.At[r]);
            return Watch(log, at, options) is var (chart, watch) ? Rises(chart, watch) : [];
        }

        return [];
    }

    public static string Noun(string activity) => activity.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? activity[..dot] : activity;

    private static (HourChart, ChartWatch)? Watch(FactLog log, IEnumerable<long> at, DetectOptions options)
    {
        var start = log.First.Date;
        var known = (int)Math.Ceiling((log.AsOf - start).TotalHours - 1e-6);
        var hours = (known + 23) / 24 * 24;
        var (k, n) = (new double[hours], new double[hours]);
        Array.Fill(n, 1, 0, known);
        foreach (var ms in at)
            if ((ms - FactLog.Milliseconds(start)) / 3_600_000 is >= 0 and var h && h < known)
                k[h]++;
        var chart = new HourChart { Indicator = Volume, Slice = Slice.Whole, Form = ChartForm.Count, Start = start, K = k, N = n, Known = known };
        return ChartWatch.Of(chart, options, null) is { } watch ? (chart, watch) : null;
    }

    /// <summary>How many units each hour usually brings to a chart.</summary>
    public static double[]? UsualLoad(HourChart of, DetectOptions options)
    {
        var n = new double[of.N.Length];
        Array.Fill(n, 1, 0, of.Known);
        var chart = new HourChart { Indicator = Volume, Slice = Slice.Whole, Form = ChartForm.Count, Start = of.Start, K = of.N, N = n, Known = of.Known };
        return ChartWatch.Of(chart, options, null)?.Expected;
    }

    private static IEnumerable<Outage> Silences(HourChart chart, ChartWatch watch, string source, HashSet<string> activities)
    {
        // The stretch ends with the last known hour, or when rows come again.
        for (var h = 0; h < chart.Known; h++)
        {
            if (chart.K[h] > 0)
                continue;
            var from = h;
            double missing = 0, came = 0;
            var noticed = -1;
            for (; h < chart.Known && chart.K[h] <= .03 * watch.Expected[h]; h++)
            {
                missing += watch.Expected[h];
                came += chart.K[h];
                if (noticed < 0 && missing >= LeastMissing)
                    noticed = h + 1;
            }

            if (noticed < 0 || came > .03 * missing || !Always(chart, from, h))
                continue;
            // As likely as the source's own ups and downs allow.
            if (Statistics.Distributions.Tails.Count(came, missing, missing * watch.Dispersion + watch.Shared * missing * missing, upper: false) > 1e-6)
                continue;
            while (from > 0 && watch.Expected[from] < 1)
                from++;
            yield return new Outage(source, chart.At(from), h >= chart.Known ? null : chart.At(h), chart.At(noticed), missing, activities);
        }
    }

    /// <summary>The same hours of the weeks before were never as empty: what is closed on some nights did not fall silent.</summary>
    private static bool Always(HourChart chart, int from, int to)
    {
        for (var week = 1; week <= 6; week++)
        {
            double came = 0;
            if (from - 168 * week < 0)
                break;
            for (var h = from; h < to; h++)
                came += chart.K[h - 168 * week];
            if (came <= 0)
                return false;
        }

        return true;
    }

    private static List<Surge> Rises(HourChart chart, ChartWatch watch)
    {
        var surges = new List<Surge>();
        for (var h = 24; h < chart.Known; h++)
        {
            if (!Rises(h))
                continue;
            var from = h;
            double k = 0, e = 0;
            var quiet = 0;
            var last = h;
            // Quiet hours of the night are no end of it.
            for (; h < chart.Known && quiet < 12; h++)
            {
                quiet = Rises(h) ? 0 : quiet + 1;
                if (quiet == 0)
                    last = h;
            }

            for (var i = from; i <= last; i++)
                (k, e) = (k + chart.K[i], e + watch.Expected[i]);
            if (k >= 1.4 * e)
                surges.Add(new Surge(chart.At(from), last + 12 >= chart.Known ? null : chart.At(last + 1), k / Math.Max(e, 1)));
        }

        return surges;

        bool Rises(int h) => chart.K[h] >= 1.4 * watch.Expected[h] && chart.K[h] - watch.Expected[h] > 4 * Math.Sqrt(watch.Expected[h] + 1);
    }
}
