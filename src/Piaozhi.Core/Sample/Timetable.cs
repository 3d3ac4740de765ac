using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Sample;

/// <summary>One run of a train, coach, show or time slot that returns.</summary>
internal sealed record Run(string Session, string Product, int Outlet, TimeSpan Leaves, double Hours, DayOfWeek[]? On = null);

/// <summary>How a run fared on a day.</summary>
internal readonly record struct Fared(bool Cancelled, double DelayMinutes);

/// <summary>The runs of a day and how late each was. Lateness is drawn from the run and the day alone, so nobody must remember it.</summary>
internal sealed class Timetable(Scene scene)
{
    public static readonly Run[] Runs =
    [
        Rail("G7012", 0, 8.2, 1.2), Rail("G7036", 0, 10.3, 1.2), Rail("D3105", 0, 13.7, 2.1), Rail("G7058", 0, 15.5, 1.2), Rail("G7080", 0, 18.3, 1.2), Rail("G7096", 0, 20.6, 1.2),
        Rail("G1501", 1, 7.7, 2.4), Rail("D5402", 1, 11.3, 2.8), Rail("G1533", 1, 16.8, 2.4), Rail("G2005", 2, 9.1, 3.1), Rail("D2210", 2, 14.3, 3.6), Rail("G2041", 2, 19.2, 3.1),
        Rail("D6231", 3, 17.5, 1.9), Rail("G6120", 3, 12.4, 1.5),
        new("K1102", World.Slow, 0, TimeSpan.FromHours(20.1), 7.5), new("K558", World.Slow, 3, TimeSpan.FromHours(6.8), 6), new("K1156", World.Slow, 3, TimeSpan.FromHours(12.5), 8),
        new("客运07线", World.Coach, 2, TimeSpan.FromHours(8.5), 2.5), new("客运12线", World.Coach, 2, TimeSpan.FromHours(15), 2.5),
        new("云程之夜", World.Concert, 4, TimeSpan.FromHours(19.5), 2.3, [DayOfWeek.Friday, DayOfWeek.Saturday]),
        new("景区上午场", World.Scenic, 5, TimeSpan.FromHours(9.5), 3), new("景区下午场", World.Scenic, 5, TimeSpan.FromHours(13.5), 3),
    ];

    private static readonly Dictionary<string, Run[]> OfProduct = Runs.GroupBy(r => r.Product)
        .SelectMany(g => g.Key == World.SecondClass ? new[] { (World.SecondClass, g.ToArray()), (World.FirstClass, g.ToArray()) } : [(g.Key, g.ToArray())])
        .ToDictionary(p => p.Item1, p => p.Item2);

    /// <summary>A run of a product on or after a day that leaves at least an hour after <paramref name="now"/>.</summary>
    public static (Run Run, DateTime Leaves) Choose(string product, DateOnly day, DateTime now, Rng chance)
    {
        var runs = OfProduct[product];
        var run = chance.Pick(runs);
        for (var i = 0; i < 40; i++, day = day.AddDays(1))
        {
            if (run.On is { } on && !on.Contains(day.DayOfWeek))
                continue;
            var leaves = day.ToDateTime(TimeOnly.MinValue) + run.Leaves;
            if (leaves > now.AddHours(1))
                return (run, leaves);
        }

        throw new InvalidOperationException(product);
    }

    public Fared How(Run run, DateOnly day)
    {
        var weather = Rng.Named(scene.Plan.Seed, FormattableString.Invariant($"weather{run.Outlet % 4}:{day.DayNumber}")).Chance(.035) ? 4 : 1;
        var chance = Rng.Named(scene.Plan.Seed, FormattableString.Invariant($"trip{run.Session}:{day.DayNumber}"));
        if (run.Product is World.Concert or World.Scenic)
            return new Fared(chance.Chance(.001 * weather), chance.Chance(.04) ? chance.LogNormal(9, .5) : 0);
        var late = run.Product == World.Coach ? .08 : .03;
        return new Fared(chance.Chance(.0015 * weather), chance.Chance(late * weather) ? 5 + chance.LogNormal(12, .9) : Math.Max(0, chance.Normal(-.5, 1.5)));
    }

    private static Run Rail(string session, int outlet, double leaves, double hours) => new(session, World.SecondClass, outlet, TimeSpan.FromHours(leaves), hours);
}
