namespace Piaozhi.Core.Detect;

/// <content>What is expected of each hour, and what becomes part of that expectation.</content>
internal sealed partial class ChartWatch
{
    private void Learn(int day)
    {
        _spread.Least = _whole?._shown[day] ?? default;
        _baseline.Learn(_spread.Factor, _chart.Form != ChartForm.Individuals && _spread.Days >= 7);
        _shown[day] = _spread.Now;
        var days = Math.Max(1, _spread.Days);
        _levelError = LevelError(_baseline, days);
        _freedom = Math.Max(4, days - 1.0);
        (_pastError, _pastShift) = (_levelError, Adds ? 0 : 1);
        var old = day - LongGuard + 1;
        if (old < _options.MinimumDays || _past.Exposed <= 0)
            return;
        _past.Learn(1, profile: false);
        _pastError = LevelError(_past, old);
        _pastShift = Adds ? _past.Level - _baseline.Level : _past.Level / _baseline.Level;
    }

    private double LevelError(Baseline baseline, int days) =>
        (_chart.Form == ChartForm.Count ? _spread.Factor / (baseline.Counted + 1) : _spread.Factor * baseline.Unit / Math.Max(1, baseline.Exposed))
        + _spread.Day * _spread.Inflation(days) / days;

    private bool Adds => _chart.Form != ChartForm.Count;

    private bool Special(int day) => _options.Calendar(DateOnly.FromDateTime(_chart.Start).AddDays(day)) is Loop.DayKind.Holiday or Loop.DayKind.MakeUpWorkday;

    /// <summary>Hour of the week; holidays behave like Sundays, make-up working days like Mondays.</summary>
    private int Cell(int hour)
    {
        var date = DateOnly.FromDateTime(_chart.Start).AddDays(hour / 24);
        var day = _options.Calendar(date) switch
        {
            Loop.DayKind.Holiday => DayOfWeek.Sunday,
            Loop.DayKind.MakeUpWorkday => DayOfWeek.Monday,
            _ => date.DayOfWeek,
        };
        return (int)day * 24 + hour % 24;
    }

    private double Prior(int hour) => _prior is null ? _chart.Form == ChartForm.Count ? 1 : 0 : _prior[hour];

    private double Square(int hour) => _chart.Squares.Length > 0 ? _chart.Squares[hour] : 0;

    private void Predict(int h, Baseline baseline)
    {
        var cell = Cell(h);
        var rate = baseline.Expected(cell, Prior(h));
        var n = _chart.N[h];
        Rate[h] = rate;
        Expected[h] = n * rate;
        _rest[h] = _chart.K[h] - Expected[h];
        if (_chart.Form == ChartForm.Count)
        {
            _scale[h] = Expected[h];
            _variance[h] = Expected[h] * (Share ? Math.Max(.02, 1 - rate) : 1);
            _error[h] = Expected[h] * Expected[h] * baseline.ProfileError(cell);
        }
        else
        {
            _scale[h] = n;
            _variance[h] = n * Math.Max(baseline.Unit, Floor(rate));
            _error[h] = n * n * baseline.ProfileError(cell);
        }

        _cumRest[h + 1] = _cumRest[h] + _rest[h];
        _cumVariance[h + 1] = _cumVariance[h] + _variance[h];
        _cumScale[h + 1] = _cumScale[h] + _scale[h];
        _cumError[h + 1] = _cumError[h] + _error[h];
        _cumValues[h + 1] = _cumValues[h] + (_chart.Form == ChartForm.Mean ? _chart.Values[h] : 0);
    }

    /// <summary>A value that never moved says nothing of how it moves: a stock then varies like a count, a reading by a thousandth.</summary>
    private double Floor(double rate) => _chart.Indicator.Statistic == Measure.StatisticKind.Level ? Math.Max(1, Math.Abs(rate)) : 1e-6 * rate * rate;

    private bool Share => _chart.Indicator.Statistic is Measure.StatisticKind.Proportion or Measure.StatisticKind.Quantile or Measure.StatisticKind.Mean;

    /// <summary>The day becomes part of what later days are judged by, but for the hours that stood out.</summary>
    private void Absorb(int day, Baseline into)
    {
        var (from, special) = (24 * day, Special(day));
        if (special)
            return;
        for (var h = from; h < from + 24; h++)
            if (!_masked[h] && h < _chart.Known)
                into.Take(Cell(h), _chart.K[h], _chart.N[h], Square(h), Prior(h), 1);
        if (into == _past)
            return;
        _learned = day;
        _spread.Take(_rest.AsSpan(from, 24), _variance.AsSpan(from, 24), _scale.AsSpan(from, 24), _out.AsSpan(from, 24));
    }

    private int _learned = -1;

    private void Mask(int from, int to, byte how)
    {
        for (var h = Math.Max(0, from); h < to; h++)
        {
            _out[h] = Math.Max(_out[h], how);
            if (_masked[h])
                continue;
            _masked[h] = true;
            // Hours of earlier days were already learned from.
            if (h / 24 <= _learned && !Special(h / 24))
                _baseline.Take(Cell(h), _chart.K[h], _chart.N[h], Square(h), Prior(h), -1);
        }
    }
}
