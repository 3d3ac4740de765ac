using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>Cuts the units of an indicator into charts: one for the whole, one for each value of each dimension that has enough of them.</summary>
internal sealed class MakeCharts
{
    /// <summary>Units of a value over the whole time below which its chart could say nothing.</summary>
    private const int LeastUnits = 150;

    /// <summary>Events of a value below which a rate could say nothing.</summary>
    private const int LeastEvents = 8;

    private const int MostValues = 400;

    private readonly FactLog _log;
    private readonly Units _units;
    private readonly DateTime _start;
    private readonly int _hours, _known;
    private readonly bool _apart;

    public MakeCharts(FactLog log, Units units, DetectOptions options)
    {
        (_log, _units) = (log, units);
        _start = log.First.Date;
        _known = (int)Math.Ceiling((log.AsOf - units.Waiting - _start).TotalHours - 1e-6);
        _hours = ((Math.Max(_known, 1) + 23) / 24) * 24;
        _apart = OtherExposure(units.Indicator.Definition) || Later(units);
        Counting = Counting.Of(units, FactLog.Milliseconds(_start.AddDays(options.MinimumDays)));
    }

    public Counting Counting { get; }

    public bool TooShort(DetectOptions options) => _known < 24 * (options.MinimumDays + 1);

    public HourChart Whole()
    {
        var to = Arrays();
        foreach (var part in _units.Parts)
            for (var i = 0; i < part.Count; i++)
                Add(part, i, to);
        return Chart(Slice.Whole, to);
    }

    /// <summary>What the indicator's capacity has to deal with: who begins to wait, else the units themselves.</summary>
    public HourChart Load()
    {
        var whole = Whole();
        if (_units.Indicator.Definition is not DurationDefinition d || RowTest.Of(_log, d.From) is not var (table, begins))
            return whole;
        var n = new double[_hours];
        for (var row = 0; row < table.Count; row++)
            if (begins(row) && (table.At[row] - FactLog.Milliseconds(_start)) / 3_600_000 is >= 0 and var h && h < _known)
                n[h]++;
        return new HourChart { Indicator = whole.Indicator, Slice = whole.Slice, Form = ChartForm.Count, Start = _start, K = new double[_hours], N = n, Known = _known };
    }

    /// <summary>Charts of the values of a dimension, and how many units carry one.</summary>
    public IEnumerable<HourChart> By(string dimension)
    {
        var columns = _units.Parts.Select(p => Known(p, _log.Dimension(p.Table, dimension))).ToArray();
        if (Array.TrueForAll(columns, c => c is null))
            yield break;
        // An exposure that does not know the dimension stands behind every value; one that knows it, behind its own.
        var size = new Dictionary<int, int>();
        for (var p = 0; p < columns.Length; p++)
            if (columns[p] is { } column)
                foreach (var row in _units.Parts[p].Row)
                    if (column[row] >= 0)
                        size[column[row]] = size.GetValueOrDefault(column[row]) + 1;
        var counted = Counting.Form == ChartForm.Individuals ? 1 : LeastUnits;
        var rare = _units.Indicator.Statistic is StatisticKind.Rate or StatisticKind.Gap;
        var values = size.Where(s => s.Value >= (rare ? LeastEvents : counted)).OrderByDescending(s => s.Value).Take(MostValues).Select(s => s.Key).ToArray();
        if (values.Length == 0 || (size.Count == 1 && size.Values.First() >= .999 * _units.Count))
            yield break;
        var index = values.Select((v, i) => (v, i)).ToDictionary(x => x.v, x => x.i);
        var arrays = values.Select(_ => Arrays()).ToArray();
        for (var p = 0; p < columns.Length; p++)
        {
            var part = _units.Parts[p];
            for (var i = 0; i < part.Count; i++)
            {
                if (columns[p] is not { } column)
                {
                    foreach (var to in arrays)
                        Add(part, i, to);
                }
                else if (column[part.Row[i]] >= 0 && index.TryGetValue(column[part.Row[i]], out var at))
                {
                    Add(part, i, arrays[at]);
                }
            }
        }

        var names = _log.Values(dimension);
        for (var i = 0; i < values.Length; i++)
            yield return Chart(Slice.Of(dimension, names[values[i]]), arrays[i]);
    }

    /// <summary>An exposure only some of whose rows know the dimension (orders before they are paid) cannot be divided by it.</summary>
    private int[]? Known(UnitPart part, int[]? column)
    {
        if (column is null || _units.Parts.Count < 2 || part == _units.Parts[0])
            return column;
        var known = 0;
        foreach (var row in part.Row)
            known += column[row] >= 0 ? 1 : 0;
        return known >= .9 * part.Count ? column : null;
    }

    private sealed record Sums(double[] K, double[] N, double[] Squares, double[] Values);

    private Sums Arrays()
    {
        var mean = Counting.Form == ChartForm.Mean ? _hours : 0;
        return new Sums(new double[_hours], new double[_hours], new double[mean], new double[mean]);
    }

    private void Add(UnitPart part, int i, Sums to)
    {
        var hour = (int)((part.At[i] - FactLog.Milliseconds(_start)) / 3_600_000);
        if (hour < 0 || hour >= _known)
            return;
        var (above, below) = Counting.Add(part.Num[i], part.Den[i]);
        to.K[hour] += above;
        to.N[hour] += below;
        if (to.Squares.Length == 0 || above == 0)
            return;
        to.Squares[hour] += below > 0 ? above * above / below : above * above;
        to.Values[hour]++;
    }

    private HourChart Chart(Slice slice, Sums sums)
    {
        var (k, n) = (sums.K, sums.N);
        if (_units.Indicator.Definition is GapDefinition { Between: null })
            Array.Fill(n, 1.0, 0, _known);
        else if (_apart)
            Spread(n);
        if (Counting.Form == ChartForm.Individuals)
            Daily(k, n);
        return new HourChart
        {
            Indicator = _units.Indicator, Slice = slice, Form = Counting.Form, Start = _start, K = k, N = n, Squares = sums.Squares, Values = sums.Values,
            Flipped = Counting.Flipped, Bound = Counting.Bound, Known = _known, Waiting = _units.Waiting,
        };
    }

    /// <summary>What is counted is no part of what it is held against (complaints per ticket): only their days belong together, not their hours.</summary>
    private static bool OtherExposure(Definition definition)
    {
        static string Noun(Selector s) => s.Any.Count == 0 ? s.Table.ToString() : FindOutages.Noun(s.Any[0]);
        return definition switch
        {
            RateDefinition r => Noun(r.Count) != Noun(r.Exposure),
            GapDefinition { Between: { } between } g => Noun(g.Events) != Noun(between),
            _ => false,
        };
    }

    /// <summary>What is counted comes mostly in a later hour than what it is held against (orders that expire, and orders).</summary>
    private static bool Later(Units units)
    {
        if (units is not { Indicator.Definition: RateDefinition, Parts: [var counted, var exposed] } || counted.Table != exposed.Table || counted.Count == 0)
            return false;
        var hours = new Dictionary<int, long>();
        for (var i = 0; i < exposed.Count; i++)
            if (exposed.Table.Case[exposed.Row[i]] is >= 0 and var c)
                hours.TryAdd(c, exposed.At[i] / 3_600_000);
        var (known, same) = (0, 0);
        for (var i = 0; i < counted.Count; i++)
            if (counted.Table.Case[counted.Row[i]] is >= 0 and var c && hours.TryGetValue(c, out var hour))
            {
                known++;
                same += counted.At[i] / 3_600_000 == hour ? 1 : 0;
            }

        return known > 0 && same < .8 * known;
    }

    private void Spread(double[] n)
    {
        for (var day = 0; day < n.Length; day += 24)
        {
            var hours = Math.Min(24, _known - day);
            if (hours <= 0)
                return;
            var mean = n.AsSpan(day, hours).ToArray().Sum() / hours;
            n.AsSpan(day, hours).Fill(mean);
        }
    }

    /// <summary>One value a day, kept at its first hour: a stock at its end, a sum over a sum, a mean of readings.</summary>
    private void Daily(double[] k, double[] n)
    {
        double stock = 0;
        for (var day = 0; day < k.Length; day += 24)
        {
            double above = 0, below = 0;
            for (var h = day; h < day + 24; h++)
            {
                above += k[h];
                below += n[h];
                k[h] = n[h] = 0;
            }

            if (_units.Indicator.Statistic == StatisticKind.Level)
            {
                stock = _units.Indicator.Definition is StockDefinition ? stock + above : above;
                (k[day], n[day]) = (stock, day + 24 <= _known ? 1 : 0);
            }
            else if (below > 0)
            {
                (k[day], n[day]) = (above / below, 1);
            }
        }
    }
}
