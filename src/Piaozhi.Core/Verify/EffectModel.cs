using Piaozhi.Core.Statistics.Estimation;
using Piaozhi.Core.Statistics.Regression;

namespace Piaozhi.Core.Verify;

/// <summary>The regression behind an effect: level, step, weekdays and perhaps a trend, with errors that may persist.</summary>
internal sealed class EffectModel
{
    private const int After = 1;

    private readonly List<Day> _used;
    private readonly double[] _penalties;
    private readonly int[] _steps;
    private readonly double _meanNoise;

    private EffectModel(PersistentErrors errors, List<Day> used, double[] penalties, int[] steps)
    {
        (Errors, _used, _penalties, _steps) = (errors, used, penalties, steps);
        _meanNoise = used.Average(d => 1 / d.Weight);
    }

    public PersistentErrors Errors { get; }

    public double Estimate => Errors.Coefficient(After);

    public double StandardError => Errors.Error(After) * Math.Sqrt(Inflation);

    /// <summary>How much more variance placebo effects show than their own errors say; 1 = no more.</summary>
    public double Inflation { get; private init; } = 1;

    /// <param name="steps">Days, counted from the start, on which other actions began.</param>
    public static EffectModel? Fit(List<Day> used, EffectMethod method, int[]? steps = null)
    {
        steps ??= [];
        // Nothing else stands for what would have come to a lone series, so a trend of its own is likelier to matter there. Prior deviations
        // of the slope are per 30 days, in deviations of a day.
        (double, double)[] slopes = method == EffectMethod.Its ? [(0, .4), (.5, .3), (2, .3)] : [(0, .8), (.5, .15), (2, .05)];
        if (used.Count(d => !d.After) < 21)
            slopes = [(0, 1)];
        // Few days say little about weekdays: then they are held near alike.
        var weekdays = used.Count(d => !d.After) >= 21 ? 10.0 : 3;
        double[] penalties = [double.PositiveInfinity, double.PositiveInfinity, .. Enumerable.Repeat(weekdays, 6), .. steps.Select(_ => 10.0), double.NaN];
        var errors = PersistentErrors.Fit(
            [.. used.Select(d => Row(d, steps))], [.. used.Select(d => d.Value - d.Control)], [.. used.Select(d => d.Weight)], [.. used.Select(d => d.At)], penalties, slopes);
        return errors is null ? null : new EffectModel(errors, used, penalties, steps);
    }

    public EffectModel Widened(double inflation) => new(Errors, _used, _penalties, _steps) { Inflation = inflation };

    /// <summary>Slope per 30 days that the comparison has if it has one, with its interval.</summary>
    public (double Value, double Low, double High)? Slope(double level)
    {
        if (Errors.WithTrend() is not { } sloped)
            return null;
        var column = 8 + _steps.Length;
        var (low, high) = sloped.Interval(column, level);
        return (sloped.Coefficient(column), low, high);
    }

    public (double Low, double High) Interval(double level)
    {
        var (low, high) = Errors.Interval(After, level);
        var root = Math.Sqrt(Inflation);
        return (Estimate + root * (low - Estimate), Estimate + root * (high - Estimate));
    }

    /// <summary>
    /// Days that lie over five robust deviations from what the model says of them, on either side of the start alike: outages and other
    /// stories of their own. None when they are more than a tenth, for then they are the usual course.
    /// </summary>
    public HashSet<DateTime> Wild()
    {
        double Off(Day d) => (d.Value - d.Control - Errors.Predict(Row(d, _steps))) / Math.Sqrt(Errors.Share + (1 - Errors.Share) / d.Weight / _meanNoise);
        var spread = Robust.Mad([.. _used.Select(Off)]) * Robust.NormalMad;
        var far = _used.Where(d => Math.Abs(Off(d)) > 5 * spread).ToList();
        return spread > 0 && far.Count <= _used.Count / 10 ? [.. far.Select(d => d.Date)] : [];
    }

    /// <summary>The standard error once <paramref name="days"/> days have passed since the start, if they are like those seen.</summary>
    public double ErrorAfter(DateTime first, int days)
    {
        var before = _used.Where(d => !d.After).ToList();
        var usual = _used.Average(d => d.Weight);
        var start = _used.First(d => d.After);
        var later = Enumerable.Range(0, days).Select(i => new Day(start.At + i, first.AddDays(i), 0, 0, usual, true));
        List<Day> all = [.. before, .. later];
        return Errors.ErrorOn([.. all.Select(d => Row(d, _steps))], [.. all.Select(d => d.Weight)], [.. all.Select(d => d.At)], _penalties, After) * Math.Sqrt(Inflation);
    }

    /// <summary>What was seen, what would have been expected without the action, and where 95 % of such days would lie.</summary>
    public EffectPoint Point(Day d, bool leftOut)
    {
        var expected = d.Control + Errors.Predict(Row(d with { After = false }, _steps));
        var half = 1.96 * Math.Sqrt(Errors.Variance * (Errors.Share + (1 - Errors.Share) / d.Weight / _meanNoise));
        return new EffectPoint(d.Date, d.Value, expected, expected - half, expected + half, d.After, leftOut);
    }

    private static double[] Row(Day d, int[] steps) =>
        [1, d.After ? 1 : 0, .. Enumerable.Range(1, 6).Select(w => ((int)d.Date.DayOfWeek == w ? 1.0 : 0) - (d.Date.DayOfWeek == 0 ? 1 : 0)), .. steps.Select(s => d.At >= s ? 1.0 : 0), d.At / 30.0];
}
