using System.Globalization;
using Piaozhi.Core.Loop;

namespace Piaozhi.Shell.Kit;

/// <summary>Moments, days and lengths of time as people write them in both languages.</summary>
public static class Moments
{
    private static readonly string[] Week = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

    /// <summary><c>2026-03-05 周四 14:00</c> or <c>Thu 2026-03-05 14:00</c>.</summary>
    public static string Of(DateTime at, CultureInfo culture) => Day(DateOnly.FromDateTime(at), culture) + at.ToString(" HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>2026-03-05 周四</c> or <c>Thu 2026-03-05</c>.</summary>
    public static string Day(DateOnly day, CultureInfo culture)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Bilingual.IsChinese(culture) ? $"{date} {Week[(int)day.DayOfWeek]}" : $"{day.ToString("ddd", CultureInfo.InvariantCulture)} {date}";
    }

    public static string Day(DateTime day, CultureInfo culture) => Day(DateOnly.FromDateTime(day), culture);

    /// <summary>The two largest units: <c>3 小时 20 分</c>, <c>2 d 4 h</c>.</summary>
    public static string Length(TimeSpan length, CultureInfo culture)
    {
        var zh = Bilingual.IsChinese(culture);
        var span = length.Duration();
        (string Zh, string En, int Count)[] parts = [("天", "d", span.Days), ("小时", "h", span.Hours), ("分", "min", span.Minutes), ("秒", "s", span.Seconds)];
        var first = Array.FindIndex(parts, p => p.Count > 0);
        if (first < 0)
            return zh ? "0 秒" : "0 s";
        var said = parts.Skip(first).Take(2).Where(p => p.Count > 0).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Count} {(zh ? p.Zh : p.En)}"));
        return (length < TimeSpan.Zero ? "−" : "") + string.Join(' ', said);
    }

    /// <summary>How long ago, or how long until, in words that need no clock: <c>3 小时前</c>, <c>in 2 d</c>.</summary>
    public static string Away(DateTime at, DateTime now, CultureInfo culture)
    {
        var span = at - now;
        var text = Length(Rough(span.Duration()), culture);
        return (Bilingual.IsChinese(culture), span < TimeSpan.Zero) switch
        {
            (true, true) => text + "前",
            (true, false) => text + "后",
            (false, true) => text + " ago",
            _ => "in " + text,
        };
    }

    private static TimeSpan Rough(TimeSpan span) => span.TotalDays >= 1 ? TimeSpan.FromDays(Math.Floor(span.TotalDays))
        : span.TotalHours >= 1 ? TimeSpan.FromHours(Math.Floor(span.TotalHours)) : TimeSpan.FromMinutes(Math.Max(1, Math.Floor(span.TotalMinutes)));
}
