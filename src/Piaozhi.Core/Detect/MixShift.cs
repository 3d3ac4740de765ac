using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Detect;

/// <summary>Whether a change is only one of weights: the parts are as before, their shares are not (Simpson 1951).</summary>
internal static class MixShift
{
    /// <summary>
    /// Midpoint decomposition over the values of one dimension, Δ = Σ w̄Δr + Σ r̄Δw (Kitagawa 1955): mix when over some dimension the rates
    /// explain under 30 % of the change.
    /// </summary>
    public static bool Explains(FactLog log, SeenSignal seen, Units units)
    {
        if (units.Parts is not [var part] || seen.Chart.Form == ChartForm.Individuals)
            return false;
        var signal = seen.Signal;
        var inside = signal.Slice.Select(p => (Column: log.Dimension(part.Table, p.Key)!, Wanted: p.Value.Select(v => log.Values(p.Key).Find(v)).ToHashSet())).ToArray();
        var counting = new Counting(seen.Chart.Form, seen.Chart.Flipped, seen.Chart.Bound, double.NegativeInfinity, double.PositiveInfinity);
        var start = FactLog.Milliseconds(seen.Chart.Start);
        // Four weeks before it are what it is compared with: the same weekdays, and not too long ago.
        var first = (int)(signal.Start - seen.Chart.Start).TotalHours;
        var used = new List<(int Unit, bool After)>();
        for (var i = 0; i < part.Count; i++)
        {
            var hour = (int)((part.At[i] - start) / 3_600_000);
            if (hour < 0 || hour >= seen.Weight.Length || !Array.TrueForAll(inside, c => c.Wanted.Contains(c.Column[part.Row[i]])))
                continue;
            if (seen.Weight[hour] > 0)
                used.Add((i, true));
            else if (hour < first && hour >= first - 24 * 28)
                used.Add((i, false));
        }

        foreach (var dimension in log.Dimensions(part.Table).Where(d => d != "customer_id" && !signal.Slice.Dimensions.Contains(d)))
        {
            if (log.Dimension(part.Table, dimension) is not { } column || log.Values(dimension).Count is < 2 or > 60)
                continue;
            var parts = new Dictionary<int, (double Ka, double Na, double Kb, double Nb)>();
            foreach (var (i, after) in used)
            {
                var (k, n) = counting.Add(part.Num[i], part.Den[i]);
                var p = parts.GetValueOrDefault(column[part.Row[i]]);
                parts[column[part.Row[i]]] = after ? (p.Ka, p.Na, p.Kb + k, p.Nb + n) : (p.Ka + k, p.Na + n, p.Kb, p.Nb);
            }

            if (Only(parts.Values))
                return true;
        }

        return false;
    }

    private static bool Only(IReadOnlyCollection<(double Ka, double Na, double Kb, double Nb)> parts)
    {
        var (na, nb) = (parts.Sum(p => p.Na), parts.Sum(p => p.Nb));
        if (na <= 0 || nb <= 0)
            return false;
        if (Tells(parts))
            return false;
        double rate = 0, mix = 0, moved = 0;
        foreach (var p in parts)
        {
            var (wa, wb) = (p.Na / na, p.Nb / nb);
            // A value that is there only once has no rate to compare: its change is not called mix.
            if (p.Na < 5 || p.Nb < 1)
            {
                rate += p.Nb > 0 && p.Na < 5 ? wb * p.Kb / p.Nb : 0;
                continue;
            }

            var (ra, rb) = (p.Ka / p.Na, p.Kb / p.Nb);
            rate += (wa + wb) / 2 * (rb - ra);
            mix += (ra + rb) / 2 * (wb - wa);
            moved += Math.Abs(wb - wa) / 2;
        }

        var whole = parts.Sum(p => p.Kb) / nb - parts.Sum(p => p.Ka) / na;
        return moved > .05 && mix * whole > 0 && Math.Abs(rate) < .3 * Math.Abs(whole) && Math.Abs(mix) > .6 * Math.Abs(whole);
    }

    /// <summary>A field that says how it ended (a score, a reason, a result) is what changed and no part whose weight did.</summary>
    private static bool Tells(IReadOnlyCollection<(double Ka, double Na, double Kb, double Nb)> parts)
    {
        static double Spread(double k, double n) => n > 0 && k >= 0 && k <= n ? k * (1 - k / n) : n;
        var (k, n) = (parts.Sum(p => p.Ka + p.Kb), parts.Sum(p => p.Na + p.Nb));
        return parts.Sum(p => Spread(p.Ka + p.Kb, p.Na + p.Nb)) < .5 * Spread(k, n);
    }
}
