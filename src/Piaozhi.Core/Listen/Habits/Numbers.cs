using System.Globalization;

namespace Piaozhi.Core.Listen.Habits;

/// <summary>Numbers as people and systems write them: full-width digits, thousand separators, currency and percent signs.</summary>
public static class Numbers
{
    public static bool TryRead(ReadOnlySpan<char> text, out double value)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return double.IsFinite(value);
        return double.TryParse(Plain(text), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    public static bool TryRead(ReadOnlySpan<char> text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        || decimal.TryParse(Plain(text), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    public static bool TryRead(ReadOnlySpan<char> text, out long value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return true;
        if (!TryRead(text, out decimal number) || decimal.Truncate(number) != number || number is > long.MaxValue or < long.MinValue)
            return false;
        value = (long)number;
        return true;
    }

    /// <summary>Reads <c>98.5%</c> as 0.985; a number without the sign is taken as it stands.</summary>
    public static bool TryReadPercent(ReadOnlySpan<char> text, out decimal share)
    {
        var half = HalfWidth(text).Trim();
        if (!TryRead(half.TrimEnd('%'), out share))
            return false;
        if (half.EndsWith('%'))
            share /= 100;
        return true;
    }

    /// <summary>Full-width letters, digits and signs as the half-width ones that they stand for.</summary>
    public static string HalfWidth(ReadOnlySpan<char> text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i] is >= '！' and <= '～' ? (char)(from[i] - 0xFEE0) : from[i] == '\u3000' ? ' ' : from[i];
    });

    /// <summary>The digits, sign and point of a number; empty when separators do not stand as thousand separators do.</summary>
    private static string Plain(ReadOnlySpan<char> text)
    {
        var half = HalfWidth(text).Trim().TrimStart('¥', '￥', '$', '€').TrimEnd('元').Trim();
        if (!half.Contains(',', StringComparison.Ordinal))
            return half;
        var whole = half.Split('.')[0].TrimStart('-', '+').Split(',');
        var grouped = whole[0].Length is >= 1 and <= 3 && whole.Skip(1).All(g => g.Length == 3);
        return grouped ? half.Replace(",", "", StringComparison.Ordinal) : "";
    }
}
