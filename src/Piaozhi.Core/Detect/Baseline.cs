namespace Piaozhi.Core.Detect;

/// <summary>
/// What an hour of the week is expected to bring, learned from the hours before it: a level, an hour-of-day, a weekday and an
/// hour-of-week effect, each kept only as far as its spread exceeds chance (empirical Bayes, James and Stein 1961; Robbins 1956). Effects
/// of counts multiply, effects of means add. A slice is judged relative to what the whole expects of that hour.
/// </summary>
/// <param name="unit">Variance of a value that the whole shows, worth ten values; 0 for the whole itself.</param>
internal sealed class Baseline(ChartForm form, double unit = 0)
{
    private const double UnitWorth = 10;

    private const int Cells = 168;

    // Per hour of the week: counted (or the sum above the prior) and expected (or the number of values).
    private readonly double[] _y = new double[Cells], _x = new double[Cells];
    private readonly double[] _hour = new double[24], _day = new double[7], _cell = new double[Cells];
    private readonly double[] _error = new double[Cells];
    private double _sumY, _sumX, _squares, _values;

    private bool Adds => form != ChartForm.Count;

    /// <summary>Counted so far.</summary>
    public double Counted => _sumY;

    public double Exposed => _sumX;

    /// <summary>Variance of one value about its expectation; 1 for counts.</summary>
    public double Unit { get; private set; } = 1;

    public double Level { get; private set; }

    /// <summary>Takes an hour in (<paramref name="sign"/> +1) or out again (−1).</summary>
    public void Take(int cell, double k, double n, double squares, double prior, int sign)
    {
        var (y, x) = Adds ? (k - n * prior, n) : (k, n * prior);
        _y[cell] += sign * y;
        _x[cell] += sign * x;
        _sumY += sign * y;
        _sumX += sign * x;
        if (!Adds || n <= 0)
            return;
        // Squares about the prior, so that sums stay small.
        _squares += sign * ((squares > 0 ? squares : k * k / n) - 2 * prior * k + n * prior * prior);
        _values += sign * n;
    }

    /// <summary>Learns the effects from what was taken in. <paramref name="spread"/>: variance of a count over its mean.</summary>
    public void Learn(double spread, bool profile)
    {
        Level = Adds ? (_sumX > 0 ? _sumY / _sumX : 0) : (_sumY + 1) / (_sumX + 1);
        if (Adds)
            Unit = Math.Max(1e-12, (Math.Max(0, _squares - _values * Level * Level) + (unit > 0 ? UnitWorth * unit : 0)) / Math.Max(1, _values - 1 + (unit > 0 ? UnitWorth : 0)));
        Array.Fill(_hour, Adds ? 0 : 1);
        Array.Fill(_day, Adds ? 0 : 1);
        Array.Fill(_cell, Adds ? 0 : 1);
        Array.Clear(_error);
        if (!profile || _sumX <= 0)
            return;
        var noise = Adds ? Unit * spread : spread;
        Span<double> y = stackalloc double[24], x = stackalloc double[24], w = stackalloc double[24];
        Fold(c => c % 24, y, x);
        Shrink(y, x, noise, _hour, w);
        for (var c = 0; c < Cells; c++)
            _error[c] += w[c % 24];
        y = y[..7];
        x = x[..7];
        w = w[..7];
        Fold(c => c / 24, y, x);
        Shrink(y, x, noise, _day, w);
        for (var c = 0; c < Cells; c++)
            _error[c] += w[c / 24];
        Span<double> cy = stackalloc double[Cells], cx = stackalloc double[Cells], cw = stackalloc double[Cells];
        Fold(c => c, cy, cx);
        Shrink(cy, cx, noise, _cell, cw);
        for (var c = 0; c < Cells; c++)
            _error[c] += cw[c];
    }

    /// <summary>Expected rate or mean of an hour of the week, given what the whole expects of it.</summary>
    public double Expected(int cell, double prior) => Adds
        ? prior + Level + _hour[cell % 24] + _day[cell / 24] + _cell[cell]
        : prior * Level * _hour[cell % 24] * _day[cell / 24] * _cell[cell];

    /// <summary>Variance of the profile at an hour of the week: relative for counts, absolute for means.</summary>
    public double ProfileError(int cell) => _error[cell];

    /// <summary>What the effects learned so far leave, by group.</summary>
    private void Fold(Func<int, int> group, Span<double> y, Span<double> x)
    {
        y.Clear();
        x.Clear();
        for (var c = 0; c < Cells; c++)
        {
            if (_x[c] <= 0 && _y[c] == 0)
                continue;
            var g = group(c);
            if (Adds)
            {
                y[g] += _y[c] - _x[c] * (Level + _hour[c % 24] + _day[c / 24]);
                x[g] += _x[c];
            }
            else
            {
                y[g] += _y[c];
                x[g] += _x[c] * Level * _hour[c % 24] * _day[c / 24];
            }
        }
    }

    /// <summary>Effects by the method of moments: the spread between groups beyond noise says how far each is believed.</summary>
    private void Shrink(Span<double> y, Span<double> x, double noise, double[] effect, Span<double> error)
    {
        double over = 0, square = 0;
        for (var g = 0; g < y.Length; g++)
        {
            if (x[g] <= 0)
                continue;
            var rest = Adds ? y[g] : y[g] - x[g];
            over += rest * rest - noise * x[g];
            square += x[g] * x[g];
        }

        var between = square > 0 ? Math.Max(0, over / square) : 0;
        for (var g = 0; g < y.Length; g++)
        {
            if (between <= 0)
            {
                (effect[g], error[g]) = (Adds ? 0 : 1, 0);
                continue;
            }

            var strength = noise / between;
            effect[g] = Adds ? y[g] / (x[g] + strength) : Math.Clamp((y[g] + strength) / (x[g] + strength), .02, 50);
            error[g] = noise / (x[g] + strength);
        }
    }
}
