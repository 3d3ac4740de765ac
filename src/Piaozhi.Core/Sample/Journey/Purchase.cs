using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Sample.Faults;
using Piaozhi.Core.Sample.Voices;

namespace Piaozhi.Core.Sample.Journey;

/// <summary>From the search to the created order: waiting room, identity check, seat, refusal.</summary>
internal sealed class Purchase(Scene scene, Payments payments, Complaints complaints)
{
    /// <summary>Searches that lead to no order, for each that does.</summary>
    private const double IdleSearches = 1.5;

    private int _number;

    public void Begin() => _number = 0;

    public void Buy(Wish wish, Rng chance)
    {
        var bot = chance.Chance(BotShare(wish));
        var order = Draw(wish, bot, chance);
        var at = Search(order, wish.At, chance);
        if (GivesUp(order, wish.At, chance))
            return;
        for (var i = chance.Poisson(IdleSearches); i > 0; i--)
            Search(null, wish.At.AddMinutes(chance.NextDouble() * 60 - 30), chance, order.Region);
        at = WaitingRoom(order, wish, bot, at, chance);
        var hasty = bot ? .2 : 1;
        at = at.AddSeconds(hasty * chance.LogNormal(70, .7));
        Tell(order, at, "order.submitted", App(order));
        if (Flagged(order, bot, at, chance))
            return;
        if (Identify(order, at, chance) is not { } known)
            return;
        if (SoldOut(order, wish, known, chance) || SeatTaken(order, wish, bot, known, chance))
            return;
        at = known.AddSeconds(Latency(wish, chance));
        Tell(order, at.AddMilliseconds(-120), "seat.locked", App(order));
        Tell(order, at, "order.created", App(order), amount: order.Amount);
        payments.Pay(order, at.AddSeconds(hasty * chance.LogNormal(25, .8)), at, bot, chance);
    }

    /// <summary>An order at a counter, a kiosk, by phone or through an agency: no search, no risk check.</summary>
    public Order Sell(DateTime at, string channel, Rng chance, int? outlet = null, string? device = null, string? staff = null)
    {
        var order = Draw(new Wish(at, channel, false), false, chance, outlet, device, staff);
        Tell(order, at, "order.submitted");
        Tell(order, at.AddSeconds(.3), "seat.locked");
        Tell(order, at.AddSeconds(chance.LogNormal(.5, .4)), "order.created", amount: order.Amount);
        payments.Pay(order, at.AddSeconds(8), at, false, chance, atCounter: true);
        return order;
    }

    private double BotShare(Wish wish)
    {
        // Bots come for what is released, and only there.
        return wish.Release ? Math.Min(.8, .20 + .31 * scene.Faults.Level(FaultId.F06, wish.At)) : .04;
    }

    private Order Draw(Wish wish, bool bot, Rng chance, int? outlet = null, string? device = null, string? staff = null)
    {
        var product = wish.Product ?? (wish.Release ? World.Concert : Product(chance, outlet));
        var (run, leaves) = Timetable.Choose(product, DateOnly.FromDateTime(wish.At).AddDays(Ahead(product, chance)), wish.At, chance);
        var tickets = bot ? 4 : chance.NextDouble() switch { < .58 => 1, < .86 => 2, < .95 => 3, _ => 4 };
        var fare = World.Products.First(p => p.Name == product).Fare * chance.LogNormal(1, .25);
        var segment = chance.Pick(World.Segments);
        var id = "Y" + scene.Today.ToString("yyMMdd", CultureInfo.InvariantCulture) + (++_number).ToString("00000", CultureInfo.InvariantCulture);
        var region = chance.Pick(World.Regions);
        var customer = "U" + (bot ? 9_000_000 + chance.Next(400) : chance.Next((int)Math.Max(2000, 1_500_000 * scene.Plan.Scale))).ToString(CultureInfo.InvariantCulture);
        return new Order
        {
            Id = id,
            Customer = customer,
            Channel = wish.Channel,
            Product = product,
            Segment = segment,
            Region = region,
            Carrier = chance.Pick(World.Carriers),
            Document = chance.NextDouble() switch { < .93 => "id_card", < .97 => "passport", _ => "permit" },
            Session = run.Session,
            Outlet = run.Outlet,
            Departure = leaves,
            Tickets = tickets,
            Amount = Math.Round((decimal)(fare * tickets * (segment == "学生" && World.IsRail(product) ? .75 : 1)), 1),
            AppVersion = wish.Channel == "app" ? (chance.Chance(.45) ? "5.8" : "5.7") : null,
            Partner = wish.Channel is "agency" or "ota" ? "P" + (1 + chance.Next(8)).ToString(CultureInfo.InvariantCulture) : null,
            Zone = product == World.Concert ? "ABCDK"[chance.Next(5)].ToString() : null,
            Released = wish.Release,
            Dimensions = new Dimensions
            {
                Channel = wish.Channel, Outlet = outlet is { } o ? World.Outlets[o] : null, Region = region, Product = product, Session = run.Session,
                Device = device, StaffId = staff, CustomerId = customer, Segment = segment,
            },
        };
    }

    private static string Product(Rng chance, int? outlet)
    {
        var u = chance.NextDouble();
        if (outlet is 4 or 5 && u < .6)
            return outlet == 4 ? World.Concert : World.Scenic;
        u = chance.NextDouble();
        foreach (var (name, share, _, _) in World.Products)
            if ((u -= share) < 0)
                return name;
        return World.SecondClass;
    }

    /// <summary>Days between purchase and journey.</summary>
    private static int Ahead(string product, Rng chance) => product switch
    {
        World.Concert => 2 + (int)Math.Min(25, chance.Gamma(2, 5)),
        World.Scenic => chance.Chance(.7) ? chance.Next(4) : 3 + chance.Next(10),
        _ => chance.NextDouble() switch { < .35 => chance.Next(2), < .80 => (int)Math.Min(14, chance.Gamma(2, 3.5)), _ => 14 },
    };

    private DateTime Search(Order? order, DateTime at, Rng chance, string? region = null)
    {
        var slow = scene.Faults.Level(FaultId.F20, at, "region", order?.Region ?? region);
        var ms = (long)(chance.LogNormal(300, .55) * (1 + 7 * slow));
        if (order is null)
        {
            var id = scene.Told.NewId("S");
            if (scene.Told.IsTold(at))
                scene.Told.Event(at, id, "search.queried", new Dimensions { Channel = "app", Region = region }, "web", ms: ms);
            return at;
        }

        Tell(order, at, "search.queried", App(order), ms: ms);
        if (slow > 0 || ms > 900)
            complaints.Consider(Failures.SlowPage, order, at, chance, slow > 0 ? nameof(FaultId.F20) : null, slow > 0 ? 20 : 1);
        if (chance.Chance(.3))
            Tell(order, at.AddSeconds(12), "seatmap.viewed", App(order));
        return at.AddMilliseconds(ms);
    }

    private DateTime WaitingRoom(Order order, Wish wish, bool bot, DateTime at, Rng chance)
    {
        if (!wish.Release && !chance.Chance(.06))
            return at;
        var surge = wish.Release ? scene.Faults.Level(FaultId.F06, at) : 0;
        var wait = chance.LogNormal(wish.Release ? 4 : 1.2, .6) * (1 + 3 * surge);
        Tell(order, at, "queue.entered", App(order));
        if (!bot && wait > 12)
            complaints.Consider(Failures.Unfair, order, at.AddMinutes(wait), chance, surge > 0 ? nameof(FaultId.F06) : null, surge > 0 ? 6 : 1);
        at = at.AddMinutes(wait);
        Tell(order, at, "queue.admitted", App(order));
        return at;
    }

    /// <summary>True when the risk engine stops the order: bots often, people by mistake.</summary>
    private bool Flagged(Order order, bool bot, DateTime at, Rng chance)
    {
        if (bot)
        {
            if (chance.Chance(.9))
                Tell(order, at.AddSeconds(2), "risk.flagged", App(order), EventOutcome.Failed, "bot");
            return chance.Chance(.5);
        }

        var strict = scene.Faults.Level(FaultId.F07, at);
        if (!chance.Chance(Math.Min(.5, .0004 + strict * (order.Segment == "老年" ? .06 : .0165))))
            return false;
        Tell(order, at.AddSeconds(2), "risk.flagged", App(order), EventOutcome.Failed, "rule");
        complaints.Consider(Failures.Blocked, order, at, chance, strict > 0 ? nameof(FaultId.F07) : null, strict > 0 ? 4 : 1);
        // Of the few who are stopped by mistake most appeal; when it hits many, most just buy elsewhere.
        if (chance.Chance(strict > 0 ? .26 : .8))
        {
            Tell(order, at.AddMinutes(chance.LogNormal(90, .8)), "risk.appealed");
            Tell(order, at.AddHours(5 + chance.LogNormal(10, .6)), "risk.cleared");
        }

        return true;
    }

    /// <summary>When the person is known; null when the check fails for good.</summary>
    private DateTime? Identify(Order order, DateTime at, Rng chance)
    {
        var down = Math.Min(1, scene.Faults.Level(FaultId.F24, at, "attributes.document", order.Document));
        var attributes = $$"""{"document":"{{order.Document}}"}""";
        at = at.AddSeconds(chance.LogNormal(.35, .4));
        if (chance.Chance(.994 - .60 * down))
        {
            Tell(order, at, "id.verified", attributes);
            return at;
        }

        Tell(order, at, "id.failed", attributes, EventOutcome.Failed, down > 0 ? "provider_timeout" : chance.Chance(.6) ? "name_mismatch" : "pending");
        complaints.Consider(Failures.IdCheck, order, at, chance, down > 0 ? nameof(FaultId.F24) : null, down > 0 ? 8 : 1);
        at = at.AddSeconds(chance.LogNormal(50, .6));
        if (chance.Chance(.7 * (1 - down)))
        {
            Tell(order, at, "id.verified", attributes);
            return at;
        }

        Tell(order, at, "order.rejected", attributes, EventOutcome.Failed, "id_failed");
        return null;
    }

    private bool SoldOut(Order order, Wish wish, DateTime at, Rng chance)
    {
        var wrong = scene.Faults.Level(FaultId.F05, at, "product", order.Product);
        var leak = order.AppVersion is "5.8" ? scene.Faults.Level(FaultId.F04, at, "product", order.Product) : 0;
        var crowd = wish.Release ? .10 : 0;
        if (!chance.Chance(Math.Min(.9, .02 + crowd + .25 * wrong + .12 * leak)))
            return false;
        Tell(order, at.AddSeconds(.4), "order.rejected", wrong > 0 ? """{"remaining":"12"}""" : null, EventOutcome.Failed, "sold_out");
        if (chance.Chance(.5))
            Wait(order, at.AddMinutes(1), chance);
        var cause = wrong > 0 ? nameof(FaultId.F05) : leak > 0 ? nameof(FaultId.F04) : null;
        complaints.Consider(wish.Release && cause is null ? Failures.Unfair : Failures.SoldOutAfterShown, order, at, chance, cause, cause is null ? 1 : 5);
        return true;
    }

    /// <summary>The seat that a person was shown is locked by bots before the click arrives.</summary>
    private bool SeatTaken(Order order, Wish wish, bool bot, DateTime at, Rng chance)
    {
        if (bot || !wish.Release || scene.Faults.Level(FaultId.F06, wish.At) is not (> 0 and var surge) || !chance.Chance(Math.Min(.6, .15 * surge)))
            return false;
        Tell(order, at.AddSeconds(.4), "order.rejected", App(order), EventOutcome.Failed, "seat_taken");
        complaints.Consider(Failures.Unfair, order, at, chance, nameof(FaultId.F06), 6);
        return true;
    }

    /// <summary>Whoever waits long enough for a list of trains goes away.</summary>
    private bool GivesUp(Order order, DateTime at, Rng chance) =>
        scene.Faults.Level(FaultId.F20, at, "region", order.Region) is > 0 and var slow && chance.Chance(Math.Min(.8, .35 * slow));

    /// <summary>The waitlist: two in three get a seat before the journey.</summary>
    private void Wait(Order order, DateTime at, Rng chance)
    {
        Tell(order, at, "waitlist.joined");
        var hours = (order.Departure - at).TotalHours;
        var got = at.AddHours(hours * Math.Pow(chance.NextDouble(), .7) * .95);
        if (chance.Chance(.66))
            Tell(order, got, "waitlist.fulfilled", string.Create(CultureInfo.InvariantCulture, $$"""{"lead_hours":{{(order.Departure - got).TotalHours:0.0}}}"""));
        else
            Tell(order, order.Departure.AddHours(-1), "waitlist.expired", outcome: EventOutcome.Abandoned);
    }

    private double Latency(Wish wish, Rng chance)
    {
        var surge = wish.Release ? scene.Faults.Level(FaultId.F06, wish.At) : 0;
        return chance.LogNormal(.36, .5) * (wish.Release ? 1.6 : 1) * (1 + 2 * surge);
    }

    private static string? App(Order order) => order.AppVersion is { } version ? $$"""{"app_version":"{{version}}"}""" : order.Partner is { } partner ? $$"""{"partner":"{{partner}}"}""" : null;

    private void Tell(Order order, DateTime at, string activity, string? attributes = null, EventOutcome outcome = EventOutcome.Ok, string? reason = null, long? ms = null, decimal? amount = null) =>
        scene.Told.Event(at, order.Id, activity, order.Dimensions, "booking", attributes, outcome, reason, ms, amount);
}
