using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Verify;

/// <summary>An effect in figures that people read.</summary>
public static class EffectText
{
    /// <summary>The change with its interval; "—" where nothing could be estimated.</summary>
    public static string Change(EffectRow row, Indicator indicator, CultureInfo culture)
    {
        if (row.Estimate is not { } estimate)
            return "—";
        var change = Shown.Change(estimate, indicator.Unit, culture);
        return row is { Low: { } low, High: { } high } ? $"{change} {Interval(low, high, indicator.Unit, culture)}" : change;
    }

    public static string Interval(double low, double high, Unit unit, CultureInfo culture) => Bilingual.IsChinese(culture)
        ? $"（95% 区间 {Shown.Change(low, unit, culture)} 至 {Shown.Change(high, unit, culture)}）"
        : $"(95% interval {Shown.Change(low, unit, culture)} to {Shown.Change(high, unit, culture)})";
}
