using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>
/// From signals to problems: the strongest signal leads (what happens before what is said of it, which follows and is thinner), its place is found, and every other signal that the place explains joins it; then
/// the next strongest that is left. What is named (data, definition, mix, calendar) is told apart and does not alarm.
/// </summary>
public sealed class Diagnosis
{
    private const double LeastVoices = 5;

    private readonly FactLog _log;
    private readonly Detection _detection;
    private readonly Join _join;

    private Diagnosis(FactLog log, Detection detection)
    {
        (_log, _detection) = (log, detection);
        _join = new Join(log, detection);
    }

    /// <summary>Problems, worst first: faults by confidence times customers hurt, then what is only named.</summary>
    public static IReadOnlyList<Problem> Of(FactLog log, Detection detection, DetectOptions options)
    {
        var diagnosis = new Diagnosis(log, detection);
        var faults = diagnosis.Faults();
        var named = new NamedChanges(log, detection, options).Of();
        return
        [
            .. faults.OrderByDescending(p => p.Confidence * Math.Max(1, p.Impact.Customers)).ThenBy(p => p.Id, StringComparer.Ordinal),
            .. named.OrderBy(p => p.Kind).ThenBy(p => p.StartedAt).ThenBy(p => p.Id, StringComparer.Ordinal),
        ];
    }

    private List<Problem> Faults()
    {
        var open = _detection.Seen.Where(s => s.Signal.Label is null).OrderBy(Late).ThenByDescending(Strength.Of).ThenBy(s => s.Signal.Id, StringComparer.Ordinal).ToList();
        var found = new List<Found>();
        while (open.Find(s => s.Signal.Bad) is { } lead)
        {
            open.Remove(lead);
            // A handful of voices about nothing that happened is no problem yet.
            if (Affinity.IsVoice(lead.Chart.Indicator) && lead.Chart.Form == ChartForm.Count && lead.Signal.Excess < LeastVoices)
                continue;
            if (Lead(lead) is not { } one)
                continue;
            foreach (var other in open.ToList())
                if (_join.Belongs(one, other))
                {
                    one.Members.Add(other);
                    open.Remove(other);
                }

            found.Add(one);
        }

        return [.. _join.Merged(found).Select(f => new MakeProblem(_log, f).Make())];
    }

    /// <summary>Figures of whole days and stocks cannot say where, and words follow the deed: what happened unit by unit leads before them.</summary>
    private static int Late(SeenSignal s) => Affinity.IsVoice(s.Chart.Indicator) ? 2 : s.Chart.Form == ChartForm.Individuals ? 1 : 0;

    private Found? Lead(SeenSignal lead)
    {
        var (units, counting) = (_detection.Units[lead.Signal.Indicator], _detection.Countings[lead.Signal.Indicator]);
        var dimensions = Detector.DimensionsOf(_log, units.Parts[0]);
        var sign = lead.Chart.BadSign == 0 ? lead.Signal.Sign : lead.Chart.BadSign;
        if (sign > 0 && Reference.Of(_log, units) is { } attempts && Cut.Among(_log, lead, units, attempts, dimensions) is { } among && At(lead, among, sign, dimensions) is { Place.Slice.IsWhole: false } found)
            return found;
        return Cut.Of(_log, lead, units, counting, dimensions) is { } cut ? At(lead, cut, sign, dimensions) : new Found(lead, [new Place(lead.Signal.Slice, 0, 0, 0, 0)], null);
    }

    private static readonly string[] Standing = ["outlet", "device"], Places = ["gate", "window", "kiosk", "security", "checkin"];

    /// <summary>Steps that happen where something stands.</summary>
    private static bool AtPlaces(Indicator indicator) => Affinity.Nouns(indicator) is { Count: > 0 } nouns && nouns.All(Places.Contains);

    private static Found At(SeenSignal lead, Cut cut, int sign, IReadOnlyList<string> dimensions)
    {
        var places = Localize.Find(cut, sign, lead.Dispersion, dimensions, AtPlaces(lead.Chart.Indicator) ? Standing : []);
        // The whole may be quiet while a slice stands out: then the place must lie where the signal is.
        var best = places.FirstOrDefault(p => p.Slice.Meets(lead.Signal.Slice) && p.Score > 0);
        if (best is null)
            return new Found(lead, [new Place(lead.Signal.Slice, 0, 0, 0, 0)], cut);
        return new Found(lead, [best, .. places.Where(p => p != best)], cut);
    }
}

/// <summary>A problem that is taking shape: the signal that leads, where it lies, what has joined.</summary>
internal sealed record Found(SeenSignal Lead, IReadOnlyList<Place> Places, Cut? Cut)
{
    public List<SeenSignal> Members { get; } = [Lead];

    public Place Place => Places[0];

    public DateTime Start => Lead.Signal.Start;

    public DateTime? End => Lead.Signal.End;
}

/// <summary>How strongly a signal speaks: the likelihood of its shift against none, in nats.</summary>
internal static class Strength
{
    public static double Of(SeenSignal s)
    {
        double k = 0, e = 0, n = 0;
        for (var h = 0; h < s.Weight.Length; h++)
        {
            if (s.Weight[h] <= 0)
                continue;
            k += s.Chart.K[h];
            e += s.Expected[h];
            n += s.Chart.N[h];
        }

        if (s.Chart.Form == ChartForm.Count)
            return ((k > 0 ? k * Math.Log(k / Math.Max(e, .5)) : 0) - (k - e)) / s.Dispersion;
        var q = Math.Max(s.Signal.QValue, 1e-300);
        return -Math.Log(q);
    }
}
