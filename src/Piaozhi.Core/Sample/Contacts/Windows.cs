using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Journey;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Contacts;

/// <summary>
/// The ticket windows: one queue an outlet, first come first served, with clerks of different speed, people who turn round at the sight
/// of the queue and people who give up. The queue is always simulated in full; of a scaled sample only part of the visits is told.
/// </summary>
internal sealed class Windows(Scene scene, Demand demand, Purchase purchase, Changes changes, Complaints complaints, Questionnaires questionnaires) : IDaily
{
    public const double VisitsPerDay = 1630;
    private const double LeastTold = .12;

    /// <summary>Business, share of visits, mean seconds at the window.</summary>
    public static readonly (string Name, double Share, double Seconds)[] Business =
        [("sale", .71, 95), ("refund", .12, 140), ("change", .09, 160), ("id_help", .05, 210), ("directions", .03, 25)];

    private static readonly double[] Speed = [.92, 1.08, .97, 1.15, .88, 1.02, 1.1, .95];

    public void Live()
    {
        for (var outlet = 0; outlet < World.Outlets.Length; outlet++)
            Live(outlet, scene.Chance("windows" + World.Outlets[outlet]));
    }

    private void Live(int outlet, Rng chance)
    {
        var name = World.Outlets[outlet];
        var windows = (int)Math.Round(World.Windows[outlet] * Math.Max(1, scene.Plan.Scale));
        var line = new Line(windows, scene.Midnight);
        var calls = new Queue<DateTime>();
        var told = Math.Min(1, Math.Max(scene.Plan.Scale, LeastTold));
        var (crowded, samples) = (0, 0);
        foreach (var at in Arrivals(outlet, chance))
        {
            while (calls.TryPeek(out var called) && called <= at)
                calls.Dequeue();
            samples++;
            crowded += calls.Count > 20 ? 1 : 0;
            var isTold = chance.Chance(told);
            if (calls.Count > 25 && chance.Chance(.35))
                continue;
            var (window, start) = line.Next(at);
            var visit = isTold ? new Visit(this, outlet, at, scene.Told.NewId("W"), chance.Chance(Math.Min(1, scene.Plan.Scale) / told)) : null;
            visit?.Tell(at, "window.ticket_taken");
            if (start - at > TimeSpan.FromMinutes(chance.Exponential(22)) && start - at > TimeSpan.FromMinutes(3))
            {
                visit?.Tell(at + (start - at) * .7, "window.left", EventOutcome.Abandoned);
                continue;
            }

            calls.Enqueue(start);
            var business = Draw(name, start, chance);
            var seconds = Seconds(business, Clerk(outlet, window, start), chance);
            line.Occupy(window, start.AddSeconds(12 + seconds) + Pause(name, start, seconds, chance));
            if (visit is not null)
                Serve(visit, business, window, start.AddSeconds(6), seconds, start - at, chance);
        }

        var where = new Dimensions { Outlet = name, Channel = "counter" };
        scene.Told.Reading("K17", scene.Midnight.AddHours(22), samples == 0 ? 0 : (double)crowded / samples, 192, where);
        scene.Told.Reading("K19", scene.Midnight.AddHours(22), 1 - (double)chance.Poisson(.02 * windows) / (2 * windows), 2 * windows, where);
        var missing = scene.Faults.Level(FaultId.F18, scene.Midnight.AddHours(17), "outlet", name);
        scene.Told.Reading("K107", scene.Midnight.AddHours(22), Math.Clamp(.95 - .12 * missing + chance.Normal(0, .015), 0, 1), windows, where);
    }

    private List<DateTime> Arrivals(int outlet, Rng chance)
    {
        var mean = VisitsPerDay * Math.Max(1, scene.Plan.Scale) * demand.Today * World.Windows[outlet] / World.Windows.Sum();
        // Where people are guided to kiosks and the roster follows the rush, fewer stand in line.
        mean *= Math.Pow(.66, scene.Faults.Level(FaultId.F30, scene.Midnight.AddHours(12), "outlet", World.Outlets[outlet]));
        mean *= 1 + .25 * scene.Faults.Level(FaultId.F19, scene.Midnight.AddHours(12), "outlet", World.Outlets[outlet]);
        var arrivals = new List<DateTime>((int)mean + 20);
        for (var i = chance.Poisson(mean); i > 0; i--)
            arrivals.Add(scene.Midnight + Demand.Moment(Demand.CounterHours, chance));
        arrivals.Sort();
        return arrivals;
    }

    private string Draw(string outlet, DateTime at, Rng chance)
    {
        var refunds = scene.Faults.Level(FaultId.F29, at, "outlet", outlet);
        if (refunds > 0 && chance.Chance(Math.Min(.7, .35 * refunds)))
            return "refund";
        var lost = scene.Faults.Level(FaultId.F17, at, "outlet", outlet);
        if (lost > 0 && chance.Chance(.06 * lost))
            return "directions";
        var u = chance.NextDouble();
        foreach (var (name, share, _) in Business)
            if ((u -= share) < 0)
                return name;
        return "sale";
    }

    /// <summary>Lognormal around the mean of the business, coefficient of variation .6.</summary>
    public static double Seconds(string business, string clerk, Rng chance)
    {
        const double Sigma = .555;
        var mean = Business.First(b => b.Name == business).Seconds * Speed[clerk[^1] % Speed.Length];
        return mean * Math.Exp(Sigma * chance.Normal() - Sigma * Sigma / 2);
    }

    /// <summary>A missing clerk shows as time between customers, not as slow service.</summary>
    private TimeSpan Pause(string outlet, DateTime at, double seconds, Rng chance)
    {
        var missing = scene.Faults.Level(FaultId.F18, at, "outlet", outlet);
        return missing > 0 ? TimeSpan.FromSeconds(seconds * 2.6 * missing * (.5 + chance.NextDouble())) : TimeSpan.Zero;
    }

    private string Clerk(int outlet, int window, DateTime at)
    {
        var clerks = World.Clerks[outlet];
        return clerks[(scene.Today.DayNumber + window * 2 + (at.Hour >= 14 ? 1 : 0)) % clerks.Length];
    }

    private void Serve(Visit visit, string business, int window, DateTime start, double seconds, TimeSpan waited, Rng chance)
    {
        var clerk = Clerk(visit.Outlet, window, start);
        var end = start.AddSeconds(seconds);
        var device = "W" + (1 + window + World.Windows.Take(visit.Outlet).Sum()).ToString("00", CultureInfo.InvariantCulture);
        visit.At = visit.At with { Device = device, StaffId = clerk };
        visit.Attributes = $$"""{"business":"{{business}}"}""";
        visit.Tell(start.AddSeconds(-6), "window.called");
        visit.Tell(start, "window.served_start");
        visit.Tell(end, "window.served_end");
        var order = visit.Real ? Do(business, visit, start, clerk, device, chance) : null;
        if (waited > TimeSpan.FromMinutes(20))
            complaints.Consider(Failures.WindowWait, order, start, chance, Why(visit.Outlet, start), where: visit.At with { StaffId = null });
        if (business == "directions" && scene.Faults.Level(FaultId.F17, start, "outlet", World.Outlets[visit.Outlet]) > 0)
            complaints.Consider(Failures.Signs, order, start, chance, nameof(FaultId.F17), 4, where: visit.At with { StaffId = null });
        var temper = scene.Faults.Level(FaultId.F14, start, "staff_id", clerk);
        var rude = chance.Chance(Math.Min(.6, .0055 * (1 + 14 * temper)));
        if (rude)
            complaints.Consider(Failures.Rude, order, end, chance, temper > 0 ? nameof(FaultId.F14) : null, where: visit.At);
        else if (chance.Chance(.012))
            complaints.Consider(Failures.WrongAnswer, order, end, chance, where: visit.At);
        questionnaires.AtCounter(visit.Id, end.AddSeconds(8), rude, visit.At, chance);
    }

    private string? Why(int outlet, DateTime at) =>
        scene.Faults.Level(FaultId.F18, at, "outlet", World.Outlets[outlet]) > 0 ? nameof(FaultId.F18)
        : scene.Faults.Level(FaultId.F19, at, "outlet", World.Outlets[outlet]) > 0 ? nameof(FaultId.F19) : null;

    private Order? Do(string business, Visit visit, DateTime start, string clerk, string device, Rng chance)
    {
        if (business == "sale")
            return purchase.Sell(start.AddSeconds(20), "counter", chance, visit.Outlet, device, clerk);
        if (business is not ("refund" or "change") || scene.Lately.Pick(chance) is not { Gone: false } order || order.Departure < start.AddHours(1))
            return null;
        if (business == "refund")
            changes.Refund(order, start.AddSeconds(40), "counter", clerk);
        else
            changes.Change(order, start.AddSeconds(40));
        return order;
    }

    /// <summary>One customer at the windows, told under an id of the visit.</summary>
    private sealed class Visit(Windows windows, int outlet, DateTime taken, string id, bool real)
    {
        public int Outlet => outlet;
        public DateTime Taken => taken;
        public string Id => id;

        /// <summary>Whether the visit also stands for an order in this scaled sample.</summary>
        public bool Real => real;

        public Dimensions At { get; set; } = new() { Channel = "counter", Outlet = World.Outlets[outlet] };
        public string? Attributes { get; set; }

        public void Tell(DateTime at, string activity, EventOutcome outcome = EventOutcome.Ok) =>
            windows.Say(this, at, activity, outcome);
    }

    private void Say(Visit visit, DateTime at, string activity, EventOutcome outcome) =>
        scene.Told.Event(at, visit.Id, activity, visit.At, "windows", visit.Attributes, outcome);
}
