using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Improve;

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

    /// <summary>Account of the owner; null for a name without an account.</summary>
    public string? OwnerId { get; set; }

    public DateOnly OpenedOn { get; set; }
    public DateOnly? Due { get; set; }
    public DateOnly? ClosedOn { get; set; }
    public Closing? Closing { get; set; }
    public string? Reason { get; set; }

    /// <summary>Indicator that tells of the problem; empty when none was named.</summary>
    public string Indicator { get; set; } = "";

    /// <summary>Where the problem is, as <see cref="Core.Loop.Slice"/> writes it.</summary>
    public string Scope { get; set; } = "";

    /// <summary>The days of the spike that led to it, first and last; they are no baseline. Null = looked for in the data.</summary>
    public DateOnly? SpikeFrom { get; set; }

    public DateOnly? SpikeTo { get; set; }
    public string Problem { get; set; } = "";
    public string Baseline { get; set; } = "";
    public string Containment { get; set; } = "";
    public string Cause { get; set; } = "";
    public string CauseEvidence { get; set; } = "";
    public string Prevention { get; set; } = "";
    public string Lesson { get; set; } = "";

    /// <summary>Names, one a line.</summary>
    public string Team { get; set; } = "";

    /// <summary>Raised by every change, so that two people never overwrite one another unseen.</summary>
    public int Revision { get; set; }

    public DateTime? DeletedAt { get; set; }

    public bool Closed => State == ImprovementState.Closed;

    public Standing Standing => new(Method, Step, State);

    public void Take(Standing standing) => (Step, State) = (standing.Step, standing.State);
}

/// <summary>One thing that somebody said about an improvement.</summary>
public sealed class CommentRow
{
    public long Id { get; set; }
    public required string ImprovementId { get; set; }
    public DateTime At { get; set; }
    public required string Author { get; set; }
    public string AuthorId { get; set; } = "";
    public required string Text { get; set; }
    public DateTime? EditedAt { get; set; }
    public DateTime? DeletedAt { get; set; }
}

/// <summary>A file that belongs to an improvement; its content lies in the data folder under its hash.</summary>
public sealed class AttachmentRow
{
    public required string Id { get; set; }
    public required string ImprovementId { get; set; }
    public required string FileName { get; set; }
    public required string ContentType { get; set; }
    public long Size { get; set; }

    /// <summary>SHA-256 of the content, hex.</summary>
    public required string Hash { get; set; }

    public DateTime At { get; set; }
    public required string Author { get; set; }
    public string AuthorId { get; set; } = "";
    public DateTime? DeletedAt { get; set; }
}

public sealed class ImprovementTable : IEntityTypeConfiguration<ImprovementRow>
{
    public void Configure(EntityTypeBuilder<ImprovementRow> table)
    {
        table.ToTable("improve_improvement");
        table.Ignore(r => r.Standing);
        table.Ignore(r => r.Closed);
        table.Property(r => r.Revision).IsConcurrencyToken();
        table.HasIndex(r => r.ProblemId);
        // What was deleted can be brought back, and is seen nowhere meanwhile.
        table.HasQueryFilter(r => r.DeletedAt == null);
    }
}

public sealed class CommentTable : IEntityTypeConfiguration<CommentRow>
{
    public void Configure(EntityTypeBuilder<CommentRow> table)
    {
        table.ToTable("improve_comment");
        table.HasIndex(r => r.ImprovementId);
        table.HasQueryFilter(r => r.DeletedAt == null);
    }
}

public sealed class AttachmentTable : IEntityTypeConfiguration<AttachmentRow>
{
    public void Configure(EntityTypeBuilder<AttachmentRow> table)
    {
        table.ToTable("improve_attachment");
        table.HasIndex(r => r.ImprovementId);
        table.HasQueryFilter(r => r.DeletedAt == null);
    }
}
