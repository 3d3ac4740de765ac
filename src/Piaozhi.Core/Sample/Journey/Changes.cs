using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Journey;

/// <summary>Refunds until the money is there, and changes of the booking.</summary>
internal sealed class Changes(Scene scene, Complaints complaints, Issue issue)
{
    private Rng? _chance;

    public void Begin() => _chance = scene.Chance("changes");

    public void Refund(Order order, DateTime at, string channel, string? staff, bool involuntary = false)
    {
        if (order.Gone)
            return;
        order.Gone = true;
        var chance = _chance!;
        var attributes = $$"""{"payment_method":"{{order.Method}}"}""";
        var dimensions = order.Dimensions with { Channel = channel, StaffId = staff };
        Tell("refund.requested", at, order.Amount, involuntary ? "involuntary" : null);
        if (chance.Chance(.01))
        {
            Tell("refund.rejected", at.AddMinutes(chance.LogNormal(20, .8)), null, "rule");
            return;
        }

        var fee = involuntary ? 0 : (order.Departure - at).TotalHours switch { > 192 => 0, > 48 => .05, > 24 => .1, _ => .2 };
        var due = Math.Round(order.Amount * (decimal)(1 - fee), 1);
        if (fee > 0 && chance.Chance(.17))
            complaints.Consider(Failures.RefundFee, order, at, chance);
        Tell("refund.approved", at.AddMinutes(chance.LogNormal(2, .8)), null);
        var backlog = Math.Min(1.5, scene.Faults.Level(FaultId.F11, at, "attributes.payment_method", order.Method));
        var stuck = backlog > 0 && chance.Chance(.75 * Math.Min(1, backlog));
        var sent = stuck ? at.AddDays(4 + chance.Exponential(7) * backlog) : at.AddHours(chance.LogNormal(order.Method is "unionpay" or "foreign_card" ? 2 : .4, .8));
        Tell("refund.sent", sent, due);
        if (chance.Chance(.003))
        {
            Tell("refund.failed", sent.AddHours(3), due, "account_closed");
            sent = sent.AddHours(26);
            Tell("refund.sent", sent, due);
        }

        var settled = Settled(order.Method, sent, chance);
        var bug = scene.Faults.Level(FaultId.F12, at, "segment", order.Segment);
        var wrong = bug > 0 ? chance.Chance(Math.Min(1, .4 * bug)) : chance.Chance(2e-4);
        Tell("refund.settled", settled, wrong ? Math.Round(due * .8m, 1) : due, wrong ? "wrong_amount" : null);
        if (wrong)
            complaints.Consider(Failures.WrongRefund, order, settled, chance, bug > 0 ? nameof(FaultId.F12) : null);
        // Whoever waits beyond the promise of three working days grows restless, not only when it is over.
        var promise = WorkCalendar.Chinese.Add(DateOnly.FromDateTime(at), 3).ToDateTime(new TimeOnly(18, 0));
        if (settled > promise || chance.Chance(.008))
            complaints.Consider(Failures.LateRefund, order, promise, chance, stuck ? nameof(FaultId.F11) : null);

        void Tell(string activity, DateTime when, decimal? amount, string? reason = null) =>
            scene.Told.Event(when, order.Id, activity, dimensions, "refund", attributes, activity is "refund.rejected" or "refund.failed" ? EventOutcome.Failed : EventOutcome.Ok, reason, null, amount);
    }

    public void Change(Order order, DateTime at)
    {
        if (order.Gone)
            return;
        var chance = _chance!;
        var confusion = scene.Faults.Level(FaultId.F15, at);
        var dimensions = order.Dimensions with { Channel = "app" };
        const string Topic = """{"topic":"change"}""";
        scene.Told.Event(at, order.Id, "change.requested", dimensions, "booking", Topic);
        if (!chance.Chance(.945 - .05 * confusion))
        {
            var policy = confusion > 0 && chance.Chance(.5);
            scene.Told.Event(at.AddMinutes(2), order.Id, "change.rejected", dimensions, "booking", Topic, EventOutcome.Failed, policy ? "policy" : "no_seats");
            complaints.Consider(policy ? Failures.PolicyUnclear : Failures.ChangeFailed, order, at, chance, confusion > 0 ? nameof(FaultId.F15) : null, confusion > 0 ? 3 : 1);
            return;
        }

        var done = at.AddMinutes(chance.LogNormal(1.6, .65) * (1 + .4 * confusion));
        scene.Told.Event(done, order.Id, "change.completed", dimensions, "booking", Topic, amount: Math.Round((decimal)chance.LogNormal(12, .6), 1));
        issue.Notify(order, done.AddSeconds(2), "changed", chance);
        if (confusion > 0)
            complaints.Consider(Failures.PolicyUnclear, order, at, chance, nameof(FaultId.F15), .4 * confusion);
    }

    private static DateTime Settled(string method, DateTime sent, Rng chance) => method is "unionpay" or "foreign_card"
        ? WorkCalendar.Chinese.Add(DateOnly.FromDateTime(sent), 1 + chance.Next(2)).ToDateTime(new TimeOnly(9, 0)).AddHours(8 * chance.NextDouble())
        : sent.AddMinutes(method == "cash" ? 1 : Math.Min(20, chance.LogNormal(4, .6)));
}
