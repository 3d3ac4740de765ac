using System.Collections.Concurrent;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>One signal with the chart it was seen on and how far each hour belongs to it.</summary>
public sealed record SeenSignal(Signal Signal, HourChart Chart, double[] Weight, double[] Expected, double Dispersion);

/// <summary>What a run of the detection found, with what the diagnosis needs to go on.</summary>
public sealed record Detection(IReadOnlyList<SeenSignal> Seen, IReadOnlyDictionary<string, Units> Units, IReadOnlyDictionary<string, Counting> Countings, IReadOnlyList<Outage> Outages)
{
    public IReadOnlyList<Signal> Signals => [.. Seen.Select(s => s.Signal)];

    /// <summary>Fields that came in another unit for a while.</summary>
    public IReadOnlyList<Slip> Slips { get; init; } = [];

    /// <summary>Charts × days that were judged.</summary>
    public long Tests { get; init; }

    public static Detection Nothing { get; } = new([], new Dictionary<string, Units>(), new Dictionary<string, Counting>(), []);
}

/// <summary>Finds the departures on all charts of a log, with the false discovery rate held over all of them and all days.</summary>
public static class Detector
{
    private sealed record Watched(HourChart Chart, ChartWatch Watch);

    /// <param name="indicators">What is charted: the catalogue and whatever else is worth a chart.</param>
    public static Detection Find(FactLog log, IEnumerable<Indicator> indicators, DetectOptions options, IProgress<string>? progress = null)
    {
        var all = new ConcurrentBag<Watched>();
        var units = new ConcurrentDictionary<string, Units>(StringComparer.Ordinal);
        var countings = new ConcurrentDictionary<string, Counting>(StringComparer.Ordinal);
        var loads = new ConcurrentDictionary<string, HourChart>(StringComparer.Ordinal);
        var charted = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        long tests = 0;
        var outages = FindOutages.Of(log, options);
        Parallel.ForEach(indicators.OrderBy(i => i.Code, StringComparer.Ordinal), new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, indicator =>
        {
            if (CountUnits.Of(indicator, log, options.Work) is not { } counted)
                return;
            units[indicator.Code] = counted;
            var charts = new MakeCharts(log, counted, options);
            countings[indicator.Code] = charts.Counting;
            if (charts.TooShort(options))
                return;
            progress?.Report(indicator.Code);
            loads[indicator.Code] = charts.Load();
            var many = 0;
            foreach (var one in WatchAll(log, counted, charts, options, days => { Interlocked.Add(ref tests, days); many++; }))
                all.Add(one);
            charted[indicator.Code] = many;
        });

        var watched = all.OrderBy(w => w.Chart.Indicator.Code, StringComparer.Ordinal).ThenBy(w => w.Chart.Slice.ToString(), StringComparer.Ordinal).ToArray();
        var (q, level) = Discoveries.Of([.. watched.Select(w => new Judged(w.Chart.Indicator.Code, [.. w.Watch.Hits.Select(h => h.P)], w.Watch.Tested))], charted, options.Level);
        var seen = new List<SeenSignal>();
        for (var i = 0; i < watched.Length; i++)
        {
            var (own, watch) = watched[i];
            var believed = watch.Hits.Zip(q[i]).Where(x => !double.IsNaN(x.Second)).ToList();
            if (believed.Count == 0)
                continue;
            foreach (var (signal, weight) in new DescribeSignals(own, watch, options, level[i]).Of(believed))
                if (QuantileValues.Put(signal, own, weight, watch, units[signal.Indicator], log) is { } told && QuantileValues.Matters(told, signal, own, options))
                    seen.Add(new SeenSignal(told, own, weight, watch.Expected, watch.Dispersion));
        }

        var slips = FindSlips.Of(log, options);
        var name = new NullChanges(log, options, outages, slips, FindOutages.Surges(log, options), loads);
        seen = [.. seen.AsParallel().AsOrdered().WithDegreeOfParallelism(options.Threads).Select(s => s with { Signal = s.Signal with { Label = name.Of(s, units[s.Signal.Indicator]) } })];
        seen = [.. OtherQuestion.Everywhere(seen, loads)];
        return new Detection([.. seen.OrderBy(s => s.Signal.Start).ThenBy(s => s.Signal.Id, StringComparer.Ordinal)], units, countings, outages) { Tests = tests, Slips = slips };
    }

    private static IEnumerable<Watched> WatchAll(FactLog log, Units units, MakeCharts charts, DetectOptions options, Action<int> tested)
    {
        var whole = charts.Whole();
        var watch = ChartWatch.Of(whole, options, null);
        if (watch is null)
            yield break;
        tested(watch.Tested);
        if (watch.Hits.Count > 0)
            yield return new Watched(whole, watch);
        var seen = new HashSet<(double, double, double)>();
        foreach (var dimension in units.Parts.SelectMany(p => DimensionsOf(log, p)).Distinct(StringComparer.Ordinal).Order(DimensionOrder.Instance))
            foreach (var chart in charts.By(dimension))
            {
                // Another name for the same units (the one outlet of a region) is no second chart.
                if (!seen.Add(Print(chart)))
                    continue;
                var own = ChartWatch.Of(chart, options, watch);
                if (own is null)
                    continue;
                tested(own.Tested);
                if (own.Hits.Count > 0)
                    yield return new Watched(chart, own);
            }
    }

    /// <summary>The dimensions by which the units of a part can be cut into places; measured quantities (scores, delays) are none.</summary>
    public static IReadOnlyList<string> DimensionsOf(FactLog log, UnitPart part) =>
        [.. log.Dimensions(part.Table).Where(d => d != "customer_id" && Useful(log, d)).Order(DimensionOrder.Instance)];

    private static bool Useful(FactLog log, string dimension)
    {
        var values = log.Values(dimension);
        if (!dimension.StartsWith("attributes.", StringComparison.Ordinal))
            return values.Count > 1;
        // What came of a step is no place where it went wrong.
        if (values.Count is < 2 or > 3000 || dimension is "attributes.result" or "attributes.outcome" or "attributes.status")
            return false;
        var numbers = 0;
        for (var i = 0; i < values.Count; i++)
            numbers += double.IsNaN(values.Number(i)) ? 0 : 1;
        return values.Count <= 24 || numbers < .8 * values.Count;
    }

    private static (double, double, double) Print(HourChart chart)
    {
        double k = 0, n = 0, mixed = 0;
        for (var h = 0; h < chart.K.Length; h++)
        {
            k += chart.K[h];
            n += chart.N[h];
            mixed += (chart.K[h] + 3 * chart.N[h]) * (h + 1);
        }

        return (k, n, mixed);
    }
}

/// <summary>The plain dimensions first, in their order of the contract; attributes after them by name.</summary>
public sealed class DimensionOrder : IComparer<string>
{
    public static DimensionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (Rank(x), Rank(y));
        return a != b ? a.CompareTo(b) : string.CompareOrdinal(x, y);
    }

    private static int Rank(string? name)
    {
        for (var i = 0; i < Listen.Dimensions.Names.Count; i++)
            if (Listen.Dimensions.Names[i] == name)
                return i;
        return int.MaxValue;
    }
}
