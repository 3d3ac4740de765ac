using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Detect.Alerts;

/// <summary>The log of what was sent, the latest first; and another try of what failed.</summary>
public static class ListDeliveries
{
    public const int Most = 200;

    public static async Task<Outcome<List<DeliveryRow>>> RunAsync(Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        return await session.Records.Set<DeliveryRow>().AsNoTracking().OrderByDescending(d => d.Id).Take(Most).ToListAsync(ct);
    }

    public static async Task<Outcome<Done>> RetryAsync(long id, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (await session.Records.Set<DeliveryRow>().FindAsync([id], ct) is not { } row)
            return new Refusal("detect.alert.no-such-delivery", id.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Kind = RefusalKind.NotFound };
        if (row.State != DeliveryState.Failed)
            return new Refusal("detect.alert.not-failed");
        (row.State, row.Tries, row.DueAt) = (DeliveryState.Waiting, 0, session.Now.UtcDateTime);
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }
}
