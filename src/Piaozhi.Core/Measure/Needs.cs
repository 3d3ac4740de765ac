namespace Piaozhi.Core.Measure;

/// <summary>What has to arrive before an indicator can say anything.</summary>
/// <param name="Table">Table of the facts.</param>
/// <param name="Any">Activities, readings, sources or surveys, any of which will do; empty = any row.</param>
/// <param name="Fields">Attributes that its rows have to carry.</param>
public sealed record Need(FactTable Table, IReadOnlyList<string> Any, IReadOnlyList<string> Fields)
{
    /// <summary>Everything that a definition looks at; the first is what it counts.</summary>
    public static IReadOnlyList<Need> Of(Definition definition) => definition switch
    {
        ShareDefinition d => List(From(d.Population, d.When), From(d.Then)),
        DurationDefinition d => List(From(d.From), From(d.To)),
        ValueDefinition d => List(From(d.Rows, [new Condition(d.Field, Comparison.Exists, [])])),
        RateDefinition d => List(From(d.Count), From(d.Exposure)),
        GapDefinition d => List(From(d.Events), From(d.Between)),
        StockDefinition d => List(From(d.Begun), From(d.Ended)),
        _ => [],
    };

    /// <summary>True for an indicator that another system measures and Piaozhi only follows.</summary>
    public static bool IsReading(Definition definition) => Of(definition)[0].Table == FactTable.Reading;

    private static IReadOnlyList<Need> List(params Need?[] needs) => [.. needs.OfType<Need>()];

    private static Need? From(Selector? s, IReadOnlyList<Condition>? more = null) => s is null ? null : new Need(s.Table, s.Any,
        [.. s.Where.Concat(more ?? []).SelectMany(c => c.OtherField is null ? new[] { c.Field } : [c.Field, c.OtherField])
            .SelectMany(f => f.Split(" - ")).Where(f => f.StartsWith("attributes.", StringComparison.Ordinal)).Distinct()]);
}
