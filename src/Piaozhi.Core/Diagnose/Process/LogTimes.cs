using System.Globalization;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Moments as logs write them, to milliseconds since 1970-01-01; without a zone they are taken as they stand.</summary>
public static class LogTimes
{
    /// <summary>
    /// Year first, any of <c>- / .</c> between, <c>T</c> or space before the time, fraction and zone if present
    /// (<c>2026-01-05T08:30:00.250+08:00</c>, <c>2026/1/5 8:30</c>); or the seconds or milliseconds since 1970.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        var p = 0;
        if (!Digits(text, ref p, 19, out var year))
            return false;
        if (p == text.Length && p is 10 or 13)
        {
            milliseconds = p == 10 ? year * 1000 : year;
            return true;
        }

        if (p != 4 || p >= text.Length || text[p] is not ((byte)'-' or (byte)'/' or (byte)'.'))
            return false;
        p++;
        if (!Digits(text, ref p, 2, out var month) || p >= text.Length || text[p] is not ((byte)'-' or (byte)'/' or (byte)'.'))
            return false;
        p++;
        if (!Digits(text, ref p, 2, out var day) || month is < 1 or > 12 || day < 1 || year < 1 || day > DateTime.DaysInMonth((int)year, (int)month))
            return false;
        milliseconds = Days((int)year, (int)month, (int)day) * 86_400_000L;
        if (p == text.Length)
            return true;
        if (text[p] is not ((byte)'T' or (byte)' ' or (byte)'t'))
            return false;
        p++;
        if (!Clock(text, ref p, out var clock))
            return false;
        milliseconds += clock;
        return p == text.Length || Zone(text, p, ref milliseconds);
    }

    public static bool TryParse(string text, out long milliseconds) => TryParse(System.Text.Encoding.UTF8.GetBytes(text), out milliseconds);

    /// <summary>As XES and OCEL want it: ISO 8601 in UTC.</summary>
    public static string Write(long milliseconds) => DateTime.UnixEpoch.AddMilliseconds(milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool Clock(ReadOnlySpan<byte> text, ref int p, out long milliseconds)
    {
        milliseconds = 0;
        if (!Digits(text, ref p, 2, out var hour) || p >= text.Length || text[p] != ':')
            return false;
        p++;
        if (!Digits(text, ref p, 2, out var minute) || hour > 24 || minute > 59)
            return false;
        milliseconds = (hour * 60 + minute) * 60_000L;
        if (p >= text.Length || text[p] != ':')
            return true;
        p++;
        if (!Digits(text, ref p, 2, out var second) || second > 60)
            return false;
        milliseconds += second * 1000L;
        if (p >= text.Length || text[p] is not ((byte)'.' or (byte)','))
            return true;
        p++;
        var scale = 100;
        for (; p < text.Length && text[p] is >= (byte)'0' and <= (byte)'9'; p++, scale /= 10)
            milliseconds += (text[p] - '0') * scale;
        return true;
    }

    private static bool Zone(ReadOnlySpan<byte> text, int p, ref long milliseconds)
    {
        while (p < text.Length && text[p] == ' ')
            p++;
        if (p == text.Length || text[p..].SequenceEqual("Z"u8) || text[p..].SequenceEqual("z"u8) || text[p..].SequenceEqual("UTC"u8))
            return true;
        var sign = text[p] switch { (byte)'+' => 1, (byte)'-' => -1, _ => 0 };
        p++;
        if (sign == 0 || !Digits(text, ref p, 4, out var zone))
            return false;
        var minutes = zone > 99 ? zone / 100 * 60 + zone % 100 : zone * 60;
        if (p < text.Length && text[p] == ':')
        {
            p++;
            if (!Digits(text, ref p, 2, out var rest))
                return false;
            minutes += rest;
        }

        milliseconds -= sign * minutes * 60_000L;
        return p == text.Length;
    }

    private static bool Digits(ReadOnlySpan<byte> text, ref int p, int most, out long value)
    {
        value = 0;
        var from = p;
        while (p < text.Length && p - from < most && text[p] is >= (byte)'0' and <= (byte)'9')
            value = unchecked(value * 10 + (text[p++] - '0'));
        return p > from;
    }

    /// <summary>Days since 1970-01-01 of the proleptic Gregorian calendar, March first so that leap days come last (Hinnant).</summary>
    private static int Days(int year, int month, int day)
    {
        unchecked
        {
            year -= month <= 2 ? 1 : 0;
            var era = year / 400;
            var ofEra = year - era * 400;
            var ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
            return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
        }
    }
}
