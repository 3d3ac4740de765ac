using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Diagnose;

public sealed class ContributionTests
{
    private static Sufficient P(long k, long n) => Sufficient.Proportion(k, n);

    [Fact]
    public void What_changed_in_one_part_is_charged_to_that_part()
    {
        var d = Contribution.Of(P(960, 1000), P(910, 1000), [("app", P(480, 500), P(430, 500)), ("web", P(480, 500), P(480, 500))]);
        Assert.Equal(-.05, d.Change, 12);
        Assert.Equal("app", d.Parts[0].Value);
        Assert.Equal(-.05, d.Parts[0].Rate, 12);
        Assert.Equal(0, d.Parts[1].Total, 12);
        Assert.Equal(0, d.Rest, 12);
    }

    [Fact]
    public void What_only_moved_from_a_good_part_to_a_bad_one_is_mix()
    {
        var d = Contribution.Of(P(860, 1000), P(740, 1000), [("good", P(720, 800), P(450, 500)), ("bad", P(140, 200), P(350, 500))]);
        Assert.All(d.Parts, p => Assert.InRange(Math.Abs(p.Rate), 0, .01));
        Assert.Equal(d.Change, d.Parts.Sum(p => p.Total) + d.Rest, 12);
        Assert.All(d.Parts, p => Assert.True(p.Mix < 0));
    }

    [Fact]
    public void The_parts_and_the_rest_are_the_whole_change_whatever_comes_and_goes()
    {
        var d = Contribution.Of(P(500, 1000), P(700, 1400), [("a", P(300, 500), default), ("b", default, P(400, 900)), ("c", P(100, 300), P(200, 300))]);
        Assert.Equal(d.Change, d.Parts.Sum(p => p.Total) + d.Rest, 12);
    }

    [Fact]
    public void The_vital_few_are_those_that_reach_the_border_together()
    {
        var bars = Pareto.Of([("b", 30), ("a", 50), ("c", 15), ("d", 5), ("e", 0)]);
        Assert.Equal(["a", "b", "c", "d"], bars.Select(b => b.Code));
        Assert.Equal([.5, .8, .95, 1], bars.Select(b => Math.Round(b.Cumulative, 12)));
        Assert.Equal(["a", "b"], bars.Where(b => b.Vital).Select(b => b.Code));
        Assert.Empty(Pareto.Of([]));
    }
}
