namespace Piaozhi.Core.Detect;

/// <summary>
/// How much more a chart varies than its units alone would (Laney 2002): a factor on the variance of single hours, and what whole blocks
/// and days vary together beyond it. Learned from what was predicted before it came. What stood out for some hours counts as far as four
/// standard deviations: a chart that has such hours again and again is one of wide limits. A slice varies at least as the whole does.
/// </summary>
internal sealed class Spread
{
    /// <summary>What a chart shows of its own variation on a day: what the whole shows is the least that its slices have.</summary>
    internal readonly record struct Shown(double Factor, double Hour, double Block, double Day, double Correlation);

    private readonly List<(double Square, double Variance)> _hours = [];
    private readonly List<(double Residual, double Variance, double Scale)> _blocks = [], _days = [];
    private bool _learned;
    private double _factor = 1, _block, _day, _correlation;

    public int Days => _days.Count;

    /// <summary>What the whole shows of the same day; a slice has too few units to know it by itself.</summary>
    public Shown Least { get; set; }

    public Shown Now => new(Factor, Hour, Block, Day, Correlation);

    /// <summary>Variance of an hour over that of its units; at least 1.</summary>
    public double Factor => Learned()._factor;

    /// <summary>The part of the factor that the units of an hour share, over the square of their scale.</summary>
    private double Hour
    {
        get
        {
            Learned();
            double variance = 0, square = 0;
            foreach (var d in _days)
                (variance, square) = (variance + d.Variance, square + d.Scale * d.Scale / 12);
            return square > 0 ? (_factor - 1) * variance / square : 0;
        }
    }

    /// <summary>Variance that the hours of a block share, over the square of their scale.</summary>
    public double Block => Math.Max(Learned()._block, Math.Max(Least.Block, Least.Hour));

    /// <summary>Variance that the hours of a day share.</summary>
    public double Day => Math.Max(Learned()._day, Least.Day);

    /// <summary>Correlation of a day with the next.</summary>
    public double Correlation => Math.Max(Learned()._correlation, Least.Correlation);

    /// <summary>One day of unmasked hours: residual, variance of the units, scale of the shared part.</summary>
    /// <param name="out">1 for hours that stood out for less than a day, 2 for those that belong to something longer.</param>
    public void Take(ReadOnlySpan<double> rest, ReadOnlySpan<double> variance, ReadOnlySpan<double> scale, ReadOnlySpan<byte> @out)
    {
        var most = 4 * Math.Sqrt(Factor);
        double square = 0, sum = 0, r = 0, s = 0;
        Span<(double Residual, double Variance, double Scale)> blocks = stackalloc (double, double, double)[6];
        for (var h = 0; h < rest.Length; h++)
        {
            if (@out[h] >= 2)
                continue;
            var bound = most * Math.Sqrt(variance[h]);
            var one = @out[h] == 1 ? Math.Clamp(rest[h], -bound, bound) : rest[h];
            square += one * one;
            sum += variance[h];
            r += one;
            s += scale[h];
            ref var block = ref blocks[h / 4];
            block = (block.Residual + one, block.Variance + variance[h], block.Scale + scale[h]);
        }

        if (s <= 0)
            return;
        _hours.Add((square, sum));
        _days.Add((r, sum, s));
        // About their own day, so that what the day has in common is not counted twice; six about a mean are worth five.
        foreach (var b in blocks)
            if (b.Scale > 0)
                _blocks.Add((b.Residual - r * b.Scale / s, b.Variance * (1 - b.Scale / s), b.Scale));
        _learned = false;
    }

    /// <summary>Variance of a mean of days that hang together, over that of independent ones (Bartlett 1946).</summary>
    public double Inflation(int days)
    {
        double factor = 1, power = 1;
        var rho = Correlation;
        if (rho <= 0)
            return 1;
        for (var lag = 1; lag < days; lag++)
            factor += 2 * (1 - (double)lag / days) * (power *= rho);
        return factor;
    }

    private Spread Learned()
    {
        if (_learned)
            return this;
        _learned = true;
        _factor = Math.Max(1, Ratio(_hours.Select(h => (h.Square, h.Variance))));
        _block = Shared(_blocks);
        var days = Detrended();
        _day = Shared(days);
        _correlation = Neighbors(days);
        return this;
    }

    private static double Ratio(IEnumerable<(double Square, double Variance)> parts)
    {
        double square = 0, variance = 0;
        foreach (var p in parts)
            (square, variance) = (square + p.Square, variance + p.Variance);
        return variance > 0 ? square / variance : 0;
    }

    /// <summary>
    /// The part that hours share: what block variances exceed those of their hours, one standard error added because a variance from few
    /// blocks is known badly.
    /// </summary>
    private double Shared(List<(double Residual, double Variance, double Scale)> blocks)
    {
        if (blocks.Count < 5)
            return 0;
        var ratio = Ratio(blocks.Select(b => (b.Residual * b.Residual, b.Variance)));
        var upper = ratio * (1 + Math.Sqrt(2.0 / blocks.Count));
        var excess = upper - _factor;
        if (excess <= 0)
            return 0;
        double variance = 0, square = 0;
        foreach (var b in blocks)
            (variance, square) = (variance + b.Variance, square + b.Scale * b.Scale);
        return excess * variance / square;
    }

    /// <summary>
    /// Days about a straight line through each six weeks: a drift is what is looked for and no property of the noise. Two of the days of a
    /// stretch go into its line.
    /// </summary>
    private List<(double Residual, double Variance, double Scale)> Detrended()
    {
        const int Stretch = 42;
        var days = new List<(double Residual, double Variance, double Scale)>(_days.Count);
        for (var from = 0; from < _days.Count; from += Stretch)
        {
            var part = _days.GetRange(from, Math.Min(Stretch, _days.Count - from));
            if (part.Count < 10)
            {
                days.AddRange(part);
                continue;
            }

            // Relative residuals, weighted by scale.
            double sw = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
            for (var i = 0; i < part.Count; i++)
            {
                var (w, y) = (part[i].Scale, part[i].Residual / part[i].Scale);
                (sw, sx, sy, sxx, sxy) = (sw + w, sx + w * i, sy + w * y, sxx + w * i * i, sxy + w * i * y);
            }

            var slope = sw * sxx - sx * sx is var d and > 0 ? (sw * sxy - sx * sy) / d : 0;
            var level = sw > 0 ? (sy - slope * sx) / sw : 0;
            var lost = Math.Sqrt(part.Count / (part.Count - 2.0));
            for (var i = 0; i < part.Count; i++)
                days.Add((lost * (part[i].Residual - part[i].Scale * (level + slope * i)), part[i].Variance, part[i].Scale));
        }

        return days;
    }

    private double Neighbors(List<(double Residual, double Variance, double Scale)> days)
    {
        if (days.Count < 10)
            return 0;
        double cross = 0, own = 0, root = Math.Sqrt(_factor);
        for (var i = 0; i < days.Count; i++)
        {
            var z = Math.Clamp(days[i].Residual / Math.Sqrt(days[i].Variance), -4 * root, 4 * root);
            own += z * z;
            if (i > 0)
                cross += z * Math.Clamp(days[i - 1].Residual / Math.Sqrt(days[i - 1].Variance), -4 * root, 4 * root);
        }

        var rho = own > 0 ? cross / own : 0;
        // Estimates from short series lie low by about 1/n; noise alone is not called correlation.
        return rho > 1 / Math.Sqrt(days.Count) ? Math.Min(.9, rho + 1.0 / days.Count) : 0;
    }
}
