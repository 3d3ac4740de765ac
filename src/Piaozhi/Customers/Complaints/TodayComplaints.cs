using System.Globalization;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Cases;
using Piaozhi.Shell;

namespace Piaozhi.Customers.Complaints;

/// <summary>Today: to who handles complaints the queue by deadline, one line each; to everybody else one line when some are late.</summary>
public sealed class TodayComplaints : ITodayPart, IWaiting
{
    private const int Most = 5;

    public Stage Stage => Stage.Customers;

    public async Task<IReadOnlyList<TodayLine>> LinesAsync(Session session, CancellationToken ct)
    {
        var queue = (await ListComplaints.RunAsync(session, ct)).Value;
        if (queue.Open.Count == 0)
            return [];
        List<OpenComplaint> late = [.. queue.Open.Where(c => c.Overdue)];
        return Handles(session) ? Queue(queue, late, session) : late.Count == 0 ? [] : [All(late)];
    }

    public async Task<int> CountAsync(Session session, CancellationToken ct) => Handles(session) ? (await ListComplaints.RunAsync(session, ct)).Value.Open.Count : 0;

    /// <summary>By role and not by right: an administrator may, but has other work.</summary>
    private static bool Handles(Session session) => session.Actor.Roles.Contains(Roles.Complaints) || session.Actor.Roles.Contains(Roles.Agent);

    private static TodayLine All(List<OpenComplaint> late) => new(
        new Bilingual($"{Number(late.Count)} 件投诉超期未办结", $"{Number(late.Count)} {(late.Count == 1 ? "complaint is" : "complaints are")} past the deadline"), "/customers", Bad: true, TodayGroup.Late,
        new Bilingual($"最久 {Number(-late[0].DaysLeft)} 个工作日", $"the oldest by {Days(-late[0].DaysLeft)}"), Count: late.Count);

    private static List<TodayLine> Queue(ComplaintQueue queue, List<OpenComplaint> late, Session session)
    {
        List<OpenComplaint> next = [.. queue.Open.Where(c => !c.Overdue)];
        var near = next.Count(c => c.DaysLeft <= ListComplaints.Near);
        var unheard = queue.Open.Count(c => c.Unacknowledged);
        var lines = new List<TodayLine>
        {
            new(
                new Bilingual(
                    $"{Number(queue.Open.Count)} 件投诉待办结，{(late.Count == 0 ? "没有" : Number(late.Count) + " 件")}超期{(near == 0 ? "" : $"，{Number(near)} 件在 {Number(ListComplaints.Near)} 个工作日内到期")}。",
                    $"{Number(queue.Open.Count)} {(queue.Open.Count == 1 ? "complaint is" : "complaints are")} open, {(late.Count == 0 ? "none" : Number(late.Count))} past the deadline{(near == 0 ? "" : $", {Number(near)} due within {Days(ListComplaints.Near)}")}."),
                "/customers", Group: TodayGroup.Control),
        };
        lines.AddRange(late.Take(Most).Select(c => Line(c, session, TodayGroup.Late)));
        if (late.Count > Most)
            lines.Add(More(late.Count - Most, TodayGroup.Late));
        if (unheard > 0)
            lines.Add(new TodayLine(
                new Bilingual($"{Number(unheard)} 件登记超过 {Number((int)queue.Hours)} 小时未受理", $"{Number(unheard)} not acknowledged {Number((int)queue.Hours)} hours after they came in"), "/customers", Bad: true, TodayGroup.Late, Count: unheard));
        lines.AddRange(next.Take(Most).Select(c => Line(c, session, TodayGroup.Mine)));
        if (next.Count > Most)
            lines.Add(More(next.Count - Most, TodayGroup.Mine));
        return lines;
    }

    private static TodayLine Line(OpenComplaint c, Session session, TodayGroup group) => new(
        c.TopicName is { } topic ? new Bilingual($"{topic.Zh}（{c.Id}）", $"{topic.En} ({c.Id})") : new Bilingual($"投诉 {c.Id}", $"Complaint {c.Id}"),
        session.Actor.May(Right.ReadRows) ? CaseLink.To(c.Id) : "/customers", Bad: c.Overdue, group, Left(c));

    /// <summary>Until when, in words.</summary>
    public static Bilingual Left(OpenComplaint c) => c.DaysLeft switch
    {
        < 0 => new($"超期 {Number(-c.DaysLeft)} 个工作日", $"{Days(-c.DaysLeft)} late"),
        0 => new("今天到期", "due today"),
        var n => new($"还有 {Number(n)} 个工作日", $"{Days(n)} left"),
    };

    private static TodayLine More(int n, TodayGroup group) => new(new Bilingual($"还有 {Number(n)} 件", $"{Number(n)} more"), "/customers", Group: group, Rest: true, Count: n);

    private static string Days(int n) => Number(n) + (n == 1 ? " working day" : " working days");

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
