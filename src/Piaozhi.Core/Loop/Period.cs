namespace Piaozhi.Core.Loop;

/// <summary>How finely time is cut.</summary>
public enum Grain
{
    Hour,
    Day,
    Week,
    Month,
}

/// <summary>A half-open span of the operator's local time: <paramref name="From"/> belongs to it, <paramref name="To"/> does not.</summary>
public readonly record struct Period(DateTime From, DateTime To)
{
    public TimeSpan Length => To - From;

    public bool Contains(DateTime at) => at >= From && at < To;

    public bool Overlaps(Period other) => From < other.To && other.From < To;

    /// <summary>The days from one date to another, both included.</summary>
    public static Period Days(DateOnly first, DateOnly last) =>
        new(first.ToDateTime(TimeOnly.MinValue), last.AddDays(1).ToDateTime(TimeOnly.MinValue));
}

/// <summary>Cutting a moment down to the start of its bucket.</summary>
public static class Grains
{
    /// <summary>Start of the bucket that holds <paramref name="at"/>; weeks begin on Monday.</summary>
    public static DateTime Floor(this Grain grain, DateTime at) => grain switch
    {
        Grain.Hour => new DateTime(at.Year, at.Month, at.Day, at.Hour, 0, 0, at.Kind),
        Grain.Day => at.Date,
        Grain.Week => at.Date.AddDays(-(((int)at.DayOfWeek + 6) % 7)),
        Grain.Month => new DateTime(at.Year, at.Month, 1, 0, 0, 0, at.Kind),
        _ => throw new ArgumentOutOfRangeException(nameof(grain), grain, null),
    };

    /// <summary>Start of the bucket that follows the one holding <paramref name="at"/>.</summary>
    public static DateTime Next(this Grain grain, DateTime at) => grain switch
    {
        Grain.Hour => grain.Floor(at).AddHours(1),
        Grain.Day => grain.Floor(at).AddDays(1),
        Grain.Week => grain.Floor(at).AddDays(7),
        Grain.Month => grain.Floor(at).AddMonths(1),
        _ => throw new ArgumentOutOfRangeException(nameof(grain), grain, null),
    };
}
