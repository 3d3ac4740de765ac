using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>How an indicator stands: its last seven complete days together, or the last one where days do not add up.</summary>
/// <param name="State"><c>met</c>, <c>missed</c>, <c>unclear</c> (the interval holds the target), <c>no_target</c> or <c>no_data</c>.</param>
public sealed record Standing(Indicator Indicator, Estimate Now, DateTime? At, string State, IReadOnlyList<Point> Points);

/// <summary>Lists the catalogue with the current value of each indicator.</summary>
public static class ListIndicators
{
    public static IReadOnlyList<string> States { get; } = ["met", "missed", "unclear", "no_target", "no_data"];

    public sealed record Input(string? Search = null, string? Journey = null, string? State = null, string? Code = null);

    public static async Task<Outcome<List<Standing>>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var catalog = await Indicators.AllAsync(session, ct);
        if (input.Code is { } code && catalog.Find(code) is null)
            return new Refusal("measure.indicator.unknown", code) { Kind = RefusalKind.NotFound };
        var wanted = catalog.All.Where(i => Matches(i, input)).ToList();
        var series = (await PointSeries.RunAsync(new SeriesInput([.. wanted.Select(i => i.Code)], null, [""]), session, ct))
            .ToDictionary(s => s.Indicator.Code, s => s.Points);
        return wanted.Select(i => Stand(i, series.GetValueOrDefault(i.Code) ?? []))
            .Where(s => string.IsNullOrEmpty(input.State) || s.State == input.State).ToList();
    }

    public static Standing Stand(Indicator indicator, IReadOnlyList<Point> points)
    {
        var known = points.Where(p => !double.IsNaN(p.Statistic.Value(indicator.Statistic))).ToList();
        var usable = known.Where(p => p.Complete).ToList();
        // Where nothing is complete yet, what there is is shown with its caveat.
        var complete = usable.Count > 0;
        if (!complete)
            usable = known;
        if (usable.Count == 0)
            return new Standing(indicator, Estimates.Of(indicator, default(Sufficient) with { Quantile = double.NaN }), null, "no_data", points);
        var last = usable[^1];
        var adds = indicator.Statistic is not (StatisticKind.Quantile or StatisticKind.Level);
        var sum = adds
            ? usable.Where(p => p.At > last.At.AddDays(-7)).Select(p => p.Statistic).Aggregate((a, b) => a + b)
            : last.Statistic;
        var now = Estimates.Of(indicator, sum, complete: complete);
        return new Standing(indicator, now, last.At, State(indicator, now), points);
    }

    private static string State(Indicator indicator, Estimate now)
    {
        if (!now.HasValue)
            return "no_data";
        if (indicator.Target is not { } target)
            return "no_target";
        var low = double.IsNaN(now.Low) ? now.Value : now.Low;
        var high = double.IsNaN(now.High) ? now.Value : now.High;
        return (target.Met(low), target.Met(high)) switch
        {
            (true, true) => "met",
            (false, false) => "missed",
            _ => "unclear",
        };
    }

    private static bool Matches(Indicator i, Input input) =>
        (input.Code is null || i.Code.Equals(input.Code, StringComparison.OrdinalIgnoreCase))
        && (string.IsNullOrEmpty(input.Journey) || i.Journey == input.Journey)
        && (string.IsNullOrWhiteSpace(input.Search) || new[] { i.Code, i.Name.Zh, i.Name.En }.Any(t => t.Contains(input.Search.Trim(), StringComparison.OrdinalIgnoreCase)));
}
