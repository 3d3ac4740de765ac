using System.Globalization;
using Piaozhi.Core.Measure;

namespace Piaozhi.Analyze;

/// <summary>A value with its unit, short enough for a printed table.</summary>
public static class ReportFigure
{
    public static string Write(Unit unit, double value, bool zh) => unit switch
    {
        Unit.Percent => N(value * 100, "0.0") + "%",
        Unit.Permille => N(value * 1000, "0.00") + "‰",
        Unit.PerHundred => N(value * 100, "0.##") + (zh ? "/百" : "/100"),
        Unit.PerTenThousand => N(value * 1e4, "0.##") + (zh ? "/万" : "/10k"),
        Unit.PerHundredThousand => N(value * 1e5, "0.#") + (zh ? "/十万" : "/100k"),
        Unit.Seconds => N(value, "0.##") + (zh ? " 秒" : " s"),
        Unit.Minutes => N(value, "0.#") + (zh ? " 分钟" : " min"),
        Unit.Hours => N(value, "0.#") + (zh ? " 小时" : " h"),
        Unit.Days => N(value, "0.#") + (zh ? " 天" : " d"),
        Unit.WorkingDays => N(value, "0.#") + (zh ? " 工作日" : " wd"),
        Unit.Points => N(value, "0.0") + (zh ? " 分" : " pt"),
        Unit.Stars => N(value, "0.00") + "★",
        Unit.Money => "¥" + N(value, "#,0.##"),
        Unit.Celsius => N(value, "0.0") + " ℃",
        Unit.Count => N(value, "#,0.##"),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
    };

    private static string N(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
