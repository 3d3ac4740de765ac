using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Journey;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Contacts;

/// <summary>Kiosks that sell and print: sessions that end well or for want of paper, and how long machines were up.</summary>
internal sealed class Kiosks(Scene scene, Demand demand, Purchase purchase, Complaints complaints) : IDaily
{
    public const double SessionsPerDay = 2300;
    private const double LeastTold = .06, Sales = 800 / SessionsPerDay;

    public void Live()
    {
        var chance = scene.Chance("kiosks");
        var told = Math.Min(1, Math.Max(scene.Plan.Scale, LeastTold)) / Math.Max(1, scene.Plan.Scale);
        for (var outlet = 0; outlet < World.Outlets.Length; outlet++)
        {
            var share = (double)World.Kiosks[outlet] / World.Kiosks.Sum();
            for (var i = chance.Poisson(SessionsPerDay * Math.Max(1, scene.Plan.Scale) * demand.Today * share * told); i > 0; i--)
                One(outlet, scene.Midnight + Demand.Moment(Demand.CounterHours, chance), Math.Min(1, scene.Plan.Scale) / (told * Math.Max(1, scene.Plan.Scale)), chance);
            var down = scene.Faults.Level(FaultId.F19, scene.Midnight.AddHours(12), "outlet", World.Outlets[outlet]);
            scene.Told.Reading("K20", scene.Midnight.AddHours(23), Math.Clamp(.988 - .15 * down - Math.Abs(chance.Normal(0, .004)), 0, 1), World.Kiosks[outlet] * 960, new Dimensions { Outlet = World.Outlets[outlet], Channel = "kiosk" });
        }
    }

    private void One(int outlet, DateTime at, double real, Rng chance)
    {
        var name = World.Outlets[outlet];
        var device = $"{name}-K{(1 + chance.Next(World.Kiosks[outlet])).ToString(CultureInfo.InvariantCulture)}";
        var where = new Dimensions { Channel = "kiosk", Outlet = name, Device = device };
        var jammed = scene.Faults.Level(FaultId.F19, at, "outlet", name);
        var seconds = chance.LogNormal(48, .5);
        var sale = chance.Chance(Sales);
        var order = !sale ? scene.Lately.Pick(chance) : null;
        var id = order?.Id ?? scene.Told.NewId("Q");
        if (chance.Chance(.014 + .15 * jammed))
        {
            var paper = jammed > 0 && chance.Chance(.9);
            scene.Told.Event(at.AddSeconds(seconds), id, "kiosk.session", where, "kiosk", null, EventOutcome.Failed, paper ? "paper" : chance.NextDouble() switch { < .4 => "paper", < .7 => "reader", _ => "network" }, (long)(seconds * 1000));
            complaints.Consider(Failures.KioskDown, order, at, chance, jammed > 0 ? nameof(FaultId.F19) : null, jammed > 0 ? 3 : 1, where: where);
            return;
        }

        scene.Told.Event(at.AddSeconds(seconds), id, "kiosk.session", where, "kiosk", ms: (long)(seconds * 1000));
        if (order is not null)
            scene.Told.Event(at.AddSeconds(seconds), id, "ticket.collected", where, "kiosk", ms: (long)(seconds * 1000), objects: order.AllTickets);
        else if (sale && chance.Chance(real))
            purchase.Sell(at, "kiosk", chance, outlet, device);
    }
}
