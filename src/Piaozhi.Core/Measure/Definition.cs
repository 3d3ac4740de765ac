using System.Text.Json.Serialization;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>How a value comes about from the facts. Each kind is one shape of query and one sufficient statistic.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ShareDefinition), "share")]
[JsonDerivedType(typeof(DurationDefinition), "duration")]
[JsonDerivedType(typeof(ValueDefinition), "value")]
[JsonDerivedType(typeof(RateDefinition), "rate")]
[JsonDerivedType(typeof(GapDefinition), "gap")]
[JsonDerivedType(typeof(StockDefinition), "stock")]
public abstract record Definition
{
    [JsonIgnore]
    public abstract StatisticKind Statistic { get; }
}

/// <summary>The numbers that are kept for a slice and a period; value, interval and n follow from them in Core.</summary>
public enum StatisticKind
{
    /// <summary>k of n units.</summary>
    Proportion,

    /// <summary>n, sum, sum of squares.</summary>
    Mean,

    /// <summary>A quantile (median, P90, P95) with n and its order-statistic interval.</summary>
    Quantile,

    /// <summary>Count over exposure.</summary>
    Rate,

    /// <summary>Time or units between rare events.</summary>
    Gap,

    /// <summary>A stock at the end of the period.</summary>
    Level,

    /// <summary>Sum over sum (money over money).</summary>
    Ratio,
}

/// <summary>The fact table that a selector reads. Answers are the single answers of responses, one row each.</summary>
public enum FactTable
{
    Event,
    Feedback,
    Response,
    Answer,
    Reading,
}

/// <summary>What is counted once.</summary>
public enum CountedUnit
{
    /// <summary>Every row.</summary>
    Row,

    /// <summary>Every case, by its latest (or first) matching row.</summary>
    Case,

    /// <summary>Every ticket named in <c>objects</c>; the case where none is named.</summary>
    Ticket,

    /// <summary>Every customer.</summary>
    Customer,
}

public enum Comparison
{
    Eq,
    Ne,
    In,
    NotIn,
    Gt,
    Gte,
    Lt,
    Lte,
    StartsWith,
    Exists,
    Missing,
}

/// <summary>
/// A condition on one field of a row: a column (<c>outcome</c>, <c>reason</c>, <c>channel</c>, <c>duration_ms</c>, <c>amount</c>,
/// <c>rating</c>, <c>value</c> …) or <c>attributes.&lt;name&gt;</c>. Several values are for In and NotIn.
/// </summary>
public sealed record Condition(string Field, Comparison Op, IReadOnlyList<string> Values)
{
    /// <summary>Another field to compare with instead of a value, for instance charged against quoted price.</summary>
    public string? OtherField { get; init; }
}

/// <summary>Picks rows of one fact table: by activity (events), code (readings) or question (answers), and by conditions that all hold.</summary>
public sealed record Selector
{
    public FactTable Table { get; init; } = FactTable.Event;

    /// <summary>Activities, indicator codes of readings, or survey codes; empty = any.</summary>
    public IReadOnlyList<string> Any { get; init; } = [];

    public IReadOnlyList<Condition> Where { get; init; } = [];
}

/// <summary>Which matching row of a unit is taken when there are several.</summary>
public enum Pick
{
    First,
    Last,
}

/// <summary>
/// Units of the population for which something holds. It holds when the row itself fulfils <see cref="When"/>, and, if
/// <see cref="Then"/> is given, when a matching row of the same case follows within <see cref="Within"/> (<see cref="Negate"/>: does
/// not follow). A period counts a unit by the time of its population row, and is complete only when <see cref="Within"/> has passed.
/// </summary>
public sealed record ShareDefinition : Definition
{
    public CountedUnit Of { get; init; } = CountedUnit.Row;
    public Pick Pick { get; init; } = Pick.Last;
    public required Selector Population { get; init; }

    /// <summary>Units whose case has such a row (within the same time) are left out of both counts.</summary>
    public Selector? Except { get; init; }

    public IReadOnlyList<Condition> When { get; init; } = [];
    public Selector? Then { get; init; }

    /// <summary>Time allowed between the population row and <see cref="Then"/>.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>Least time that must pass before <see cref="Then"/> counts (an abandonment after 5 s).</summary>
    public TimeSpan? NotBefore { get; init; }

    /// <summary>Working days instead of <see cref="Within"/>, by the operator's calendar.</summary>
    public int? WithinWorkingDays { get; init; }

    /// <summary>Look for <see cref="Then"/> on the same customer instead of the same case (repeat contact).</summary>
    public bool SameCustomer { get; init; }

    /// <summary>Look for <see cref="Then"/> on the same ticket of the case (a gate knows the ticket, an order holds several).</summary>
    public bool SameTicket { get; init; }

    public bool Negate { get; init; }

    /// <summary>Rare: watched as a count between events (G) or as a rate per 10,000 rather than as a percentage.</summary>
    public override StatisticKind Statistic => StatisticKind.Proportion;
}

public enum Summary
{
    Mean,
    Median,
    P90,
    P95,
    Sum,
}

/// <summary>Time between two activities of one case, attributed to the period of <see cref="To"/>, in the indicator's unit.</summary>
public sealed record DurationDefinition : Definition
{
    public required Selector From { get; init; }
    public required Selector To { get; init; }

    /// <summary>What <see cref="AtMost"/> is when it is not given.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(60);

    /// <summary>Pairs longer than this are taken for unrelated and left out.</summary>
    public TimeSpan? AtMost { get; init; }

    public bool WorkingDays { get; init; }
    public Summary Summary { get; init; } = Summary.Mean;

    public override StatisticKind Statistic => Summary == Summary.Mean ? StatisticKind.Mean : StatisticKind.Quantile;
}

/// <summary>A statistic of one field of the picked rows; answers and ratings may be mapped (NPS: 9–10 → 100, 0–6 → −100).</summary>
public sealed record ValueDefinition : Definition
{
    public required Selector Rows { get; init; }

    /// <summary><c>duration_ms</c>, <c>amount</c>, <c>rating</c>, <c>value</c>, <c>attributes.x</c>, or a difference <c>attributes.a - attributes.b</c>.</summary>
    public required string Field { get; init; }

    /// <summary>Field that says how many units stand behind a row (readings: <c>weight</c>).</summary>
    public string? Weight { get; init; }

    /// <summary>Divides the raw value, for instance 1000 from milliseconds to seconds.</summary>
    public double Divide { get; init; } = 1;

    /// <summary>Steps of a mapping: the first whose bound is not below the raw value gives the mapped value.</summary>
    public IReadOnlyList<Step> Map { get; init; } = [];

    public Summary Summary { get; init; } = Summary.Mean;

    public override StatisticKind Statistic => Summary switch
    {
        Summary.Mean => StatisticKind.Mean,
        Summary.Sum => StatisticKind.Level,
        _ => StatisticKind.Quantile,
    };
}

/// <summary>Raw values up to and including <paramref name="UpTo"/> (and above the previous step) become <paramref name="Value"/>.</summary>
public sealed record Step(double UpTo, double Value);

/// <summary>Counted rows (or a summed field) over an exposure of other rows (or a summed field), in the same period and slice.</summary>
public sealed record RateDefinition : Definition
{
    public required Selector Count { get; init; }

    /// <summary>Sum this field instead of counting rows; makes the statistic a ratio, but for <c>tickets</c>, which are counted too.</summary>
    public string? CountField { get; init; }

    public required Selector Exposure { get; init; }

    /// <summary>Sum this field instead of counting rows: <c>tickets</c>, <c>amount</c>, <c>duration_ms</c>.</summary>
    public string? ExposureField { get; init; }

    /// <summary>True when value = 1 − count / exposure (availability).</summary>
    public bool Complement { get; init; }

    public override StatisticKind Statistic => CountField is null or "tickets" && !Complement ? StatisticKind.Rate : StatisticKind.Ratio;
}

/// <summary>What lies between two rare events: days (T chart) or units of <see cref="Between"/> (G chart).</summary>
public sealed record GapDefinition : Definition
{
    public required Selector Events { get; init; }

    /// <summary>Rows counted between two events; null = time.</summary>
    public Selector? Between { get; init; }

    public override StatisticKind Statistic => StatisticKind.Gap;
}

/// <summary>Cases begun, not yet ended, and older than <see cref="OlderThan"/> at the end of the period.</summary>
public sealed record StockDefinition : Definition
{
    public required Selector Begun { get; init; }
    public required Selector Ended { get; init; }
    public TimeSpan? OlderThan { get; init; }
    public int? OlderThanWorkingDays { get; init; }

    public override StatisticKind Statistic => StatisticKind.Level;
}
