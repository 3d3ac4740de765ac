using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Standardize;

namespace Piaozhi.Standardize;

/// <summary>What was learned from one improvement; closed again, it is written again.</summary>
public sealed class LessonRow
{
    public required string ImprovementId { get; set; }
    public required string Title { get; set; }
    public required string Text { get; set; }
    public bool Worked { get; set; }

    /// <summary>Indicator codes, joined by commas.</summary>
    public string Indicators { get; set; } = "";

    public string Slice { get; set; } = "";
    public DateOnly LearnedOn { get; set; }

    public Lesson ToLesson() => new(
        ImprovementId, ImprovementId, Title, Text, Worked, Indicators.Split(',', StringSplitOptions.RemoveEmptyEntries), null,
        Core.Loop.Slice.Parse(Slice), LearnedOn.ToDateTime(TimeOnly.MinValue));
}

public sealed class LessonTable : IEntityTypeConfiguration<LessonRow>
{
    public void Configure(EntityTypeBuilder<LessonRow> table)
    {
        table.ToTable("standardize_lesson");
        table.HasKey(r => r.ImprovementId);
    }
}
