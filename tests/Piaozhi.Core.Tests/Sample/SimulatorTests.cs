using Piaozhi.Core.Listen;
using Piaozhi.Core.Sample;

namespace Piaozhi.Core.Tests.Sample;

public class SimulatorTests
{
    private static readonly SamplePlan Plan = new() { Seed = 7, From = new DateOnly(2026, 3, 2), Days = 6, Scale = .05 };

    [Fact]
    public void One_seed_gives_the_same_facts_again_and_another_seed_others()
    {
        Assert.Equal(Ids(Plan), Ids(Plan));
        Assert.NotEqual(Ids(Plan), Ids(Plan with { Seed = 8 }));
    }

    [Fact]
    public void Nothing_is_told_from_before_the_first_day_or_after_the_end()
    {
        var plan = Plan with { Until = new DateTime(2026, 3, 5, 15, 30, 0) };
        var times = new Simulator(plan).Days().SelectMany(d => d.Facts).OfType<EventFact>().Select(e => e.OccurredAt.DateTime).ToList();
        Assert.NotEmpty(times);
        Assert.True(times.Min() >= new DateTime(2026, 3, 2));
        Assert.True(times.Max() < plan.Until);
    }

    private static List<string> Ids(SamplePlan plan) =>
        [.. new Simulator(plan).Days().SelectMany(d => d.Facts).Select(f => f.Id + (f is EventFact e ? e.Activity + e.OccurredAt.UtcTicks : ""))];
}
