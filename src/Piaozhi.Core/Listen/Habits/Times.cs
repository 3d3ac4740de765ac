using System.Globalization;
using System.Text.RegularExpressions;

namespace Piaozhi.Core.Listen.Habits;

/// <summary>How the reading of a time ended.</summary>
public enum TimeReading
{
    Read,
    WithoutOffset,
    Unreadable,
}

/// <summary>Times of the contract (RFC 3339), and the ways in which exports of other systems write them.</summary>
public static partial class Times
{
    /// <summary>Reads RFC 3339 §5.6: date, "T" or space, time, optional fraction, and "Z" or an offset, which must be there.</summary>
    public static TimeReading TryRead(ReadOnlySpan<char> text, out DateTimeOffset at)
    {
        at = default;
        text = text.Trim();
        if (text.Length < 10 || !Four(text, out var year) || text[4] != '-' || !Two(text, 5, out var month) || text[7] != '-' || !Two(text, 8, out var day))
            return TimeReading.Unreadable;
        if (text.Length == 10)
            return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? TimeReading.WithoutOffset : TimeReading.Unreadable;
        if (text.Length < 16 || text[10] is not ('T' or 't' or ' ') || !Two(text, 11, out var hour) || text[13] != ':' || !Two(text, 14, out var minute))
            return TimeReading.Unreadable;
        var (next, second, ticks) = (16, 0, 0L);
        if (text.Length > 16 && text[16] == ':')
        {
            if (!Two(text, 17, out second))
                return TimeReading.Unreadable;
            next = 19;
            if (next < text.Length && text[next] is '.' or ',')
            {
                var scale = TimeSpan.TicksPerSecond / 10;
                for (next++; next < text.Length && char.IsAsciiDigit(text[next]); next++, scale /= 10)
                    ticks += (text[next] - '0') * scale;
            }
        }

        // A leap second is the last moment of its minute.
        if (second == 60)
            second = 59;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return TimeReading.Unreadable;
        if (next == text.Length)
            return TimeReading.WithoutOffset;
        if (!Offset(text[next..], out var offset))
            return TimeReading.Unreadable;
        var local = new DateTime(year, month, day, hour, minute, second).AddTicks(ticks);
        if (local.Ticks - offset.Ticks < DateTime.MinValue.Ticks || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks)
            return TimeReading.Unreadable;
        at = new DateTimeOffset(local, offset);
        return TimeReading.Read;
    }

    /// <summary>
    /// Reads what exports write, taking a time without offset as local: RFC 3339, <c>2026/1/15 10:00</c>, <c>20260115100000</c>,
    /// <c>2026年1月15日 下午3点05分</c>, Unix seconds and milliseconds, Excel serial days.
    /// </summary>
    public static bool TryReadHabit(ReadOnlySpan<char> raw, TimeSpan offset, out DateTimeOffset at)
    {
        if (TryRead(raw, out at) == TimeReading.Read)
            return true;
        var text = Numbers.HalfWidth(raw).Trim();
        if (DateTime.TryParseExact(text, ["yyyyMMddHHmmss", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var compact)
            && compact.Year is >= 1990 and <= 2100)
            return Local(compact, offset, out at);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Serial(number, offset, out at);
        var m = Written().Match(text);
        if (!m.Success)
            return false;
        int Part(string name) => m.Groups[name].Success ? int.Parse(m.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        var (month, day, hour) = (Part("mo"), Part("d"), Part("h"));
        if (m.Groups["half"].Value is "下午" or "晚上" or "PM" or "pm" && hour < 12)
            hour += 12;
        if (m.Groups["half"].Value is "上午" or "凌晨" or "AM" or "am" && hour == 12)
            hour = 0;
        var (minute, second) = (m.Groups["hm"].Success ? 30 : Part("mi"), Part("s"));
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(Part("y"), month) || hour > 23 || minute > 59 || second > 59)
            return false;
        return Local(new DateTime(Part("y"), month, day, hour, minute, second), offset, out at);
    }

    /// <summary>Reads a time written in one given form, taking it as local where it has no offset.</summary>
    public static bool TryReadAs(ReadOnlySpan<char> raw, string format, TimeSpan offset, out DateTimeOffset at)
    {
        at = default;
        return DateTime.TryParseExact(Numbers.HalfWidth(raw).Trim(), format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var local) && Local(local, offset, out at);
    }

    /// <summary>Reads a length of time as clocks show it: <c>02:35</c> (minutes and seconds) or <c>1:02:35</c>.</summary>
    public static bool TryReadClock(ReadOnlySpan<char> raw, out TimeSpan length)
    {
        length = default;
        var parts = Numbers.HalfWidth(raw).Trim().Split(':');
        if (parts.Length is < 2 or > 3)
            return false;
        var seconds = 0L;
        foreach (var part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n > 9999)
                return false;
            seconds = (seconds * 60) + n;
        }

        length = TimeSpan.FromSeconds(seconds);
        return true;
    }

    private static bool Serial(double number, TimeSpan offset, out DateTimeOffset at)
    {
        at = default;
        if (number is >= 946_684_800_000 and < 4_102_444_800_000)
            at = DateTimeOffset.FromUnixTimeMilliseconds((long)number).ToOffset(offset);
        else if (number is >= 946_684_800 and < 4_102_444_800)
            at = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(number * 1000)).ToOffset(offset);
        else if (number is >= 20_000 and < 80_000)
            return Local(new DateTime(1899, 12, 30).AddSeconds(Math.Round(number * 86_400)), offset, out at);
        else
            return false;
        return true;
    }

    private static bool Local(DateTime local, TimeSpan offset, out DateTimeOffset at)
    {
        at = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset);
        return true;
    }

    private static bool Offset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is "Z" or "z")
            return true;
        text = text.TrimStart(' ');
        if (text.Length < 3 || text[0] is not ('+' or '-') || !Two(text, 1, out var hours))
            return false;
        var minutes = 0;
        if (text.Length == 6 && text[3] == ':' ? !Two(text, 4, out minutes) : text.Length == 5 ? !Two(text, 3, out minutes) : text.Length != 3)
            return false;
        if (minutes > 59 || (hours * 60) + minutes > 14 * 60)
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Four(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (!Two(text, 0, out var high) || !Two(text, 2, out var low))
            return false;
        value = (high * 100) + low;
        return true;
    }

    private static bool Two(ReadOnlySpan<char> text, int at, out int value)
    {
        value = 0;
        if (at + 1 >= text.Length || !char.IsAsciiDigit(text[at]) || !char.IsAsciiDigit(text[at + 1]))
            return false;
        value = ((text[at] - '0') * 10) + (text[at + 1] - '0');
        return true;
    }

    [GeneratedRegex(@"^(?<y>(19|20)\d\d)[-/.年](?<mo>\d{1,2})[-/.月](?<d>\d{1,2})日?(号)?[T\s]*((?<half>上午|下午|凌晨|晚上|AM|PM|am|pm)?\s*(?<h>\d{1,2})([:点时](?<hm>半)?(?<mi>\d{1,2})?([:分](?<s>\d{1,2})?(\.\d+)?秒?)?整?)?)?$")]
    private static partial Regex Written();
}
