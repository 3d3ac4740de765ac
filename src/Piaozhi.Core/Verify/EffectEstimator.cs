using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Statistics.Regression;

namespace Piaozhi.Core.Verify;

/// <summary>
/// Says what an action did to an indicator: by difference-in-differences or synthetic control where untouched slices exist, else by
/// interrupted time series (docs/methods/effect.md).
/// </summary>
public static class EffectEstimator
{
    private const double Level = 0.95;

    /// <summary>Placebos are the largest untouched slices.</summary>
    private const int LeastPlacebos = 4, MostPlacebos = 12;

    /// <summary>
    /// The effect as the mean change after the start, averaged over models of how days depend on one another and of whether there was a
    /// trend, so that the interval holds also when neither can be read from the data.
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

        var method = controls.Count > 0 ? EffectMethod.Did : EffectMethod.Its;
        SortedDictionary<DateTime, (double, double)>? other = null;
        if (controls.Count > 0)
        {
            (other, var weights) = Counterpart.Of(treated, controls, c.Start);
            method = weights is null ? EffectMethod.Did : EffectMethod.SyntheticControl;
        }

        var days = Align(treated, other, c, first, last);
        if (method != EffectMethod.Its && !Enough(days.Select(d => d.Date), c.Start, first, last))
        {
            method = EffectMethod.Its;
            days = Align(treated, null, c, first, last);
        }

        if (method != EffectMethod.Its && controls.Count < 3)
            caveats.Add(new Caveat(CaveatId.FewControls, c.Indicator.Code, controls.Count));
        var trigger = c.Trigger ?? DailySeries.WorstRun([.. days.Where(d => !d.After && !LeftOut(d, c, null))], c.Promised, c.Start);
        var used = days.Where(d => !LeftOut(d, c, trigger)).ToList();
        if (!Enough(used.Select(d => d.Date), c.Start, first, last))
            return None(c, used.Count(d => !d.After), used.Count(d => d.After), first, caveats);
        if (trigger is { } spike && days.Any(d => !d.After && spike.Contains(d.Date)))
            caveats.Add(new Caveat(CaveatId.RegressionToMean, c.Indicator.Code, spike.From, spike.To));
        var steps = Steps(c, used);
        if (EffectModel.Fit(used, method, steps) is not { } model)
            return None(c, used.Count(d => !d.After), used.Count(d => d.After), first, caveats);

        var wild = model.Wild();
        var calm = used.Where(d => !wild.Contains(d.Date)).ToList();
        if (wild.Count > 0 && Enough(calm.Select(d => d.Date), c.Start, first, last) && EffectModel.Fit(calm, method, steps) is { } calmer)
            (used, model) = (calm, calmer);
        else
            wild.Clear();
        if (method != EffectMethod.Its)
            model = model.Widened(Inflation(controls, c, first, last, trigger));
        var trend = model.Errors.Trend > .8;
        if (method != EffectMethod.Its && trend)
            caveats.Add(new Caveat(CaveatId.TrendsDiffer, c.Indicator.Code));
        if (model.Errors.Neighbors > 0.2)
            caveats.Add(new Caveat(CaveatId.Autocorrelation, c.Indicator.Code, Math.Round(model.Errors.Neighbors, 2)));
        var estimate = model.Estimate;
        var (low, high) = model.Interval(Level);
        var still = used.All(d => d.Value - d.Control == used[0].Value - used[0].Control);
        if (still || high - low <= 1e-9 * Math.Max(Math.Abs(estimate), Math.Abs(used[0].Value)))
        {
            caveats.Add(new Caveat(CaveatId.ZeroVariance, c.Indicator.Code));
            (low, high) = (estimate, estimate);
        }

        var verdict = still ? Verdict.Inconclusive : Judge(low, high, c.Promised, c.ExpectedChange);
        var power = new Power(model, used, first, c);
        var decidable = verdict == Verdict.Inconclusive ? power.DecidableOn() : null;
        return new Effect
        {
            ActionId = c.ActionId,
            Indicator = c.Indicator.Code,
            Method = method,
            Estimate = estimate,
            Low = low,
            High = high,
            Level = Level,
            Verdict = verdict,
            DecidableOn = decidable,
            Caveats = caveats,
            Why = (new EffectWords(c, method, controls.Count, used, estimate, low, high, verdict, decidable, power.Smallest, trend, trigger) with
            {
                Others = steps.Length, Wild = wild.Count, Slope = method == EffectMethod.Its ? null : model.Slope(Level), Inflation = model.Inflation, Second = method == EffectMethod.Its && steps.Length == 0 ? Second(used) : null,
            }).Say(),
            Path = [.. days.Select(d => model.Point(d, wild.Contains(d.Date) || LeftOut(d, c, trigger)))],
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

    /// <summary>A structural forecast of the same days, as a second opinion where nothing untouched is there to compare with.</summary>
    private static StructuralOutcome? Second(List<Day> used)
    {
        var (from, to) = (used[0].At, used[^1].At);
        var y = Enumerable.Repeat(double.NaN, to - from + 1).ToArray();
        foreach (var d in used)
            y[d.At - from] = d.Value;
        return StructuralEffect.Of(y, used.First(d => d.After).At - from, level: Level);
    }

    /// <summary>Other actions with enough days between them and this one, and on their far side.</summary>
    private static int[] Steps(EffectCase c, List<Day> used) =>
    [
        .. c.OtherStarts.Select(s => (int)(s.Date - c.Start.Date).TotalDays).Distinct().Order().Where(at =>
            Math.Abs(at) >= SeveralActions.Near
            && used.Count(d => at < 0 ? d.At < at : d.At >= at) >= DailySeries.EnoughAfter
            && used.Count(d => at < 0 ? d.At >= at && !d.After : d.After && d.At < at) >= DailySeries.EnoughAfter),
    ];

    /// <summary>
    /// Placebos: every untouched slice is treated in turn, against the others. Where their effects vary more than their own errors allow,
    /// slices drift apart in ways that one series cannot show, and the interval is widened by as much. A few placebos say little, so six
    /// well-behaved ones are added (Conley and Taber 2011 take the placebos alone).
    /// </summary>
    private static double Inflation(
        List<SortedDictionary<DateTime, (double Value, double Weight)>> controls, EffectCase c, DateTime first, DateTime last, Period? trigger)
    {
        if (controls.Count < LeastPlacebos)
            return 1;
        var (sum, count) = (6.0, 6);
        foreach (var one in controls.Take(MostPlacebos))
        {
            var used = Align(one, DailySeries.Pool(controls.Where(o => o != one), c.Start), c, first, last).Where(d => !LeftOut(d, c, trigger)).ToList();
            if (!Enough(used.Select(d => d.Date), c.Start, first, last) || EffectModel.Fit(used, EffectMethod.Did) is not { StandardError: > 0 } placebo)
                continue;
            // One wild slice is a story of its own.
            sum += Math.Min(9, Math.Pow(placebo.Estimate / placebo.StandardError, 2));
            count++;
        }

        return Math.Max(1, sum / count);
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
