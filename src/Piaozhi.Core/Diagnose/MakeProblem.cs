using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>Writes a problem out: what, where, since when, through which step, whom it hurt, who speaks of it, and by what that is known.</summary>
internal sealed class MakeProblem(FactLog log, Found found)
{
    private readonly Indicator _indicator = found.Lead.Chart.Indicator;

    public Problem Make()
    {
        var lead = found.Lead.Signal;
        var place = Told();
        var step = WhatRose.Of(log, found);
        var voice = new Speak(log, found).Of();
        var activity = step?.Activity ?? Step();
        var start = found.Members.Where(m => m.Signal.Indicator == lead.Indicator && m.Signal.Slice.Equals(place) && m.Signal.Recurs is null == lead.Recurs is null)
            .Select(m => m.Signal.Start).DefaultIfEmpty(lead.Start).Min();
        var members = found.Members.Select(m => m.Signal).DistinctBy(s => s.Id).OrderBy(s => s.QValue).ToList();
        return new Problem
        {
            Id = ProblemId.Of(ProblemKind.Fault, lead.Indicator, place, start),
            Kind = ProblemKind.Fault,
            Title = ProblemWords.Title(_indicator, lead with { Slice = place }, start),
            StartedAt = start,
            EndedAt = Ended(),
            DetectedAt = Noticed(start),
            Cause = new Cause(place, activity, step?.Reason, voice.Leaf),
            Signals = members,
            Impact = Hurt.Of(log, found),
            Confidence = Confidence(),
            Mentions = voice.Mentions,
            Evidence = [.. Evidence(members, step, voice)],
        };
    }

    /// <summary>A topic alone does not tell a place better than the operation's own dimensions do; else the place found.</summary>
    private Slice Told() => found.Place.Slice;

    private string? Step() => DefinitionParts.Step(_indicator.Definition)
        ?? found.Members.Select(m => DefinitionParts.Step(m.Chart.Indicator.Definition)).FirstOrDefault(s => s is not null);

    /// <summary>It goes on while its own indicator does; what follows further down the journey may take longer to heal.</summary>
    private DateTime? Ended()
    {
        var own = found.Members.Where(m => m.Signal.Indicator == found.Lead.Signal.Indicator && m.Signal.Bad).Select(m => m.Signal).ToList();
        return found.Lead.Signal.End is null ? null : own.Where(s => s.End is not null).Max(s => s.End);
    }

    /// <summary>By the first of its signals that began no earlier than it did; nothing is noticed before it is there.</summary>
    private DateTime Noticed(DateTime start) => found.Members.Select(m => m.Signal).Where(s => s.Bad && s.Start >= start.AddHours(-3) && s.DetectedAt > start)
        .Select(s => s.DetectedAt).DefaultIfEmpty(found.Lead.Signal.DetectedAt > start ? found.Lead.Signal.DetectedAt : start).Min();

    /// <summary>Sure when the evidence is strong, several indicators agree, and the place stands clear of the next best one.</summary>
    private double Confidence()
    {
        var q = found.Members.Min(m => m.Signal.QValue);
        var agree = found.Members.Select(m => m.Signal.Indicator).Distinct(StringComparer.Ordinal).Count();
        var clear = found.Places.Count > 1 && found.Place.Score > 0 ? 1 - Math.Exp(-Math.Max(0, found.Place.Score - found.Places[1].Score) / 4) : .8;
        return Math.Round((1 - q) * (1 - .3 / (1 + agree)) * (.75 + .25 * clear), 3);
    }

    private IEnumerable<Evidence> Evidence(List<Signal> members, Rose? step, Voice voice)
    {
        foreach (var s in members.Where(s => s.Bad).DistinctBy(s => s.Indicator).Take(5))
            yield return new Evidence(EvidenceKind.Chart, ProblemWords.Signal(found.Members.Find(m => m.Signal.Id == s.Id)!.Chart.Indicator, s), s.Slice.ToString());
        if (step is not null)
            yield return new Evidence(EvidenceKind.Variant, ProblemWords.Rose(step));
        if (voice.Mentions.Count > 0)
            yield return new Evidence(EvidenceKind.Theme, ProblemWords.Voice(voice));
        if (found.Place.Slice["staff_id"] is { IsEmpty: false } staff)
            yield return new Evidence(EvidenceKind.Staff, ProblemWords.Staff(staff));
        foreach (var happened in Happened.Before(log, found.Start, found.Place.Slice).Take(2))
            yield return new Evidence(EvidenceKind.Incident, happened);
        if (found.Places.Skip(1).FirstOrDefault(p => p.Score > 0) is { } second && !second.Slice.Equals(found.Place.Slice))
            yield return new Evidence(EvidenceKind.Document, ProblemWords.Instead(second, found.Place));
    }
}

/// <summary>Names a problem by what it is about; a run that finds it again with a little other start calls it the same.</summary>
internal static class ProblemId
{
    public static string Of(ProblemKind kind, string indicator, Slice place, DateTime start) =>
        "P" + StableId.Of($"{kind}:{indicator}", place, start, 0)[1..];
}
