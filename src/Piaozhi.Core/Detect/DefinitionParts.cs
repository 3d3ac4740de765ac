using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>What a definition reads: its selectors, their activities and tables.</summary>
public static class DefinitionParts
{
    public static IEnumerable<string> Activities(Definition definition) =>
        Selectors(definition).Where(s => s.Table == FactTable.Event).SelectMany(s => s.Any).Distinct(StringComparer.Ordinal);

    public static IEnumerable<FactTable> Tables(Definition definition) => Selectors(definition).Select(s => s.Table).Distinct();

    /// <summary>The step at which it goes wrong, when nothing that failed says so better: what is missing, what comes late, what is counted.</summary>
    public static string? Step(Definition definition) => definition switch
    {
        ShareDefinition s => First(s.Population),
        DurationDefinition d => First(d.To),
        ValueDefinition v => First(v.Rows),
        RateDefinition r => First(r.Count),
        GapDefinition g => First(g.Events),
        StockDefinition k => First(k.Ended),
        _ => null,
    };

    private static string? First(Selector s) => s.Table == FactTable.Event && s.Any.Count > 0 ? s.Any[0] : null;

    private static IEnumerable<Selector> Selectors(Definition definition)
    {
        Selector?[] all = definition switch
        {
            ShareDefinition s => [s.Population, s.Then, s.Except],
            DurationDefinition d => [d.From, d.To],
            ValueDefinition v => [v.Rows],
            RateDefinition r => [r.Count, r.Exposure],
            GapDefinition g => [g.Events, g.Between],
            StockDefinition k => [k.Begun, k.Ended],
            _ => [],
        };
        return all.OfType<Selector>();
    }
}
