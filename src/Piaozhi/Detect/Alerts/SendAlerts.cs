using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Detect.Alerts;
using Piaozhi.Host;

namespace Piaozhi.Detect.Alerts;

/// <summary>Sends what is due, folds what piled up, and tries again what did not go through.</summary>
public sealed class SendAlerts(Channels channels, AlertSecrets secrets) : IJob
{
    /// <summary>More than these at once for one receiver are told as one message.</summary>
    private const int Together = 3;

    private const int MostTogether = 20;

    /// <summary>Robots take about 20 messages a minute.</summary>
    private const int MostAtOnce = 15;

    /// <summary>How long the log is kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    public string Name => "alerts";

    public TimeSpan Every => TimeSpan.FromSeconds(15);

    public Task RunAsync(Session session, CancellationToken ct) => SendAsync(session, ct);

    /// <summary>The number of messages that went out.</summary>
    public async Task<int> SendAsync(Session session, CancellationToken ct = default)
    {
        var now = session.Now.UtcDateTime;
        var due = await session.Records.Set<DeliveryRow>().Where(d => (d.State == DeliveryState.Waiting || d.State == DeliveryState.Held) && d.DueAt <= now).OrderBy(d => d.Id).ToListAsync(ct);
        if (due.Count == 0)
            return 0;
        var routes = await session.Records.Set<AlertRouteRow>().AsNoTracking().ToDictionaryAsync(r => r.Id, StringComparer.Ordinal, ct);
        var settings = await AlertSettings.ReadAsync(session, ct);
        var sent = 0;
        foreach (var group in due.GroupBy(d => (d.RouteId, d.To)))
        {
            if (!routes.TryGetValue(group.Key.RouteId, out var route) || (route.Paused && group.All(d => d.Kind != AlertKind.Test)))
            {
                foreach (var d in group)
                    d.State = DeliveryState.Skipped;
                continue;
            }

            foreach (var delivery in Fold([.. group], route, settings, session).Take(MostAtOnce))
                sent += await TryAsync(delivery, route, settings, session, ct) ? 1 : 0;
            // Each receiver is settled before the next is tried: what was sent is not sent again after a crash.
            await session.Records.SaveChangesAsync(ct);
        }

        var old = now - Kept;
        session.Records.RemoveRange(await session.Records.Set<DeliveryRow>().Where(d => d.CreatedAt < old && d.State != DeliveryState.Waiting && d.State != DeliveryState.Held).OrderBy(d => d.Id).Take(500).ToListAsync(ct));
        await session.Records.SaveChangesAsync(ct);
        return sent;
    }

    /// <summary>A digest is one message; so is what piled up over quiet hours or an outage.</summary>
    private static List<DeliveryRow> Fold(List<DeliveryRow> due, AlertRouteRow route, AlertSettings settings, Session session)
    {
        var fold = due.Where(d => d.Kind is AlertKind.Opened or AlertKind.Ended && (d.State == DeliveryState.Held || d.Tries == 0)).ToList();
        if (fold.All(d => d.State != DeliveryState.Held) && fold.Count <= Together)
            return due;
        var messages = fold.Select(d => JsonSerializer.Deserialize<AlertMessage>(d.Message)!).ToList();
        var zh = route.Language == "zh";
        var (opened, ended) = (messages.Count(m => m.Kind == AlertKind.Opened), messages.Count(m => m.Kind == AlertKind.Ended));
        var digest = new AlertMessage(AlertKind.Digest, "digest", route.Language,
            zh ? $"票质摘要：新问题 {opened} 个，恢复 {ended} 个" : $"Piaozhi digest: {opened} new, {ended} back to normal",
            settings.Link("/diagnose", session.Options), zh ? "查看全部问题" : "All problems", [],
            [.. messages.OrderBy(m => m.Kind).Take(MostTogether).Select(m => new AlertItem(m.Title, m.Url, string.Join(" · ", m.Facts.Take(3).Select(f => f.Value))))])
        { At = session.LocalNow };
        foreach (var d in fold)
            d.State = DeliveryState.Folded;
        var row = new DeliveryRow
        {
            RouteId = route.Id, To = fold[0].To, Subject = digest.Subject, Kind = AlertKind.Digest, State = DeliveryState.Waiting, Message = JsonSerializer.Serialize(digest),
            CreatedAt = session.Now.UtcDateTime, DueAt = session.Now.UtcDateTime,
        };
        session.Records.Add(row);
        return [.. due.Except(fold), row];
    }

    private async Task<bool> TryAsync(DeliveryRow d, AlertRouteRow route, AlertSettings settings, Session session, CancellationToken ct)
    {
        var message = JsonSerializer.Deserialize<AlertMessage>(d.Message)!;
        d.Tries++;
        var (tried, said) = await CarryAsync(route, d.To, message, settings, session, ct);
        d.Error = said;
        switch (tried)
        {
            case Tried.Sent:
                (d.State, d.SentAt) = (DeliveryState.Sent, session.Now.UtcDateTime);
                return true;
            case Tried.Later when d.Kind != AlertKind.Test && Sending.After(d.Tries) is { } wait:
                d.DueAt = session.Now.UtcDateTime + wait;
                return false;
            default:
                d.State = DeliveryState.Failed;
                return false;
        }
    }

    private async Task<(Tried Tried, string Said)> CarryAsync(AlertRouteRow route, string to, AlertMessage message, AlertSettings settings, Session session, CancellationToken ct)
    {
        if (route.Channel == AlertChannel.Mail)
            return settings.MailHost.Length == 0 ? (Tried.Refused, "detect.alert.no-mail-server")
                : settings.MailPassword.Length > 0 && secrets.Show(settings.MailPassword) is null ? (Tried.Refused, "detect.alert.secret-lost")
                : await Channels.MailAsync(settings, secrets.Show(settings.MailPassword), to, message, ct);
        if (secrets.Show(route.Address) is not { } address || (route.Secret is not null && secrets.Show(route.Secret) is null))
            return (Tried.Refused, "detect.alert.secret-lost");
        return await channels.PostAsync(route.Channel, address, secrets.Show(route.Secret), message, session.Now, settings.PrivateAddresses, ct);
    }
}
