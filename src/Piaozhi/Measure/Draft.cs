using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Measure;

/// <summary>Kinds of statistic as the form offers them.</summary>
public enum DraftKind
{
    /// <summary>How many of the population.</summary>
    Share,

    /// <summary>Time between two steps.</summary>
    Duration,

    /// <summary>Mean or quantile of a field of events, feedback or readings.</summary>
    Value,

    /// <summary>Mean of a question.</summary>
    Question,

    /// <summary>Count over an exposure.</summary>
    Rate,

    /// <summary>Between two rare events.</summary>
    Gap,

    /// <summary>Open at the end of the day.</summary>
    Stock,
}

/// <summary>A condition as it is typed.</summary>
public sealed class DraftCondition
{
    public string Field { get; set; } = "outcome";
    public Comparison Op { get; set; } = Comparison.Eq;

    /// <summary>Several values are separated by commas.</summary>
    public string Values { get; set; } = "";

    public Condition ToCondition()
    {
        string[] values = [.. Values.Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var op = (Op, values.Length) switch { (Comparison.Eq, > 1) => Comparison.In, (Comparison.Ne, > 1) => Comparison.NotIn, _ => Op };
        return new Condition(Field, op, Op is Comparison.Exists or Comparison.Missing ? [] : values);
    }

    public static DraftCondition Of(Condition c) => new() { Field = c.Field, Op = c.Op switch { Comparison.In => Comparison.Eq, Comparison.NotIn => Comparison.Ne, var op => op }, Values = string.Join(", ", c.Values) };
}

/// <summary>Rows as they are picked in the form.</summary>
public sealed class DraftSelector
{
    public FactTable Table { get; set; } = FactTable.Event;
    public List<string> Any { get; set; } = [];
    public List<DraftCondition> Where { get; set; } = [];

    public Selector ToSelector() => new() { Table = Table, Any = [.. Any], Where = [.. Where.Select(w => w.ToCondition())] };

    public static DraftSelector Of(Selector? s) => s is null ? new() : new() { Table = s.Table, Any = [.. s.Any], Where = [.. s.Where.Select(DraftCondition.Of)] };
}

/// <summary>An indicator while it is being made in the form: everything that can be typed, whatever it will make sense as.</summary>
public sealed class Draft
{
    public string Code { get; set; } = "";
    public string NameZh { get; set; } = "";
    public string NameEn { get; set; } = "";
    public string FormulaZh { get; set; } = "";
    public string FormulaEn { get; set; } = "";
    public DraftKind Kind { get; set; }
    public Unit Unit { get; set; } = Unit.Percent;
    public Direction Direction { get; set; } = Direction.Up;
    public string Journey { get; set; } = "buy";
    public string Quality { get; set; } = "REL";
    public ChartKind Chart { get; set; } = ChartKind.LaneyP;
    public string Breakdowns { get; set; } = "";
    public DraftSelector First { get; set; } = new();
    public DraftSelector Second { get; set; } = new();
    public DraftSelector Third { get; set; } = new();
    public List<DraftCondition> When { get; set; } = [];
    public CountedUnit Of { get; set; } = CountedUnit.Case;
    public bool ByFirst { get; set; }

    /// <summary>A step that must (or must not) follow.</summary>
    public bool Follows { get; set; } = true;

    public bool Not { get; set; }
    public bool SameCustomer { get; set; }
    public bool LeaveOut { get; set; }
    public double? Length { get; set; } = 24;
    public Unit LengthUnit { get; set; } = Unit.Hours;
    public Summary Summary { get; set; } = Summary.P90;
    public string Field { get; set; } = "duration_ms";
    public double Divide { get; set; } = 1;
    public string CountField { get; set; } = "";
    public string ExposureField { get; set; } = "";
    public bool Complement { get; set; }
    public bool InTime { get; set; } = true;
    public double? TargetValue { get; set; }
    public bool TargetAtLeast { get; set; } = true;
    public string TargetSource { get; set; } = "";

    /// <summary>The kind fits nothing else than these; what was chosen before is put right.</summary>
    public void Settle()
    {
        var definition = ToDefinition();
        if (!IndicatorRules.UnitsOf(definition).Contains(Unit))
            Unit = IndicatorRules.UnitsOf(definition)[0];
        if (!IndicatorRules.ChartsOf(definition).Contains(Chart))
            Chart = IndicatorRules.ChartsOf(definition)[0];
    }

    public Indicator ToIndicator()
    {
        var scale = Shown.Scale(Unit);
        var target = TargetValue is { } v ? new Target(TargetAtLeast ? v / scale : null, TargetAtLeast ? null : v / scale, TargetSource.Trim()) : null;
        return new Indicator
        {
            Code = Code.Trim(), Name = new(NameZh.Trim(), NameEn.Trim()), Formula = new(FormulaZh.Trim(), FormulaEn.Trim()), Unit = Unit, Direction = Direction, Journey = Journey, Quality = [Quality], Chart = Chart,
            Target = target, Definition = ToDefinition(), Breakdowns = [.. Breakdowns.Split([',', '，', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(b => b.StartsWith("attributes.", StringComparison.Ordinal) ? b : "attributes." + b)],
        };
    }

    public Definition ToDefinition() => Kind switch
    {
        DraftKind.Share => new ShareDefinition
        {
            Of = Of, Pick = ByFirst ? Pick.First : Pick.Last, Population = First.ToSelector(), When = [.. When.Select(w => w.ToCondition())], Then = Follows ? Second.ToSelector() : null,
            Within = Follows && LengthUnit != Unit.WorkingDays ? Span : null, WithinWorkingDays = Follows && LengthUnit == Unit.WorkingDays && Length is { } d ? (int)d : null,
            Negate = Not, SameCustomer = Follows && SameCustomer, Except = LeaveOut ? Third.ToSelector() : null,
        },
        DraftKind.Duration => new DurationDefinition { From = First.ToSelector(), To = Second.ToSelector(), Summary = Summary, WorkingDays = Unit == Unit.WorkingDays, AtMost = Unit == Unit.WorkingDays ? null : Span },
        DraftKind.Value => new ValueDefinition { Rows = First.ToSelector(), Field = Field, Divide = Divide, Summary = Summary, Weight = First.Table == FactTable.Reading ? "weight" : null },
        DraftKind.Question => new ValueDefinition { Rows = First.ToSelector() with { Table = FactTable.Answer }, Field = Field is "index_100" or "value" or "gap" ? Field : "value", Summary = Summary.Mean },
        DraftKind.Rate => new RateDefinition { Count = First.ToSelector(), CountField = Blank(CountField), Exposure = Second.ToSelector(), ExposureField = Blank(ExposureField), Complement = Complement },
        DraftKind.Gap => new GapDefinition { Events = First.ToSelector(), Between = InTime ? null : Second.ToSelector() },
        DraftKind.Stock => new StockDefinition { Begun = First.ToSelector(), Ended = Second.ToSelector(), OlderThan = LengthUnit == Unit.WorkingDays ? null : Span, OlderThanWorkingDays = LengthUnit == Unit.WorkingDays && Length is { } n ? (int)n : null },
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, null),
    };

    private TimeSpan? Span => Length is not { } n || n < 0 || n > 1e6 ? null : LengthUnit switch
    {
        Unit.Seconds => TimeSpan.FromSeconds(n),
        Unit.Minutes => TimeSpan.FromMinutes(n),
        Unit.Hours => TimeSpan.FromHours(n),
        _ => TimeSpan.FromDays(n),
    };

    private static string? Blank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static Draft From(Indicator i)
    {
        var draft = new Draft
        {
            Code = i.Code, NameZh = i.Name.Zh, NameEn = i.Name.En, FormulaZh = i.Formula.Zh, FormulaEn = i.Formula.En, Unit = i.Unit, Direction = i.Direction, Journey = i.Journey, Quality = i.Quality.Count > 0 ? i.Quality[0] : "REL",
            Chart = i.Chart, Breakdowns = string.Join(", ", i.Breakdowns), TargetValue = i.Target?.Value is { } v ? v * Shown.Scale(i.Unit) : null, TargetAtLeast = i.Target is null ? i.Direction == Direction.Up : i.Target.AtLeast is not null, TargetSource = i.Target?.Source ?? "",
        };
        void Time(TimeSpan? span, int? workingDays) => (draft.Length, draft.LengthUnit) = workingDays is { } d ? (d, Unit.WorkingDays) : span is not { } s ? ((double?)null, Unit.Hours)
            : s.Ticks % TimeSpan.TicksPerDay == 0 ? (s.TotalDays, Unit.Days) : s.Ticks % TimeSpan.TicksPerHour == 0 ? (s.TotalHours, Unit.Hours) : s.Ticks % TimeSpan.TicksPerMinute == 0 ? (s.TotalMinutes, Unit.Minutes) : (s.TotalSeconds, Unit.Seconds);
        switch (i.Definition)
        {
            case ShareDefinition d:
                (draft.Kind, draft.Of, draft.ByFirst, draft.First, draft.Second, draft.Third) = (DraftKind.Share, d.Of, d.Pick == Pick.First, DraftSelector.Of(d.Population), DraftSelector.Of(d.Then), DraftSelector.Of(d.Except));
                (draft.When, draft.Follows, draft.Not, draft.SameCustomer, draft.LeaveOut) = ([.. d.When.Select(DraftCondition.Of)], d.Then is not null, d.Negate, d.SameCustomer, d.Except is not null);
                Time(d.Within, d.WithinWorkingDays);
                break;
            case DurationDefinition d:
                (draft.Kind, draft.First, draft.Second, draft.Summary) = (DraftKind.Duration, DraftSelector.Of(d.From), DraftSelector.Of(d.To), d.Summary);
                Time(d.AtMost, null);
                break;
            case ValueDefinition d:
                (draft.Kind, draft.First, draft.Field, draft.Divide, draft.Summary) = (d.Rows.Table == FactTable.Answer ? DraftKind.Question : DraftKind.Value, DraftSelector.Of(d.Rows), d.Field, d.Divide, d.Summary);
                break;
            case RateDefinition d:
                (draft.Kind, draft.First, draft.Second, draft.CountField, draft.ExposureField, draft.Complement) = (DraftKind.Rate, DraftSelector.Of(d.Count), DraftSelector.Of(d.Exposure), d.CountField ?? "", d.ExposureField ?? "", d.Complement);
                break;
            case GapDefinition d:
                (draft.Kind, draft.First, draft.Second, draft.InTime) = (DraftKind.Gap, DraftSelector.Of(d.Events), DraftSelector.Of(d.Between), d.Between is null);
                break;
            case StockDefinition d:
                (draft.Kind, draft.First, draft.Second) = (DraftKind.Stock, DraftSelector.Of(d.Begun), DraftSelector.Of(d.Ended));
                Time(d.OlderThan, d.OlderThanWorkingDays);
                break;
        }

        return draft;
    }
}
