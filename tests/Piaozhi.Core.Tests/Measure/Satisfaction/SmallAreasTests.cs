using CsCheck;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Scores;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class SmallAreasTests
{
    [Fact]
    public void A_place_with_few_answers_is_drawn_to_the_common_value_and_a_large_one_stays()
    {
        var found = SmallAreas.Of([new("west", 60, 1, 500), new("east", 70, 1, 500), new("north", 80, 1, 500), new("kiosk", 100, 20, 2)]).Value;
        var by = found.Areas.ToDictionary(a => a.Name);
        Assert.True(by["west"].Own > .95 && by["kiosk"].Own < .4);
        Assert.InRange(by["kiosk"].Shrunk, 70, 85);
        Assert.True(by["kiosk"].Interval.High - by["kiosk"].Interval.Low < 2 * 1.96 * 20);
        Assert.InRange(found.Between, 90, 220);
    }

    [Fact]
    public void Places_that_differ_by_chance_alone_share_one_value_and_none_is_called_different()
    {
        var random = new Rng(12);
        var called = 0;
        for (var round = 0; round < 200; round++)
            called += SmallAreas.Of([.. Enumerable.Range(0, 20).Select(i => new AreaFigure($"o{i}", 70 + random.Normal(0, 2), 2, 50))]).Value.Areas.Any(a => a.Differs) ? 1 : 0;
        Assert.InRange(called, 0, 22);
    }

    [Fact]
    public void Shrunk_values_lie_nearer_to_the_truth_and_their_intervals_hold_it()
    {
        var random = new Rng(5);
        var (direct, shrunk, held, n) = (0.0, 0.0, 0, 0);
        for (var round = 0; round < 100; round++)
        {
            var truth = Enumerable.Range(0, 15).Select(_ => 70 + random.Normal(0, 3)).ToArray();
            var figures = truth.Select((t, i) => (Error: 1 + i % 5 * 1.5, T: t)).Select((x, i) => new AreaFigure($"o{i}", x.T + random.Normal(0, x.Error), x.Error, 10)).ToList();
            foreach (var (area, t) in SmallAreas.Of(figures).Value.Areas.Zip(truth))
                (direct, shrunk, held, n) = (direct + Math.Pow(area.Direct - t, 2), shrunk + Math.Pow(area.Shrunk - t, 2), held + (area.Interval.Contains(t) ? 1 : 0), n + 1);
        }

        Assert.True(shrunk < .6 * direct);
        Assert.InRange((double)held / n, .92, .985);
    }

    [Fact]
    public void Pairs_are_compared_with_correction_for_their_number()
    {
        var pairs = SmallAreas.Pairs([new("a", 70, 1, 100), new("b", 70.5, 1, 100), new("c", 80, 1, 100), new("d", double.NaN, 1, 1)]);
        Assert.Equal(3, pairs.Count);
        Assert.All(pairs, p => Assert.True(p.Q >= p.Difference.P));
        Assert.True(pairs.Single(p => (p.A, p.B) == ("a", "c")).Q < .001);
        Assert.True(pairs.Single(p => (p.A, p.B) == ("a", "b")).Q > .5);
    }

    [Fact]
    public void Shrunk_values_lie_between_the_own_and_the_common_one() => Gen.Select(Gen.Double[0, 100], Gen.Double[.5, 20]).Array[3, 12].Sample(places =>
    {
        var found = SmallAreas.Of([.. places.Select((p, i) => new AreaFigure($"{i}", p.Item1, p.Item2, 10))]).Value;
        Assert.All(found.Areas, a => Assert.InRange(a.Shrunk, Math.Min(a.Direct, found.Common) - 1e-9, Math.Max(a.Direct, found.Common) + 1e-9));
    });

    [Fact]
    public void Two_places_are_too_few_to_borrow_from() => Assert.Equal("measure.areas.few", SmallAreas.Of([new("a", 1, 1, 1), new("b", 2, 1, 1), new("c", 3, 0, 1)]).Refusals[0].Code);
}
