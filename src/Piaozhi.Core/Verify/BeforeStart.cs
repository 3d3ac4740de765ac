using MathNet.Numerics.Distributions;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Regression;

namespace Piaozhi.Core.Verify;

/// <summary>
/// What can be seen of the assumption behind an effect: that before the start the series ran alike with those that were not touched (a lone
/// series: that it had no trend). The slope of their difference, and a placebo: the same comparison for a start that never was, two thirds
/// into the days before, which should find nothing.
/// </summary>
/// <param name="Slope">Change of the difference over 30 days, with its 95 % interval.</param>
/// <param name="Controls">Untouched slices; 0 = a lone series.</param>
public sealed record BeforeStart(double Slope, double Low, double High, int Days, int Controls, double Placebo, double PlaceboLow, double PlaceboHigh, int PlaceboDays)
{
    private const double Level = .95;

    /// <summary>Neither the slope nor the placebo differs from nothing. That is weak evidence of parallel trends: the width says how weak (Roth 2022).</summary>
    public bool Alike => !(Low > 0 || High < 0 || PlaceboLow > 0 || PlaceboHigh < 0);

    /// <summary>Null with under two weeks before the start.</summary>
    public static BeforeStart? Of(EffectCase c)
    {
        ArgumentNullException.ThrowIfNull(c);
        var own = Before(DailySeries.Of(c.Treated, c), c);
        var controls = c.Controls.Select(p => DailySeries.Of(p, c)).Where(s => s.Keys.Count(d => d < c.Start.Date) >= DailySeries.EnoughBefore).ToList();
        var pooled = controls.Count > 0 ? DailySeries.Pool(controls, c.Start) : null;
        List<(DateTime Date, double Value, double Weight)> days = [];
        foreach (var (date, d) in own)
        {
            if (pooled is null)
                days.Add((date, d.Value, d.Weight));
            else if (pooled.TryGetValue(date, out var other))
                days.Add((date, d.Value - other.Value, 1 / (1 / d.Weight + 1 / other.Weight)));
        }

        var first = days.Count < DailySeries.EnoughBefore ? default : days[days.Count * 2 / 3].Date;
        if (days.Count < DailySeries.EnoughBefore || Interval(days, d => (d - c.Start.Date).TotalDays / 30) is not var (slope, low, high))
            return null;
        var late = days.Count(d => d.Date >= first);
        var placebo = late >= DailySeries.EnoughAfter ? Interval(days, d => d >= first ? 1 : 0) : null;
        return new BeforeStart(slope, low, high, days.Count, controls.Count, placebo?.Estimate ?? double.NaN, placebo?.Low ?? double.NaN, placebo?.High ?? double.NaN, placebo is null ? 0 : late);
    }

    private static IEnumerable<KeyValuePair<DateTime, (double Value, double Weight)>> Before(SortedDictionary<DateTime, (double Value, double Weight)> days, EffectCase c) =>
        days.Where(d => d.Key < c.Start.Date && !c.Holidays.Contains(DateOnly.FromDateTime(d.Key)) && c.Trigger?.Contains(d.Key) != true);

    /// <summary>Least squares on a column beside the level and, from three weeks on, the weekdays; the error allows for days that depend on one another.</summary>
    private static (double Estimate, double Low, double High)? Interval(List<(DateTime Date, double Value, double Weight)> days, Func<DateTime, double> column)
    {
        var weekdays = Enum.GetValues<DayOfWeek>().All(w => days.Count(d => d.Date.DayOfWeek == w) >= 3);
        var fit = LeastSquares.Solve(
            [.. days.Select(d => (double[])[1, column(d.Date), .. weekdays ? Enumerable.Range(1, 6).Select(w => (int)d.Date.DayOfWeek == w ? 1.0 : 0) : []])],
            [.. days.Select(d => d.Value)], [.. days.Select(d => d.Weight)], [.. days.Select(d => (int)(d.Date - days[0].Date).TotalDays)]);
        if (fit is null || fit.DegreesOfFreedom < 4)
            return null;
        var rho = Math.Clamp(fit.FirstAutocorrelation() + 1 / Math.Sqrt(fit.N), 0, .95);
        var error = Math.Sqrt(Math.Max(fit.NeweyWest((int)Math.Floor(4 * Math.Pow(fit.N / 100.0, 2.0 / 9)), adjust: true)[1, 1], fit.Autoregressive(rho)[1, 1]));
        var half = StudentT.InvCDF(0, 1, fit.DegreesOfFreedom, 1 - (1 - Level) / 2) * error;
        return (fit.Beta[1], fit.Beta[1] - half, fit.Beta[1] + half);
    }
}
