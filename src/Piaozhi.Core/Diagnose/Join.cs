using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>
/// Whether a signal has the cause of a problem that is known already. It has when taking the problem's place out of it leaves nothing
/// (the same cases went wrong), or, where cases do not tell, when it is about the same step, at the same time, in a place that meets;
/// and what customers say when it speaks of that step after it went wrong.
/// </summary>
internal sealed class Join(FactLog log, Detection detection)
{
    private readonly Dictionary<Found, CaseSets> _sets = [];
    private readonly Dictionary<Found, HashSet<int>> _bad = [];

    public bool Belongs(Found problem, SeenSignal other)
    {
        var (lead, signal) = (problem.Lead.Signal, other.Signal);
        var voice = Affinity.IsVoice(other.Chart.Indicator);
        if (!InTime(problem, other, voice))
            return false;
        if (signal.Indicator == lead.Indicator)
            return Inside(problem, other) is not (false, _);
        if (voice && !Affinity.IsVoice(problem.Lead.Chart.Indicator))
            return Speaks(problem, other);
        var (inside, telling) = Inside(problem, other);
        if (telling)
            return inside;
        if (!problem.Place.Slice.Meets(signal.Slice))
            return false;
        if (SamePlace(problem.Place.Slice, signal.Slice, lead.Start, signal.Start))
            return true;
        if (Begins(lead, signal) && Affinity.Nouns(problem.Lead.Chart.Indicator).Overlaps(Affinity.Nouns(other.Chart.Indicator)))
            return true;
        return SameCases(problem, other) ?? (Coincides(problem, other) && Related(problem.Lead.Chart.Indicator, other.Chart.Indicator));
    }

    /// <summary>Pieces of one thing: the same indicator in places that meet, shortly after one another; or one place and step at one time.</summary>
    public List<Found> Merged(List<Found> found)
    {
        var kept = new List<Found>();
        foreach (var one in found)
        {
            var whole = kept.Find(k => Same(k, one));
            if (whole is null)
                kept.Add(one);
            else
                whole.Members.AddRange(one.Members);
        }

        return kept;
    }

    private bool Same(Found a, Found b)
    {
        var (x, y) = (a.Lead.Signal, b.Lead.Signal);
        if (!a.Place.Slice.Meets(b.Place.Slice))
            return false;
        var gap = y.Start > x.Start ? y.Start - (x.End ?? log.AsOf) : x.Start - (y.End ?? log.AsOf);
        // What comes back at one place within about a week has not gone away.
        if (x.Indicator == y.Indicator && x.Sign == y.Sign && !a.Place.Slice.IsWhole && a.Place.Slice.Equals(b.Place.Slice) && gap < TimeSpan.FromDays(8))
            return true;
        if (SamePlace(a.Place.Slice, b.Place.Slice, x.Start, y.Start))
            return true;
        if (x.Indicator == y.Indicator)
            return gap < TimeSpan.FromDays(3) && (x.Recurs is null == y.Recurs is null || gap < TimeSpan.FromDays(1));
        if (gap < TimeSpan.FromDays(3) && (a.Place.Slice.Covers(b.Place.Slice) || b.Place.Slice.Covers(a.Place.Slice)) && (a.Members.Exists(m => m.Signal.Indicator == y.Indicator) || b.Members.Exists(m => m.Signal.Indicator == x.Indicator)) && !(Affinity.IsVoice(a.Lead.Chart.Indicator) && Affinity.IsVoice(b.Lead.Chart.Indicator)))
            return true;
        return gap < TimeSpan.FromHours(2) && a.Place.Slice.Equals(b.Place.Slice) && !a.Place.Slice.IsWhole && Related(a.Lead.Chart.Indicator, b.Lead.Chart.Indicator)
            && Math.Abs((x.Start - y.Start).TotalHours) < 48;
    }

    private bool InTime(Found problem, SeenSignal other, bool voice)
    {
        var (lead, signal) = (problem.Lead.Signal, other.Signal);
        var length = (lead.End ?? log.AsOf) - lead.Start;
        // A figure of whole days begins at their midnight.
        var before = TimeSpan.FromHours(Math.Clamp(.25 * length.TotalHours, other.Chart.Form == ChartForm.Individuals ? 24 : 3, 72));
        // Effects further down the journey, refunds and words, come days later.
        var after = voice ? TimeSpan.FromDays(10) : TimeSpan.FromHours(Math.Clamp(.25 * length.TotalHours, 26, 96));
        return signal.Start >= lead.Start - before && signal.Start <= (lead.End ?? log.AsOf) + after
            || (signal.Start < lead.Start && (signal.End ?? log.AsOf) > lead.Start && signal.Indicator == lead.Indicator && signal.Recurs is not null);
    }

    /// <summary>Whether the departure of another signal lies within the problem's place; telling = the place tells it from the rest.</summary>
    private (bool Inside, bool Telling) Inside(Found problem, SeenSignal other)
    {
        if (!detection.Units.TryGetValue(other.Signal.Indicator, out var units))
            return (false, false);
        var slice = other.Signal.Slice;
        var part = units.Parts[0];
        var own = slice.Select(p => (Column: log.Dimension(part.Table, p.Key), Wanted: p.Value.Select(v => log.Values(p.Key).Find(v)).ToHashSet())).ToArray();
        if (Cut.Of(log, other, units, detection.Countings[other.Signal.Indicator], [], (p, i) => Array.TrueForAll(own, c => c.Column is not null && c.Wanted.Contains(c.Column[p.Row[i]]))) is not { } cut)
            return (problem.Place.Slice.Meets(slice), false);
        var lies = Sets(problem).Of(part.Table);
        var start = problem.Lead.Chart.Start;
        double k = 0, n = 0, kb = 0, nb = 0, restK = 0, restN = 0, restKb = 0, restNb = 0;
        var unknown = 0;
        foreach (var i in cut.Now)
        {
            var where = lies(part.Row[i]);
            unknown += where is null ? 1 : 0;
            if (where == true)
                (k, n) = (k + cut.K[i], n + cut.N[i]);
            else
                (restK, restN) = (restK + cut.K[i], restN + cut.N[i]);
        }

        foreach (var i in cut.Before)
        {
            if (lies(part.Row[i]) == true)
                (kb, nb) = (kb + cut.K[i], nb + cut.N[i]);
            else
                (restKb, restNb) = (restKb + cut.K[i], restNb + cut.N[i]);
        }

        if (unknown > .5 * cut.Now.Length)
            return (false, false);
        var (e, rest) = cut.CountsOnly ? (cut.Ratio * kb, cut.Ratio * restKb) : (nb > 0 ? n * kb / nb : restNb > 0 ? n * restKb / restNb : 0, restNb > 0 ? restN * restKb / restNb : 0);
        var (excess, excessRest) = (k - e, restK - rest);
        var total = excess + excessRest;
        if (total == 0)
            return (false, false);
        var share = excess / total;
        var size = n + restN > 0 && !cut.CountsOnly ? n / (n + restN) : (kb + 1) / (kb + restKb + 2);
        var variance = cut.Mean ? Math.Max(1e-9, restN * cut.Squared) : Math.Max(1, rest) + (restKb > 0 ? rest * rest / restKb : 0);
        var left = Math.Abs(excessRest) / Math.Sqrt(variance * other.Dispersion);
        if (size > .85)
            return (true, false);
        // More of it lies in the place than its share of the units would by chance.
        var beyond = Math.Abs(excess) - size * Math.Abs(total) > 3 * Math.Sqrt(Math.Max(1e-9, cut.Mean ? n * cut.Squared : Math.Max(.5, e + size * Math.Abs(total))) * other.Dispersion);
        var inside = beyond && ((share >= .5 && left < 3.5) || share >= .75);
        // Nothing of it in the place, or no more than the place's share: it lies elsewhere.
        return (inside, inside || share < Math.Max(.35, 1.3 * size));
    }

    /// <summary>Null when too few cases are common to both to say.</summary>
    private bool? SameCases(Found problem, SeenSignal other)
    {
        if (problem.Cut is null || !detection.Units.TryGetValue(other.Signal.Indicator, out var units))
            return null;
        var bad = Bad(problem);
        if (bad.Count < 5)
            return null;
        var seen = problem.Cut.Now.Select(i => problem.Cut.Part.Table.Case[problem.Cut.Part.Row[i]]).Where(c => c >= 0).ToHashSet();
        var part = units.Parts[0];
        if (Cut.Of(log, other, units, detection.Countings[other.Signal.Indicator], []) is not { CountsOnly: false, Mean: false } cut)
            return null;
        double both = 0, bads = 0, others = 0, rest = 0;
        foreach (var i in cut.Now)
        {
            var c = part.Table.Case[part.Row[i]];
            if (c < 0 || !seen.Contains(c))
                continue;
            var (hit, n) = (other.Chart.BadSign < 0 ? cut.N[i] - cut.K[i] : cut.K[i], cut.N[i]);
            if (bad.Contains(c))
                (both, bads) = (both + hit, bads + n);
            else
                (others, rest) = (others + hit, rest + n);
        }

        if (bads < 5 || rest < 5)
            return null;
        var (with, without) = ((both + .5) / (bads + 1), (others + .5) / (rest + 1));
        var chance = bads * without;
        return with > 2 * without && both - chance > 3 * Math.Sqrt(chance + 1) ? true : both + others > 20 ? false : null;
    }

    private bool Speaks(Found problem, SeenSignal other)
    {
        if (!problem.Place.Slice.Meets(other.Signal.Slice))
            return false;
        var (inside, telling) = Inside(problem, other);
        if (telling && !inside)
            return false;
        if (VoiceCharts.LeafOf(other.Signal.Indicator) is { } leaf)
            return Affinity.Fits(problem.Lead.Chart.Indicator, leaf) || problem.Members.Exists(m => Affinity.Topics(m.Signal.Indicator).Contains(leaf)) || (telling && inside);
        return true;
    }

    /// <summary>About the same step: an activity's noun in common. Hotline and chat take up whatever goes wrong elsewhere.</summary>
    private static bool Related(Indicator a, Indicator b)
    {
        var (x, y) = (Affinity.Nouns(a), Affinity.Nouns(b));
        if (x.Overlaps(y) || (Affinity.IsVoice(a) && Affinity.IsVoice(b)) || Affinity.Topics(a.Code).Any(t => Affinity.Fits(b, t)) || Affinity.Topics(b.Code).Any(t => Affinity.Fits(a, t)))
            return true;
        var (i, j) = (Place(a), Place(b));
        // Who fails elsewhere calls: waits and lost calls follow from anything.
        return (a.Journey is "after" && NullChanges.FollowsLoad(a)) || (b.Journey is "after" && NullChanges.FollowsLoad(b)) || (i >= 0 && j >= 0 && i == j && a.Journey != "change");

        static int Place(Indicator of) => IndicatorCatalog.Journeys.ToList().IndexOf(of.Journey);
    }

    /// <summary>At one place, which is not everywhere, at one time: two causes would be a rare accident.</summary>
    private static bool SamePlace(Slice a, Slice b, DateTime from, DateTime other) => !a.IsWhole && a.Equals(b) && Math.Abs((from - other).TotalHours) <= 3;

    /// <summary>Both set in within the same two hours and lasted hours rather than weeks.</summary>
    private bool Begins(Signal a, Signal b) => Math.Abs((a.Start - b.Start).TotalHours) <= 2 && ((a.End ?? log.AsOf) - a.Start).TotalHours <= 24;

    private bool Coincides(Found problem, SeenSignal seen)
    {
        var (lead, other) = (problem.Lead.Signal, seen.Signal);
        // Of a figure of whole days only the days can be compared.
        if (seen.Chart.Form == ChartForm.Individuals && other.Start.Date == lead.Start.Date)
            return Math.Abs(((lead.End ?? log.AsOf) - (other.End ?? log.AsOf)).TotalDays) <= 1.5;
        var (from, to) = (lead.Start > other.Start ? lead.Start : other.Start, Earlier(lead.End ?? log.AsOf, other.End ?? log.AsOf));
        var (first, last) = (lead.Start < other.Start ? lead.Start : other.Start, Later(lead.End ?? log.AsOf, other.End ?? log.AsOf));
        return to > from && (to - from) >= .4 * (last - first);
    }

    private CaseSets Sets(Found problem)
    {
        if (!_sets.TryGetValue(problem, out var sets))
            _sets[problem] = sets = new CaseSets(log, problem.Place.Slice, detection.Units[problem.Lead.Signal.Indicator].Parts[0]);
        return sets;
    }

    private HashSet<int> Bad(Found problem)
    {
        if (!_bad.TryGetValue(problem, out var cases))
            _bad[problem] = cases = [.. BadUnits.Of(log, problem).Select(i => problem.Cut!.Part.Table.Case[problem.Cut.Part.Row[i]]).Where(c => c >= 0)];
        return cases;
    }

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}

/// <summary>The units of a problem's place that went wrong while it lasted.</summary>
internal static class BadUnits
{
    public static IEnumerable<int> Of(FactLog log, Found problem)
    {
        if (problem.Cut is not { } cut)
            yield break;
        var columns = problem.Place.Slice.Select(p => (Column: log.Dimension(cut.Part.Table, p.Key)!, Wanted: p.Value.Select(v => log.Values(p.Key).Find(v)).ToHashSet())).ToArray();
        var sign = problem.Lead.Chart.BadSign;
        var spread = Math.Sqrt(cut.Squared);
        foreach (var i in cut.Now)
        {
            if (!Array.TrueForAll(columns, c => c.Column is not null && c.Wanted.Contains(c.Column[cut.Part.Row[i]])))
                continue;
            var bad = cut.Mean ? sign * (cut.K[i] / Math.Max(cut.N[i], 1e-9) - cut.Expected(i) / Math.Max(cut.N[i], 1e-9)) > spread
                : sign < 0 && !cut.CountsOnly ? cut.K[i] < cut.N[i] : cut.K[i] > 0;
            if (bad)
                yield return i;
        }
    }
}
