using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Statistics.Distributions;
using Piaozhi.Core.Statistics.Testing;

namespace Piaozhi.Core.Detect;

/// <summary>Finds the departures among many daily series, with the false discovery rate held over all of them.</summary>
public static class Detector
{
    private static readonly int[] Windows = [1, 2, 3, 5, 7, 14];

    private readonly record struct Hit(int Chart, int Day, int Window, double Sum, double P);

    /// <summary>
    /// Reads every daily series against its own baseline, over trailing windows of 1 to 14 days (Bonferroni within a day), and adjusts
    /// over all days of all charts (Benjamini and Hochberg 1995). Hourly series only sharpen the start.
    /// </summary>
    public static IReadOnlyList<Signal> Find(IEnumerable<SliceSeries> series, DetectOptions options)
    {
        var given = series.ToArray();
        var hourly = given.Where(s => s.Grain == Grain.Hour).GroupBy(Key).ToDictionary(g => g.Key, g => g.First());
        var charts = given.Where(s => s.Grain == Grain.Day).Select(s => StandardSeries.Of(s, options)).OfType<StandardSeries>().ToArray();
        var hits = new List<Hit>();
        var tests = 0;
        for (var c = 0; c < charts.Length; c++)
            tests += Test(charts[c], c, options, hits);
        var q = FalseDiscovery.BenjaminiHochberg([.. hits.Select(h => h.P)], tests);

        var byIndicator = given.Where(s => s.Grain == Grain.Day).ToLookup(s => s.Indicator.Code);
        var found = new List<Signal>();
        foreach (var chart in Enumerable.Range(0, hits.Count).Where(i => q[i] <= options.Level).GroupBy(i => hits[i].Chart))
        {
            var standard = charts[chart.Key];
            var covered = -1;
            foreach (var i in chart.OrderBy(i => hits[i].Day))
            {
                if (hits[i].Day - hits[i].Window + 1 <= covered)
                    continue;
                var run = Extend(standard, hits[i], covered);
                covered = run.Last;
                if (Describe(standard, hits[i], run, q[i], options) is not { } signal)
                    continue;
                if (hourly.TryGetValue(Key(standard.Series), out var hours))
                    signal = signal with { Start = Sharpen(hours, signal) };
                found.Add(signal with { Label = NullChanges.Of(standard, run.First, run.Last, signal, byIndicator[signal.Indicator], options) });
            }
        }

        return [.. found.OrderBy(s => s.Start).ThenBy(s => s.Id, StringComparer.Ordinal)];
    }

    private static string Key(SliceSeries s) => s.Indicator.Code + "|" + s.Slice;

    private static int Test(StandardSeries chart, int index, DetectOptions options, List<Hit> hits)
    {
        var freedom = Math.Max(4, .6 * chart.Baseline);
        var tests = 0;
        for (var day = options.MinimumDays; day < chart.Z.Length; day++)
        {
            tests++;
            var best = new Hit(index, day, 0, 0, 1);
            foreach (var window in Windows)
            {
                if (window > day + 1)
                    break;
                double sum = 0;
                for (var i = day - window + 1; i <= day; i++)
                    sum += chart.Z[i];
                var t = sum / Math.Sqrt(window * Inflation(chart.Correlation, window) * (1 + (double)window / chart.Baseline));
                if (Math.Abs(t) < 3)
                    continue;
                var p = Math.Max(2 * Tails.StudentUpper(Math.Abs(t), freedom), Exact(chart, day - window + 1, day, Math.Sign(sum)));
                if (p < best.P && Matters(chart, day - window + 1, day, options))
                    best = new(index, day, window, sum, p);
            }

            if (best.Window > 0)
                hits.Add(best with { P = Math.Min(1, best.P * Windows.Length) });
        }

        return tests;
    }

    /// <summary>Variance of a sum of AR(1) noise against independent noise (Bartlett 1946).</summary>
    private static double Inflation(double rho, int window)
    {
        double factor = 1, power = 1;
        for (var lag = 1; lag < window; lag++)
            factor += 2 * (1 - (double)lag / window) * (power *= rho);
        return factor;
    }

    /// <summary>Exact two-sided tail of small counts, where the normal approximation says too much; 0 where it is not needed.</summary>
    private static double Exact(StandardSeries chart, int first, int last, int sign)
    {
        if (!chart.Counts)
            return 0;
        double k = 0, n = 0, mean = 0;
        for (var i = first; i <= last; i++)
        {
            k += chart.Points[i].Statistic.Numerator;
            n += chart.Points[i].Statistic.Denominator;
            mean += chart.Points[i].Statistic.Denominator * chart.Expected[i];
        }

        // A share near 1 is rare on its other side.
        if (chart.Kind == StatisticKind.Proportion && mean > n / 2)
            (k, mean, sign) = (n - k, n - mean, -sign);
        if (mean > 200)
            return 0;
        return Math.Min(1, 2 * (sign > 0 ? Tails.PoissonUpper(k, mean) : Tails.PoissonLower(k, mean)));
    }

    private static (double Observed, double Expected, long N) Totals(StandardSeries chart, int first, int last)
    {
        double observed = 0, expected = 0, weights = 0;
        long n = 0;
        for (var i = first; i <= last; i++)
        {
            var s = chart.Points[i].Statistic;
            var weight = chart.Kind switch
            {
                StatisticKind.Level => 1,
                StatisticKind.Quantile => Math.Max(1, s.N),
                _ => s.Denominator,
            };
            observed += weight * s.Value(chart.Kind);
            expected += weight * chart.Expected[i];
            weights += weight;
            n += s.N;
        }

        return (observed / weights, expected / weights, n);
    }

    private static bool Matters(StandardSeries chart, int first, int last, DetectOptions options)
    {
        var (observed, expected, n) = Totals(chart, first, last);
        if (n < options.MinimumUnits && chart.Kind is not (StatisticKind.Level or StatisticKind.Gap))
            return false;
        var scale = chart.Kind == StatisticKind.Proportion ? Math.Min(expected, 1 - expected) : Math.Abs(expected);
        var least = chart.Kind is StatisticKind.Mean or StatisticKind.Quantile ? options.MinimumMeanChange : options.MinimumRateChange;
        return Math.Abs(observed - expected) >= least * scale;
    }

    /// <summary>First and last day by most likely position of one shift around the detection (Page 1957; Hinkley 1970).</summary>
    private static (int First, int Last) Extend(StandardSeries chart, Hit hit, int covered)
    {
        var sign = Math.Sign(hit.Sum);
        var (first, last) = (hit.Day, hit.Day);
        double best = 0, sum = 0;
        for (var i = hit.Day; i > Math.Max(covered, hit.Day - Windows[^1]); i--)
        {
            sum += sign * chart.Z[i];
            var score = sum <= 0 ? 0 : sum * sum / (hit.Day - i + 1);
            if (score > best)
                (best, first) = (score, i);
        }

        sum = 0;
        best = 0;
        for (var i = first; i < chart.Z.Length; i++)
        {
            sum += sign * chart.Z[i];
            var score = sum <= 0 ? 0 : sum * sum / (i - first + 1);
            if (score >= best)
                (best, last) = (score, i);
        }

        return (first, Math.Max(first, last));
    }

    private static Signal? Describe(StandardSeries chart, Hit hit, (int First, int Last) run, double q, DetectOptions options)
    {
        if (!Matters(chart, run.First, run.Last, options))
            return null;
        var (observed, expected, n) = Totals(chart, run.First, run.Last);
        var sign = Math.Sign(observed - expected);
        var indicator = chart.Series.Indicator;
        var exposure = chart.Points[run.First..(run.Last + 1)].Sum(p => p.Statistic.Denominator);
        var start = chart.Points[run.First].At;
        return new Signal
        {
            Id = StableId.Of(indicator.Code, chart.Series.Slice, start, sign),
            Indicator = indicator.Code,
            Slice = chart.Series.Slice,
            Start = start,
            End = run.Last >= chart.Points.Length - 1 ? null : chart.Points[run.Last].At.AddDays(1),
            DetectedAt = chart.Points[hit.Day].At.AddDays(1),
            Sign = sign,
            Bad = indicator.Direction == (sign > 0 ? Direction.Down : Direction.Up),
            Observed = observed,
            Expected = expected,
            N = n,
            Excess = chart.Counts ? Math.Abs(observed - expected) * exposure : 0,
            QValue = q,
            Chart = indicator.Chart,
            Rules = [hit.Window == 1 ? "beyond-limit" : "window-" + hit.Window.ToString(System.Globalization.CultureInfo.InvariantCulture)],
        };
    }

    /// <summary>The hour around the start after which the excess over the expected value piles up most.</summary>
    private static DateTime Sharpen(SliceSeries hours, Signal signal)
    {
        var near = hours.Points.Where(p => p.At >= signal.Start.AddDays(-1) && p.At < signal.Start.AddDays(1) && p.Statistic.Denominator > 0)
            .OrderBy(p => p.At).ToArray();
        var half = (signal.Observed + signal.Expected) / 2;
        double sum = 0, best = 0;
        var start = signal.Start;
        for (var i = near.Length - 1; i >= 0; i--)
        {
            sum += signal.Sign * (near[i].Statistic.Numerator - half * near[i].Statistic.Denominator);
            if (sum > best)
                (best, start) = (sum, near[i].At);
        }

        return start;
    }
}
