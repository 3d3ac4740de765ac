using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>A figure in two periods.</summary>
/// <param name="Value">Value of the dimension; empty = the whole.</param>
public sealed record Compared(string Value, Estimate Now, Estimate Before, Difference Change);

/// <summary>Compares an indicator between two periods, as a whole and by the values of a dimension.</summary>
public static class ComparePeriods
{
    private const int Most = 40;

    /// <param name="Before">Null = as many days right before.</param>
    public sealed record Input(string Code, Period Now, Period? Before = null, Slice? Slice = null, string? By = null);

    public sealed record Result(Period Now, Period Before, IReadOnlyList<Compared> Rows, IReadOnlyList<Caveat> Caveats);

    public static async Task<Outcome<Result>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (await Indicators.VersionsAsync(input.Code, session, ct) is not { } versions)
            return new Refusal("measure.indicator.unknown", input.Code) { Kind = RefusalKind.NotFound };
        var indicator = versions.On(DateOnly.FromDateTime(input.Now.To.AddDays(-1))).Indicator;
        var before = input.Before ?? new Period(input.Now.From - input.Now.Length, input.Now.From);
        if (before.Overlaps(input.Now))
            return new Refusal("measure.compare.overlap", input.Code);
        // Both periods are asked with the definition of the later one, so that like is compared with like.
        async Task<Dictionary<string, Sufficient>> ReadAsync(Period period)
        {
            var rows = await AskFacts.RunAsync(new FactQuery(indicator, period, indicator.Definition is StockDefinition ? Grain.Day : null, input.Slice ?? Slice.Whole, input.By is null ? [] : [input.By]), session, ct);
            return rows.GroupBy(r => r.Slice.IsWhole ? "" : r.Slice[input.By!][0], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Point.At).Point.Statistic, StringComparer.Ordinal);
        }

        var (now, then) = (await ReadAsync(input.Now), await ReadAsync(before));
        var nothing = default(Sufficient) with { Quantile = double.NaN };
        var rows = now.Keys.Union(then.Keys).Select(v =>
        {
            var (a, b) = (Estimates.Of(indicator, now.GetValueOrDefault(v, nothing)), Estimates.Of(indicator, then.GetValueOrDefault(v, nothing)));
            return new Compared(v, a, b, Difference.Of(a, b));
        }).Where(c => c.Now.HasValue || c.Before.HasValue).OrderBy(c => c.Value.Length > 0).ThenByDescending(c => c.Now.N + c.Before.N).Take(Most).ToList();
        var caveats = new List<Caveat>();
        if (versions.DefinitionChanges().Any(c => c.On.ToDateTime(TimeOnly.MinValue) > before.From && c.On.ToDateTime(TimeOnly.MinValue) < input.Now.To))
            caveats.Add(new Caveat(CaveatId.DefinitionChanged, indicator.Code));
        if (before.Length != input.Now.Length && indicator.Statistic == StatisticKind.Level)
            caveats.Add(new Caveat(CaveatId.ShortHistory, indicator.Code));
        return new Result(input.Now, before, rows, caveats);
    }
}
