using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Measure;

/// <summary>Days that people add to the calendar in the box: their own holidays, make-up working days, and release days of tickets.</summary>
public sealed record CalendarDays(IReadOnlyList<DateOnly> Holidays, IReadOnlyList<DateOnly> WorkingDays, IReadOnlyList<ReleaseDay> Releases)
{
    public const string Key = "measure.calendar";

    public static CalendarDays None { get; } = new([], [], []);
}

/// <summary>A day on which demand is expected to be unlike other days, for instance the start of a sale.</summary>
public sealed record ReleaseDay(DateOnly Day, string Name);

/// <summary>The calendar of this installation.</summary>
public static class WorkCalendars
{
    public static Task<CalendarDays> DaysAsync(Session session, CancellationToken ct = default) => session.Records.SettingAsync(CalendarDays.Key, CalendarDays.None, ct);

    public static async Task<WorkCalendar> OfAsync(Session session, CancellationToken ct = default)
    {
        var days = await DaysAsync(session, ct);
        return days.Holidays.Count + days.WorkingDays.Count + days.Releases.Count == 0 ? WorkCalendar.Chinese
            : WorkCalendar.Chinese.With(days.Holidays, days.WorkingDays, days.Releases.Select(r => r.Day));
    }
}
