using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Diagnose;

/// <summary>The kind of a problem; only faults alarm.</summary>
public enum ProblemKind
{
    Fault,
    Data,
    Definition,
    Mix,
    Calendar,
}

/// <summary>Where and what the cause is, as far as the evidence says. Empty slice = everywhere.</summary>
public sealed record Cause(Slice Slice, string? Activity, string? Reason, string? Taxonomy);

public sealed record Impact(long Cases, long Customers, decimal Amount);

public enum EvidenceKind
{
    Chart,
    Variant,
    Theme,
    Staff,
    Incident,
    Document,
}

/// <param name="Where">The slice that it speaks of, as text; empty = that of the problem.</param>
public sealed record Evidence(EvidenceKind Kind, Bilingual Text, string Where = "");

/// <summary>By what a feedback was linked to a problem.</summary>
public enum MentionBy
{
    /// <summary>It belongs to a case that the problem hurt.</summary>
    Case,

    /// <summary>Its topic rose at the time and place of the problem.</summary>
    Topic,
}

/// <summary>One feedback that speaks of a problem.</summary>
/// <param name="At">When it was received (operator's local time).</param>
/// <param name="Weight">0–1: how likely it speaks of this problem and not of the usual.</param>
public sealed record Mention(string FeedbackId, DateTime At, string Taxonomy, MentionBy By, double Weight);

/// <summary>Signals and feedback that have one cause, as one entry.</summary>
public sealed record Problem
{
    /// <summary>Stable over runs.</summary>
    public required string Id { get; init; }

    public required ProblemKind Kind { get; init; }
    public required Bilingual Title { get; init; }
    public required DateTime StartedAt { get; init; }
    public DateTime? EndedAt { get; init; }
    public required DateTime DetectedAt { get; init; }
    public required Cause Cause { get; init; }
    public required IReadOnlyList<Signal> Signals { get; init; }
    public required Impact Impact { get; init; }

    /// <summary>0–1: how sure it is that this is one real cause at this place.</summary>
    public required double Confidence { get; init; }

    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>Feedback that speaks of it.</summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>Indicators moved, worst first.</summary>
    public IEnumerable<string> Indicators => Signals.OrderBy(s => s.QValue).Select(s => s.Indicator).Distinct(StringComparer.Ordinal);
}
