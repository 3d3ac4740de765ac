using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>Turns the windows of a chart that stood the test into signals with start, end, size and the moment they would have been said.</summary>
internal sealed class DescribeSignals(HourChart chart, ChartWatch watch, DetectOptions options, double level)
{
    private readonly bool[] _taken = new bool[chart.K.Length];

    /// <param name="hits">Windows kept, with their adjusted p.</param>
    public IEnumerable<(Signal Signal, double[] Weight)> Of(IReadOnlyList<(Hit Hit, double Q)> hits)
    {
        foreach (var (hit, q) in hits.OrderBy(h => h.Hit.P))
        {
            if (Covered(hit))
                continue;
            var found = hit.Shape is WatchedShape.Daily or WatchedShape.Weekly ? Recurring(hit, q) : Lasting(hit, q);
            if (found is { } signal)
                yield return signal;
        }
    }

    /// <summary>Nothing is left of the window once what is told already is taken out of it.</summary>
    private bool Covered(Hit hit)
    {
        var step = hit.Shape == WatchedShape.Weekly ? 168 : 24;
        double rest = 0, variance = 0, whole = 0;
        for (var i = 0; i < hit.Times; i++)
            for (var h = hit.End - i * step - hit.Length; h < hit.End - i * step; h++)
            {
                whole += watch.Rest[h];
                if (_taken[h])
                    continue;
                rest += watch.Rest[h];
                variance += watch.Variance(h);
            }

        return hit.Sign * rest < 4 * Math.Sqrt(variance) || hit.Sign * rest < .3 * Math.Abs(whole);
    }

    private (Signal, double[])? Lasting(Hit hit, double q)
    {
        if (Segment.Around(chart, watch, hit, _taken) is not var (from, to))
            return null;
        var weight = new double[chart.K.Length];
        Array.Fill(weight, 1, from, to - from);
        for (var h = from; h < to; h++)
            _taken[h] = true;
        var goesOn = Segment.GoesOn(chart, watch, from, to, hit.Sign);
        if (goesOn)
            Array.Fill(weight, 1, from, chart.Known - from);
        return Make(hit, q, from, goesOn ? null : to, weight, null);
    }

    private (Signal, double[])? Recurring(Hit hit, double q)
    {
        var step = hit.Shape == WatchedShape.Weekly ? 168 : 24;
        var block = hit.End - hit.Length;
        double Sum(int occurrence, Func<int, double> of)
        {
            double sum = 0;
            for (var h = block + occurrence * step; h < block + occurrence * step + hit.Length; h++)
                sum += h >= 0 && h < chart.Known ? of(h) : 0;
            return sum;
        }

        // Back while most occurrences depart the same way, and forward as long as there are any.
        var first = -(hit.Times - 1);
        while (block + (first - 1) * step >= 24 * options.MinimumDays && hit.Sign * Sum(first - 1, h => watch.Rest[h]) > Math.Sqrt(Sum(first - 1, watch.Variance)))
            first--;
        var last = 0;
        for (var i = 1; block + i * step + hit.Length <= chart.Known; i++)
        {
            if (hit.Sign * Sum(i, h => watch.Rest[h]) > 0)
                last = i;
            else if (i - last >= (step == 24 ? 4 : 2))
                break;
        }

        var weight = new double[chart.K.Length];
        for (var i = first; i <= last; i++)
            for (var h = block + i * step; h < Math.Min(chart.Known, block + i * step + hit.Length); h++)
                (weight[h], _taken[h]) = (1, true);
        var over = block + (last + (step == 24 ? 4 : 2)) * step + hit.Length <= chart.Known;
        var from = block % 24;
        var recurs = new Recurrence(from, from + hit.Length, step == 24 ? null : chart.At(block).DayOfWeek);
        return Make(hit, q, block + first * step, over ? block + last * step + hit.Length : null, weight, recurs);
    }

    private (Signal, double[])? Make(Hit hit, double q, int from, int? to, double[] weight, Recurrence? recurs)
    {
        double k = 0, n = 0, e = 0, rest = 0;
        for (var h = 0; h < weight.Length; h++)
        {
            if (weight[h] <= 0)
                continue;
            k += chart.K[h];
            n += chart.N[h];
            e += watch.Expected[h];
            rest += watch.Rest[h];
        }

        if (n <= 0 || !Matters(k, n, e) || Math.Sign(rest) != hit.Sign)
            return null;
        var indicator = chart.Indicator;
        var (observed, expected) = Values(k, n, e);
        var sign = Math.Sign(observed - expected) is var s and not 0 ? s : hit.Sign * (chart.Flipped ? -1 : 1);
        var start = chart.At(from);
        var signal = new Signal
        {
            Id = StableId.Of(indicator.Code, chart.Slice, start, sign),
            Indicator = indicator.Code,
            Slice = chart.Slice,
            Start = start,
            End = to is { } end ? chart.At(chart.Form == ChartForm.Individuals ? (end + 23) / 24 * 24 : end) : null,
            DetectedAt = Noticed(hit, from),
            Sign = sign,
            Bad = chart.BadSign != 0 && hit.Sign == chart.BadSign,
            Observed = observed,
            Expected = expected,
            N = (long)Math.Round(n),
            Excess = chart.Form == ChartForm.Count ? Math.Abs(k - e) : Displaced(rest, n, weight),
            QValue = q,
            Chart = indicator.Chart,
            Rules = [Rule(hit)],
            Recurs = recurs,
        };
        return (signal, weight);
    }

    /// <summary>Units that would have to move for the mean to move so far: the part of two normal curves that does not overlap.</summary>
    private double Displaced(double rest, double n, double[] weight)
    {
        if (chart.Form == ChartForm.Individuals)
            return chart.Indicator.Statistic == StatisticKind.Level ? Math.Abs(rest) / Math.Max(1, weight.Sum() / 24) : 0;
        double variance = 0;
        for (var h = 0; h < weight.Length; h++)
            variance += weight[h] > 0 ? watch.Variance(h) : 0;
        var apart = Math.Abs(rest) / n / Math.Sqrt(Math.Max(1e-12, variance / n));
        return n * (1 - Statistics.Distributions.Tails.NormalTwoSided(apart / 2));
    }

    /// <summary>In the unit of what is counted; quantiles are put into theirs where the single values are at hand.</summary>
    private (double Observed, double Expected) Values(double k, double n, double e) => chart.Form switch
    {
        _ when chart.Indicator.Statistic == StatisticKind.Gap => (n / Math.Max(k, .5), n / Math.Max(e, 1e-9)),
        ChartForm.Count when chart.Flipped => (1 - k / n, 1 - e / n),
        _ => (k / n, e / n),
    };

    private bool Matters(double k, double n, double e)
    {
        if (n < options.MinimumUnits && chart.Form != ChartForm.Individuals && chart.Indicator.Statistic is not (StatisticKind.Gap or StatisticKind.Rate))
            return false;
        var (observed, expected) = (k / n, e / n);
        if (chart.Form == ChartForm.Count)
            return Math.Abs(k - e) >= options.MinimumRateChange * e && Math.Abs(k - e) >= 2;
        if (chart.Indicator.Statistic == StatisticKind.Level)
            return Math.Abs(observed - expected) >= Math.Max(2, options.MinimumRateChange * expected);
        return Math.Abs(observed - expected) >= options.MinimumMeanChange * Math.Abs(expected);
    }

    /// <summary>The first moment at which a run as of then would have said so: the end of the first window that passes, plus what its units wait for.</summary>
    private DateTime Noticed(Hit hit, int from)
    {
        var end = watch.Hits.Where(h => h.Sign == hit.Sign && h.P <= level && h.End > from && h.Shape != WatchedShape.Hours).Select(h => h.End)
            .Concat(watch.Early.Where(x => x.Sign == hit.Sign && x.P <= level && x.End > from).Select(x => x.End)).DefaultIfEmpty(hit.End).Min();
        return chart.At(end) + chart.Waiting;
    }

    private static string Rule(Hit hit) => hit.Shape switch
    {
        WatchedShape.Hours => "hours-" + hit.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
        WatchedShape.Days => "days-" + (hit.Length / 24).ToString(System.Globalization.CultureInfo.InvariantCulture),
        WatchedShape.Daily => "daily",
        _ => "weekly",
    };
}
