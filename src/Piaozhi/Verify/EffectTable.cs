using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Verify;
using Piaozhi.Storage.Records;

namespace Piaozhi.Verify;

/// <summary>One day of the plot as it is kept; numbers that are not known are null.</summary>
public sealed record EffectDay(DateOnly At, double? Observed, double? Expected, double? Low, double? High, bool After, bool LeftOut);

/// <summary>A caveat as it is kept.</summary>
public sealed record KeptCaveat(CaveatId Id, string[] Args);

/// <summary>Slope (over 30 days) and placebo before the start as they are kept.</summary>
public sealed record KeptPreTrend(double Slope, double Low, double High, int Days, int Controls, double? Placebo, double? PlaceboLow, double? PlaceboHigh, int PlaceboDays)
{
    public bool Sloped => Low > 0 || High < 0;

    public bool PlaceboFound => PlaceboLow > 0 || PlaceboHigh < 0;
}

/// <summary>The latest effect of one action. Numbers are null where nothing could be estimated.</summary>
[Derived]
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

    /// <summary>The days of the plot as JSON.</summary>
    public string Path { get; set; } = "[]";

    /// <summary>What to keep in mind, as JSON.</summary>
    public string Caveats { get; set; } = "[]";

    /// <summary>What the days before the start say of the method, as JSON; empty where nothing could be estimated.</summary>
    public string Before { get; set; } = "";

    /// <summary>Last day that the verdict rests on.</summary>
    public DateOnly AsOf { get; set; }

    /// <summary>Hash of everything the estimate was made from; the same again means that nothing has to be estimated.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>Until when the gain is watched; set when its improvement is closed as effective.</summary>
    public DateOnly? WatchUntil { get; set; }

    /// <summary>Last day that the watch has seen.</summary>
    public DateOnly? WatchedOn { get; set; }

    public DateOnly? LostSince { get; set; }

    public Bilingual Why => new(WhyZh, WhyEn);

    public IReadOnlyList<EffectDay> Days => JsonSerializer.Deserialize<List<EffectDay>>(Path, JsonSerializerOptions.Web) ?? [];

    public IReadOnlyList<KeptCaveat> CaveatList => JsonSerializer.Deserialize<List<KeptCaveat>>(Caveats, JsonSerializerOptions.Web) ?? [];

    public KeptPreTrend? PreTrend => Before.Length == 0 ? null : JsonSerializer.Deserialize<KeptPreTrend>(Before, JsonSerializerOptions.Web);

    public WatchState Watch => LostSince is not null ? WatchState.Lost : WatchUntil is null ? WatchState.None : WatchedOn >= WatchUntil ? WatchState.Kept : WatchState.On;
}

/// <summary>How the watch on a gain stands.</summary>
public enum WatchState
{
    None,
    On,
    Kept,
    Lost,
}

public sealed class EffectTable : IEntityTypeConfiguration<EffectRow>
{
    public void Configure(EntityTypeBuilder<EffectRow> table)
    {
        table.ToTable("verify_effect");
        table.HasKey(r => r.ActionId);
        table.Ignore(r => r.Why);
        table.Ignore(r => r.Days);
        table.Ignore(r => r.CaveatList);
        table.Ignore(r => r.Watch);
        table.Ignore(r => r.PreTrend);
        table.Property(r => r.Before).HasDefaultValue("");
    }
}
