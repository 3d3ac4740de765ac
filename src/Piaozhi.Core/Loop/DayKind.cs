namespace Piaozhi.Core.Loop;

/// <summary>What the calendar says of a day.</summary>
public enum DayKind
{
    Ordinary,
    Weekend,

    /// <summary>A public holiday, whatever weekday it falls on.</summary>
    Holiday,

    /// <summary>A Saturday or Sunday worked in exchange for a holiday.</summary>
    MakeUpWorkday,

    /// <summary>A day that the operator expects to be unlike others, for instance the start of a sale.</summary>
    Release,
}
