using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>How an indicator stands: its last seven complete days together (or the chosen period), or the last day where days do not add up.</summary>
/// <param name="State"><c>signal</c>, <c>met</c>, <c>missed</c>, <c>unclear</c> (the interval holds the target), <c>no_target</c> or <c>no_data</c>.</param>
/// <param name="Days">Days behind the figure.</param>
public sealed record Standing(Indicator Indicator, Estimate Now, DateTime? At, string State, IReadOnlyList<Point> Points, int Days = 0)
{
    /// <summary>Departures that stand; the first is the one on the whole, where there is one.</summary>
    public IReadOnlyList<StandingMark> Marks { get; init; } = [];

    /// <summary>The state without its marks.</summary>
    public string AgainstTarget { get; init; } = State;
}

/// <summary>Lists the catalogue with the current value of each indicator.</summary>
public static class ListIndicators
{
    private const int UsualDays = 7;

    public static IReadOnlyList<string> States { get; } = ["signal", "missed", "unclear", "met", "no_target", "no_data"];

    /// <param name="Period">Days that the figures are of; null = the last complete ones.</param>
    /// <param name="Scope">Part of the operation; null = all that the person may see.</param>
    public sealed record Input(string? Search = null, string? Journey = null, string? State = null, string? Code = null, Period? Period = null, Slice? Scope = null);

    public static async Task<Outcome<List<Standing>>> RunAsync(Input input, Session session, CancellationToken ct = default, IEnumerable<IIndicatorMark>? marks = null)
    {
        var catalog = await Indicators.AllAsync(session, ct);
        if (input.Code is { } code && catalog.Find(code) is null)
            return new Refusal("measure.indicator.unknown", code) { Kind = RefusalKind.NotFound };
        var wanted = catalog.All.Where(i => Matches(i, input)).ToList();
        var scope = input.Scope ?? Slice.Whole;
        var series = (await PointSeries.RunAsync(new SeriesInput([.. wanted.Select(i => i.Code)], null, [""]) { Scope = scope }, session, ct))
            .ToDictionary(s => s.Indicator.Code, s => s.Points);
        var standing = new List<StandingMark>();
        foreach (var source in marks ?? [])
            standing.AddRange(await source.StandingAsync(session, ct));
        var byCode = standing.Where(m => scope.Meets(m.Slice)).ToLookup(m => m.Indicator);
        return wanted.Select(i => Stand(i, series.GetValueOrDefault(i.Code) ?? [], input.Period, [.. byCode[i.Code].OrderBy(m => m.Slice.Count).ThenByDescending(m => m.Start)]))
            .Where(s => string.IsNullOrEmpty(input.State) || s.State == input.State).ToList();
    }

    public static Standing Stand(Indicator indicator, IReadOnlyList<Point> points, Period? period = null, IReadOnlyList<StandingMark>? marks = null)
    {
        var known = points.Where(p => !double.IsNaN(p.Statistic.Value(indicator.Statistic)) && (period is not { } chosen || chosen.Contains(p.At))).ToList();
        var usable = known.Where(p => p.Complete).ToList();
        // Where nothing is complete yet, what there is is shown with its caveat.
        var complete = usable.Count > 0;
        if (!complete)
            usable = known;
        if (usable.Count == 0)
            return new Standing(indicator, Estimates.Of(indicator, default(Sufficient) with { Quantile = double.NaN }), null, "no_data", points);
        var last = usable[^1];
        var days = period is not null ? usable : [.. usable.Where(p => p.At > last.At.AddDays(-UsualDays))];
        var adds = indicator.Statistic is not (StatisticKind.Quantile or StatisticKind.Level);
        var now = Estimates.Of(indicator, adds ? days.Select(p => p.Statistic).Aggregate((a, b) => a + b) : last.Statistic, complete: complete);
        var state = State(indicator, now);
        return new Standing(indicator, now, last.At, marks is { Count: > 0 } ? "signal" : state, points, adds ? days.Count : 1) { Marks = marks ?? [], AgainstTarget = state };
    }

    private static string State(Indicator indicator, Estimate now)
    {
        if (!now.HasValue)
            return "no_data";
        if (indicator.Target is not { } target)
            return "no_target";
        // Where an interval is due and the data are too few for one, nothing can be said yet.
        if (double.IsNaN(now.Low) && indicator.Statistic is (StatisticKind.Quantile or StatisticKind.Mean or StatisticKind.Gap))
            return "unclear";
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
