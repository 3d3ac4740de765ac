using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Improve;

/// <summary>How a change is typed: in the unit that people see (percentage points), while it is kept in the indicator's own (a fraction).</summary>
public static class UnitScale
{
    public static (double Factor, Bilingual Word) Of(Unit unit) => unit switch
    {
        Unit.Percent => (100, new("个百分点", "percentage points")),
        Unit.Permille => (1000, new("‰", "‰")),
        Unit.PerTenThousand => (10_000, new("每万", "per 10,000")),
        Unit.PerHundredThousand => (100_000, new("每十万", "per 100,000")),
        Unit.PerHundred => (100, new("每百", "per 100")),
        Unit.Seconds => (1, new("秒", "s")),
        Unit.Minutes => (1, new("分钟", "min")),
        Unit.Hours => (1, new("小时", "h")),
        Unit.Days => (1, new("天", "days")),
        Unit.WorkingDays => (1, new("个工作日", "working days")),
        Unit.Points => (1, new("分", "points")),
        Unit.Stars => (1, new("星", "stars")),
        Unit.Money => (1, new("元", "CNY")),
        Unit.Celsius => (1, new("℃", "℃")),
        _ => (1, new("", "")),
    };

    public static string Typed(double change, Unit unit) => Math.Round(change * Of(unit).Factor, 6).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Null when it is no number; a comma is taken for a point.</summary>
    public static double? Read(string? text, Unit unit) =>
        double.TryParse((text ?? "").Trim().Replace(',', '.').Replace('，', '.').Replace('。', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value / Of(unit).Factor : null;
}
