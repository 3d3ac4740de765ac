using System.Text.RegularExpressions;
using Piaozhi.Core.Measure.Sql;

namespace Piaozhi.Core.Measure;

/// <summary>What is wrong with an indicator that somebody made, all at once; empty when it can be counted and read.</summary>
/// <remarks>Codes are keys of texts; subjects name the field or the value that is meant.</remarks>
public static partial class IndicatorRules
{
    public const int MostDays = 400;

    private static readonly Unit[] _shares = [Unit.Percent, Unit.Permille, Unit.PerHundred, Unit.PerTenThousand, Unit.PerHundredThousand];
    private static readonly Unit[] _times = [Unit.Seconds, Unit.Minutes, Unit.Hours, Unit.Days];

    public static IReadOnlyList<(string Code, string Subject)> Check(Indicator i)
    {
        var wrong = IndicatorCatalog.Check(i).ToList();
        void Unless(bool good, string code, string subject = "")
        {
            if (!good)
                wrong.Add(("measure.indicator." + code, subject));
        }

        Unless(Code().IsMatch(i.Code), "code", i.Code);
        Unless(i.Target is not { } t || (t.AtLeast ?? t.AtMost) is { } v && double.IsFinite(v) && (i.Unit != Unit.Percent || v is >= 0 and <= 1), "target", "");
        Unless(i.Quality.All(q => Quality.Contains(q)), "quality", string.Join(' ', i.Quality.Except(Quality)));
        switch (i.Definition)
        {
            case ShareDefinition d:
                Unless(_shares.Contains(i.Unit), "unit", i.Unit.ToString());
                Unless(Named(d.Population), "population");
                Unless(d.When.Count > 0 || d.Then is not null, "numerator");
                Unless(d.Then is null || Named(d.Then), "then");
                Unless(d.Then is null || d.Within is not null || d.WithinWorkingDays is not null, "within");
                Unless(Sane(d.Within) && Sane(d.NotBefore) && d.WithinWorkingDays is null or (> 0 and <= 250), "length");
                Unless(!d.SameCustomer || d.Population.Table != FactTable.Reading, "customer");
                break;
            case DurationDefinition d:
                Unless(d.WorkingDays ? i.Unit == Unit.WorkingDays : _times.Contains(i.Unit), "unit", i.Unit.ToString());
                Unless(Named(d.From) && Named(d.To), "activities");
                Unless(Sane(d.AtMost), "length");
                break;
            case ValueDefinition d:
                Unless(Named(d.Rows), "population");
                Unless(d.Divide is > 0 and < 1e12, "divide");
                Unless(d.Field.Split(" - ").All(f => f.StartsWith("attributes.", StringComparison.Ordinal) || Fields.IsNumber(f)), "number", d.Field);
                break;
            case RateDefinition d:
                Unless(Named(d.Count) && Named(d.Exposure), "population");
                Unless(_shares.Contains(i.Unit) || i.Unit is Unit.Count or Unit.Money, "unit", i.Unit.ToString());
                break;
            case GapDefinition d:
                Unless(Named(d.Events) && (d.Between is null || Named(d.Between)), "population");
                Unless(d.Between is null ? _times.Contains(i.Unit) : i.Unit == Unit.Count, "unit", i.Unit.ToString());
                break;
            case StockDefinition d:
                Unless(Named(d.Begun) && Named(d.Ended), "activities");
                Unless(i.Unit == Unit.Count, "unit", i.Unit.ToString());
                Unless(Sane(d.OlderThan) && d.OlderThanWorkingDays is null or (>= 0 and <= 250), "length");
                break;
        }

        Unless(Fits(i.Chart, i.Definition), "chart", i.Chart.ToString());
        return [.. wrong.Distinct()];
    }

    /// <summary>Quality dimensions of the catalogue.</summary>
    public static IReadOnlyList<string> Quality { get; } = ["REL", "RSP", "ASR", "TAN", "EMP", "EFF", "ATT", "QUA", "PRI", "SEC", "TEC", "STF"];

    /// <summary>Charts that fit a definition, the usual one first.</summary>
    public static IReadOnlyList<ChartKind> ChartsOf(Definition definition) => definition switch
    {
        ShareDefinition => [ChartKind.LaneyP, ChartKind.P, ChartKind.LaneyU, ChartKind.U],
        RateDefinition d when d.Statistic == StatisticKind.Rate => [ChartKind.LaneyU, ChartKind.U, ChartKind.LaneyP, ChartKind.P],
        GapDefinition d => d.Between is null ? [ChartKind.T] : [ChartKind.G],
        DurationDefinition d => d.Summary == Summary.Mean ? [ChartKind.XbarS, ChartKind.XbarSLog, ChartKind.IndividualsLog, ChartKind.IndividualsRaw] : [ChartKind.IndividualsLog, ChartKind.IndividualsRaw, ChartKind.XbarS, ChartKind.XbarSLog],
        ValueDefinition d => d.Summary == Summary.Mean ? [ChartKind.XbarS, ChartKind.IndividualsRaw, ChartKind.IndividualsLog, ChartKind.XbarSLog, ChartKind.P, ChartKind.LaneyP, ChartKind.U, ChartKind.LaneyU] : [ChartKind.IndividualsRaw, ChartKind.IndividualsLog, ChartKind.XbarS, ChartKind.XbarSLog],
        _ => [ChartKind.IndividualsRaw, ChartKind.IndividualsLog],
    };

    /// <summary>Units that fit a definition, the usual one first.</summary>
    public static IReadOnlyList<Unit> UnitsOf(Definition definition) => definition switch
    {
        ShareDefinition => _shares,
        DurationDefinition d => d.WorkingDays ? [Unit.WorkingDays] : _times,
        RateDefinition => [.. _shares, Unit.Count, Unit.Money],
        GapDefinition d => d.Between is null ? [Unit.Days, Unit.Hours] : [Unit.Count],
        StockDefinition => [Unit.Count],
        _ => Enum.GetValues<Unit>(),
    };

    private static bool Fits(ChartKind chart, Definition definition) => ChartsOf(definition).Contains(chart);

    /// <summary>A population of every event there is says nothing.</summary>
    private static bool Named(Selector s) => s.Any.Count > 0 || s.Where.Count > 0 || s.Table is FactTable.Feedback or FactTable.Response;

    private static bool Sane(TimeSpan? span) => span is null || (span >= TimeSpan.Zero && span <= TimeSpan.FromDays(MostDays));

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
    private static partial Regex Code();
}
