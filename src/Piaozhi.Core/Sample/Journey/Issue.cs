using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Journey;

/// <summary>The ticket, the message that tells of it, and the invoice; what follows in later days is planned from here.</summary>
internal sealed class Issue(Scene scene, Complaints complaints, Afterwards afterwards)
{
    public void Ticket(Order order, DateTime at, DateTime paid, bool lost, Rng chance)
    {
        if (lost || chance.Chance(8e-5 * order.Tickets))
        {
            complaints.Consider(Failures.PaidNoTicket, order, paid.AddMinutes(10), chance, lost ? nameof(FaultId.F02) : null);
            // Found by the nightly reconciliation.
            at = paid.AddHours(2 + 8 * chance.NextDouble());
        }

        if (chance.Chance(.0004))
        {
            scene.Told.Event(at.AddSeconds(1), order.Id, "ticket.issue_failed", order.Dimensions, "booking", null, EventOutcome.Failed, "inventory_conflict", objects: order.AllTickets);
            at = at.AddSeconds(chance.LogNormal(40, .8));
        }

        at = at.AddSeconds(chance.LogNormal(2, .8));
        scene.Told.Event(at, order.Id, "ticket.issued", order.Dimensions, "booking", order.Zone is { } zone ? $$"""{"zone":"{{zone}}"}""" : null, objects: order.AllTickets);
        Notify(order, at.AddSeconds(1), "issued", chance);
        if (chance.Chance(.06))
        {
            var asked = at.AddHours(chance.Exponential(20));
            scene.Told.Event(asked, order.Id, "invoice.requested", order.Dimensions, "booking");
            scene.Told.Event(asked.AddHours(chance.LogNormal(3, .9)), order.Id, "invoice.issued", order.Dimensions, "booking");
        }

        if (chance.Chance(.03 * order.Tickets))
            complaints.Consider(Failures.Price, order, at, chance);
        if (order.Partner is not null && scene.Faults.Level(FaultId.F22, at, "attributes.partner", order.Partner) is > 0 and var leak && chance.Chance(Math.Min(.9, .12 * leak)))
            complaints.Consider(Failures.Scam, order, at.AddHours(6), chance, nameof(FaultId.F22));
        scene.Lately.Add(order);
        afterwards.Plan(order, at, chance);
    }

    public void Notify(Order order, DateTime at, string kind, Rng chance)
    {
        var push = order.Channel is "mini_program" && chance.Chance(.6);
        var attributes = push ? $$"""{"kind":"{{kind}}","medium":"push"}""" : $$"""{"kind":"{{kind}}","medium":"sms","carrier":"{{order.Carrier}}"}""";
        scene.Told.Event(at, order.Id, "notify.sent", order.Dimensions, "notice", attributes);
        var late = push ? 0 : scene.Faults.Level(FaultId.F13, at, "attributes.carrier", order.Carrier);
        if (chance.Chance((push ? .93 : .985) - .08 * late))
        {
            scene.Told.Event(at.AddSeconds(chance.LogNormal(3, 1) * (1 + 154 * late)), order.Id, "notify.delivered", order.Dimensions, "notice", attributes);
            if (late == 0)
                return;
        }
        else
        {
            scene.Told.Event(at.AddMinutes(5), order.Id, "notify.failed", order.Dimensions, "notice", attributes, EventOutcome.Failed, late > 0 ? "carrier_timeout" : "unreachable");
        }

        complaints.Consider(Failures.NoNotice, order, at, chance, late > 0 ? nameof(FaultId.F13) : null, late > 0 ? 12 : 1);
    }
}
