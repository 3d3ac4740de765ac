using Piaozhi.Core.Measure.Satisfaction;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class SatisfactionIndexTests
{
    [Fact]
    public void The_index_is_the_weighted_sum_of_the_scores_of_its_dimensions()
    {
        var answers = new List<ScaledAnswer>();
        for (var i = 0; i < 40; i++)
        {
            answers.Add(new($"r{i}", "speed", "rating", 4, 5));
            answers.Add(new($"r{i}", "attitude", "rating", i % 2 == 0 ? 5 : 3, 5));
            answers.Add(new($"r{i}", "overall", "rating", i % 2 == 0 ? 5 : 3, 5));
            answers.Add(new($"r{i}", "overall", "nps", i % 2 == 0 ? 10 : 5, 10));
        }

        var index = SatisfactionIndex.Of(answers, new Dictionary<string, double> { ["speed"] = 3, ["attitude"] = 1 })!;
        Assert.Equal(75, index.Index, 10);
        Assert.Equal(40, index.N);
        Assert.Equal(0.5, index.Csat);
        Assert.Equal(0, index.Nps);
        Assert.True(index.Low < 75 && index.High > 75);
        Assert.Equal(1, index.Dimensions.Single(d => d.Code == "attitude").Importance, 10);
    }

    [Fact]
    public void No_answers_give_no_index_and_one_answer_no_interval()
    {
        Assert.Null(SatisfactionIndex.Of([]));
        Assert.True(double.IsNaN(SatisfactionIndex.Of([new("r", "overall", "rating", 4, 5)])!.Low));
    }
}
