using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Journey;

/// <summary>Payment through four providers: attempts, latency, one retry, callbacks that follow the retry ladder, and orders that nobody pays.</summary>
internal sealed class Payments(Scene scene, Issue issue, Complaints complaints)
{
    public static readonly (string Name, double Share)[] Methods = [("wechat", .46), ("alipay", .34), ("unionpay", .16), ("foreign_card", .04)];

    private static readonly (string Name, double Share)[] CounterMethods = [("cash", .35), ("wechat", .35), ("alipay", .18), ("unionpay", .12)];

    /// <summary>Seconds after which a lost callback is sent again (WeChat Pay: 15 s, 15 s, 30 s, 3 min, 10 min, 20 min, 30 min).</summary>
    private static readonly double[] Ladder = [15, 30, 60, 240, 840, 2040, 3840];

    public static double Success(string method) => method switch { "wechat" => .988, "alipay" => .986, "unionpay" => .96, "foreign_card" => .90, _ => 1 };

    public void Pay(Order order, DateTime at, DateTime created, bool bot, Rng chance, bool atCounter = false)
    {
        order.Method = chance.Pick(atCounter ? CounterMethods : Methods);
        var seldom = order.Product is World.Concert or World.Scenic;
        var expires = created.AddMinutes(seldom ? 15 : 30);
        if (!atCounter && chance.Chance(bot ? .5 : seldom ? .20 : .10))
        {
            Expire(order, created, expires, chance);
            return;
        }

        if (bot)
            at = expires.AddSeconds(-40 - chance.NextDouble() * 60);
        var node = (1 + chance.Next(4)).ToString(CultureInfo.InvariantCulture);
        var attributes = $$"""{"payment_method":"{{order.Method}}","node":"{{node}}"}""";
        for (var attempt = 0; attempt < 2; attempt++)
        {
            var slow = scene.Faults.Level(FaultId.F01, at, "attributes.payment_method", order.Method);
            Tell(order, at, "payment.initiated", attributes, amount: order.Amount);
            var latency = chance.LogNormal(6, .6) * (1 + 3 * slow) * (order.Method == "cash" ? .8 : 1);
            var fails = 1 - Success(order.Method) + .05 * slow;
            if (!chance.Chance(fails))
            {
                Succeed(order, at.AddSeconds(latency), node, attempt > 0, chance);
                return;
            }

            var gateway = slow > 0 && chance.Chance(.05 * slow / fails);
            var done = at.AddSeconds(gateway ? 30 + latency : latency);
            Tell(order, done, gateway ? "payment.timeout" : "payment.failed", attributes, EventOutcome.Failed, gateway ? "GATEWAY_TIMEOUT" : chance.NextDouble() switch { < .4 => "card_declined", < .7 => "insufficient_funds", < .9 => "cancelled_by_user", _ => "bank_error" });
            var cause = gateway ? nameof(FaultId.F01) : null;
            at = done.AddSeconds(chance.LogNormal(25, .7));
            if (attempt > 0 || at > expires || !chance.Chance(.7))
            {
                complaints.Consider(Failures.PaymentFailed, order, done, chance, cause, gateway ? 8 : 1);
                Expire(order, created, expires, chance);
                return;
            }

            complaints.Consider(Failures.PaymentRetried, order, done, chance, cause, gateway ? 8 : 1);
        }
    }

    private void Succeed(Order order, DateTime at, string node, bool retried, Rng chance)
    {
        var misfare = scene.Faults.Level(FaultId.F21, at, "product", order.Product);
        var charged = misfare > 0 ? Math.Round(order.Amount * .1m, 1) : chance.Chance(2e-5) ? order.Amount + 10 : order.Amount;
        var attributes = string.Create(CultureInfo.InvariantCulture, $$"""{"payment_method":"{{order.Method}}","node":"{{node}}","quoted":"{{order.Amount}}","charged":"{{charged}}"}""");
        order.Paid = at;
        Tell(order, at, "payment.succeeded", attributes, amount: charged);
        if (misfare > 0)
            complaints.Consider(Failures.WrongPrice, order, at, chance, nameof(FaultId.F21));
        if (chance.Chance(5e-6 * 8))
        {
            Tell(order, at.AddSeconds(40), "payment.duplicate", attributes, EventOutcome.Failed, "duplicate", order.Amount);
            complaints.Consider(Failures.DuplicateCharge, order, at, chance);
        }

        var lost = scene.Faults.Level(FaultId.F02, at, "attributes.node", node);
        var callback = at.AddSeconds(chance.LogNormal(.3, .5));
        if (order.Method != "cash")
        {
            if (lost > 0 || chance.Chance(.015))
                callback = callback.AddSeconds(Ladder[Math.Min(Ladder.Length - 1, lost > 0 ? 1 + chance.Next(3) : (int)chance.Exponential(.8))]);
            Tell(order, callback, "payment.callback_received", attributes, amount: null);
        }

        issue.Ticket(order, callback, at, lost > 0 && chance.Chance(.06 * Math.Min(2, lost)), chance);
    }

    private void Expire(Order order, DateTime created, DateTime expires, Rng chance)
    {
        // A leaked lock is found only by a sweeper hours later.
        var leak = order.AppVersion == "5.8" ? scene.Faults.Level(FaultId.F04, created, "product", order.Product) : 0;
        if (chance.Chance(Math.Min(.9, .015 + .30 * leak)))
        {
            Close("order.expired", expires.AddHours(2 + 4 * chance.NextDouble()));
            return;
        }

        Close("seat.lock_expired", expires.AddSeconds(1));
        Close("order.expired", expires.AddSeconds(2));

        void Close(string activity, DateTime at) => scene.Told.Event(at, order.Id, activity, order.Dimensions, "booking", null, EventOutcome.Abandoned, "unpaid");
    }

    private void Tell(Order order, DateTime at, string activity, string attributes, EventOutcome outcome = EventOutcome.Ok, string? reason = null, decimal? amount = null) =>
        scene.Told.Event(at, order.Id, activity, order.Dimensions, "payment", attributes, outcome, reason, null, amount);
}
