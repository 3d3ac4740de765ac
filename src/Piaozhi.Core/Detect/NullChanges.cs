using System.Collections.Concurrent;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>Names the departures that are no fault of the service.</summary>
internal sealed class NullChanges(FactLog log, DetectOptions options, IReadOnlyList<Outage> outages, IReadOnlyList<Slip> slips, IReadOnlyList<Surge> surges, IReadOnlyDictionary<string, HourChart> loads)
{
    /// <summary>Load that is up by this much moves waits by a multiple of it.</summary>
    private const double MoreLoad = 1.12;

    private readonly ConcurrentDictionary<string, double[]?> _loads = new(StringComparer.Ordinal);

    public NullChange? Of(SeenSignal seen, Units units)
    {
        var signal = seen.Signal;
        if (options.DefinitionChanges.Any(c => (c.Indicator.Length == 0 || c.Indicator == signal.Indicator) && signal.Start > c.At.AddDays(-1.5) && signal.Start < c.At.AddDays(7)))
            return NullChange.Definition;
        if (Silent(signal, units.Indicator) || slips.Any(s => s.Touches(units.Indicator.Definition) && signal.Start < (s.To ?? DateTime.MaxValue) && (signal.End ?? DateTime.MaxValue) > s.From))
            return NullChange.Data;
        if (OtherQuestion.Changed(log, seen, units))
            return NullChange.Definition;
        if (Calendar(seen, units.Indicator, units))
            return NullChange.Calendar;
        return signal.Slice.IsWhole || signal.Slice.Count == 1 ? MixShift.Explains(log, seen, units) ? NullChange.Mix : null : null;
    }

    /// <summary>It speaks of a time in which a source that it counts from was silent.</summary>
    private bool Silent(Signal signal, Indicator indicator)
    {
        var activities = DefinitionParts.Activities(indicator.Definition).ToHashSet(StringComparer.Ordinal);
        var wait = CountUnits.Waiting(indicator.Definition);
        // Units of the time before the gap may have waited for what did not come.
        var slack = TimeSpan.FromHours(3) + (wait < TimeSpan.FromDays(2) ? wait : TimeSpan.FromDays(2));
        return outages.Any(o => (activities.Count == 0 || o.Activities.Overlaps(activities)) && o.Touches(signal.Start, signal.End, slack)
            && signal.Start >= o.From - slack - TimeSpan.FromHours(1)
            && (o.To is null || (signal.End ?? log.AsOf) <= o.To + slack + TimeSpan.FromHours(24)));
    }

    /// <summary>
    /// Waits, abandonment and reach follow the load. When demand rose for everybody at that time, or the departure fills a holiday, that is
    /// what it is; what fails per unit does not follow the load and stays a fault.
    /// </summary>
    private bool Calendar(SeenSignal seen, Indicator indicator, Units units)
    {
        if (!FollowsLoad(indicator))
            return false;
        var signal = seen.Signal;
        if (InOnePlace.Is(log, seen, units))
            return false;
        if (Rush(seen) || MoreCame(seen))
            return true;
        var end = signal.End ?? log.AsOf;
        var length = end - signal.Start;
        double covered = 0, holidays = 0;
        for (var at = signal.Start; at < end; at = at.AddHours(1))
        {
            covered += surges.Any(s => at >= s.From && at < (s.To ?? DateTime.MaxValue)) ? 1 : 0;
            var day = DateOnly.FromDateTime(at);
            holidays += options.Calendar(day) is DayKind.Holiday or DayKind.MakeUpWorkday or DayKind.Release || options.Calendar(day.AddDays(1)) is DayKind.Holiday ? 1 : 0;
        }

        return length > TimeSpan.Zero && (covered >= .6 * length.TotalHours || holidays >= .6 * length.TotalHours);
    }

    /// <summary>More came to the whole at these hours than usually do, and not by chance: what waits for capacity follows.</summary>
    private bool MoreCame(SeenSignal seen)
    {
        if (!loads.TryGetValue(seen.Signal.Indicator, out var whole) || whole.Form == ChartForm.Individuals)
            return false;
        var usual = _loads.GetOrAdd(seen.Signal.Indicator, _ => FindOutages.UsualLoad(whole, options));
        if (usual is null)
            return false;
        double came = 0, expected = 0;
        for (var h = 0; h < seen.Weight.Length; h++)
            if (seen.Weight[h] > 0)
                (came, expected) = (came + whole.N[h], expected + usual[h]);
        return came > MoreLoad * expected && came - expected > 4 * Math.Sqrt(expected);
    }

    /// <summary>At least twice as many came at these hours as come at the same hours of other days: a release, a show, a holiday.</summary>
    private static bool Rush(SeenSignal seen)
    {
        if (seen.Chart.Form == ChartForm.Individuals || seen.Weight.Sum() > 24 * 7)
            return false;
        var wanted = new bool[24];
        double now = 0, hours = 0;
        for (var h = 0; h < seen.Weight.Length; h++)
            if (seen.Weight[h] > 0)
                (wanted[h % 24], now, hours) = (true, now + seen.Chart.N[h], hours + 1);
        var usual = Enumerable.Range(0, seen.Chart.Known).Where(h => wanted[h % 24] && seen.Weight[h] <= 0).Select(h => seen.Chart.N[h]).DefaultIfEmpty(0).Average();
        return now / hours > 2 * usual && now >= 10;
    }

    /// <summary>A backlog is a fault whatever led to it; so is a complaint that waits.</summary>
    internal static bool FollowsLoad(Indicator indicator) => indicator.Journey is not ("change" or "resolve") && indicator.Definition switch
    {
        DurationDefinition => true,
        StockDefinition => true,
        RateDefinition r when r.Count.Any is [var one] => one is "call.abandoned" or "window.left" or "seat.lock_expired" or "order.expired",
        _ => indicator.Code is "K03" or "K17" or "K62" or "K63" or "K64" or "K04" or "K10" or "K02",
    };
}
