using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Sample.Journey;

/// <summary>What a paid order leads to: a refund, a change, or the journey, each on its own day.</summary>
internal sealed class Afterwards(Scene scene)
{
    public Changes? Changes { get; set; }

    public Gates? Gates { get; set; }

    public void Plan(Order order, DateTime issued, Rng chance)
    {
        var rail = World.IsRail(order.Product) || order.Product == World.Coach;
        var u = chance.NextDouble();
        if (u < (rail ? .12 : .04))
        {
            var at = RefundMoment(order, issued, chance);
            scene.Plans(at, () => Changes!.Refund(order, at, "app", null));
            return;
        }

        if (rail && u > .93)
        {
            var at = issued + (order.Departure - issued) * (.2 + .75 * chance.NextDouble());
            scene.Plans(at, () => Changes!.Change(order, at));
        }

        scene.Plans(order.Departure, () => Gates!.Enter(order));
    }

    /// <summary>A third of the refunds fall into the two hours before a fee step (eight days, 48 h, 24 h before departure).</summary>
    private static DateTime RefundMoment(Order order, DateTime issued, Rng chance)
    {
        if (chance.Chance(.35))
            foreach (var step in (double[])[24, 48, 192])
            {
                var edge = order.Departure.AddHours(-step);
                if (edge > issued.AddHours(3) && chance.Chance(.6))
                    return edge.AddHours(-2 * chance.NextDouble());
            }

        var room = order.Departure.AddMinutes(-30) - issued;
        return issued + (room > TimeSpan.Zero ? room * Math.Pow(chance.NextDouble(), .8) : TimeSpan.FromMinutes(5));
    }
}
