using System.Globalization;
using Piaozhi.Core.Improve;
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
        var due = await RemindOwners.DueAsync(session, ct);
        var mine = due.Where(r => ListImprovements.Is(r.Action.Owner, r.Action.OwnerId, session.Actor)).ToList();
        var lines = mine.Take(5).Select(r => new TodayLine(r.Text, r.Href, Bad: r.Overdue, Group: r.Overdue ? TodayGroup.Late : TodayGroup.Mine)).ToList();
        var own = (await ListImprovements.RunAsync(new(Show: "mine"), session, ct)).Value.Where(l => ListImprovements.Is(l.Row.Owner, l.Row.OwnerId, session.Actor)).ToList();
        foreach (var l in own.Take(5))
        {
            var facts = MoveImprovement.FactsOf(l.Row, l.Actions);
            if (Gates.Close(l.Row.Standing, facts, Closing.Effective, "").Ok)
                lines.Add(new TodayLine(new Bilingual($"“{l.Row.Title}”已证明有效，可以关闭", $"“{l.Row.Title}” is proved effective and may be closed"), "/improve/" + l.Row.Id + "?close=1", Group: TodayGroup.Mine));
            else if (Gates.Advance(l.Row.Standing, facts) is { Ok: true } next && l.Row.Method.Steps().First(x => x.Code == next.Value.Step).Name is { } step)
                lines.Add(new TodayLine(new Bilingual($"“{l.Row.Title}”可以进入“{step.Zh}”", $"“{l.Row.Title}” can move on to {step.En}"), "/improve/" + l.Row.Id, Group: TodayGroup.Mine));
        }

        var late = due.Where(r => r.Overdue).Except(mine).ToList();
        if (late.Count == 1)
            lines.Add(new TodayLine(late[0].Text, late[0].Href, Bad: true, Group: TodayGroup.Late));
        else if (late.Count > 1)
            lines.Add(new TodayLine(
                new Bilingual($"{Number(late.Count)} 项措施逾期，最久 {Number(-late[0].DaysLeft)} 天", $"{Number(late.Count)} actions are overdue, the oldest by {Number(-late[0].DaysLeft)} days"),
                "/improve?show=late", Bad: true, Group: TodayGroup.Late, Count: late.Count));
        return lines;
    }

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
