using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Detect.Watch;

/// <summary>A place that is not watched for a while, because people know why it moves.</summary>
/// <param name="Indicator">Empty = every indicator.</param>
/// <param name="Slice">As written by <see cref="Core.Loop.Slice"/>; empty = everywhere.</param>
/// <param name="Until">The first day on which it is watched again.</param>
public sealed record Mute(string Id, string Indicator, string Slice, string Reason, DateOnly Until, string By, DateTime At)
{
    public bool Covers(string indicator, Slice slice, DateTime now) =>
        DateOnly.FromDateTime(now) < Until && (Indicator.Length == 0 || Indicator == indicator) && Core.Loop.Slice.Parse(Slice).Covers(slice);
}

/// <summary>How the charts are watched: people change it while the product runs.</summary>
public sealed record WatchSettings
{
    public const string Key = "detect.watch";

    /// <summary>False discovery rate held over all charts of a run.</summary>
    public double Level { get; init; } = .01;

    /// <summary>Nelson's rules that are marked on a chart.</summary>
    public IReadOnlyList<int> Rules { get; init; } = [1, 2, 5, 6];

    public IReadOnlyList<Mute> Muted { get; init; } = [];

    public static Task<WatchSettings> ReadAsync(Session session, CancellationToken ct = default) =>
        session.Records.SettingAsync(Key, new WatchSettings(), ct);

    /// <summary>The mute that holds for this place now; null when it is watched.</summary>
    public Mute? MuteOf(string indicator, Slice slice, DateTime now) => Muted.FirstOrDefault(m => m.Covers(indicator, slice, now));
}
