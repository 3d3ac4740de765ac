using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Detect.Alerts;
using Piaozhi.Core.Loop;
using Piaozhi.Storage.Records;

namespace Piaozhi.Detect.Alerts;

public enum AlertChannel
{
    Mail,
    WeCom,
    DingTalk,
    Feishu,
    Webhook,
}

/// <summary>Who is told of what, by which channel and when.</summary>
public sealed class AlertRouteRow
{
    public required string Id { get; set; }
    public required string Name { get; set; }
    public AlertChannel Channel { get; set; }

    /// <summary>Mail: addresses, one a line.</summary>
    public string Recipients { get; set; } = "";

    /// <summary>Mail: roles whose people are told as well, each only of what lies in their scope; codes separated by spaces.</summary>
    public string Roles { get; set; } = "";

    /// <summary>Robots: the address, which is a secret in itself, encrypted.</summary>
    [Withheld]
    public string? Address { get; set; }

    /// <summary>What may be shown of the address: its host and its last four characters.</summary>
    public string AddressHint { get; set; } = "";

    /// <summary>The secret that signs, encrypted.</summary>
    [Withheld]
    public string? Secret { get; set; }

    /// <summary><c>zh</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "zh";

    /// <summary>Only what lies here, as written by <see cref="Core.Loop.Slice"/>; empty = everywhere.</summary>
    public string Within { get; set; } = "";

    /// <summary>Also what is named but not alarmed: data that stopped, new definitions, shifted mix.</summary>
    public bool Named { get; set; }

    /// <summary>Smaller problems are left to the digest of the page.</summary>
    public long LeastCases { get; set; }

    /// <summary>Once a day at this time, together; null = as it happens.</summary>
    public TimeOnly? DigestAt { get; set; }

    /// <summary>Between these times nothing is sent; it waits for the end.</summary>
    public TimeOnly? QuietFrom { get; set; }

    public TimeOnly? QuietTo { get; set; }
    public bool Paused { get; set; }

    /// <summary>What began before is not told. UTC.</summary>
    public DateTime Since { get; set; }

    public IReadOnlyList<string> RecipientList => Recipients.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public IReadOnlyList<string> RoleList => Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public Slice Place => Slice.Parse(Within);
}

public enum DeliveryState
{
    /// <summary>To be sent when its time has come.</summary>
    Waiting,

    /// <summary>Kept for the digest.</summary>
    Held,
    Sent,

    /// <summary>Given up, or refused by the other side.</summary>
    Failed,

    /// <summary>Told together with others.</summary>
    Folded,

    /// <summary>Over before it was told.</summary>
    Skipped,
}

/// <summary>One message on its way: the log of what was sent, to whom, and with what success. Times are UTC.</summary>
[Derived]
public sealed class DeliveryRow
{
    public long Id { get; set; }
    public required string RouteId { get; set; }

    /// <summary>Mail: the address of the one who gets it; robots: empty.</summary>
    public string To { get; set; } = "";

    public required string Subject { get; set; }
    public AlertKind Kind { get; set; }
    public DeliveryState State { get; set; }

    /// <summary>The <see cref="AlertMessage"/> as JSON.</summary>
    public required string Message { get; set; }

    public DateTime CreatedAt { get; set; }
    public DateTime DueAt { get; set; }
    public int Tries { get; set; }

    /// <summary>Code of the failure (text in the resources) or what the other side said.</summary>
    public string Error { get; set; } = "";

    public DateTime? SentAt { get; set; }
}

public sealed class AlertRouteTable : IEntityTypeConfiguration<AlertRouteRow>
{
    public void Configure(EntityTypeBuilder<AlertRouteRow> table)
    {
        table.ToTable("detect_alert_route");
        table.Property(r => r.Channel).HasConversion<string>();
        table.Ignore(r => r.RecipientList);
        table.Ignore(r => r.RoleList);
        table.Ignore(r => r.Place);
    }
}

public sealed class DeliveryTable : IEntityTypeConfiguration<DeliveryRow>
{
    public void Configure(EntityTypeBuilder<DeliveryRow> table)
    {
        table.ToTable("detect_alert_delivery");
        table.Property(r => r.Kind).HasConversion<string>();
        table.Property(r => r.State).HasConversion<string>();
        table.HasIndex(r => new { r.State, r.DueAt });
        table.HasIndex(r => new { r.RouteId, r.Subject });
    }
}
