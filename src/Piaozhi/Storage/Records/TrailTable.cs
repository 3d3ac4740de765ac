using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Piaozhi.Storage.Records;

/// <summary>One step of a trail: what happened to an artefact, and to which other it led.</summary>
[Derived]
public sealed class TrailRow
{
    public long Id { get; set; }
    public DateTime At { get; set; }
    public required string Of { get; set; }
    public string? To { get; set; }

    /// <summary>Key of the sentence, for instance <c>diagnose.problem.opened</c>; <see cref="Args"/> (JSON array) fill it.</summary>
    public required string Code { get; set; }

    public string Args { get; set; } = "[]";
    public required string Actor { get; set; }
    public required string ActorName { get; set; }
}

public sealed class TrailTable : IEntityTypeConfiguration<TrailRow>
{
    public void Configure(EntityTypeBuilder<TrailRow> table)
    {
        table.ToTable("loop_trail");
        table.HasIndex(r => r.Of);
        table.HasIndex(r => r.To);
    }
}
