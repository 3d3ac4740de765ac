using System.Globalization;
using System.Text.Json;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>Public holidays and make-up working days: which day is worked, and arithmetic in working days.</summary>
public sealed class WorkCalendar
{
    private readonly HashSet<DateOnly> _holidays;
    private readonly HashSet<DateOnly> _madeUp;
    private readonly HashSet<DateOnly> _releases;

    public WorkCalendar(IEnumerable<DateOnly> holidays, IEnumerable<DateOnly> madeUp, IEnumerable<DateOnly>? releases = null) =>
        (_holidays, _madeUp, _releases) = ([.. holidays], [.. madeUp], [.. releases ?? []]);

    /// <summary>
    /// Mainland China: 2024–2026 as announced by the State Council, 2027 the statutory days only (what is moved around them is announced
    /// late in the year before and is added in the settings).
    /// </summary>
    public static WorkCalendar Chinese { get; } = Load();

    /// <summary>This calendar with further days; a day that is given as worked is no holiday.</summary>
    public WorkCalendar With(IEnumerable<DateOnly> holidays, IEnumerable<DateOnly> worked, IEnumerable<DateOnly>? releases = null)
    {
        var made = new HashSet<DateOnly>(worked);
        return new WorkCalendar(_holidays.Concat(holidays).Where(d => !made.Contains(d)), _madeUp.Except(holidays).Concat(made), _releases.Concat(releases ?? []));
    }

    /// <summary>Every day that is not what its weekday says.</summary>
    public IEnumerable<(DateOnly Day, DayKind Kind)> Days => _holidays.Concat(_madeUp).Concat(_releases).Distinct().Order().Select(d => (d, Kind(d)));

    public bool IsRelease(DateOnly day) => _releases.Contains(day);

    /// <summary>The same for calendars that call the same days worked between two dates.</summary>
    public int Fingerprint(DateOnly first, DateOnly last)
    {
        var hash = 17;
        for (var day = first; day <= last; day = day.AddDays(1))
            hash = unchecked((hash * 31) + (IsWorking(day) ? 1 : 0));
        return hash;
    }

    public bool IsHoliday(DateOnly day) => _holidays.Contains(day);

    public bool IsMadeUp(DateOnly day) => _madeUp.Contains(day);

    public bool IsWorking(DateOnly day) =>
        _madeUp.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !_holidays.Contains(day));

    public DayKind Kind(DateOnly day) =>
        _releases.Contains(day) ? DayKind.Release
        : _madeUp.Contains(day) ? DayKind.MakeUpWorkday
        : _holidays.Contains(day) ? DayKind.Holiday
        : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend
        : DayKind.Ordinary;

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; 0 when <paramref name="to"/> is not later.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        var count = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            count += IsWorking(day) ? 1 : 0;
        return count;
    }

    /// <summary>The day on which <paramref name="days"/> working days after <paramref name="from"/> are over.</summary>
    public DateOnly Add(DateOnly from, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var day = from;
        while (days > 0)
        {
            day = day.AddDays(1);
            days -= IsWorking(day) ? 1 : 0;
        }

        return day;
    }

    private static WorkCalendar Load()
    {
        using var stream = typeof(WorkCalendar).Assembly.GetManifestResourceStream("Piaozhi.Core.Measure.holidays.json")!;
        using var json = JsonDocument.Parse(stream);
        var holidays = new List<DateOnly>();
        foreach (var span in json.RootElement.GetProperty("holidays").EnumerateArray())
            for (DateOnly day = Date(span[0]), last = Date(span[1]); day <= last; day = day.AddDays(1))
                holidays.Add(day);
        return new WorkCalendar(holidays, json.RootElement.GetProperty("make_up").EnumerateArray().Select(Date));
    }

    private static DateOnly Date(JsonElement e) => DateOnly.ParseExact(e.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
