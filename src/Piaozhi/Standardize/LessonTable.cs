using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Standardize;

namespace Piaozhi.Standardize;

/// <summary>What was learned from one improvement. Closed again, what the improvement says is written again; what people added stays.</summary>
public sealed class LessonRow
{
    public required string ImprovementId { get; set; }
    public required string Title { get; set; }

    /// <summary>What somebody with the same problem should know.</summary>
    public required string Text { get; set; }

    public string Problem { get; set; } = "";
    public string Cause { get; set; } = "";

    /// <summary>What was done, one action a line.</summary>
    public string Actions { get; set; } = "";

    /// <summary>What it did, with figures, one action a line, in both languages.</summary>
    public string EffectZh { get; set; } = "";

    public string EffectEn { get; set; } = "";

    /// <summary>When it holds and when not; people add it.</summary>
    public string Conditions { get; set; } = "";

    /// <summary>Documents that were changed or made, one a line; people add them.</summary>
    public string Documents { get; set; } = "";

    public bool Worked { get; set; }

    /// <summary>Since when the gain was lost again; null = it was not.</summary>
    public DateOnly? LostSince { get; set; }

    /// <summary>Indicator codes, joined by commas.</summary>
    public string Indicators { get; set; } = "";

    /// <summary>Leaf of the taxonomy of its problem; empty when it has none.</summary>
    public string Taxonomy { get; set; } = "";

    public string Slice { get; set; } = "";
    public DateOnly LearnedOn { get; set; }

    /// <summary>Raised by every change, so that two people never overwrite one another unseen.</summary>
    public int Revision { get; set; }

    /// <summary>For <c>Badge</c> and its word.</summary>
    public string Outcome => LostSince is not null ? "Lost" : Worked ? "Yes" : "No";

    public Lesson ToLesson() => new(
        ImprovementId, ImprovementId, Title, string.Join('\n', Problem, Cause, Actions, Text), Worked && LostSince is null,
        Indicators.Split(',', StringSplitOptions.RemoveEmptyEntries), Taxonomy.Length > 0 ? Taxonomy : null, Core.Loop.Slice.Parse(Slice), LearnedOn.ToDateTime(TimeOnly.MinValue));
}

public sealed class LessonTable : IEntityTypeConfiguration<LessonRow>
{
    public void Configure(EntityTypeBuilder<LessonRow> table)
    {
        table.ToTable("standardize_lesson");
        table.HasKey(r => r.ImprovementId);
        table.Ignore(r => r.Outcome);
        table.Property(r => r.Revision).IsConcurrencyToken();
    }
}
