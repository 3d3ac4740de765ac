using Piaozhi.Core.Statistics.Distributions;

namespace Piaozhi.Core.Detect;

/// <content>The windows that end on a day, and how unlikely each is.</content>
internal sealed partial class ChartWatch
{
    private void Test(int day)
    {
        var best = new Hit(day, WatchedShape.Hours, 0, 0, 1, 0, 1);
        var last = Math.Min(24 * (day + 1), _chart.Known);
        if (_chart.Form != ChartForm.Individuals)
        {
            for (var end = 24 * day + 1; end <= last; end++)
                foreach (var length in HourWindows)
                    if (end - length >= 0 && Plain(end - length, end, HourTests) is var (sign, p) && p < .05)
                    {
                        if (p < best.P)
                            best = new(day, WatchedShape.Hours, end, length, 1, sign, p);
                        if (p < Striking)
                            _early.Add((end, length, sign, p));
                    }
        }

        if (last == 24 * (day + 1))
        {
            foreach (var days in DayWindows)
                if (days <= day && Plain(last - 24 * days, last, DayTests) is var (sign, p) && p < best.P)
                    best = new(day, WatchedShape.Days, last, 24 * days, 1, sign, p);
            if (_chart.Form != ChartForm.Individuals)
                Fold(day, ref best);
        }

        Tested++;
        if (best.P >= Worth)
            return;
        _hits.Add(best);
        if (best.P < Striking)
            for (var i = 0; i < best.Times; i++)
            {
                var end = best.End - i * (best.Shape == WatchedShape.Weekly ? 168 : 24);
                Mask(end - best.Length, end, (byte)(best.Length > 24 || best.Times > 1 ? 2 : 1));
            }
    }

    private (int Sign, double P)? Plain(int from, int to, double tests)
    {
        var variance = _cumVariance[to] - _cumVariance[from];
        var scale = _cumScale[to] - _cumScale[from];
        if (!(scale > 0))
            return null;
        var rest = _cumRest[to] - _cumRest[from];
        var days = (to - from) / 24;
        var (level, counts) = (_levelError, Range(from, to));
        if (days >= LongWindow)
        {
            var shift = Adds ? _pastShift * scale : (_pastShift - 1) * scale;
            (rest, level, counts) = (rest - shift, _pastError, (counts.K, counts.Expected + (Adds ? 0 : shift)));
            if (!Adds)
                (variance, scale) = (variance * _pastShift, scale * _pastShift);
        }

        var shared = days <= 1 ? (_spread.Block + _spread.Day) * scale * scale : _spread.Day * _spread.Inflation(days) * scale * scale / days;
        return Judge(rest, variance, shared, (_cumError[to] - _cumError[from]) * Math.Max(1, days), scale, tests, counts, _cumValues[to] - _cumValues[from], level);
    }

    private (double K, double Expected) Range(int from, int to)
    {
        if (_chart.Form != ChartForm.Count)
            return default;
        var expected = _cumScale[to] - _cumScale[from];
        return (_cumRest[to] - _cumRest[from] + expected, expected);
    }

    private (int Sign, double P)? Judge(double rest, double variance, double shared, double profile, double scale, double tests, (double K, double Expected) counts, double values, double? levelError = null)
    {
        // A mean of a handful of values is nowhere near normal.
        if (_chart.Form == ChartForm.Mean && values < LeastValues)
            return null;
        var level = (levelError ?? _levelError) * scale * scale;
        var units = variance * _spread.Factor;
        var total = units + shared + profile + level;
        var z = rest / Math.Sqrt(total);
        if (Math.Abs(z) < 3)
            return null;
        var freedom = shared > 0 || _spread.Factor > 1 ? total * total / (Square2(shared + level) / _freedom + Square2(units) / (12 * _freedom) + 1e-300) : 1e6;
        if (_chart.Form == ChartForm.Mean)
            freedom = Math.Min(freedom, values - 1);
        var p = Tails.StudentUpper(Math.Abs(z), Math.Clamp(freedom, 4, 1e6));
        if (_chart.Form == ChartForm.Count)
            p = Math.Max(p, Tails.Count(Math.Round(counts.K), counts.Expected, total, z > 0));
        return (Math.Sign(z), Math.Min(1, 2 * p * tests));

        static double Square2(double x) => x * x;
    }

    /// <summary>The same hours over the last days, and over the same weekday of the last weeks.</summary>
    private void Fold(int day, ref Hit best)
    {
        _folds!.Add(day, _cumRest, _cumVariance);
        // What is no more than three standard deviations by its units alone is nothing by any wider measure.
        var least = 9 * _spread.Factor;
        foreach (var length in BlockLengths)
            for (var hour = 0; hour + length <= 24; hour++)
            {
                foreach (var times in DailyTimes)
                    if (times <= day && _folds.Square(day, hour, length, times, 1) > least)
                        Folded(day, hour, length, times, 24, WatchedShape.Daily, ref best);
                foreach (var times in WeeklyTimes)
                    if (7 * (times - 1) <= day - 1 && _folds.Square(day, hour, length, times, 7) > least)
                        Folded(day, hour, length, times, 168, WatchedShape.Weekly, ref best);
            }
    }

    /// <summary>
    /// Without its most striking occurrence: what happened once does not come back, and would otherwise be found again with every later day.
    /// </summary>
    private void Folded(int day, int hour, int length, int times, int step, WatchedShape shape, ref Hit best)
    {
        double sum = 0;
        for (var i = 0; i < times; i++)
            sum += Block(24 * day + hour - i * step, length, _cumRest);
        var (side, most, worst) = (Math.Sign(sum), double.NegativeInfinity, 0);
        for (var i = 0; i < times; i++)
            if (side * Block(24 * day + hour - i * step, length, _cumRest) is var r && r > most)
                (most, worst) = (r, i);
        double rest = 0, variance = 0, scale = 0, squares = 0, error = 0, values = 0;
        for (var i = 0; i < times; i++)
        {
            if (i == worst)
                continue;
            var from = 24 * day + hour - i * step;
            rest += Block(from, length, _cumRest);
            variance += Block(from, length, _cumVariance);
            var s = Block(from, length, _cumScale);
            scale += s;
            squares += s * s;
            error += Block(from, length, _cumError);
            values += Block(from, length, _cumValues);
        }

        if (!(scale > 0))
            return;
        var shared = (_spread.Block + _spread.Day) * squares;
        var counts = _chart.Form == ChartForm.Count ? (rest + scale, scale) : default;
        if (Judge(rest, variance, shared, error * times, scale, FoldTests, counts, values) is var (sign, p) && sign == side && p < best.P)
            best = new(day, shape, 24 * day + hour + length, length, times, sign, p);
    }

    private static double Block(int from, int length, double[] sums) => sums[from + length] - sums[from];
}
