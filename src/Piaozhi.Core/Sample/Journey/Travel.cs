using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Journey;

/// <summary>The journey itself: runs that are late or cancelled, seats, surroundings, and what the customer says in the end.</summary>
internal sealed class Travel(Scene scene, Complaints complaints, Questionnaires questionnaires, Reviews reviews)
{
    public Changes? Changes { get; set; }

    /// <summary>The runs of today as cases of their own.</summary>
    public void Runs()
    {
        var chance = scene.Chance("runs");
        foreach (var run in Timetable.Runs.Where(r => r.On is null || r.On.Contains(scene.Today.DayOfWeek)))
        {
            var fared = scene.Timetable.How(run, scene.Today);
            var id = $"T-{run.Session}-{scene.Today.ToString("yyMMdd", CultureInfo.InvariantCulture)}";
            var where = new Dimensions { Channel = "ops", Outlet = World.Outlets[run.Outlet], Product = run.Product, Session = run.Session };
            var leaves = scene.Midnight + run.Leaves;
            var delay = string.Create(CultureInfo.InvariantCulture, $$"""{"delay_minutes":{{Math.Max(0, fared.DelayMinutes):0}}}""");
            Tell(scene.Midnight.AddHours(4), "trip.scheduled");
            if (fared.Cancelled)
            {
                Tell(leaves.AddHours(-2), "trip.cancelled", reason: "weather");
                Tell(leaves.AddHours(-2).AddMinutes(chance.LogNormal(2, .7)), "notice.published");
                continue;
            }

            if (fared.DelayMinutes > 5)
            {
                var known = leaves.AddMinutes(-20 - 20 * chance.NextDouble());
                Tell(known, "trip.delayed", delay, "late_inbound");
                if (chance.Chance(.96))
                    Tell(known.AddMinutes(chance.LogNormal(1.4, .8)), "notice.published");
            }

            if (chance.Chance(.02))
            {
                Tell(leaves.AddMinutes(-30), "trip.platform_changed");
                Tell(leaves.AddMinutes(-30 + chance.LogNormal(1, .6)), "notice.published");
            }

            Tell(leaves.AddMinutes(Math.Max(0, fared.DelayMinutes)), "trip.departed", delay);
            Tell(leaves.AddHours(run.Hours).AddMinutes(Math.Max(0, fared.DelayMinutes)), "trip.arrived", delay);

            void Tell(DateTime at, string activity, string? attributes = null, string? reason = null) =>
                scene.Told.Event(at, id, activity, where, "operations", attributes, activity == "trip.cancelled" ? EventOutcome.Failed : EventOutcome.Ok, reason);
        }
    }

    public void Cancelled(Order order, Rng chance)
    {
        complaints.Consider(Failures.Cancelled, order, order.Departure.AddHours(-2), chance);
        Changes!.Refund(order, order.Departure.AddHours(-1.5 + chance.NextDouble()), "app", null, involuntary: true);
    }

    public void Ride(Order order, Run run, Fared fared, DateTime entered, Rng chance)
    {
        if (fared.DelayMinutes > 60)
            complaints.Consider(Failures.LongDelay, order, order.Departure.AddMinutes(60), chance, times: order.Tickets);
        else if (fared.DelayMinutes > 15)
            complaints.Consider(Failures.Delay, order, order.Departure.AddMinutes(20), chance, times: order.Tickets);
        Seat(order, entered, chance);
        if (order.Zone == "K" && scene.Faults.Level(FaultId.F25, order.Departure) is > 0 and var pillar && chance.Chance(Math.Min(.95, .5 * pillar)))
            complaints.Consider(Failures.RestrictedView, order, order.Departure.AddHours(1), chance, nameof(FaultId.F25));
        if (chance.Chance(.02 * order.Tickets))
            complaints.Consider(Failures.Surroundings, order, order.Departure.AddHours(1), chance);
        var arrived = order.Departure.AddHours(run.Hours).AddMinutes(Math.Max(0, fared.DelayMinutes));
        questionnaires.AfterJourney(order, arrived, chance);
        reviews.AfterJourney(order, arrived, chance);
    }

    /// <summary>Two people on one seat: seldom by mistake, often after an oversold release.</summary>
    private void Seat(Order order, DateTime at, Rng chance)
    {
        var oversold = order is { Released: true, Zone: "A" } && scene.Faults[FaultId.F03] is { } fault && order.Paid >= fault.Start && order.Paid < fault.End.AddMinutes(8);
        if (!chance.Chance(oversold ? Math.Min(.6, .12 * scene.Faults[FaultId.F03]!.Factor) : 5e-5 * order.Tickets))
            return;
        scene.Told.Event(at.AddMinutes(6), order.Id, "seat.conflict", order.Dimensions with { Outlet = World.Outlets[order.Outlet] }, "operations", order.Zone is { } zone ? $$"""{"zone":"{{zone}}"}""" : null, EventOutcome.Failed, oversold ? "oversell" : "double_entry");
        complaints.Consider(Failures.SeatConflict, order, at.AddMinutes(6), chance, oversold ? nameof(FaultId.F03) : null);
    }
}
