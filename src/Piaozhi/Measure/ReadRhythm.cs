using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>One hour of the week, over all weeks of the period.</summary>
/// <param name="Weekday">0 = Monday.</param>
public sealed record RhythmCell(int Weekday, int Hour, Estimate Now)
{
    /// <summary>The moment that stands for it in the week of <see cref="FactQuery.RhythmMonday"/>.</summary>
    public DateTime At => FactQuery.RhythmMonday.AddDays(Weekday).AddHours(Hour);
}

/// <summary>Reads an indicator by hour of the day and day of the week.</summary>
public static class ReadRhythm
{
    public sealed record Input(string Code, Period Period, Slice? Slice = null);

    /// <summary>Gaps and stocks have no hour.</summary>
    public static bool Has(Indicator indicator) => indicator.Definition is not (GapDefinition or StockDefinition) && !Need.IsReading(indicator.Definition);

    public static async Task<Outcome<IReadOnlyList<RhythmCell>>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if ((await Indicators.AllAsync(session, ct)).Find(input.Code) is not { } indicator)
            return new Refusal("measure.indicator.unknown", input.Code) { Kind = RefusalKind.NotFound };
        if (!Has(indicator))
            return new Refusal("measure.rhythm.none", input.Code);
        var rows = await AskFacts.RunAsync(new FactQuery(indicator, input.Period, null, input.Slice ?? Slice.Whole, []) { Rhythm = true }, session, ct);
        return rows.Where(r => r.Slice.IsWhole).Select(r =>
        {
            var since = r.Point.At - FactQuery.RhythmMonday;
            return new RhythmCell(since.Days, since.Hours, Estimates.Of(indicator, r.Point.Statistic));
        }).Where(c => c.Now.HasValue).ToList();
    }
}
