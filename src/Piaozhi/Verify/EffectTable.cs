using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Verify;

namespace Piaozhi.Verify;

/// <summary>The latest effect of one action. Numbers are null where nothing could be estimated.</summary>
public sealed class EffectRow
{
    public required string ActionId { get; set; }
    public required string Indicator { get; set; }
    public EffectMethod Method { get; set; }
    public double? Estimate { get; set; }
    public double? Low { get; set; }
    public double? High { get; set; }
    public Verdict Verdict { get; set; }
    public required string WhyZh { get; set; }
    public required string WhyEn { get; set; }
    public DateOnly? DecidableOn { get; set; }

    /// <summary>The days of the plot as JSON; numbers that are not known are null.</summary>
    public string Path { get; set; } = "[]";

    /// <summary>Last day that the verdict rests on.</summary>
    public DateOnly AsOf { get; set; }

    public DateOnly? LostSince { get; set; }
}

public sealed class EffectTable : IEntityTypeConfiguration<EffectRow>
{
    public void Configure(EntityTypeBuilder<EffectRow> table)
    {
        table.ToTable("verify_effect");
        table.HasKey(r => r.ActionId);
    }
}
