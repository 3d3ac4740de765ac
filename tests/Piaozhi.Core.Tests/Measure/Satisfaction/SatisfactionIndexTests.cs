using System.Globalization;
using Piaozhi.Core.Measure.Satisfaction;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class SatisfactionIndexTests
{
    [Fact]
    public void Importance_agrees_with_the_published_decomposition_of_the_swiss_data()
    {
        var lines = File.ReadAllLines(SharedFolder.Need("data/swiss.csv"));
        var header = lines[0].Split(',').Select(h => h.Trim('"')).ToList();
        List<double> Column(string name) => [.. lines.Skip(1).Select(l => double.Parse(l.Split(',')[header.IndexOf(name)], CultureInfo.InvariantCulture))];
        var shares = RelativeImportance.Shapley(Column("Fertility"), [Column("Agriculture"), Column("Examination"), Column("Education"), Column("Catholic"), Column("Infant.Mortality")]);
        double[] expected = [.057091, .171173, .260135, .105570, .112766];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], shares[i], 5e-7);
    }

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
