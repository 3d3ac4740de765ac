using System.Globalization;
using Piaozhi.Core.Listen.Survey;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Tests.Listen.Survey;

public class SurveyCareTests
{
    /// <summary>R package careless (MIT) on its own simulated answers of 200 people to ten scales of five items.</summary>
    [Fact]
    public void Every_index_of_every_person_agrees_with_the_R_package_careless()
    {
        var answers = Rows("data/careless_dataset.csv").ToList();
        var expected = Rows("data/careless_dataset_expected.csv").ToList();
        var found = SurveyCare.Of(answers, [.. Enumerable.Repeat(5, 10)]).Value;
        Assert.Equal(200, found.People.Count);
        foreach (var (person, row) in found.People.Zip(expected))
        {
            Assert.Equal(row[1], person.LongestRun);
            Assert.Equal(row[2], person.AverageRun, 1e-10);
            Assert.Equal(row[3], person.Variability, 1e-10);
            Assert.Equal(-row[4], person.Consistency, 1e-9);
            Assert.Equal(row[5], person.Distance, 1e-6);
            Assert.Equal(row[7], person.Synonyms, 1e-9);
        }

        Assert.Equal((23, 50), (found.People.Count(p => p.Outlying), found.People.Max(p => p.LongestRun)));
        Assert.Equal(53, found.SynonymPairs);
    }

    [Fact]
    public void Runs_are_counted_as_presented_and_consistency_as_meant()
    {
        var random = new Rng(4);
        // Scales of four items, the second and fourth reversed: a careful person swings, a careless one does not.
        var people = Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 5).SelectMany(_ =>
        {
            var mood = 1 + random.Next(5);
            return new double[] { mood, 6 - mood, mood, 6 - mood };
        }).ToArray()).Append([.. Enumerable.Repeat(4.0, 20)]).ToList();
        var found = SurveyCare.Of(people, [4, 4, 4, 4, 4], new HashSet<int>(Enumerable.Range(0, 20).Where(j => j % 2 == 1))).Value;
        Assert.All(found.People.Take(60), p => Assert.True(p.Consistency > .99));
        Assert.Equal((20, 0.0), (found.People[60].LongestRun, found.People[60].Variability));
        Assert.True(double.IsNaN(found.People[60].Consistency));
        Assert.Contains(found.Caveats, c => c is { Id: CaveatId.Singular, Subject: "distance" });
    }

    [Fact]
    public void Nothing_one_person_and_gaps_give_what_they_can()
    {
        Assert.Equal("listen.survey.no-answers", SurveyCare.Of([]).Refusals[0].Code);
        Assert.Equal("listen.survey.sizes", SurveyCare.Of([[1, 2], [1]]).Refusals[0].Code);
        Assert.Equal("listen.survey.sizes", SurveyCare.Of([[1, 2]], [3]).Refusals[0].Code);
        var one = SurveyCare.Of([[3, 3, double.NaN, 3, 5]]).Value.People[0];
        Assert.Equal((3, 2.0), (one.LongestRun, one.AverageRun));
        Assert.True(double.IsNaN(one.Distance) && !one.Outlying);
        Assert.True(double.IsNaN(SurveyCare.Of([[double.NaN]]).Value.People[0].AverageRun));
    }

    private static IEnumerable<double[]> Rows(string file) => File.ReadLines(SharedFolder.Need(file)).Skip(1)
        .Select(l => l.Split(',').Select(c => c switch { "NA" => double.NaN, "TRUE" => 1, "FALSE" => 0, _ => double.Parse(c, CultureInfo.InvariantCulture) }).ToArray());
}
