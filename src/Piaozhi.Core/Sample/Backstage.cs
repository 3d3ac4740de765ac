using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Sample;

/// <summary>What goes on behind the scenes: incidents, releases of software, audits, corrective actions, lost property, assistance.</summary>
internal sealed class Backstage(Scene scene) : IDaily
{
    public void Live()
    {
        var chance = scene.Chance("backstage");
        var working = scene.Today.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        for (var i = chance.Poisson(.22); i > 0; i--)
            Incident(chance, chance.Chance(.03) ? "privacy" : "software", chance.Chance(.04) ? "1" : "2");
        if (scene.Faults[FaultId.F22] is { } leak && DateOnly.FromDateTime(leak.Start) == scene.Today)
            Incident(chance, "data_leak", "1");
        for (var i = working ? 1 + chance.Poisson(1.4) : 0; i > 0; i--)
            Deploy(chance);
        if (working)
            Audit(chance);
        Counters(chance);
    }

    private void Incident(Rng chance, string reason, string severity)
    {
        var (id, at) = (scene.Told.NewId("N"), scene.Midnight.AddHours(24 * chance.NextDouble()));
        var attributes = $$"""{"severity":"{{severity}}","detected_by":"{{(chance.Chance(.83) ? "monitoring" : "customer")}}"}""";
        var minutes = chance.LogNormal(38, .8);
        Tell(at, id, "incident.opened", attributes, reason: reason);
        Tell(at.AddMinutes(minutes * .6), id, "incident.mitigated", attributes);
        Tell(at.AddMinutes(minutes), id, "incident.resolved", attributes);
    }

    private void Deploy(Rng chance)
    {
        var at = scene.Midnight.AddHours(10 + 9 * chance.NextDouble());
        var lead = string.Create(CultureInfo.InvariantCulture, $$"""{"lead_hours":{{chance.LogNormal(17, .6):0.0}}}""");
        var failed = chance.Chance(.04);
        Tell(at, scene.Told.NewId("D"), failed ? "deploy.failed" : "deploy.released", lead, failed ? EventOutcome.Failed : EventOutcome.Ok);
    }

    private void Audit(Rng chance)
    {
        for (var i = chance.Poisson(.25); i > 0; i--)
        {
            var (id, at) = (scene.Told.NewId("F"), scene.Midnight.AddHours(9 + 8 * chance.NextDouble()));
            Tell(at, id, "audit.finding_opened", $$"""{"repeat":"{{(chance.Chance(.09) ? "true" : "false")}}"}""");
            Tell(at.AddDays(chance.LogNormal(14, .4)), id, "audit.finding_closed");
        }

        for (var i = chance.Poisson(.3); i > 0; i--)
        {
            var (id, at) = (scene.Told.NewId("P"), scene.Midnight.AddHours(9 + 8 * chance.NextDouble()));
            var closed = at.AddDays(Math.Min(80, chance.LogNormal(32, .5)));
            Tell(at, id, "capa.opened");
            Tell(closed.AddDays(-1), id, "capa.verified", $$"""{"effective":"{{(chance.Chance(.82) ? "true" : "false")}}"}""");
            Tell(closed, id, "capa.closed");
        }
    }

    /// <summary>Lost property and assisted travel.</summary>
    private void Counters(Rng chance)
    {
        for (var i = chance.Poisson(6 * Math.Max(.5, scene.Plan.Scale)); i > 0; i--)
        {
            var (id, at) = (scene.Told.NewId("G"), scene.Midnight.AddHours(8 + 12 * chance.NextDouble()));
            var where = new Dimensions { Channel = "counter", Outlet = chance.Pick(World.Outlets) };
            scene.Told.Event(at, id, "lost.reported", where, "service");
            if (chance.Chance(.42))
                scene.Told.Event(at.AddDays(.2 + chance.Exponential(3)), id, "lost.returned", where, "service");
        }

        for (var i = chance.Poisson(10 * Math.Max(.5, scene.Plan.Scale)); i > 0; i--)
        {
            var (id, at) = (scene.Told.NewId("V"), scene.Midnight.AddHours(7 + 12 * chance.NextDouble()));
            var where = new Dimensions { Channel = "counter", Outlet = chance.Pick(World.Outlets) };
            scene.Told.Event(at, id, "assist.booked", where, "service");
            if (chance.Chance(.985))
                scene.Told.Event(at.AddHours(2 + 20 * chance.NextDouble()), id, "assist.delivered", where, "service");
        }
    }

    private void Tell(DateTime at, string id, string activity, string? attributes = null, EventOutcome outcome = EventOutcome.Ok, string? reason = null) =>
        scene.Told.Event(at, id, activity, new Dimensions { Channel = "ops" }, "backstage", attributes, outcome, reason);
}
