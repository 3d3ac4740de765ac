using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>Which way is good.</summary>
public enum Direction
{
    Up,
    Down,

    /// <summary>Watched, neither good nor bad.</summary>
    Watch,
}

/// <summary>The control chart that fits an indicator (domain.md §2, column chart).</summary>
public enum ChartKind
{
    P,
    LaneyP,
    U,
    LaneyU,
    IndividualsRaw,
    IndividualsLog,
    XbarS,
    XbarSLog,
    T,
    G,
}

/// <summary>Unit in which a value is kept and shown. A share is a fraction 0–1 however it is shown.</summary>
public enum Unit
{
    Percent,
    Permille,
    PerTenThousand,
    PerHundredThousand,
    PerHundred,
    Seconds,
    Minutes,
    Hours,
    Days,
    WorkingDays,
    Count,
    Points,
    Stars,
    Money,
    Celsius,
}

/// <summary>What an indicator should reach, and who says so.</summary>
/// <param name="AtLeast">Lower bound in the indicator's own unit (a percentage as a fraction), or null.</param>
/// <param name="AtMost">Upper bound, or null.</param>
/// <param name="Source">Key of the source in the documentation; empty = the operator's own.</param>
public sealed record Target(double? AtLeast, double? AtMost, string Source = "")
{
    public bool Met(double value) => (AtLeast is not { } low || value >= low) && (AtMost is not { } high || value <= high);

    /// <summary>The bound that is asked for; the lower one where both are given.</summary>
    public double? Value => AtLeast ?? AtMost;
}

/// <summary>A definition that turns facts into a number on a slice and a period. Definitions are data (indicators.json) and have versions.</summary>
public sealed record Indicator
{
    /// <summary>K-code of the catalogue, or the operator's own code.</summary>
    public required string Code { get; init; }

    public required Bilingual Name { get; init; }

    /// <summary>What is counted over what, in a sentence for people.</summary>
    public required Bilingual Formula { get; init; }

    /// <summary>What the figure leaves out or takes as given; null where it says what its name says.</summary>
    public Bilingual? Limits { get; init; }

    public required Unit Unit { get; init; }
    public required Direction Direction { get; init; }

    /// <summary>Stage of the customer's journey: plan, buy, pay, issue, change, arrive, enter, travel, after, resolve, backstage.</summary>
    public required string Journey { get; init; }

    /// <summary>Quality dimensions: REL RSP ASR TAN EMP EFF ATT QUA PRI SEC TEC STF.</summary>
    public IReadOnlyList<string> Quality { get; init; } = [];

    public required ChartKind Chart { get; init; }
    public Target? Target { get; init; }
    public required Definition Definition { get; init; }

    /// <summary>1 for what is in the box; a change of the definition makes the next one.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Dimensions by which it is broken down: the standard ones plus <c>attributes.&lt;name&gt;</c> named here.</summary>
    public IReadOnlyList<string> Breakdowns { get; init; } = [];

    /// <summary>Its sufficient statistic.</summary>
    public StatisticKind Statistic => Definition.Statistic;
}
