using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Improve;

/// <summary>One action. What it proved is written by the later stage that knows the statistics.</summary>
public sealed class ActionRow
{
    public required string Id { get; set; }
    public required string ImprovementId { get; set; }
    public required string Title { get; set; }
    public required string Owner { get; set; }

    /// <summary>Account of the owner; null for a name without an account.</summary>
    public string? OwnerId { get; set; }

    public DateOnly Due { get; set; }
    public required string Indicator { get; set; }
    public Direction Expected { get; set; }
    public double ExpectedChange { get; set; }
    public required string Scope { get; set; }

    /// <summary>False for containment, which need not prove an effect.</summary>
    public bool Main { get; set; }

    /// <summary>The day on which it took effect.</summary>
    public DateOnly? StartedOn { get; set; }

    /// <summary>The day on which it was stopped or undone.</summary>
    public DateOnly? WithdrawnOn { get; set; }

    public bool Done { get; set; }
    public DateOnly? DoneOn { get; set; }
    public Proof Proof { get; set; }
    public DateOnly? DecidableOn { get; set; }
    public DateTime? DeletedAt { get; set; }

    public ActionFacts Facts => new(Id, Title, Main, Done, Proof, DecidableOn, WithdrawnOn is not null);

    public ActionDraft Draft => new(Title, Owner, Due, Indicator, Expected, ExpectedChange, Slice.Parse(Scope));

    /// <summary>Still to be done, with its day in the past.</summary>
    public bool Overdue(DateOnly today) => !Done && WithdrawnOn is null && Due < today;
}

public sealed class ActionTable : IEntityTypeConfiguration<ActionRow>
{
    public void Configure(EntityTypeBuilder<ActionRow> table)
    {
        table.ToTable("improve_action");
        table.Ignore(r => r.Facts);
        table.Ignore(r => r.Draft);
        table.HasIndex(r => r.ImprovementId);
        table.HasIndex(r => r.Due);
        table.HasQueryFilter(r => r.DeletedAt == null);
    }
}
