using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Every single duration of every arc, for exact quantiles.</summary>
public sealed class ArcDurations
{
    private readonly ArcIndex _index;
    private readonly long[][] _of;

    internal ArcDurations(EventLog log, ArcIndex index, long[] count)
    {
        _index = index;
        _of = Array.ConvertAll(count, n => new long[n]);
        var filled = new int[count.Length];
        var (start, activity, at, dense, kinds) = (log.Start, log.Activity, log.At, index.Dense, index.Kinds);
        unchecked
        {
            for (var c = 0; c < log.Cases; c++)
                for (var row = start[c] + 1; row < start[c + 1]; row++)
                {
                    var arc = dense is not null ? dense[activity[row - 1] * kinds + activity[row]] - 1 : index.Find(activity[row - 1], activity[row]);
                    _of[arc][filled[arc]++] = (log.Began is null ? at[row] : log.BeginOf(row)) - at[row - 1];
                }
        }
    }

    public static ArcDurations Of(EventLog log, Variants? variants = null)
    {
        var counted = Counts.Of(variants ?? Variants.From(log), log.Activities.Count);
        return new ArcDurations(log, counted.Index, counted.Count);
    }

    /// <summary>Milliseconds, in the order of the log until a quantile was asked for, then in no order. Empty when the arc is not there.</summary>
    public IReadOnlyList<long> this[int from, int to] => _index.Find(from, to) is >= 0 and var a ? _of[a] : [];

    /// <summary>Quantile by linear interpolation between the two order statistics around it (Hyndman and Fan 1996, type 7), in seconds.</summary>
    public double Quantile(int from, int to, double q) => _index.Find(from, to) is >= 0 and var a ? Selection.Quantile(_of[a], q) / 1000 : double.NaN;

    /// <summary>The smallest duration that a share <paramref name="q"/> does not exceed (Hyndman and Fan 1996, type 1), in seconds: always one that was.</summary>
    public double Ranked(int from, int to, double q) =>
        _index.Find(from, to) is >= 0 and var a && _of[a].Length is > 0 and var n ? Selection.Select(_of[a], Math.Clamp((int)Math.Ceiling(q * n) - 1, 0, n - 1)) / 1000.0 : double.NaN;

    /// <summary>Interval of a quantile by order statistics, in seconds.</summary>
    public Interval Interval(int from, int to, double q, double level = .95)
    {
        if (_index.Find(from, to) is not (>= 0 and var a))
            return Statistics.Estimation.Interval.Unknown;
        var (low, high) = Intervals.QuantileRanks(_of[a].Length, q, level);
        return new(low >= 1 ? Selection.Select(_of[a], (int)low - 1) / 1000.0 : double.NaN, high <= _of[a].Length ? Selection.Select(_of[a], (int)high - 1) / 1000.0 : double.NaN);
    }

    internal double[] Quantiles(double q)
    {
        var result = new double[_of.Length];
        // Largest first, so that no thread is left alone with it at the end.
        var order = Enumerable.Range(0, _of.Length).OrderByDescending(a => _of[a].Length).ToArray();
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(order, loadBalance: true), a => result[a] = Selection.Quantile(_of[a], q) / 1000);
        return result;
    }
}

/// <summary>Order statistics without sorting (Hoare 1961, with the median of three as pivot).</summary>
internal static class Selection
{
    public static double Quantile(long[] values, double q)
    {
        if (values.Length == 0)
            return double.NaN;
        var at = q * (values.Length - 1);
        var k = (int)at;
        double low = Select(values, k);
        if (at <= k || k + 1 >= values.Length)
            return low;
        // What stands behind k is not smaller: its least is the next order statistic.
        var next = long.MaxValue;
        for (var i = k + 1; i < values.Length; i++)
            next = Math.Min(next, values[i]);
        return low + (at - k) * (next - low);
    }

    public static long Select(long[] values, int k)
    {
        unchecked
        {
            var (left, right) = (0, values.Length - 1);
            while (left < right)
            {
                var middle = (int)(((uint)left + (uint)right) >> 1);
                var (a, b, c) = (values[left], values[middle], values[right]);
                var pivot = a < b ? b < c ? b : a < c ? c : a : a < c ? a : b < c ? c : b;
                var (i, j) = (left, right);
                while (i <= j)
                {
                    while (values[i] < pivot)
                        i++;
                    while (values[j] > pivot)
                        j--;
                    if (i > j)
                        break;
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }

                if (k <= j)
                    right = j;
                else if (k >= i)
                    left = i;
                else
                    return values[k];
            }

            return values[k];
        }
    }
}
