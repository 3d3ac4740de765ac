using System.Globalization;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Bench;

/// <summary>A made-up log of orders, calls and complaints, written by the engine itself, so that ten million events take seconds.</summary>
public static class BenchLog
{
    /// <summary>Activity, share of the orders that have it, seconds after the order's start, seconds that vary.</summary>
    private static readonly (string Activity, double Share, int At, int Varies)[] Steps =
    [
        ("search.queried", 1, 0, 20), ("order.submitted", .8, 60, 60), ("seat.locked", .79, 122, 2), ("order.created", .78, 126, 3),
        ("payment.initiated", .75, 140, 40), ("payment.succeeded", .72, 190, 30), ("payment.callback_received", .72, 222, 5),
        ("ticket.issued", .718, 230, 20), ("notify.sent", .71, 255, 3), ("notify.delivered", .7, 260, 20),
        ("security.queue_entered", .66, 80_000, 4000), ("security.passed", .66, 84_100, 400), ("gate.attempted", .66, 84_600, 60),
        ("gate.passed", .65, 84_665, 3), ("trip.arrived", .02, 96_000, 600), ("refund.requested", .06, 4000, 9000),
        ("refund.sent", .058, 30_000, 50_000), ("refund.settled", .055, 90_000, 300_000), ("change.requested", .03, 5000, 9000),
        ("change.completed", .028, 14_100, 500), ("call.queued", .05, 6000, 5000), ("call.answered", .045, 11_010, 60),
        ("call.ended", .045, 11_100, 400), ("complaint.registered", .002, 100_000, 9000), ("complaint.acknowledged", .0019, 110_000, 70_000),
        ("complaint.closed", .0018, 300_000, 400_000), ("window.ticket_taken", .08, 20, 5), ("window.called", .08, 60, 900),
        ("window.served_start", .08, 970, 10), ("window.served_end", .08, 1000, 200), ("kiosk.session", .1, 70_000, 900),
    ];

    public static async Task WriteAsync(int rows, int days, FactStore facts)
    {
        var orders = (long)(rows / Steps.Sum(s => s.Share));
        var steps = string.Join(", ", Steps.Select((s, i) => string.Create(CultureInfo.InvariantCulture, $"({i}, '{s.Activity}', {s.Share}, {s.At}, {s.Varies})")));
        await facts.ExecuteAsync($"""
            INSERT INTO listen_event BY NAME
            SELECT 'main' AS service_id, 'o' || c.i AS case_id, 'e' || c.i || '.' || s.nr AS event_id, CAST(hash(c.i * 64 + s.nr) >> 1 AS BIGINT) AS event_key,
              s.activity, TIMESTAMP '2025-12-31 16:00:00' + to_seconds(CAST(floor(c.i * {days * 86400.0 / orders:0.######}) AS BIGINT) + s.after_s + CAST(hash(c.i * 77 + s.nr) % s.varies AS BIGINT)) AS occurred_at,
              CASE WHEN hash(c.i * 31 + s.nr) % 50 = 0 AND s.activity IN ('gate.attempted', 'kiosk.session') THEN 'failed' ELSE 'ok' END AS outcome,
              CAST(100 + hash(c.i * 13 + s.nr) % 900 AS BIGINT) AS duration_ms, CAST(20 + hash(c.i) % 400 AS DECIMAL(18,2)) AS amount, 'CNY' AS currency,
              ['app', 'mini_program', 'web', 'counter', 'kiosk', 'ota'][CAST(1 + hash(c.i * 3) % 6 AS INTEGER)] AS channel,
              'S' || (hash(c.i * 5) % 24) AS outlet, 'R' || (hash(c.i * 5) % 4) AS region, 'G' || (hash(c.i * 7) % 8) AS product,
              'T' || (hash(c.i * 11) % 300) AS session, 'D' || (hash(c.i * 17) % 200) AS device, 'P' || (hash(c.i * 19) % 150) AS staff_id,
              'u' || (hash(c.i * 23) % 400000) AS customer_id, ['new', 'regular', 'vip'][CAST(1 + hash(c.i * 29) % 3 AS INTEGER)] AS segment,
              CASE WHEN s.activity = 'ticket.issued' THEN 1 ELSE 0 END AS tickets,
              CASE WHEN s.activity LIKE 'payment.%' THEN CAST(json_object('payment_method', ['wechat', 'alipay', 'card'][CAST(1 + hash(c.i * 41) % 3 AS INTEGER)]) AS JSON) END AS attributes,
              TIMESTAMP '2026-04-05 00:00:00' AS arrived_at, 'bench' AS import_id
            FROM range(CAST({orders} AS BIGINT)) c(i) CROSS JOIN (VALUES {steps}) s(nr, activity, share, after_s, varies)
            WHERE (hash(c.i * 53 + s.nr) % 10000) < s.share * 10000
            """, []);
    }
}
