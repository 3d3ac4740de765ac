using System.Globalization;
using CsCheck;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Scores;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class ScoresTests
{
    /// <summary>Worked by hand: 50 promoters, 20 detractors of 100 give 30, variance .7 − .09, SE 7.81025; with z = 1.96 [14.6919, 45.3081].</summary>
    [Fact]
    public void Net_promoter_score_has_its_published_standard_error()
    {
        var found = NetPromoter.Of(50, 30, 20).Value;
        Assert.Equal(30, found.Value, 1e-9);
        Assert.Equal(7.81025, found.Error, 1e-5);
        var plain = NetPromoter.Plain(found);
        Assert.Equal((14.6922, 45.3078), (Math.Round(plain.Low, 4), Math.Round(plain.High, 4)));
    }

    /// <summary>R package NPS on its own test data: score, SE by business unit.</summary>
    [Fact]
    public void Net_promoter_scores_agree_with_the_R_package()
    {
        var lines = File.ReadAllLines(SharedFolder.Need("data/nps_testdata.csv")).Skip(1).Select(l => l.Split(',')).ToList();
        foreach (var (unit, nps, se) in ((string, double, double)[])[("Berries", .08, .0582957974471574), ("Oranges", .076, .0565057165249676), ("Apples", .148, .0562172927131857)])
        {
            var found = NetPromoter.Of(lines.Where(l => l[5].Trim('"') == unit).Select(l => double.Parse(l[0], CultureInfo.InvariantCulture))).Value;
            Assert.Equal((Math.Round(100 * nps, 9), Math.Round(100 * se, 9)), (Math.Round(found.Value, 9), Math.Round(found.Error, 9)));
        }
    }

    [Fact]
    public void A_scale_that_is_none_of_0_to_10_is_named()
    {
        var found = NetPromoter.Of([.. Enumerable.Repeat(11.0, 5), .. Enumerable.Repeat(10.0, 40)]).Value;
        Assert.Equal(40, found.N);
        Assert.Equal(5, found.Caveats.Single(c => c.Id == CaveatId.OutOfScale).Args[0]);
        Assert.Equal("measure.nps.no-answers", NetPromoter.Of([double.NaN]).Refusals[0].Code);
        Assert.Equal("measure.nps.no-answers", NetPromoter.Of([]).Refusals[0].Code);
    }

    [Fact]
    public void All_alike_still_has_an_interval_and_one_answer_a_caveat()
    {
        var alike = NetPromoter.Of([.. Enumerable.Repeat(10.0, 50)]).Value;
        Assert.Equal((100, 0), (alike.Value, alike.Error));
        Assert.InRange(alike.Interval.Low, 80, 99);
        Assert.Contains(NetPromoter.Of([3]).Value.Caveats, c => c.Id == CaveatId.SmallSample);
    }

    [Fact]
    public void Weights_change_the_score_and_cost_effective_people()
    {
        double[] answers = [.. Enumerable.Repeat(10.0, 50), .. Enumerable.Repeat(3.0, 50)];
        double[] weights = [.. Enumerable.Repeat(3.0, 50), .. Enumerable.Repeat(1.0, 50)];
        var found = NetPromoter.Of(answers, weights).Value;
        Assert.Equal(50, found.Value, 1e-9);
        Assert.Equal(200.0 * 200 / 500, found.N, 1e-9);
    }

    [Fact]
    public void The_interval_of_a_small_sample_holds_as_often_as_it_says()
    {
        var random = new Rng(3);
        var held = 0;
        for (var round = 0; round < 2000; round++)
        {
            var answers = Enumerable.Range(0, 20).Select(_ => random.NextDouble() switch { < .15 => 5.0, < .45 => 7, _ => 9 });
            held += NetPromoter.Of(answers).Value.Interval.Contains(40) ? 1 : 0;
        }

        Assert.InRange(held / 2000.0, .93, .975);
    }

    [Fact]
    public void Satisfied_share_has_wilsons_interval_and_knows_the_direction()
    {
        double[] answers = [.. Enumerable.Repeat(5.0, 82), .. Enumerable.Repeat(2.0, 18)];
        var found = SatisfiedShare.Of(answers).Value;
        Assert.Equal((.82, .733326, .882998), (found.Value, Math.Round(found.Interval.Low, 6), Math.Round(found.Interval.High, 6)));
        Assert.Equal(.18, SatisfiedShare.Of(answers, reversed: true).Value.Value, 1e-12);
        Assert.Equal("measure.csat.no-answers", SatisfiedShare.Of([0, 9]).Refusals[0].Code);
    }

    /// <summary>Newcombe 1998, table II, example (a): 56/70 less 48/80, method 10: 0.0524 … 0.3339.</summary>
    [Fact]
    public void The_difference_of_two_shares_agrees_with_newcombe()
    {
        GroupScore Share(int k, int n) => SatisfiedShare.Of([.. Enumerable.Repeat(5.0, k), .. Enumerable.Repeat(1.0, n - k)]).Value;
        var found = SatisfiedShare.Difference(Share(56, 70), Share(48, 80));
        Assert.Equal((.2, .0524, .3339), (Math.Round(found.Value, 10), Math.Round(found.Interval.Low, 4), Math.Round(found.Interval.High, 4)));
        Assert.InRange(found.P, .005, .02);
    }

    [Fact]
    public void Scores_of_groups_are_compared_with_p_and_interval()
    {
        var found = NetPromoter.Of(500, 300, 200).Value.Less(NetPromoter.Of(400, 300, 300).Value);
        Assert.Equal(20, found.Value, 1e-9);
        Assert.True(found.P < .001 && found.Interval.Low > 0);
        Assert.True(double.IsNaN(NetPromoter.Of(10, 0, 0).Value.Less(NetPromoter.Of(10, 0, 0).Value).P));
    }

    [Fact]
    public void Effort_is_a_mean_on_its_scale()
    {
        var found = CustomerEffort.Of([1, 2, 3, 4, 5, 9]).Value;
        Assert.Equal((3, 5), (found.Value, found.N));
        Assert.Equal(3 - 2.776445 * Math.Sqrt(.5), found.Interval.Low, 1e-5);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.OutOfScale);
        Assert.True(double.IsNaN(CustomerEffort.Of([4]).Value.Interval.Low));
    }

    /// <summary>Teaching data of an airline, 22 pairs of 0–100 items; gaps by an independent calculation.</summary>
    [Fact]
    public void Service_gaps_agree_with_the_reference_of_the_airline_data()
    {
        var lines = File.ReadAllLines(SharedFolder.Need("data/oddjob_airlinesat.csv")).Select(l => l.Split(',').Select(c => c.Trim('"')).ToArray()).ToList();
        double[] Column(string name)
        {
            var at = Array.IndexOf(lines[0], name);
            return [.. lines.Skip(1).Select(l => double.TryParse(l[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var v) ? v : double.NaN)];
        }

        var gaps = ServiceGaps.Of([.. Enumerable.Range(1, 22).Select(i => new GapItem($"{i}", i <= 4 ? "tangibles" : "rest", Column($"e{i}"), Column($"s{i}")))], 100).Value;
        Assert.Equal(-20.986, gaps.Overall, 1e-3);
        Assert.Equal(("4", 87.481159, 57.268, -30.2135), (gaps.Items.MinBy(i => i.Gap)!.Code, Math.Round(gaps.Items[3].Expected, 6), Math.Round(gaps.Items[3].Perceived, 3), Math.Round(gaps.Items[3].Gap, 4)));
        Assert.Equal(-8.799, gaps.Items.MaxBy(i => i.Gap)!.Gap, 1e-3);
        Assert.All(gaps.Items, i => Assert.True(i.P < .001 && i.Interval.High < 0));
        var sat = Reliability.Of([Column("sat1"), Column("sat2"), Column("sat3")]).Value;
        Assert.Equal(.80352214978211, sat.Alpha, 1e-10);
        var full = Core.Measure.Satisfaction.Weighting.CrossProducts.Of([.. Enumerable.Range(1, 22).Select(i => Column($"s{i}"))]);
        var (kmo, chi, freedom, _) = Reliability.Factorable(full.Correlations(), full.N).Value;
        Assert.Equal((793, .962728, 231), (full.N, Math.Round(kmo, 6), freedom));
        Assert.Equal(16_463.9, chi, .05);
    }

    [Fact]
    public void Gaps_without_pairs_are_refused_and_full_expectations_are_named()
    {
        Assert.Equal("measure.gaps.no-pairs", ServiceGaps.Of([new("a", "x", [double.NaN, 3], [4, double.NaN])], 5).Refusals[0].Code);
        var full = ServiceGaps.Of([new("a", "x", [5, 5, 5, 4], [3, 4, 5, 4])], 5, new Dictionary<string, double> { ["x"] = 100 }).Value;
        Assert.Contains(full.Items[0].Caveats, c => c.Id == CaveatId.Ceiling);
        Assert.Equal(full.Items[0].Gap, full.Overall);
        Assert.Equal((4 * .8 + 4 * .8 - 2 * .5 * 4) / (8 - 2 * .5 * 4), ServiceGaps.DifferenceReliability(2, .8, 2, .8, .5), 1e-12);
    }

    [Fact]
    public void Kano_counts_and_coefficients_agree_with_the_published_study()
    {
        var lines = File.ReadAllLines(SharedFolder.Need("data/kano_transfers--all_cohorts-clean.csv")).Select(l => l.Split(',')).ToList();
        IReadOnlyList<(KanoAnswer, KanoAnswer)> Pairs(string feature)
        {
            var (f, d) = (Array.IndexOf(lines[0], feature + "_functional"), Array.IndexOf(lines[0], feature + "_dysfunctional"));
            return [.. lines.Skip(1).Select(l => (Answer(l[f]), Answer(l[d])))];
        }

        foreach (var (feature, expected, better, worse, mode) in ((string, int[], double, double, KanoClass)[])
            [("F6", [9, 19, 91, 177, 49, 13], .3716216216, -.0945945946, KanoClass.Indifferent), ("F7", [59, 121, 70, 87, 9, 12], .5667655786, -.5341246291, KanoClass.OneDimensional), ("F9", [25, 76, 145, 85, 12, 15], .667673716, -.3051359517, KanoClass.Attractive)])
        {
            var found = Kano.Of(feature, Pairs(feature)).Value;
            Assert.Equal(expected, Enum.GetValues<KanoClass>().Select(c => found.Counts[c]));
            Assert.Equal((better, worse, mode), (Math.Round(found.Better, 10), Math.Round(found.Worse, 10), found.Class));
            Assert.True(found.BetterInterval.Contains(found.Better) && found.WorseInterval.Contains(found.Worse));
        }

        var pouliot = Kano.Of("F10", Pairs("F10"), KanoTable.Pouliot).Value;
        Assert.Equal((.5925925926, -.8148148148, 27), (Math.Round(pouliot.Better, 10), Math.Round(pouliot.Worse, 10), pouliot.Counts[KanoClass.Questionable]));
        var (f7, f11) = (Kano.Of("F7", Pairs("F7")).Value, Kano.Of("F11", Pairs("F11")).Value);
        Assert.Equal((20.0, 19.9), (Math.Round(f7.FongLimit, 1), Math.Round(f11.FongLimit, 1)));
        Assert.True(f7.Decided && f11.Decided);
        Assert.Equal(KanoClass.OneDimensional, f11.ByRule);
        Assert.Equal((.698324, .094972), (Math.Round(f7.TotalStrength, 6), Math.Round(f7.CategoryStrength, 6)));
    }

    [Fact]
    public void Kano_scores_are_continuous_too_and_contradictions_are_named()
    {
        var found = Kano.Of("x", [.. Enumerable.Repeat((KanoAnswer.Like, KanoAnswer.Dislike), 8), .. Enumerable.Repeat((KanoAnswer.Like, KanoAnswer.Like), 2)]).Value;
        Assert.Equal((4, (8 * 4 - 2 * 2) / 10.0), (found.Presence, found.Absence));
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.Inconsistent);
        Assert.Equal("measure.kano.no-pairs", Kano.Of("x", []).Refusals[0].Code);
        Assert.Equal(KanoClass.Indifferent, Kano.ClassOf(KanoAnswer.Tolerate, KanoAnswer.Tolerate));
        Assert.Equal(KanoClass.Questionable, Kano.ClassOf(KanoAnswer.Tolerate, KanoAnswer.Tolerate, KanoTable.Pouliot));
        Assert.True(double.IsNaN(Kano.Of("x", [(KanoAnswer.Dislike, KanoAnswer.Like)]).Value.Better));
    }

    [Fact]
    public void A_point_whose_interval_crosses_a_line_is_undecided()
    {
        var grid = PriorityGrid.Of(
        [
            ("wifi", .5, new(.4, .6), 40, new(38, 42)), ("board", .45, new(.35, .55), 80, new(78, 82)), ("gate", .05, new(0, .1), 40, new(38, 42)),
            ("near", .05, new(0, .1), 62, new(40, 84)), ("unknown", .05, Core.Statistics.Estimation.Interval.Unknown, 90, new(88, 92)),
        ]).Value;
        Assert.Equal([Priority.Concentrate, Priority.KeepUp, Priority.LowPriority, Priority.Undecided, Priority.Undecided], grid.Points.Select(p => p.Priority));
        Assert.Equal(Priority.Concentrate, PriorityGrid.Of([("a", .6, new(.5, .7), 60, new(58, 62)), ("b", .1, new(0, .2), 70, new(68, 72))], Crosshair.Target, 80).Value.Points[0].Priority);
        Assert.Equal("measure.grid.few-parts", PriorityGrid.Of([]).Refusals[0].Code);
    }

    [Fact]
    public void A_reversed_item_and_an_equal_one_are_named()
    {
        var random = new Rng(2);
        var common = Enumerable.Range(0, 200).Select(_ => random.Normal()).ToArray();
        double[] Item(int sign) => [.. common.Select(c => sign * c + random.Normal(0, .6))];
        var found = Reliability.Of([Item(1), Item(1), Item(1), Item(-1), [.. common.Select(_ => 3.0)]]).Value;
        Assert.Equal(3, found.Caveats.Single(c => c.Id == CaveatId.ReversedItem).Args[0]);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.ZeroVariance);
        Assert.Contains(found.Caveats, c => c.Id == CaveatId.Unreliable);
        Assert.Equal("measure.scale.one-item", Reliability.Of([Item(1)]).Refusals[0].Code);
        Assert.Equal("measure.scale.no-spread", Reliability.Of([[3, 3, 3], [3, 3, 3]]).Refusals[0].Code);
        Assert.Equal("measure.scale.few", Reliability.Of([[3], [3]]).Refusals[0].Code);
        Assert.Equal("measure.scale.singular", Reliability.Factorable(new double[,] { { 1, 1 }, { 1, 1 } }, 50).Refusals[0].Code);
    }

    [Fact]
    public void Alpha_of_parallel_items_is_the_spearman_brown_value() => Gen.Double[.1, .9].Sample(r =>
    {
        // Two items of equal variance and correlation r, built exactly.
        double[] a = [1, -1, 1, -1], b = [1, 1, -1, -1];
        double[] x = [.. a.Select((v, i) => v)], y = [.. a.Select((v, i) => r * v + Math.Sqrt(1 - r * r) * b[i])];
        Assert.Equal(2 * r / (1 + r), Reliability.Of([x, y]).Value.Alpha, 1e-9);
    });

    private static KanoAnswer Answer(string text) => text switch
    {
        "I like it" => KanoAnswer.Like,
        "I expect it" => KanoAnswer.Expect,
        "I am neutral" => KanoAnswer.Neutral,
        "I can tolerate it" => KanoAnswer.Tolerate,
        "I dislike it" => KanoAnswer.Dislike,
        _ => throw new ArgumentOutOfRangeException(nameof(text), text, null),
    };
}
