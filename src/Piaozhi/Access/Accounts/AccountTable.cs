using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Storage.Records;

namespace Piaozhi.Access.Accounts;

/// <summary>One account: who it is, what it may do and which part of the operation it sees.</summary>
public sealed class AccountRow : IdentityUser
{
    /// <summary>The person's name as others read it.</summary>
    [Withheld]
    public string Name { get; set; } = "";

    /// <summary>Codes of <see cref="Piaozhi.Access.Roles"/>, separated by spaces.</summary>
    public string Roles { get; set; } = "";

    /// <summary>Outlets that the person sees, one a line; null = all.</summary>
    public string? Outlets { get; set; }

    public string? Department { get; set; }

    public bool Disabled { get; set; }

    /// <summary>The password is a one-time one: nothing but setting one's own is possible with it.</summary>
    public bool OneTime { get; set; }

    /// <summary>End of the one-time password; null = none.</summary>
    public DateTime? OneTimeUntil { get; set; }

    public DateTime CreatedAt { get; set; }

    /// <summary>Null until the person has come in for the first time.</summary>
    public DateTime? LastSignInAt { get; set; }

    /// <summary>True for an account that signs in at the organization's identity provider.</summary>
    public bool External { get; set; }

    public IReadOnlySet<string> RoleSet => Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    public IReadOnlySet<string>? OutletSet => Outlets?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
}

public sealed class AccountTable : IEntityTypeConfiguration<AccountRow>
{
    public void Configure(EntityTypeBuilder<AccountRow> table)
    {
        table.ToTable("access_account");
        table.Ignore(r => r.RoleSet);
        table.Ignore(r => r.OutletSet);
        table.HasIndex(r => r.NormalizedUserName).IsUnique();
        table.Property(r => r.ConcurrencyStamp).IsConcurrencyToken();
    }
}

/// <summary>Which account belongs to which person of the identity provider.</summary>
public sealed class AccountLoginTable : IEntityTypeConfiguration<IdentityUserLogin<string>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<string>> table)
    {
        table.ToTable("access_account_login");
        table.HasKey(r => new { r.LoginProvider, r.ProviderKey });
        table.HasIndex(r => r.UserId);
    }
}

/// <summary>Needed by the store of ASP.NET Core Identity.</summary>
public sealed class AccountClaimTable : IEntityTypeConfiguration<IdentityUserClaim<string>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<string>> table)
    {
        table.ToTable("access_account_claim");
        table.HasIndex(r => r.UserId);
    }
}

/// <summary>Needed by the store of ASP.NET Core Identity.</summary>
public sealed class AccountTokenTable : IEntityTypeConfiguration<IdentityUserToken<string>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<string>> table)
    {
        table.ToTable("access_account_token");
        table.HasKey(r => new { r.UserId, r.LoginProvider, r.Name });
    }
}
