using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Diagnose;
using Piaozhi.Storage.Records;

namespace Piaozhi.Diagnose;

/// <summary>A problem as it is kept from run to run. Times are the operator's local time.</summary>
[Derived]
public sealed class ProblemRow
{
    public required string Id { get; set; }
    public ProblemKind Kind { get; set; }
    public required string TitleZh { get; set; }
    public required string TitleEn { get; set; }
    public required string Slice { get; set; }
    public required string Indicator { get; set; }
    public DateTime StartedAt { get; set; }
    public DateTime? EndedAt { get; set; }
    public DateTime DetectedAt { get; set; }

    /// <summary>What the cause is, as far as the evidence says: the step that went wrong, its reason code, its leaf of the taxonomy.</summary>
    public string? Activity { get; set; }

    public string? Reason { get; set; }
    public string? Taxonomy { get; set; }

    /// <summary>Cases, distinct customers and money hurt beyond what is usual.</summary>
    public long Cases { get; set; }

    public long Customers { get; set; }
    public decimal Amount { get; set; }
    public double Confidence { get; set; }

    /// <summary>Codes of the indicators that it moved, worst first, separated by spaces.</summary>
    public string Indicators { get; set; } = "";

    /// <summary>How many feedbacks speak of it; which ones is in <see cref="MentionRow"/>.</summary>
    public long Mentions { get; set; }

    /// <summary>Sentences of the evidence, a JSON array of {Kind, Text}.</summary>
    public string Evidence { get; set; } = "[]";

    /// <summary>Ids of its signals, separated by spaces.</summary>
    public string Signals { get; set; } = "";

    /// <summary>False once a later run, with more facts, no longer finds it.</summary>
    public bool StillFound { get; set; } = true;

    public IReadOnlyList<Evidence> EvidenceList => JsonSerializer.Deserialize<List<Evidence>>(Evidence) ?? [];

    public void Take(Problem p)
    {
        (Kind, TitleZh, TitleEn) = (p.Kind, p.Title.Zh, p.Title.En);
        (Slice, Indicator) = (p.Cause.Slice.ToString(), p.Indicators.FirstOrDefault() ?? "");
        (StartedAt, EndedAt, DetectedAt) = (p.StartedAt, p.EndedAt, p.DetectedAt);
        (Activity, Reason, Taxonomy) = (p.Cause.Activity, p.Cause.Reason, p.Cause.Taxonomy);
        (Cases, Customers, Amount) = (p.Impact.Cases, p.Impact.Customers, p.Impact.Amount);
        (Confidence, Mentions, StillFound) = (p.Confidence, p.Mentions.Count, true);
        Indicators = string.Join(' ', p.Indicators);
        Evidence = JsonSerializer.Serialize(p.Evidence);
        Signals = string.Join(' ', p.Signals.Select(s => s.Id));
    }
}

/// <summary>One feedback that speaks of a problem.</summary>
[Derived]
public sealed class MentionRow
{
    public required string ProblemId { get; set; }
    public required string FeedbackId { get; set; }

    /// <summary>When it was received, local time.</summary>
    public DateTime At { get; set; }

    /// <summary>Its leaf of the taxonomy; empty when it has none.</summary>
    public string Taxonomy { get; set; } = "";

    /// <summary>By what it was linked.</summary>
    public MentionBy By { get; set; }

    /// <summary>0–1: how likely it speaks of this problem and not of the usual.</summary>
    public double Weight { get; set; }
}

public sealed class MentionTable : IEntityTypeConfiguration<MentionRow>
{
    public void Configure(EntityTypeBuilder<MentionRow> table)
    {
        table.ToTable("diagnose_mention");
        table.HasKey(r => new { r.ProblemId, r.FeedbackId });
        table.HasIndex(r => r.FeedbackId);
        table.Property(r => r.By).HasConversion<string>();
        table.Property(r => r.At).IsLocalTime();
    }
}

public sealed class ProblemTable : IEntityTypeConfiguration<ProblemRow>
{
    public void Configure(EntityTypeBuilder<ProblemRow> table)
    {
        table.ToTable("diagnose_problem");
        table.HasKey(r => r.Id);
        table.Property(r => r.Kind).HasConversion<string>();
        table.Ignore(r => r.EvidenceList);
        table.Property(r => r.StartedAt).IsLocalTime();
        table.Property(r => r.EndedAt).IsLocalTime();
        table.Property(r => r.DetectedAt).IsLocalTime();
    }
}
