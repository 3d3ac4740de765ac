using System.Text.Json;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>What customers speak of when a step of the journey goes wrong: topics of an indicator and of the activities it is made of.</summary>
internal static class Affinity
{
    private sealed record Table(Dictionary<string, string[]> Topics, Dictionary<string, string[]> Steps, Dictionary<string, string[]> Nouns);

    private static readonly Lazy<Table> Known = new(() =>
    {
        using var stream = typeof(Affinity).Assembly.GetManifestResourceStream("Piaozhi.Core.Diagnose.affinity.json")!;
        return JsonSerializer.Deserialize<Table>(stream, JsonSerializerOptions.Web)!;
    });

    /// <summary>Leaves in order of likelihood; empty for an indicator that is not in the list.</summary>
    public static IReadOnlyList<string> Topics(string indicator) =>
        VoiceCharts.LeafOf(indicator) is { } leaf ? [leaf] : Known.Value.Topics.GetValueOrDefault(indicator) ?? Known.Value.Steps.GetValueOrDefault(VoiceCharts.ActivityOf(indicator), []);

    /// <summary>True when a topic may be caused by what the indicator watches.</summary>
    public static bool Fits(Indicator indicator, string leaf) =>
        Topics(indicator.Code).Contains(leaf) || Nouns(indicator).Any(n => Known.Value.Nouns.GetValueOrDefault(n, []).Contains(leaf[..Math.Min(2, leaf.Length)]));

    /// <summary>What the activities of a definition are about: payment, gate, refund …</summary>
    /// <remarks>What a rate is held against is not what it is about.</remarks>
    public static IReadOnlySet<string> Nouns(Indicator indicator) =>
        (indicator.Definition is RateDefinition { Count: { Table: FactTable.Event } count } ? count.Any : DefinitionParts.Activities(indicator.Definition)).Select(FindOutages.Noun).ToHashSet(StringComparer.Ordinal);

    /// <summary>Counted from what people say rather than from what happens.</summary>
    public static bool IsVoice(Indicator indicator)
    {
        var nouns = Nouns(indicator);
        return VoiceCharts.LeafOf(indicator.Code) is not null || DefinitionParts.Tables(indicator.Definition).Any(t => t is not (FactTable.Event or FactTable.Reading))
            || (nouns.Count > 0 && nouns.All(n => n is "complaint" or "compensation" or "survey" or "review"));
    }
}
