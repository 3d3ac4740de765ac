using System.Globalization;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>A figure as people read it, with its unit, in both languages.</summary>
public static class Shown
{
    /// <summary>The value with its unit; "—" when there is none.</summary>
    public static string Value(double value, Unit unit, CultureInfo culture)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
            return "—";
        var zh = Bilingual.IsChinese(culture);
        return unit switch
        {
            Unit.Percent => Number(value * 100, 1) + "%",
            Unit.Permille => Number(value * 1000, 2) + "‰",
            Unit.PerTenThousand => Number(value * 10_000, 2) + (zh ? "/万" : " per 10,000"),
            Unit.PerHundredThousand => Number(value * 100_000, 2) + (zh ? "/10 万" : " per 100,000"),
            Unit.PerHundred => Number(value * 100, 2) + (zh ? "/百" : " per 100"),
            Unit.Seconds => value < 60 ? Number(value, 1) + (zh ? " 秒" : " s") : Length(TimeSpan.FromSeconds(value), zh),
            Unit.Minutes => value < 60 ? Number(value, 1) + (zh ? " 分" : " min") : Length(TimeSpan.FromMinutes(value), zh),
            Unit.Hours => Number(value, 1) + (zh ? " 小时" : " h"),
            Unit.Days => Number(value, 1) + (zh ? " 天" : " d"),
            Unit.WorkingDays => Number(value, 1) + (zh ? " 个工作日" : " working days"),
            Unit.Points => Number(value, 1) + (zh ? " 分" : " pt"),
            Unit.Stars => Number(value, 2) + " ★",
            Unit.Money => "¥" + Count(value, zh, 2),
            Unit.Celsius => Number(value, 1) + " ℃",
            _ => Count(value, zh, 0),
        };
    }

    /// <summary>What a value is multiplied by before it stands on an axis: shares are drawn in what their unit counts by.</summary>
    public static double Scale(Unit unit) => unit switch
    {
        Unit.Percent or Unit.PerHundred => 100,
        Unit.Permille => 1000,
        Unit.PerTenThousand => 10_000,
        Unit.PerHundredThousand => 100_000,
        _ => 1,
    };

    /// <summary>The unit as the title of an axis.</summary>
    public static Bilingual UnitName(Unit unit) => unit switch
    {
        Unit.Percent => new("%", "%"),
        Unit.Permille => new("‰", "‰"),
        Unit.PerTenThousand => new("每万", "per 10,000"),
        Unit.PerHundredThousand => new("每 10 万", "per 100,000"),
        Unit.PerHundred => new("每百", "per 100"),
        Unit.Seconds => new("秒", "s"),
        Unit.Minutes => new("分钟", "min"),
        Unit.Hours => new("小时", "h"),
        Unit.Days => new("天", "d"),
        Unit.WorkingDays => new("工作日", "working days"),
        Unit.Points => new("分", "pt"),
        Unit.Stars => new("★", "★"),
        Unit.Money => new("元", "CNY"),
        Unit.Celsius => new("℃", "℃"),
        _ => new("个", "count"),
    };

    /// <summary>A difference of two values; of two percentages in percentage points.</summary>
    public static string Change(double change, Unit unit, CultureInfo culture)
    {
        var size = Math.Abs(change);
        // What rounds to nothing has no sign.
        var sign = Value(size, unit, culture) == Value(0, unit, culture) ? "" : change > 0 ? "+" : change < 0 ? "−" : "";
        if (unit != Unit.Percent)
            return sign + Value(size, unit, culture);
        return double.IsNaN(change) ? "—" : sign + Number(size * 100, 1) + (Bilingual.IsChinese(culture) ? " 个百分点" : " pp");
    }

    /// <summary>The interval in the form <c>low – high</c>, or empty where it cannot be told. A unit that both ends share is written once.</summary>
    public static string Interval(Estimate e, Unit unit, CultureInfo culture)
    {
        if (double.IsNaN(e.Low) || double.IsNaN(e.High))
            return "";
        var (low, high) = (Value(e.Low, unit, culture), Value(e.High, unit, culture));
        var behind = low.AsSpan().TrimStart("-−0123456789.,");
        // "1 分 30 秒" has more than one unit, and the end of "¥1.2 万" is no unit of its beginning.
        return behind.Length > 0 && behind.Length < low.Length && unit is not (Unit.Seconds or Unit.Minutes) && high.AsSpan().TrimStart("-−0123456789.,").SequenceEqual(behind)
            ? $"{low.AsSpan()[..^behind.Length]} – {high}" : $"{low} – {high}";
    }

    /// <summary>A count: 1.2 万 and 3.4 亿 in Chinese, grouped digits in English.</summary>
    public static string Count(double value, bool zh, int digits = 0) => (zh, Math.Abs(value)) switch
    {
        (true, >= 1e8) => Number(value / 1e8, 2) + " 亿",
        (true, >= 1e4) => Number(value / 1e4, 2) + " 万",
        _ => Number(value, digits),
    };

    private static string Length(TimeSpan span, bool zh)
    {
        var hours = (long)span.TotalHours;
        if (hours > 0)
            return zh ? $"{hours} 小时 {span.Minutes} 分" : $"{hours} h {span.Minutes} min";
        return zh ? $"{span.Minutes} 分 {span.Seconds} 秒" : $"{span.Minutes} min {span.Seconds} s";
    }

    private static string Number(double value, int digits) => value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
