using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Listen.Mapping;

namespace Piaozhi.Listen.Columns;

/// <summary>One column mapping that people made; the mapping itself is JSON, as it is exported.</summary>
public sealed class MappingRow
{
    public required string Name { get; set; }
    public required string Json { get; set; }
    public DateTime ChangedAt { get; set; }
    public required string ChangedBy { get; set; }
    public DateTime? UsedAt { get; set; }
    public int Uses { get; set; }

    public Mapping Mapping => Core.Listen.Mapping.Mappings.Read(Json) ?? throw new InvalidOperationException($"mapping {Name} is empty");
}

public sealed class MappingTable : IEntityTypeConfiguration<MappingRow>
{
    public void Configure(EntityTypeBuilder<MappingRow> table)
    {
        table.ToTable("listen_mapping");
        table.HasKey(r => r.Name);
        table.Ignore(r => r.Mapping);
    }
}
