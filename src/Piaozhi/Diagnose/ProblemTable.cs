using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Diagnose;
using Piaozhi.Storage.Records;

namespace Piaozhi.Diagnose;

/// <summary>A problem as it is kept from run to run. Times are the operator's local time.</summary>
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
    public long Cases { get; set; }
    public double Confidence { get; set; }

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
        (Slice, Indicator) = (p.Cause.Slice.ToString(), p.Indicators.First());
        (StartedAt, EndedAt, DetectedAt) = (p.StartedAt, p.EndedAt, p.DetectedAt);
        (Cases, Confidence, StillFound) = (p.Impact.Cases, p.Confidence, true);
        Evidence = JsonSerializer.Serialize(p.Evidence);
        Signals = string.Join(' ', p.Signals.Select(s => s.Id));
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
