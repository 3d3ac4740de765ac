using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Detect.Watch;

/// <summary>Changes how the charts are watched: how many false alarms are borne, which rules are marked.</summary>
public static class SetWatch
{
    /// <summary>Stricter finds nothing any more, laxer makes every chart red.</summary>
    public const double Strictest = .0001, Laxest = .1;

    public static async Task<Outcome<WatchSettings>> RunAsync(double level, IReadOnlyList<int> rules, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.DefineIndicators) is { } no)
            return no;
        var refusals = new List<Refusal>();
        if (!(level is >= Strictest and <= Laxest))
            refusals.Add(new Refusal("detect.watch.level", "", Strictest, Laxest));
        if (rules.Any(r => r is < 1 or > 8))
            refusals.Add(new Refusal("detect.watch.rules"));
        // Without the first rule a point beyond the limits would not be marked on a control chart.
        if (!rules.Contains(1))
            refusals.Add(new Refusal("detect.watch.needs-rule-1"));
        if (refusals.Count > 0)
            return refusals;
        var settings = await WatchSettings.ReadAsync(session, ct) with { Level = level, Rules = [.. rules.Distinct().Order()] };
        await session.Records.SetAsync(WatchSettings.Key, settings, ct);
        await session.Records.SaveChangesAsync(ct);
        return settings;
    }
}
