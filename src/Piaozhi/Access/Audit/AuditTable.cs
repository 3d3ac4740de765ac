using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Piaozhi.Access.Audit;

/// <summary>One change of one row of people's work. Its hash covers its content and the hash of the entry before it.</summary>
public sealed class AuditRow
{
    public const string Beginning = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>1, 2, 3 … without a gap.</summary>
    public long Seq { get; set; }

    /// <summary>UTC, in whole milliseconds, so that it comes back from either database as it was hashed.</summary>
    public DateTime At { get; set; }

    /// <summary>Id of who did it; never the name.</summary>
    public required string Actor { get; set; }

    public required string Roles { get; set; }

    /// <summary>Where from: <c>web</c> and an address, <c>api</c> and the beginning of a token, <c>command</c>, <c>loop</c>.</summary>
    public required string Origin { get; set; }

    /// <summary>Table of the row.</summary>
    public required string Entity { get; set; }

    public required string Key { get; set; }

    /// <summary><c>added</c>, <c>changed</c> or <c>removed</c>.</summary>
    public required string Action { get; set; }

    /// <summary>JSON: field to [before, after].</summary>
    public required string Changes { get; set; }

    public required string Previous { get; set; }

    public required string Hash { get; set; }

    /// <summary>What the hash must be for this content.</summary>
    public string Reckon() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize<object[]>(
        [Seq, At.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), Actor, Roles, Origin, Entity, Key, Action, Changes, Previous]))));
}

public sealed class AuditTable : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> table)
    {
        table.ToTable("access_audit");
        table.HasKey(r => r.Seq);
        table.Property(r => r.Seq).ValueGeneratedNever();
        table.HasIndex(r => new { r.Entity, r.Key });
    }
}
