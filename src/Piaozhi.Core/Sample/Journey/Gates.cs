using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Journey;

/// <summary>Security and gates: queues, face scores against the threshold, codes that are not read, the manual lane.</summary>
internal sealed class Gates(Scene scene, Complaints complaints, Travel travel)
{
    /// <summary>Similarity below which a face is not taken for the one on the document.</summary>
    public const double Threshold = 75;

    private Rng? _chance;

    public void Begin()
    {
        _chance = scene.Chance("gates");
        if (scene.Faults[FaultId.F10] is not { } cut)
            return;
        // The gates say themselves when they lose the line and when they have it again.
        for (var gate = 1; gate <= World.Gates[Array.IndexOf(World.Outlets, World.Arena)]; gate++)
            foreach (var (at, activity) in ((DateTime, string)[])[(cut.Start, "gate.offline_on"), (cut.End, "gate.offline_off")])
                if (DateOnly.FromDateTime(at) == scene.Today)
                    scene.Told.Event(at.AddSeconds(gate), $"O-{World.Arena}-G{gate.ToString(CultureInfo.InvariantCulture)}-{scene.Today:yyMMdd}", activity, new Dimensions { Channel = "gate", Outlet = World.Arena, Device = $"{World.Arena}-G{gate.ToString(CultureInfo.InvariantCulture)}" }, "gate");
    }

    public void Enter(Order order)
    {
        if (order.Gone)
            return;
        var chance = _chance!;
        var run = Timetable.Runs.First(r => r.Session == order.Session);
        var fared = scene.Timetable.How(run, DateOnly.FromDateTime(order.Departure));
        if (fared.Cancelled)
        {
            travel.Cancelled(order, chance);
            return;
        }

        var signs = scene.Faults.Level(FaultId.F17, order.Departure, "outlet", World.Outlets[order.Outlet]);
        if (chance.Chance((order.Product == World.Concert ? .10 : .03) + .002 * signs))
        {
            if (signs > 0 && chance.Chance(.2))
                complaints.Consider(Failures.MissedTrip, order, order.Departure, chance, nameof(FaultId.F17));
            return;
        }

        var arrives = order.Product == World.Concert
            ? order.Departure.AddMinutes(-90 + 80 * Math.Sqrt(chance.NextDouble()))
            : order.Departure.AddMinutes(Math.Min(-4, chance.Normal(-35, 14)));
        var dimensions = order.Dimensions with { Channel = "gate", Outlet = World.Outlets[order.Outlet], Device = null, StaffId = null };
        var at = Secure(order, arrives, signs, dimensions, chance);
        for (var ticket = 1; ticket <= order.Tickets; ticket++)
            at = Pass(order, order.Ticket(ticket), at.AddSeconds(4), dimensions, chance);
        travel.Ride(order, run, fared, at, chance);
    }

    private DateTime Secure(Order order, DateTime at, double signs, Dimensions dimensions, Rng chance)
    {
        var wait = chance.LogNormal(order.Product == World.Concert ? 4.5 : 2.1, .55) + (signs > 0 ? 4 * signs * (.5 + chance.NextDouble()) : 0);
        scene.Told.Event(at, order.Id, "security.queue_entered", dimensions, "gate");
        at = at.AddMinutes(wait);
        scene.Told.Event(at, order.Id, "security.passed", dimensions, "gate");
        if (wait > 12)
            complaints.Consider(Failures.EntryQueue, order, at, chance);
        if (signs > 0 || chance.Chance(.005))
            complaints.Consider(Failures.Signs, order, at, chance, signs > 0 ? nameof(FaultId.F17) : null, signs > 0 ? 1.5 : 1);
        return at;
    }

    private DateTime Pass(Order order, ObjectRef ticket, DateTime at, Dimensions dimensions, Rng chance)
    {
        var number = 1 + chance.Next(World.Gates[order.Outlet]);
        var gate = dimensions with { Device = $"{World.Outlets[order.Outlet]}-G{number.ToString(CultureInfo.InvariantCulture)}" };
        var model = World.GateModel(number);
        var method = order.Product is World.Concert or World.Scenic ? (chance.Chance(.7) ? "qr" : "face") : chance.NextDouble() switch { < .55 => "face", < .80 => "qr", _ => "id_card" };
        ObjectRef[] objects = [ticket];
        var offline = scene.Faults.Level(FaultId.F10, at, "outlet", gate.Outlet);
        var failed = 0;
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var glare = scene.Faults.Level(FaultId.F08, at, "device", gate.Device);
            var firmware = scene.Faults.Level(FaultId.F09, at, "attributes.model", model);
            var score = method == "face" ? Math.Round(chance.Normal(86 - 6 * Math.Min(1.6, glare), 6 + 2 * Math.Min(1.6, glare)) + (attempt > 1 ? 2 : 0), 1) : 0;
            var read = method switch { "face" => score >= Threshold, "qr" => !chance.Chance(.025 + .065 * firmware), _ => !chance.Chance(.01) };
            var ms = (long)(1000 * (chance.LogNormal(3.9, .38) + 2 * firmware + 1.6 * glare));
            var attributes = method == "face"
                ? string.Create(CultureInfo.InvariantCulture, $$"""{"method":"face","model":"{{model}}","result":"{{(read ? "ok" : "rejected")}}","score":{{score:0.0}}}""")
                : $$"""{"method":"{{method}}","model":"{{model}}","result":"{{(read ? "ok" : "rejected")}}"}""";
            var reason = read ? null : method switch { "face" => "face_mismatch", "qr" => "qr_unreadable", _ => "card_unreadable" };
            scene.Told.Event(at, order.Id, "gate.attempted", gate, "gate", attributes, read ? EventOutcome.Ok : EventOutcome.Failed, reason, ms, objects: objects);
            at = at.AddMilliseconds(ms);
            if (offline > 0 && read && chance.Chance(Math.Min(.8, .25 * offline)))
            {
                scene.Told.Event(at, order.Id, "gate.rejected", gate, "gate", attributes, EventOutcome.Failed, "offline", objects: objects);
                complaints.Consider(Failures.ValidDenied, order, at, chance, nameof(FaultId.F10));
                // After the line is back some are booked a second time and look like used tickets.
                if (scene.Faults[FaultId.F10] is { } cut && chance.Chance(.3))
                    scene.Told.Event(cut.End.AddMinutes(2 + 10 * chance.NextDouble()), order.Id, "gate.rejected", gate, "gate", attributes, EventOutcome.Failed, "already_redeemed", objects: objects);
                return Manual(at, 90);
            }

            if (read)
            {
                if (Denied(order, at, gate, objects, chance))
                    return Manual(at, 240);
                scene.Told.Event(at, order.Id, "gate.passed", gate, "gate", attributes, objects: objects);
                return at;
            }

            failed++;
            var fault = glare > 0 ? nameof(FaultId.F08) : firmware > 0 && method == "qr" ? nameof(FaultId.F09) : null;
            if (failed == 1)
                complaints.Consider(method == "face" ? Failures.FaceOnce : Failures.GateRead, order, at, chance, fault, fault is null ? 1 : 3);
            // One in five, and everybody after three tries, gives up and goes to the manual lane.
            if (failed == 3 || chance.Chance(.18))
            {
                if (method == "face" && failed > 1)
                    complaints.Consider(Failures.FaceOften, order, at, chance, fault, fault is null ? 1 : 3);
                break;
            }

            at = at.AddSeconds(2);
        }

        return Manual(at, 35);

        DateTime Manual(DateTime from, double seconds)
        {
            var done = from.AddSeconds(chance.LogNormal(seconds, .3));
            scene.Told.Event(done, order.Id, "gate.manual", gate, "gate", """{"method":"manual"}""", objects: objects);
            return done;
        }
    }

    /// <summary>A valid ticket is denied, or a used or foreign one is caught.</summary>
    private bool Denied(Order order, DateTime at, Dimensions gate, ObjectRef[] objects, Rng chance)
    {
        if (chance.Chance(.002))
        {
            scene.Told.Event(at, order.Id, "gate.rejected", gate, "gate", null, EventOutcome.Failed, chance.Chance(.6) ? "already_redeemed" : "invalid", objects: objects);
            return true;
        }

        if (!chance.Chance(5e-5))
            return false;
        scene.Told.Event(at, order.Id, "gate.rejected", gate, "gate", null, EventOutcome.Failed, "valid_denied", objects: objects);
        complaints.Consider(Failures.ValidDenied, order, at, chance);
        return true;
    }
}
