using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Detect.Alerts;
using Piaozhi.Host;

namespace Piaozhi.Detect.Alerts;

/// <summary>Puts a message on its way: at once, after the quiet hours, or into the digest. It is kept with the next save.</summary>
public static class QueueAlert
{
    /// <param name="to">Mail: who gets it; robots: empty.</param>
    public static DeliveryRow Run(AlertRouteRow route, string to, AlertMessage message, Session session)
    {
        var local = session.LocalNow;
        var digest = route.DigestAt is not null && message.Kind is AlertKind.Opened or AlertKind.Ended;
        var due = route.DigestAt is { } at && digest ? Sending.Next(local, at) : message.Kind == AlertKind.Test ? local : Sending.NotBefore(local, route.QuietFrom, route.QuietTo);
        var row = new DeliveryRow
        {
            RouteId = route.Id, To = to, Subject = message.Subject, Kind = message.Kind, State = digest ? DeliveryState.Held : DeliveryState.Waiting,
            Message = JsonSerializer.Serialize(message), CreatedAt = session.Now.UtcDateTime, DueAt = DateTime.SpecifyKind(due - session.Options.UtcOffset, DateTimeKind.Utc),
        };
        session.Records.Add(row);
        return row;
    }

    /// <summary>What a route has been told of a subject, the latest last.</summary>
    public static async Task<List<DeliveryRow>> ToldAsync(string routeId, string subject, Session session, CancellationToken ct = default) =>
        await session.Records.Set<DeliveryRow>().Where(d => d.RouteId == routeId && d.Subject == subject).OrderBy(d => d.Id).ToListAsync(ct);
}
