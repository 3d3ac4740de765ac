using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Sample.Journey;

/// <summary>One wish to buy: when, through which channel, whether for what was released that very minute.</summary>
internal readonly record struct Wish(DateTime At, string Channel, bool Release, string? Product = null);

/// <summary>How many orders come, and when: hour, weekday, holidays, release peaks, and days that resemble one another (AR(1)).</summary>
internal sealed class Demand(Scene scene)
{
    public const double OrdersPerDay = 20_000;

    /// <summary>Releases open each Wednesday at eleven.</summary>
    public static readonly TimeSpan Release = TimeSpan.FromHours(11);

    /// <summary>Share of a day's online orders by hour, in percent.</summary>
    public static readonly double[] OnlineHours =
        [.6, .3, .2, .2, .3, .8, 2.2, 4.3, 7.3, 7.0, 6.6, 6.0, 5.6, 5.4, 5.6, 5.6, 5.5, 5.2, 5.2, 5.8, 6.6, 6.4, 4.8, 2.5];

    /// <summary>At the counters: open from six to ten in the evening, two humps.</summary>
    public static readonly double[] CounterHours = [0, 0, 0, 0, 0, 0, 2.5, 4.5, 6.5, 8.6, 9.2, 8.2, 5.6, 5.0, 5.4, 6.2, 8.2, 8.6, 7.2, 5.6, 4.4, 4.3, 0, 0];

    public static readonly (string Name, double Share)[] Channels =
        [("app", .62), ("mini_program", .14), ("web", .06), ("ota", .064), ("counter", .06), ("kiosk", .04), ("hotline", .006), ("agency", .01)];

    private static readonly double[] Weekdays = [.92, .95, .92, .95, 1.02, 1.18, 1.06];

    private double _mood;

    /// <summary>Factor of today's demand, the same for all channels; asked once a day.</summary>
    public double Today { get; private set; }

    public void Begin()
    {
        var chance = scene.Chance("demand");
        _mood = .6 * _mood + .8 * chance.Normal(0, .08);
        Today = Weekdays[(int)scene.Today.DayOfWeek] * Season(scene.Today) * Math.Exp(_mood);
        if (scene.Faults[FaultId.F16] is { } holiday && holiday.At(scene.Midnight.AddHours(12)) > 0)
            Today *= 1 + 1.5 * holiday.Factor;
    }

    public IEnumerable<Wish> Wishes()
    {
        var chance = scene.Chance("wishes");
        var mean = OrdersPerDay * scene.Plan.Scale * Today;
        foreach (var (channel, share) in Channels)
        {
            if (channel is "counter" or "kiosk")
                continue;
            for (var i = chance.Poisson(mean * share); i > 0; i--)
                yield return new Wish(scene.Midnight + Moment(OnlineHours, chance), channel, false);
        }

        // A fare at a tenth of its price is noticed: thirty times as many want it while it lasts.
        if (scene.Faults[FaultId.F21] is { } cheap && DateOnly.FromDateTime(cheap.Start) == scene.Today)
            for (var i = chance.Poisson(mean * .884 * World.Products.First(p => p.Name == World.FirstClass).Share * (cheap.End - cheap.Start).TotalHours * .06 * 29 * Math.Min(1, cheap.Factor)); i > 0; i--)
                yield return new Wish(cheap.Start + (cheap.End - cheap.Start) * chance.NextDouble(), chance.Chance(.8) ? "app" : "mini_program", false, World.FirstClass);
        if (scene.Today.DayOfWeek != DayOfWeek.Wednesday)
            yield break;
        var heat = 20 + 60 * chance.NextDouble();
        var online = OrdersPerDay / 1440 * scene.Plan.Scale * .08 * heat * 8;
        for (var i = chance.Poisson(online); i > 0; i--)
            yield return new Wish(scene.Midnight + Release + TimeSpan.FromMinutes(Math.Min(600, chance.Exponential(8))), chance.Chance(.8) ? "app" : "mini_program", true);
    }

    public static TimeSpan Moment(double[] hours, Rng chance)
    {
        var u = chance.NextDouble() * hours.Sum();
        for (var h = 0; h < 24; h++)
            if ((u -= hours[h]) < 0)
                return TimeSpan.FromHours(h + chance.NextDouble());
        return TimeSpan.FromHours(12);
    }

    /// <summary>Days before a public holiday and the holiday itself are busier; known beforehand, so no fault.</summary>
    private static double Season(DateOnly day)
    {
        var calendar = WorkCalendar.Chinese;
        if (calendar.IsHoliday(day))
            return 1.25;
        for (var ahead = 1; ahead <= 3; ahead++)
            if (calendar.IsHoliday(day.AddDays(ahead)) && !calendar.IsHoliday(day))
                return 1.45 - .1 * ahead;
        return day.Month is 7 or 8 ? 1.12 : 1;
    }
}
