using Microsoft.EntityFrameworkCore;
using Piaozhi.Access.Accounts;
using Piaozhi.Core.Detect.Alerts;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Alerts;
using Piaozhi.Host;

namespace Piaozhi.Improve;

/// <summary>One thing that somebody is told about their work.</summary>
public sealed record Notice(Bilingual Text, Bilingual Detail, string Href, string? OwnerId, Slice Scope);

/// <summary>
/// Tells of work through the routes of the alerts: a robot's group gets everything of its place in one message; by mail the named addresses
/// get everything, and each owner what is theirs.
/// </summary>
public static class TellOwners
{
    private const int Most = 20;

    /// <summary>The number of messages put on their way; kept with the next save.</summary>
    public static async Task<int> RunAsync(string subject, Bilingual title, string href, IReadOnlyList<Notice> notices, Session session, CancellationToken ct = default)
    {
        if (notices.Count == 0)
            return 0;
        var routes = await session.Records.Set<AlertRouteRow>().AsNoTracking().Where(r => !r.Paused).OrderBy(r => r.Id).ToListAsync(ct);
        if (routes.Count == 0)
            return 0;
        var settings = await AlertSettings.ReadAsync(session, ct);
        var owners = notices.Select(n => n.OwnerId).OfType<string>().Distinct().ToList();
        var mail = await session.Records.Set<AccountRow>().AsNoTracking().Where(a => !a.Disabled && a.Email != null && a.Email != "" && owners.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Email!, ct);
        var told = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var queued = 0;
        foreach (var route in routes)
        {
            var here = notices.Where(n => n.Scope.Meets(route.Place)).ToList();
            var parcels = route.Channel != AlertChannel.Mail
                ? [("", here)]
                : route.RecipientList.Select(to => (To: to, Notices: here))
                    .Concat(here.Where(n => n.OwnerId is not null && mail.ContainsKey(n.OwnerId)).GroupBy(n => mail[n.OwnerId!]).Select(g => (To: g.Key, Notices: g.ToList()))).ToList();
            foreach (var (to, theirs) in parcels.Where(p => p.Item2.Count > 0))
            {
                // Nobody gets one mail by two routes.
                if (to.Length > 0 && !told.Add(to))
                    continue;
                QueueAlert.Run(route, to, Message(subject, title, href, theirs, route.Language, settings, session), session);
                queued++;
            }
        }

        return queued;
    }

    private static AlertMessage Message(string subject, Bilingual title, string href, List<Notice> notices, string language, AlertSettings settings, Session session) => new(
        AlertKind.Digest, subject, language, notices.Count == 1 ? notices[0].Text.In(language) : title.In(language), settings.Link(notices.Count == 1 ? notices[0].Href : href, session.Options),
        language == "zh" ? "打开" : "Open", [],
        [.. notices.Take(Most).Select(n => new AlertItem(n.Text.In(language), settings.Link(n.Href, session.Options), n.Detail.In(language)))])
    {
        At = session.LocalNow,
    };
}
