using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Improve;

/// <summary>Today: what is mine and due, what is late, and what waits for a decision.</summary>
public sealed class TodayImprovements : ITodayPart
{
    public Stage Stage => Stage.Improve;

    public async Task<IReadOnlyList<TodayLine>> LinesAsync(Session session, CancellationToken ct)
    {
        var due = await RemindOwners.DueAsync(new ReminderSettings(), session, ct);
        var mine = due.Where(r => ListImprovements.Is(r.Action.Owner, r.Action.OwnerId, session.Actor)).ToList();
        var lines = mine.Take(5).Select(r => new TodayLine(r.Text, r.Href, Bad: r.Overdue, r.Overdue ? TodayGroup.Late : TodayGroup.Mine)).ToList();
        var late = due.Where(r => r.Overdue).Except(mine).ToList();
        if (late.Count == 1)
            lines.Add(new TodayLine(late[0].Text, late[0].Href, Bad: true, TodayGroup.Late));
        else if (late.Count > 1)
            lines.Add(new TodayLine(
                new Bilingual($"{Number(late.Count)} 项措施逾期，最久 {Number(-late[0].DaysLeft)} 天", $"{Number(late.Count)} actions are overdue, the oldest by {Number(-late[0].DaysLeft)} days"), "/improve?show=late", Bad: true, TodayGroup.Late));
        return lines;
    }

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
