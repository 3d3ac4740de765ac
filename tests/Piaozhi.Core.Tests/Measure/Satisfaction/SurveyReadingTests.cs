using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction;
using Piaozhi.Core.Measure.Satisfaction.Scores;
using Piaozhi.Core.Measure.Satisfaction.Weighting;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class SurveyReadingTests
{
    [Fact]
    public void A_questionnaire_is_read_in_branches_with_weights_side_by_side_and_what_was_set_aside()
    {
        var read = SurveyReading.Of(SurveySheet.Of(Answers(600, 1)), SurveySheet.Of(Answers(600, 2)))!;
        Assert.Equal(["basic", "value_added"], read.Tree.Children.Select(c => c.Code));
        Assert.Equal(["buy", "refund"], read.Tree.Children[0].Children.Select(c => c.Code));
        Assert.Equal(WeightSource.Shapley, read.Source);
        Assert.Equal(read.Ways!.Ways.Single(w => w.Source == WeightSource.Shapley).Index, read.Tree.Score, 1e-9);
        Assert.True(read.Tree.Low < read.Tree.Score && read.Tree.Score < read.Tree.High);
        // Those who were set aside gave the best marks throughout: the index would have been higher with them.
        Assert.True(read.Uncleaned!.Score > read.Tree.Score);
        Assert.Equal(Priority.Concentrate, read.Grid.Value.Points.Single(p => p.Code == "refund").Priority);
        Assert.Equal(read.Change!.After - read.Change.Before, read.Change.Score + read.Change.Mix + read.Change.Weight, 1e-9);
        Assert.Equal(3, read.Outlets.Value.Areas.Count);
        Assert.True(read.Nps.Ok && read.Csat.Ok);
        Assert.True(read.Csat.Value.Interval.Low > 0);
    }

    [Fact]
    public void The_index_agrees_with_the_one_that_findings_report()
    {
        var answers = Answers(300, 4).ToList();
        var read = SurveyReading.Of(SurveySheet.Of(answers))!;
        var index = SatisfactionIndex.Of(answers.Where(a => !a.Excluded).Select(a => new ScaledAnswer(a.ResponseId, a.Dimension, a.Type, a.Value, a.ScaleMax)))!;
        Assert.Equal((index.Index, index.N), (read.Tree.Score, read.Tree.N));
        Assert.Equal(index.Low, read.Tree.Low, 1e-9);
        Assert.Equal(index.Nps, read.Nps.Value.Value, 1e-9);
        Assert.Equal(index.Csat, read.Csat.Value.Value, 1e-9);
    }

    [Fact]
    public void The_asked_way_of_weighting_is_taken_where_it_can_be()
    {
        var sheet = SurveySheet.Of(Answers(600, 1));
        Assert.Equal(WeightSource.Given, SurveyReading.Of(sheet, given: [1, 0, 0], source: WeightSource.Given)!.Source);
        Assert.Equal(WeightSource.Shapley, SurveyReading.Of(sheet, source: WeightSource.Given)!.Source);
        Assert.Equal(WeightSource.Equal, SurveyReading.Of(SurveySheet.Of(Answers(12, 1)))!.Source);
    }

    [Fact]
    public void No_answers_are_nothing_and_answers_off_the_scale_are_counted()
    {
        Assert.Null(SurveyReading.Of(SurveySheet.Of([])));
        PlacedAnswer one = new("r", "q", "buy", "rating", 4, 5, null, null, null, false);
        Assert.Null(SurveyReading.Of(SurveySheet.Of([one with { Excluded = true }])));
        var read = SurveyReading.Of(SurveySheet.Of([one, one with { ResponseId = "s", Value = 11 }]))!;
        Assert.Equal(1, read.Caveats.Single(c => c.Id == CaveatId.OutOfScale).Args[0]);
        Assert.True(read.Tree.IsBlank);
        Assert.Equal("measure.nps.no-answers", read.Nps.Refusals[0].Code);
        Assert.False(read.Grid.Ok);
    }

    private static IEnumerable<PlacedAnswer> Answers(int people, ulong seed)
    {
        var random = new Rng(seed);
        for (var i = 0; i < people; i++)
        {
            var careless = i % 20 == 0;
            int Mark(double mean) => careless ? 5 : Math.Clamp((int)Math.Round(mean + random.Normal(0, .8)), 1, 5);
            var (buy, refund, seat) = (Mark(4.2), Mark(3), Mark(4));
            var overall = careless ? 5 : Math.Clamp((int)Math.Round(.2 * buy + .7 * refund + .1 * seat + random.Normal(0, .3)), 1, 5);
            PlacedAnswer At(string dimension, string type, double value, int max, string? tier) => new($"r{i}", "q." + dimension, dimension, type, value, max, tier, $"o{i % 3}", i % 4 == 0 ? "app" : "counter", careless);
            yield return At("buy", "rating", buy, 5, "basic");
            yield return At("refund", "rating", refund, 5, "basic");
            yield return At("seat", "rating", seat, 5, "value_added");
            yield return At("overall", "rating", overall, 5, null);
            yield return At("", "nps", 2 * overall, 10, null);
        }
    }
}
