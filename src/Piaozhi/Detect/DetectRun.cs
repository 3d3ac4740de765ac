using System.Runtime.CompilerServices;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;
using Piaozhi.Detect.Watch;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Detect;

/// <summary>One run over the facts: the log in memory, what was found on its charts, and how it was asked.</summary>
public sealed record DetectRun(FactLog Log, Detection Found, DetectOptions Options)
{
    /// <summary>Days before the latest fact that the running product looks back.</summary>
    public const int Days = 120;

    private static readonly ConditionalWeakTable<FactStore, Slot> Kept = [];

    /// <summary>Held until the next stage has taken it, then only as long as nobody needs the memory.</summary>
    private sealed class Slot
    {
        public DetectRun? Held { get; set; }

        public WeakReference<DetectRun> Loose { get; } = new(null!);

        /// <summary>What the last run over everything rested on.</summary>
        public DetectNews? On { get; set; }
    }

    /// <summary>Reads and detects; null without facts. The run is kept for the next stage of the loop, which takes it.</summary>
    /// <param name="asOf">Nothing later is looked at; null = up to the latest fact.</param>
    public static async Task<DetectRun?> RunAsync(Session session, DateTimeOffset? asOf = null, int days = Days, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        // Before the facts are read: what comes in meanwhile is news for the next run.
        var on = asOf is null ? await DetectNews.ReadAsync(session, ct) : null;
        if (await LoadLog.RunAsync(session, asOf, days, ct) is not { } log)
            return null;
        var calendar = await WorkCalendars.OfAsync(session, ct);
        var options = new DetectOptions
        {
            Level = (await WatchSettings.ReadAsync(session, ct)).Level,
            Calendar = calendar.Kind,
            Work = calendar,
            DefinitionChanges = [.. (await DefinitionChanges.OfAsync(session, null, ct)).Select(c => new DefinitionChange(c.Indicator, c.On.ToDateTime(TimeOnly.MinValue)))],
        };
        var catalog = await Indicators.AllAsync(session, ct);
        // A long piece of pure work: the thread that asked is let go.
        var found = await Task.Run(() => Detector.Find(log, [.. catalog.All, .. VoiceCharts.Of(log), .. FreeReading.Among(ReadingNames(log), catalog)], options, progress), ct);
        var run = new DetectRun(log, found, options);
        var slot = Kept.GetOrCreateValue(session.Facts);
        slot.Held = run;
        slot.Loose.SetTarget(run);
        slot.On = on ?? slot.On;
        return run;
    }

    private static IEnumerable<string> ReadingNames(FactLog log) =>
        log.Table(FactTable.Reading)?.Text("indicator") is { } column ? column.Where(c => c >= 0).Distinct().Select(c => log.Values("indicator")[c]) : [];

    /// <summary>True when a run would tell more than the last one told.</summary>
    public static async Task<bool> IsDueAsync(Session session, CancellationToken ct) =>
        !(await DetectNews.ReadAsync(session, ct)).SameAs(Kept.GetOrCreateValue(session.Facts).On);

    /// <summary>True when a run waits for the next stage to take it.</summary>
    public static bool Waits(Session session) => Kept.GetOrCreateValue(session.Facts).Held is not null;

    /// <summary>The run that the step before made; its memory may be used otherwise afterwards.</summary>
    public static async Task<DetectRun?> TakeAsync(Session session, CancellationToken ct)
    {
        var slot = Kept.GetOrCreateValue(session.Facts);
        var run = slot.Held ?? (slot.Loose.TryGetTarget(out var loose) ? loose : await RunAsync(session, ct: ct));
        slot.Held = null;
        return run;
    }
}
