using Piaozhi.Core.Detect;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>A problem that people made of signals: told from the signals alone, without looking at the facts again.</summary>
public static class OneProblem
{
    /// <summary>A slice must carry this share of the largest departure to be named as the place.</summary>
    private const double Explains = .7;

    /// <summary>Null when there is no signal that says anything.</summary>
    public static Problem? Of(IReadOnlyList<Signal> signals, IndicatorCatalog catalog)
    {
        if (signals.Count == 0)
            return null;
        var sharpest = signals.OrderByDescending(s => s.Bad).ThenBy(s => s.QValue).ThenByDescending(s => s.Excess).First();
        var same = signals.Where(s => s.Indicator == sharpest.Indicator).ToList();
        var lead = same.Where(s => s.Excess >= Explains * same.Max(x => x.Excess)).OrderBy(s => s.N).ThenBy(s => s.QValue).First();
        var indicator = catalog.Find(lead.Indicator) ?? VoiceCharts.Named(lead.Indicator);
        return new Problem
        {
            Id = ProblemId.Of(ProblemKind.Fault, lead.Indicator, lead.Slice, lead.Start),
            Kind = ProblemKind.Fault,
            Title = ProblemWords.Title(indicator, lead, lead.Start),
            StartedAt = lead.Start,
            EndedAt = signals.Any(s => s.End is null) ? null : signals.Max(s => s.End),
            DetectedAt = signals.Min(s => s.DetectedAt),
            Cause = new Cause(lead.Slice, DefinitionParts.Step(indicator.Definition), null, Affinity.Topics(lead.Indicator).FirstOrDefault()),
            Signals = signals,
            Impact = new Impact((long)Math.Round(lead.Excess), 0, 0),
            Confidence = Math.Round(1 - lead.QValue, 3),
            Evidence = [.. signals.OrderBy(s => s.QValue).DistinctBy(s => s.Indicator).Take(6)
                .Select(s => new Evidence(EvidenceKind.Chart, ProblemWords.Signal(catalog.Find(s.Indicator) ?? VoiceCharts.Named(s.Indicator), s), s.Slice.ToString()))],
        };
    }
}
