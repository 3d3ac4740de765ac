using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Storage.Records;

namespace Piaozhi.Access.Tokens;

/// <summary>A token for programs. The token itself is shown once and kept nowhere; the row holds what recognizes it.</summary>
public sealed class TokenRow
{
    public required string Id { get; set; }
    public required string Name { get; set; }

    /// <summary>The first characters, so that people can tell their tokens apart.</summary>
    public required string Prefix { get; set; }

    /// <summary>SHA-256 of the token; it is random enough that no salt is needed.</summary>
    [Withheld]
    public required string Hash { get; set; }

    /// <summary>Codes of <see cref="TokenScopes"/>, separated by spaces.</summary>
    public required string Scopes { get; set; }

    public required string Owner { get; set; }

    [Withheld]
    public required string OwnerName { get; set; }

    public DateTime CreatedAt { get; set; }
    public DateTime? ExpiresAt { get; set; }
    public DateTime? RevokedAt { get; set; }

    public IReadOnlySet<string> ScopeSet => Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    public bool IsAlive(DateTime now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);
}

/// <summary>When a token was last used; apart from the token, because this is written by programs and not by people.</summary>
[Derived]
public sealed class TokenUseRow
{
    public required string TokenId { get; set; }
    public DateTime LastUsedAt { get; set; }
}

public sealed class TokenTable : IEntityTypeConfiguration<TokenRow>
{
    public void Configure(EntityTypeBuilder<TokenRow> table)
    {
        table.ToTable("access_token");
        table.Ignore(r => r.ScopeSet);
        table.HasIndex(r => r.Hash).IsUnique();
    }
}

public sealed class TokenUseTable : IEntityTypeConfiguration<TokenUseRow>
{
    public void Configure(EntityTypeBuilder<TokenUseRow> table)
    {
        table.ToTable("access_token_use");
        table.HasKey(r => r.TokenId);
    }
}
