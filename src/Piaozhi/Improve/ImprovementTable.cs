using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Measure;

namespace Piaozhi.Improve;

/// <summary>One improvement: where it stands and what people wrote for its gates.</summary>
public sealed class ImprovementRow
{
    public required string Id { get; set; }
    public required string Title { get; set; }
    public Method Method { get; set; }
    public required string Step { get; set; }
    public ImprovementState State { get; set; }
    public string? ProblemId { get; set; }
    public required string Owner { get; set; }
    public DateOnly OpenedOn { get; set; }
    public DateOnly? ClosedOn { get; set; }
    public Closing? Closing { get; set; }
    public string? Reason { get; set; }
    public string Problem { get; set; } = "";
    public string Baseline { get; set; } = "";
    public string Containment { get; set; } = "";
    public string Cause { get; set; } = "";
    public string CauseEvidence { get; set; } = "";
    public string Prevention { get; set; } = "";
    public string Lesson { get; set; } = "";

    /// <summary>Names, one a line.</summary>
    public string Team { get; set; } = "";

    public Standing Standing => new(Method, Step, State);

    public void Take(Standing standing) => (Step, State) = (standing.Step, standing.State);
}

/// <summary>One action. What it proved is written by the later stage that knows the statistics.</summary>
public sealed class ActionRow
{
    public required string Id { get; set; }
    public required string ImprovementId { get; set; }
    public required string Title { get; set; }
    public required string Owner { get; set; }
    public DateOnly Due { get; set; }
    public required string Indicator { get; set; }
    public Direction Expected { get; set; }
    public double ExpectedChange { get; set; }
    public required string Scope { get; set; }

    /// <summary>False for containment, which need not prove an effect.</summary>
    public bool Main { get; set; }

    /// <summary>The day on which it took effect.</summary>
    public DateOnly? StartedOn { get; set; }

    public bool Done { get; set; }
    public Proof Proof { get; set; }
    public DateOnly? DecidableOn { get; set; }
}

public sealed class CommentRow
{
    public long Id { get; set; }
    public required string ImprovementId { get; set; }
    public DateTime At { get; set; }
    public required string Author { get; set; }
    public required string Text { get; set; }
}

public sealed class ImprovementTable : IEntityTypeConfiguration<ImprovementRow>
{
    public void Configure(EntityTypeBuilder<ImprovementRow> table)
    {
        table.ToTable("improve_improvement");
        table.Ignore(r => r.Standing);
        table.HasIndex(r => r.ProblemId);
    }
}

public sealed class ActionTable : IEntityTypeConfiguration<ActionRow>
{
    public void Configure(EntityTypeBuilder<ActionRow> table)
    {
        table.ToTable("improve_action");
        table.HasIndex(r => r.ImprovementId);
    }
}

public sealed class CommentTable : IEntityTypeConfiguration<CommentRow>
{
    public void Configure(EntityTypeBuilder<CommentRow> table)
    {
        table.ToTable("improve_comment");
        table.HasIndex(r => r.ImprovementId);
    }
}
