using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Door;
using Piaozhi.Core.Detect.Alerts;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Detect.Alerts;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;
using Piaozhi.Shell.Kit;
using Piaozhi.Storage.Records;

namespace Piaozhi.Diagnose.Alerts;

/// <summary>After the problems were found: tells each route once of each problem that it asked for, and once when it has ended.</summary>
public sealed class TellProblems : ILoopStep
{
    public Stage Stage => Stage.Diagnose;

    public Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => RunAsync(session, ct);

    /// <summary>The number of messages put on their way.</summary>
    public static async Task<int> RunAsync(Session session, CancellationToken ct = default)
    {
        var routes = await session.Records.Set<AlertRouteRow>().AsNoTracking().Where(r => !r.Paused).ToListAsync(ct);
        if (routes.Count == 0)
            return 0;
        var lines = (await ListProblems.AllAsync(new(), session, [], ct)).Value;
        var opened = await session.Records.Set<TrailRow>().AsNoTracking().Where(t => t.Code == "diagnose.problem.opened").GroupBy(t => t.Of)
            .Select(g => new { Of = g.Key, At = g.Max(t => t.At) }).ToDictionaryAsync(g => g.Of, g => g.At, StringComparer.Ordinal, ct);
        var people = await session.Records.Set<AccountRow>().AsNoTracking().Where(a => !a.Disabled && a.Email != null && a.Email != "").ToListAsync(ct);
        var settings = await AlertSettings.ReadAsync(session, ct);
        var queued = 0;
        foreach (var route in routes)
            foreach (var line in lines.Where(l => Wanted(route, l)))
            {
                var subject = new Artefact(ArtefactKind.Problem, line.Row.Id).ToString();
                var since = opened.TryGetValue(subject, out var at) ? at : DateTime.MinValue;
                queued += await TellAsync(route, line, subject, since >= route.Since, people, settings, session, ct);
            }

        await session.Records.SaveChangesAsync(ct);
        return queued;
    }

    private static bool Wanted(AlertRouteRow route, ProblemLine line) =>
        (line.Row.Kind == ProblemKind.Fault || route.Named) && line.Row.Cases >= route.LeastCases && line.State is not (ProblemState.Merged or ProblemState.Dismissed)
        && ListProblems.LiesIn(line, route.Place);

    private static async Task<int> TellAsync(
        AlertRouteRow route, ProblemLine line, string subject, bool fresh, List<AccountRow> people, AlertSettings settings, Session session, CancellationToken ct)
    {
        var told = await QueueAlert.ToldAsync(route.Id, subject, session, ct);
        var over = line.State == ProblemState.Ended;
        var receivers = over ? [.. told.Select(t => t.To).Distinct()] : fresh ? Receivers(route, line, people) : [];
        var queued = 0;
        foreach (var to in receivers)
        {
            var last = told.LastOrDefault(t => t.To == to);
            if (!over)
            {
                // Told already, and not told since that it had ended.
                if (last is not null && last.Kind == AlertKind.Opened && last.State != DeliveryState.Skipped)
                    continue;
                QueueAlert.Run(route, to, Message(line, AlertKind.Opened, route.Language, settings, session), session);
                queued++;
            }
            else if (last is { Kind: AlertKind.Opened, State: DeliveryState.Waiting or DeliveryState.Held, Tries: 0 })
            {
                // It was over before anybody was told: nobody needs either message.
                last.State = DeliveryState.Skipped;
            }
            else if (last is { Kind: AlertKind.Opened, State: DeliveryState.Sent or DeliveryState.Folded or DeliveryState.Waiting })
            {
                QueueAlert.Run(route, to, Message(line, AlertKind.Ended, route.Language, settings, session), session);
                queued++;
            }
        }

        return queued;
    }

    /// <summary>Whoever is named, and the people of the roles as far as the problem lies in their scope.</summary>
    private static List<string> Receivers(AlertRouteRow route, ProblemLine line, List<AccountRow> people)
    {
        if (route.Channel != AlertChannel.Mail)
            return [""];
        var roles = route.RoleList;
        var byRole = people.Where(a => roles.Any(a.RoleSet.Contains) && ListProblems.LiesIn(line, Actors.Of(a).Scope)).Select(a => a.Email!);
        return [.. route.RecipientList.Concat(byRole).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public static AlertMessage Message(ProblemLine line, AlertKind kind, string language, AlertSettings settings, Session session)
    {
        var zh = language == "zh";
        var culture = CultureInfo.GetCultureInfo(zh ? "zh-CN" : "en");
        var p = line.Row;
        string Words(string inZh, string inEn) => zh ? inZh : inEn;
        string When(DateTime at) => at.TimeOfDay == TimeSpan.Zero ? Moments.Day(at, culture) : Moments.Of(at, culture);
        var facts = new List<AlertFact> { new(Words("在哪里", "Where"), SliceText.Of(line.Slice, culture)), new(Words("开始", "Since"), When(p.StartedAt)) };
        if (kind == AlertKind.Ended)
            facts.Add(new(Words("结束", "Until"), p.EndedAt is { } end ? When(end) : Words("最新数据不再支持", "no longer borne out by the facts")));
        if (p.Cases > 0)
            facts.Add(new(Words("受影响业务", "Cases hurt"), Shown.Count(p.Cases, zh) + (p.Customers > 0 ? Words($"（客户 {Shown.Count(p.Customers, zh)}）", $" ({Shown.Count(p.Customers, zh)} customers)") : "")));
        if (p.Mentions > 0)
            facts.Add(new(Words("相关反馈", "Feedback"), Shown.Count(p.Mentions, zh)));
        facts.Add(new(Words("把握", "Confidence"), (100 * p.Confidence).ToString("0", CultureInfo.InvariantCulture) + "%"));
        if (line.Work?.OwnerName is { } owner)
            facts.Add(new(Words("负责人", "Owner"), owner));
        var title = line.Title.In(language);
        return new AlertMessage(kind, new Artefact(ArtefactKind.Problem, p.Id).ToString(), language, kind == AlertKind.Ended ? Words("已恢复：", "Back to normal: ") + title : title,
            settings.Link("/diagnose/" + p.Id, session.Options), Words("查看问题", "Open the problem"), facts, []) { At = session.LocalNow };
    }
}
