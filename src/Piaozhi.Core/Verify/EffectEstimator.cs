using MathNet.Numerics.Distributions;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Statistics.Regression;

namespace Piaozhi.Core.Verify;

/// <summary>Says what an action did to an indicator: by difference-in-differences where untouched slices exist, else by interrupted time series.</summary>
public static class EffectEstimator
{
    private const double Level = 0.95;

    /// <summary>
    /// The effect as the mean change after the start. Error covariance is the larger of Newey–West and of the AR(1) sandwich, because
    /// Newey–West alone is too small on short windows (docs/methods/effect.md).
    /// </summary>
    public static Effect Estimate(EffectCase c)
    {
        ArgumentNullException.ThrowIfNull(c);
        var caveats = new List<Caveat>();
        if (c.Overlapping.Count > 0)
            caveats.Add(new Caveat(CaveatId.Overlapping, c.Indicator.Code, string.Join(", ", c.Overlapping)));
        var treated = DailySeries.Of(c.Treated, c);
        var (first, last) = DailySeries.After(c);
        var controls = c.Controls.Select(p => DailySeries.Of(p, c)).Where(s => Enough(s.Keys, c.Start, first, last)).ToList();
        if (!Enough(treated.Keys, c.Start, first, last))
            return None(c, treated.Keys.Count(d => d < c.Start.Date), treated.Keys.Count(d => d >= first && d <= last), first, caveats);

        var did = controls.Count > 0;
        var pooled = did ? DailySeries.Pool(controls, c.Start) : null;
        var days = Align(treated, pooled, c, first, last);
        if (did && !Enough(days.Select(d => d.Date), c.Start, first, last))
        {
            did = false;
            days = Align(treated, null, c, first, last);
        }

        if (did && controls.Count < 3)
            caveats.Add(new Caveat(CaveatId.FewControls, c.Indicator.Code, controls.Count));
        var trigger = c.Trigger ?? DailySeries.WorstRun([.. days.Where(d => !d.After)], c.Promised, c.Start);
        var used = days.Where(d => !LeftOut(d, c, trigger)).ToList();
        if (!Enough(used.Select(d => d.Date), c.Start, first, last))
            return None(c, used.Count(d => !d.After), used.Count(d => d.After), first, caveats);
        if (used.Count < days.Count && trigger is { } spike)
            caveats.Add(new Caveat(CaveatId.RegressionToMean, c.Indicator.Code, spike.From, spike.To));

        var (design, fit, trend) = Model(used, did);
        if (fit is null)
            return None(c, used.Count(d => !d.After), used.Count(d => d.After), first, caveats);
        if (did && trend)
            caveats.Add(new Caveat(CaveatId.TrendsDiffer, c.Indicator.Code));
        var rho = fit.FirstAutocorrelation();
        if (rho > 0.2)
            caveats.Add(new Caveat(CaveatId.Autocorrelation, c.Indicator.Code, Math.Round(rho, 2)));
        var se = StandardError(fit, rho);
        var t = StudentT.InvCDF(0, 1, Freedom(fit, rho), 1 - (1 - Level) / 2);
        var estimate = fit.Beta[1];
        var (low, high) = (estimate - t * se, estimate + t * se);
        if (se <= 0 || !double.IsFinite(se))
        {
            caveats.Add(new Caveat(CaveatId.ZeroVariance, c.Indicator.Code));
            (low, high) = (estimate, estimate);
        }

        var verdict = se <= 0 && estimate == 0 ? Verdict.Inconclusive : Judge(low, high, c.Promised, c.ExpectedChange);
        var power = new Power(se, used.Count(d => !d.After), used.Count(d => d.After), trend, first, c);
        var decidable = verdict == Verdict.Inconclusive ? power.DecidableOn() : null;
        return new Effect
        {
            ActionId = c.ActionId,
            Indicator = c.Indicator.Code,
            Method = did ? EffectMethod.Did : EffectMethod.Its,
            Estimate = estimate,
            Low = low,
            High = high,
            Level = Level,
            Verdict = verdict,
            DecidableOn = decidable,
            Caveats = caveats,
            Why = EffectWords.Why(c, did, did ? controls.Count : 0, used, estimate, low, high, verdict, decidable, power.Smallest, trend, trigger),
            Path = [.. days.Select(d => PathPoint(d, design, fit, t, LeftOut(d, c, trigger)))],
        };
    }

    /// <summary>
    /// Contract, exact meaning 2: the interval excludes 0 to the good side, effective; to the bad side, harmful; it includes 0 and excludes
    /// the promise, not effective; else inconclusive.
    /// </summary>
    public static Verdict Judge(double low, double high, Direction promised, double? expectedChange)
    {
        var sign = promised == Direction.Down ? -1 : 1;
        var (from, to) = sign > 0 ? (low, high) : (-high, -low);
        if (double.IsNaN(from) || double.IsNaN(to))
            return Verdict.Inconclusive;
        if (from > 0)
            return Verdict.Effective;
        if (to < 0)
            return Verdict.Harmful;
        return expectedChange is { } e and > 0 && (e > to || e < from) ? Verdict.NotEffective : Verdict.Inconclusive;
    }

    private static bool Enough(IEnumerable<DateTime> dates, DateTime start, DateTime first, DateTime last)
    {
        var all = dates.ToList();
        return all.Count(d => d < start.Date) >= DailySeries.EnoughBefore && all.Count(d => d >= first && d <= last) >= DailySeries.EnoughAfter;
    }

    private static List<Day> Align(
        SortedDictionary<DateTime, (double Value, double Weight)> treated, SortedDictionary<DateTime, (double Value, double Weight)>? control,
        EffectCase c, DateTime first, DateTime last)
    {
        var days = new List<Day>();
        foreach (var (date, own) in treated)
        {
            if ((date >= c.Start.Date && date < first) || date > last)
                continue;
            var other = (Value: 0.0, Weight: double.PositiveInfinity);
            if (control is not null && !control.TryGetValue(date, out other))
                continue;
            var weight = 1 / (1 / own.Weight + 1 / other.Weight);
            days.Add(new Day((int)(date - c.Start.Date).TotalDays, date, own.Value, other.Value, weight, date >= first));
        }

        return days;
    }

    private static bool LeftOut(Day d, EffectCase c, Period? trigger) =>
        (!d.After && trigger is { } t && t.Contains(d.Date)) || c.Holidays.Contains(DateOnly.FromDateTime(d.Date));

    /// <summary>
    /// Columns: 1, after, weekdays, and the trend where it shows. For a difference of series a trend is taken in only when the
    /// pre-period says so at 5 %; a lone series needs less to be suspected (20 %), since nothing else stands for what would have come.
    /// </summary>
    private static (Func<Day, double[]> Design, Fit? Fit, bool Trend) Model(List<Day> used, bool did)
    {
        var weekdays = used.Count(d => !d.After) >= 21
            && Enum.GetValues<DayOfWeek>().All(w => used.Count(d => d.Date.DayOfWeek == w) >= 3);
        double[] Row(Day d, bool trend) =>
        [
            1, d.After ? 1 : 0,
            .. weekdays ? Enumerable.Range(1, 6).Select(w => (int)d.Date.DayOfWeek == w ? 1.0 : 0) : [],
            .. trend ? [d.At / 30.0] : Array.Empty<double>(),
        ];
        if (used.Count(d => !d.After) >= 21 && Solve(used, d => Row(d, true)) is { } full)
        {
            var last = full.Beta.Count - 1;
            var se = StandardError(full, full.FirstAutocorrelation(), last);
            var p = 2 * (1 - StudentT.CDF(0, 1, full.DegreesOfFreedom, Math.Abs(full.Beta[last] / se)));
            if (p < (did ? 0.05 : 0.2))
                return (d => Row(d, true), full, true);
        }

        return (d => Row(d, false), Solve(used, d => Row(d, false)), false);
    }

    private static Fit? Solve(List<Day> used, Func<Day, double[]> row) => LeastSquares.Solve(
        [.. used.Select(row)], [.. used.Select(d => d.Value - d.Control)], [.. used.Select(d => d.Weight)], [.. used.Select(d => d.At)]);

    private static double StandardError(Fit fit, double rho, int column = 1)
    {
        var lag = (int)Math.Floor(4 * Math.Pow(fit.N / 100.0, 2.0 / 9));
        var robust = fit.NeweyWest(lag, adjust: true)[column, column];
        return Math.Sqrt(Math.Max(robust, fit.Autoregressive(Careful(fit, rho))[column, column]));
    }

    /// <summary>Counting noise hides persistence, so one standard error is added to what the residuals show.</summary>
    private static double Careful(Fit fit, double rho) => Math.Clamp(rho + 1 / Math.Sqrt(fit.N), 0, 0.95);

    /// <summary>Days that depend on one another are worth fewer: n(1−ρ)/(1+ρ) (Bayley and Hammersley 1946).</summary>
    private static double Freedom(Fit fit, double rho)
    {
        var persistent = Math.Max(rho, 0);
        return Math.Max(4, fit.N * (1 - persistent) / (1 + persistent) - (fit.N - fit.DegreesOfFreedom));
    }

    private static EffectPoint PathPoint(Day d, Func<Day, double[]> design, Fit fit, double t, bool leftOut)
    {
        var expected = d.Control + fit.Predict(design(d with { After = false }));
        var half = t * Math.Sqrt(fit.Variance / d.Weight);
        return new EffectPoint(d.Date, d.Value, expected, expected - half, expected + half, d.After, leftOut);
    }

    private static Effect None(EffectCase c, int before, int after, DateTime first, List<Caveat> caveats) => new()
    {
        ActionId = c.ActionId,
        Indicator = c.Indicator.Code,
        Method = EffectMethod.None,
        Estimate = double.NaN,
        Low = double.NaN,
        High = double.NaN,
        Verdict = Verdict.Inconclusive,
        DecidableOn = before >= DailySeries.EnoughBefore && c.End is null ? DateOnly.FromDateTime(first).AddDays(14) : null,
        Caveats = [.. caveats, new Caveat(before + after == 0 ? CaveatId.NoData : CaveatId.ShortHistory, c.Indicator.Code, before, after)],
        Why = EffectWords.TooLittle(before, after),
    };
}
