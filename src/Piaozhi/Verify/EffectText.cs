using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Verify;

/// <summary>An effect in figures that people read.</summary>
public static class EffectText
{
    /// <summary>The change with its interval; said so where nothing could be estimated.</summary>
    public static string Change(EffectRow row, Indicator indicator, CultureInfo culture)
    {
        if (row.Estimate is not { } estimate)
            return Bilingual.IsChinese(culture) ? "还没有估计" : "no estimate yet";
        var change = Shown.Change(estimate, indicator.Unit, culture);
        var gap = Bilingual.IsChinese(culture) ? "" : " ";
        return row is { Low: { } low, High: { } high } ? change + gap + Interval(low, high, indicator.Unit, culture) : change;
    }

    public static string Interval(double low, double high, Unit unit, CultureInfo culture)
    {
        var (from, to) = (Shown.Change(low, unit, culture), Shown.Change(high, unit, culture));
        // One unit is enough for both ends.
        var word = to[(to.LastIndexOfAny([.. "0123456789"]) + 1)..];
        if (word.Length > 0 && from.EndsWith(word, StringComparison.Ordinal) && !word.Contains('%', StringComparison.Ordinal))
            from = from[..^word.Length];
        return Bilingual.IsChinese(culture) ? $"（95% 区间 {from} 至 {to}）" : $"(95% interval {from} to {to})";
    }
}
