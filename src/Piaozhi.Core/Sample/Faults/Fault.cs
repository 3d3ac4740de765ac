using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Sample.Faults;

/// <summary>The faults of the catalogue, nulls (no fault at all) and a true improvement included.</summary>
public enum FaultId
{
    F01 = 1, F02, F03, F04, F05, F06, F07, F08, F09, F10, F11, F12, F13, F14, F15,
    F16, F17, F18, F19, F20, F21, F22, F23, F24, F25, F26, F27, F28, F29, F30,
}

/// <summary>How far the fault is from the listed size: half, as listed, double.</summary>
public enum FaultSize
{
    Mild,
    Medium,
    Severe,
}

/// <summary>One fault at work: what, how strong, from when until when.</summary>
public sealed record Fault(FaultKind Kind, FaultSize Size, DateTime Start, DateTime End)
{
    public FaultId Id => Kind.Id;

    public double Factor => Size switch
    {
        FaultSize.Mild => .5,
        FaultSize.Medium => 1,
        FaultSize.Severe => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(Size), Size, null),
    };

    /// <summary>Strength at a moment: 0 outside, up to <see cref="Factor"/> inside, by the shape.</summary>
    public double At(DateTime at)
    {
        if (at < Start || at >= End)
            return 0;
        if (Kind.Weekday is { } weekday && at.DayOfWeek != weekday)
            return 0;
        if (Kind.Hours is { } hours && (at.Hour < hours.From || at.Hour >= hours.To))
            return 0;
        var passed = at - Start;
        var level = Kind.Ramp > TimeSpan.Zero ? Math.Min(1, passed / Kind.Ramp) : 1;
        return Factor * level * (Kind.Decay > TimeSpan.Zero ? Math.Max(0, 1 - passed / Kind.Decay) : 1);
    }
}

/// <summary>One row of the catalogue of faults.</summary>
public sealed record FaultKind
{
    public required FaultId Id { get; init; }
    public required Bilingual Name { get; init; }

    /// <summary>What a finding should call it: fault, data, definition, mix, calendar, improvement.</summary>
    public string Called { get; init; } = "fault";

    public Slice Scope { get; init; } = Slice.Whole;
    public IReadOnlyList<string> Indicators { get; init; } = [];
    public string? Activity { get; init; }
    public string? Reason { get; init; }
    public string? Taxonomy { get; init; }

    /// <summary>Time of the day at which it begins.</summary>
    public TimeSpan At { get; init; } = TimeSpan.FromHours(10);

    /// <summary>How long it lasts; null = until the data end.</summary>
    public TimeSpan? Lasts { get; init; }

    public TimeSpan Ramp { get; init; }
    public TimeSpan Decay { get; init; }
    public (int From, int To)? Hours { get; init; }
    public DayOfWeek? Weekday { get; init; }
}
