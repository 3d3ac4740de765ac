using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Diagnose.Causes;
using Piaozhi.Storage.Records;

namespace Piaozhi.Diagnose.Causes;

/// <summary>The causes of one problem as they stand.</summary>
[Derived]
public sealed class AnalysisRow
{
    public required string ProblemId { get; set; }
    public BoneNames Names { get; set; }

    /// <summary>The tree as JSON.</summary>
    public string Tree { get; set; } = "[]";

    /// <summary>Counts the changes; whoever changes an older one is told so.</summary>
    public int Version { get; set; }

    public CauseTree Causes
    {
        get => new(JsonSerializer.Deserialize<List<CauseNode>>(Tree) ?? []);
        set => Tree = JsonSerializer.Serialize(value.Nodes);
    }
}

/// <summary>One change of the causes with what stood before it: the history, and what undoing goes back to.</summary>
[Derived]
public sealed class AnalysisStepRow
{
    public long Id { get; set; }
    public required string ProblemId { get; set; }
    public DateTime At { get; set; }
    public required string Actor { get; set; }
    public required string ActorName { get; set; }

    /// <summary>Key of the sentence, for instance <c>diagnose.cause.added</c>.</summary>
    public required string Code { get; set; }

    /// <summary>The cause that it was about, in its words.</summary>
    public string About { get; set; } = "";

    public required string Before { get; set; }
    public bool Undone { get; set; }
}

public sealed class AnalysisTable : IEntityTypeConfiguration<AnalysisRow>
{
    public void Configure(EntityTypeBuilder<AnalysisRow> table)
    {
        table.ToTable("diagnose_analysis");
        table.HasKey(r => r.ProblemId);
        table.Ignore(r => r.Causes);
        table.Property(r => r.Names).HasConversion<string>();
        table.Property(r => r.Version).IsConcurrencyToken();
    }
}

public sealed class AnalysisStepTable : IEntityTypeConfiguration<AnalysisStepRow>
{
    public void Configure(EntityTypeBuilder<AnalysisStepRow> table)
    {
        table.ToTable("diagnose_analysis_step");
        table.HasIndex(r => r.ProblemId);
        table.Property(r => r.At).IsLocalTime();
    }
}
