using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Detect.Alerts;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Detect.Alerts;

/// <summary>Sends a test over a route, now and past quiet hours, and tells what came of it.</summary>
public static class SendTest
{
    public static async Task<Outcome<DeliveryRow>> RunAsync(string routeId, string? to, SendAlerts sender, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (await session.Records.Set<AlertRouteRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == routeId, ct) is not { } route)
            return SaveRoute.Missing(routeId);
        var receiver = route.Channel == AlertChannel.Mail ? to ?? route.RecipientList.FirstOrDefault() : "";
        if (receiver is null)
            return new Refusal("detect.alert.test-needs-recipient");
        var settings = await AlertSettings.ReadAsync(session, ct);
        var zh = route.Language == "zh";
        var message = new AlertMessage(AlertKind.Test, "test", route.Language, zh ? "测试消息：提醒已接通" : "Test: alerts reach you",
            settings.Link("/diagnose", session.Options), zh ? "打开票质" : "Open Piaozhi",
            [new(zh ? "提醒" : "Route", route.Name), new(zh ? "发送人" : "Sent by", session.Actor.Name)], []) { At = session.LocalNow };
        var queued = QueueAlert.Run(route, receiver, message, session);
        await session.Records.SaveChangesAsync(ct);
        await sender.SendAsync(session, ct);
        return await session.Records.Set<DeliveryRow>().AsNoTracking().FirstAsync(d => d.Id == queued.Id, ct);
    }
}
