using System.Text.Json.Serialization;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage.Records;

namespace Piaozhi.Detect;

/// <summary>What a chart beside the catalogue was counted against when its signal was found, so that it can be drawn again.</summary>
public sealed record FreeName(string Code, string Exposure, bool Share)
{
    /// <summary>The indicator as the detector had it.</summary>
    [JsonIgnore]
    public Indicator Indicator => Share
        ? VoiceCharts.ShareThatFails(Code)
        : VoiceCharts.Named(Code) is { Definition: RateDefinition rate } named ? named with { Definition = rate with { Exposure = new Selector { Any = [Exposure] } } } : VoiceCharts.Named(Code);
}

/// <summary>Charts beside the catalogue (complaints by topic, failures by step) that a signal stands on.</summary>
public static class FreeNames
{
    private const string Key = "detect.free-names";

    /// <summary>Keeps those of the run that have a signal, and those of earlier runs.</summary>
    public static async Task KeepAsync(DetectRun run, Session session, CancellationToken ct = default)
    {
        var wanted = run.Found.Signals.Select(s => s.Indicator).ToHashSet(StringComparer.Ordinal);
        var kept = (await AllAsync(session, ct)).ToDictionary(f => f.Code, StringComparer.Ordinal);
        foreach (var indicator in VoiceCharts.Of(run.Log).Where(i => wanted.Contains(i.Code)))
            kept[indicator.Code] = new FreeName(indicator.Code, indicator.Definition is RateDefinition { Exposure.Any: [var exposure, ..] } ? exposure : "", indicator.Definition is ShareDefinition);
        await session.Records.SetAsync(Key, kept.Values.OrderBy(f => f.Code, StringComparer.Ordinal).ToList(), ct);
    }

    /// <summary>The indicator behind a code, of the catalogue or beside it; null when nobody knows it.</summary>
    public static async Task<Indicator?> FindAsync(string code, Session session, CancellationToken ct = default) =>
        (await Indicators.AllAsync(session, ct)).Find(code) ?? (await AllAsync(session, ct)).FirstOrDefault(f => f.Code == code)?.Indicator;

    /// <summary>Enough of it to name it and to write its figures, whether it can be drawn or not.</summary>
    public static Indicator? Named(this IndicatorCatalog catalog, string code) =>
        catalog.Find(code) ?? (code.Contains('.', StringComparison.Ordinal) ? VoiceCharts.Named(code) : null);

    private static async Task<List<FreeName>> AllAsync(Session session, CancellationToken ct) => await session.Records.SettingAsync(Key, new List<FreeName>(), ct);
}
