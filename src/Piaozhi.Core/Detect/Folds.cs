namespace Piaozhi.Core.Detect;

/// <summary>Sums over the same hours of several days or weeks in constant time each: cumulated over the hours of a day, then over days.</summary>
internal sealed class Folds(int days)
{
    private const int Width = 25;

    // [day * 25 + hour]: up to that hour, over all days up to that one; and over its weekday only.
    private readonly double[] _rest = new double[days * Width], _variance = new double[days * Width];
    private readonly double[] _weekRest = new double[days * Width], _weekVariance = new double[days * Width];
    private int _next;

    /// <summary>Takes in everything up to and including a day.</summary>
    public void Add(int day, double[] rest, double[] variance)
    {
        for (; _next <= day; _next++)
            for (var h = 0; h < Width; h++)
            {
                var (to, start) = (_next * Width + h, _next * 24);
                var (r, v) = (rest[start + h] - rest[start], variance[start + h] - variance[start]);
                _rest[to] = r + (_next > 0 ? _rest[to - Width] : 0);
                _variance[to] = v + (_next > 0 ? _variance[to - Width] : 0);
                _weekRest[to] = r + (_next >= 7 ? _weekRest[to - 7 * Width] : 0);
                _weekVariance[to] = v + (_next >= 7 ? _weekVariance[to - 7 * Width] : 0);
            }
    }

    /// <summary>Squared sum of the residuals over the variance of their units.</summary>
    /// <param name="step">1 = every day, 7 = the same weekday.</param>
    public double Square(int day, int hour, int length, int times, int step)
    {
        var (rest, variance) = step == 1 ? (_rest, _variance) : (_weekRest, _weekVariance);
        var (to, from) = (day * Width + hour, (day - times * step) * Width + hour);
        var r = rest[to + length] - rest[to] - (from >= 0 ? rest[from + length] - rest[from] : 0);
        var v = variance[to + length] - variance[to] - (from >= 0 ? variance[from + length] - variance[from] : 0);
        return v > 0 ? r * r / v : 0;
    }
}
