using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Measure;

namespace Piaozhi.Measure;

/// <summary>One version of an indicator that the operator made or changed; rows are added and never altered.</summary>
public sealed class IndicatorRow
{
    public required string Code { get; set; }
    public int Version { get; set; }

    /// <summary>First day that it counts; null = from the beginning.</summary>
    public DateOnly? From { get; set; }

    /// <summary>The indicator as JSON, in the form of indicators.json.</summary>
    public required string Body { get; set; }

    public bool Retired { get; set; }
    public string Note { get; set; } = "";
    public DateTime At { get; set; }
    public required string By { get; set; }
    public required string ByName { get; set; }

    public IndicatorVersion ToVersion() =>
        new(JsonSerializer.Deserialize<Indicator>(Body, IndicatorCatalog.Json)! with { Code = Code, Version = Version }, From, Note, Retired);
}

public sealed class IndicatorTable : IEntityTypeConfiguration<IndicatorRow>
{
    public void Configure(EntityTypeBuilder<IndicatorRow> table)
    {
        table.ToTable("measure_indicator");
        table.HasKey(r => new { r.Code, r.Version });
        table.Property(r => r.Code).HasMaxLength(40);
    }
}
