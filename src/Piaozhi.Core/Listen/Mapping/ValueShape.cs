using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Privacy;

namespace Piaozhi.Core.Listen.Mapping;

/// <summary>What the values of a column look like, whatever its header says.</summary>
public enum ValueShape
{
    Empty,
    Time,
    Clock,
    Number,
    Integer,
    Percent,
    Personal,

    /// <summary>Mostly different short codes: order numbers, ticket numbers.</summary>
    Id,

    /// <summary>A few words that come again and again.</summary>
    Word,

    /// <summary>Sentences.</summary>
    Sentence,
    Other,
}

/// <summary>Judges columns by their values.</summary>
public static class ValueShapes
{
    private const double Most = 0.8;

    public static ValueShape Of(IReadOnlyList<string> values)
    {
        var filled = values.Where(v => v.Trim().Length > 0).Select(v => v.Trim()).ToList();
        if (filled.Count == 0)
            return ValueShape.Empty;
        double Share(Func<string, bool> holds) => filled.Count(holds) / (double)filled.Count;
        // A bare number of the right size could be a serial day: only what is written as a time counts as one here, or moments of this century.
        if (Share(IsTime) >= Most)
            return ValueShape.Time;
        if (Share(v => Times.TryReadClock(v, out _)) >= Most)
            return ValueShape.Clock;
        if (Share(PersonalText.IsPersonal) >= Most)
            return ValueShape.Personal;
        if (Share(v => v.EndsWith('%') && Numbers.TryReadPercent(v, out _)) >= Most)
            return ValueShape.Percent;
        var distinct = filled.Distinct(StringComparer.Ordinal).Count();
        if (Share(v => Numbers.TryRead(v, out long _)) >= Most)
            return filled.Average(v => v.Length) >= 8 && distinct >= filled.Count * 0.8 ? ValueShape.Id : ValueShape.Integer;
        if (Share(v => Numbers.TryRead(v, out double _)) >= Most)
            return ValueShape.Number;
        if (filled.Average(v => v.Length) >= 12 && Share(IsSentence) >= 0.5)
            return ValueShape.Sentence;
        if (Share(IsCode) >= Most && distinct >= filled.Count * 0.8 && filled.Count >= 2)
            return ValueShape.Id;
        return distinct <= Math.Max(12, filled.Count / 3) && filled.Average(v => v.Length) <= 24 ? ValueShape.Word : ValueShape.Other;
    }

    /// <summary>The way in which the times of a column are written where the habits do not tell: day first, month first; null when the habits do.</summary>
    public static string? TimeFormat(IReadOnlyList<string> values)
    {
        var filled = values.Where(v => v.Trim().Length > 0).ToList();
        if (filled.Count == 0 || filled.All(v => Times.TryReadHabit(v, TimeSpan.Zero, out _)))
            return null;
        // Candidates that read every value; where both orders do, the day stands first, as everywhere but in one country.
        string[] formats = ["dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy HH:mm", "dd/MM/yyyy", "d/M/yyyy H:mm:ss", "d/M/yyyy H:mm", "d/M/yyyy", "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "dd.MM.yyyy", "dd-MM-yyyy HH:mm:ss", "dd-MM-yyyy HH:mm", "MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm", "MM/dd/yyyy", "M/d/yyyy H:mm:ss", "M/d/yyyy H:mm", "M/d/yyyy h:mm:ss tt", "M/d/yyyy h:mm tt", "yy-MM-dd HH:mm:ss", "yy/MM/dd HH:mm"];
        return formats.FirstOrDefault(f => filled.All(v => Times.TryReadAs(v, f, TimeSpan.Zero, out _)));
    }

    private static bool IsTime(string value)
    {
        if (Numbers.TryRead(value, out double number))
            return number is >= 946_684_800 and < 4_102_444_800_000 && value.Length is 10 or 13 or 14 && Times.TryReadHabit(value, TimeSpan.Zero, out _);
        return Times.TryReadHabit(value, TimeSpan.Zero, out _) || (value.Length is >= 8 and <= 24 && char.IsAsciiDigit(value[0]) && TimeFormat([value]) is not null);
    }

    private static bool IsSentence(string value) => value.Length >= 10 && (value.AsSpan().IndexOfAny("，。！？,.!? ") >= 0 || value.Count(c => c is >= '\u4e00' and <= '\u9fff') >= 8);

    private static bool IsCode(string value) => value.Length is >= 3 and <= 64 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '#') && value.Any(char.IsAsciiDigit);
}
