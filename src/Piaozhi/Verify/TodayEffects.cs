using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Verify;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Verify;

/// <summary>Today: gains that were lost, actions that do harm, and what the data can decide from today.</summary>
public sealed class TodayEffects : ITodayPart
{
    public Stage Stage => Stage.Verify;

    public async Task<IReadOnlyList<TodayLine>> LinesAsync(Session session, CancellationToken ct)
    {
        var open = (await ListEffects.RunAsync(session, ct)).Value.Where(e => !e.Improvement.Closed && e.Row is not null).ToList();
        var lines = new List<TodayLine>();
        foreach (var e in open.Where(e => e.Lost).Take(3))
        {
            var day = e.Row!.LostSince!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            lines.Add(new TodayLine(new Bilingual($"“{e.Action.Title}”的成效自 {day} 起消失", $"The gain of “{e.Action.Title}” is lost since {day}"), "/verify/" + e.Action.Id, Bad: true, Group: TodayGroup.Worst));
        }

        foreach (var e in open.Where(e => !e.Lost && e.Verdict == Verdict.Harmful).Take(3))
            lines.Add(new TodayLine(new Bilingual($"“{e.Action.Title}”经验证有害", $"“{e.Action.Title}” does harm"), "/verify/" + e.Action.Id, Bad: true, Group: TodayGroup.Worst));
        return lines;
    }
}
