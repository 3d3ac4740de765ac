using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>One value of a dimension with its figure over the whole period.</summary>
public sealed record Part(string Value, Estimate Now, Sufficient Statistic, FunnelPoint? Funnel, bool Alarmed);

/// <param name="Funnel">Null where the kind of statistic has none; then the figures stand beside one another with their intervals.</param>
/// <param name="Total">Values that there are, also those not listed.</param>
public sealed record Breakdown(string Dimension, Estimate Whole, IReadOnlyList<Part> Parts, Funnel? Funnel, int Total, Period Period);

/// <summary>Breaks an indicator down by a dimension over a period.</summary>
public static class BreakDown
{
    /// <summary>More values than a chart can name.</summary>
    public const int Most = 300;

    /// <param name="Find">Only values that hold this text.</param>
    public sealed record Input(string Code, string By, Period Period, Slice? Slice = null, string? Find = null, int Take = Most);

    public static async Task<Outcome<Breakdown>> RunAsync(Input input, Session session, IEnumerable<IIndicatorMark> marks, CancellationToken ct = default)
    {
        if ((await Indicators.AllAsync(session, ct)).Find(input.Code) is not { } indicator)
            return new Refusal("measure.indicator.unknown", input.Code) { Kind = RefusalKind.NotFound };
        if (!MeasurePoints.BreakdownsOf(indicator).Contains(input.By))
            return new Refusal("measure.breakdown.unknown-dimension", input.By);
        var slice = input.Slice ?? Slice.Whole;
        var sums = await SumsAsync(indicator, input, slice, session, ct);
        var whole = sums.GetValueOrDefault("");
        var kind = indicator.Statistic;
        var values = sums.Where(s => s.Key.Length > 0 && double.IsFinite(s.Value.Value(kind)) && s.Value.N > 0).ToList();
        var alarmed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in marks)
            alarmed.UnionWith((await source.StandingAsync(session, ct)).Where(m => m.Indicator == indicator.Code && m.Slice.Count == 1).SelectMany(m => m.Slice[input.By]));
        var funnel = input.By is "outlet" or "staff_id" ? Funnel.Of(kind, values.Select(v => (v.Key, v.Value))) : null;
        var points = funnel?.Points.ToDictionary(p => p.Name, StringComparer.Ordinal) ?? [];
        var found = values.Where(v => string.IsNullOrWhiteSpace(input.Find) || v.Key.Contains(input.Find.Trim(), StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(v => alarmed.Contains(v.Key)).ThenByDescending(v => v.Value.N).Take(input.Take)
            .Select(v => new Part(v.Key, Estimates.Of(indicator, v.Value), v.Value, points.GetValueOrDefault(v.Key), alarmed.Contains(v.Key)))
            .OrderBy(p => indicator.Direction == Direction.Up ? p.Now.Value : -p.Now.Value).ToList();
        return new Breakdown(input.By, Estimates.Of(indicator, whole), found, funnel, values.Count, input.Period);
    }

    /// <summary>Figures of the whole period by value; the empty value is the whole. Days are added up where they can be, else the facts are asked.</summary>
    private static async Task<Dictionary<string, Sufficient>> SumsAsync(Indicator indicator, Input input, Slice slice, Session session, CancellationToken ct)
    {
        if (indicator.Statistic == StatisticKind.Quantile)
            return (await AskFacts.RunAsync(new FactQuery(indicator, input.Period, null, slice, [input.By]), session, ct))
                .ToDictionary(r => r.Slice.IsWhole ? "" : r.Slice[input.By][0], r => r.Point.Statistic, StringComparer.Ordinal);
        var series = await PointSeries.RunAsync(new SeriesInput([indicator.Code], input.Period, ["", input.By]) { Scope = slice }, session, ct);
        return series.Where(s => s.Points.Count > 0).ToDictionary(s => s.Slice.IsWhole ? "" : s.Slice[input.By][0],
            s => indicator.Statistic == StatisticKind.Level ? s.Points[^1].Statistic : s.Points.Select(p => p.Statistic).Aggregate((a, b) => a + b), StringComparer.Ordinal);
    }
}
