using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>How long after the end of a bucket rows may come that still count for it.</summary>
public static class Waiting
{
    /// <summary>An upper bound in calendar time; ten working days may span a week of public holidays.</summary>
    public static TimeSpan Of(Definition definition) => definition switch
    {
        ShareDefinition { WithinWorkingDays: { } days } => TimeSpan.FromDays(Math.Ceiling(days * 1.4) + 11),
        ShareDefinition { Within: { } within } => within,
        _ => TimeSpan.Zero,
    };

    /// <summary>Buckets that end at or before this moment are complete when facts are known up to <paramref name="watermark"/>.</summary>
    /// <remarks>The last hour is taken as over: sources are rarely silent for longer, and a day need not wait for its last event.</remarks>
    public static DateTime CompleteUntil(Definition definition, DateTime watermark, WorkCalendar calendar)
    {
        var known = watermark.AddHours(1);
        switch (definition)
        {
            case ShareDefinition { WithinWorkingDays: { } days }:
                // The last day all of whose working days are over.
                var day = DateOnly.FromDateTime(known).AddDays(-1);
                var oldest = day.AddDays(-(int)Of(definition).TotalDays - 1);
                while (day > oldest && calendar.Add(day, days) >= DateOnly.FromDateTime(known))
                    day = day.AddDays(-1);
                return day.AddDays(1).ToDateTime(TimeOnly.MinValue);
            case ShareDefinition { Within: { } within }:
                return known - within;
            default:
                return known;
        }
    }
}
