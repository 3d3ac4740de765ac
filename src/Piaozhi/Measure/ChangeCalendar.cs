using System.Globalization;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Measure;

/// <summary>Changes the operator's own days: holidays, worked weekends, release days.</summary>
public static class ChangeCalendar
{
    private const int Most = 1000;

    public static async Task<Outcome<CalendarDays>> RunAsync(CalendarDays days, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.DefineIndicators) is { } no)
            return no;
        var refusals = new List<Refusal>();
        refusals.AddRange(days.Holidays.Intersect(days.WorkingDays).Select(d => new Refusal("measure.calendar.both", d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        refusals.AddRange(days.Holidays.Concat(days.WorkingDays).Concat(days.Releases.Select(r => r.Day)).Where(d => d.Year is < 2000 or > 2100).Select(d => new Refusal("measure.calendar.year", d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
        if (days.Releases.Any(r => string.IsNullOrWhiteSpace(r.Name) || r.Name.Length > 60))
            refusals.Add(new Refusal("measure.calendar.name"));
        if (days.Holidays.Count + days.WorkingDays.Count + days.Releases.Count > Most)
            refusals.Add(new Refusal("measure.calendar.many", "", Most));
        if (refusals.Count > 0)
            return refusals;
        var kept = new CalendarDays([.. days.Holidays.Distinct().Order()], [.. days.WorkingDays.Distinct().Order()], [.. days.Releases.DistinctBy(r => r.Day).OrderBy(r => r.Day)]);
        await session.Records.SetAsync(CalendarDays.Key, kept, ct);
        await session.Records.SaveChangesAsync(ct);
        return kept;
    }
}
