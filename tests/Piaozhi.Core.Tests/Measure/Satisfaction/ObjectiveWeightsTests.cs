using CsCheck;
using Piaozhi.Core.Measure.Satisfaction.Weighting;

namespace Piaozhi.Core.Tests.Measure.Satisfaction;

public class ObjectiveWeightsTests
{
    /// <summary>Worked by hand: shares ½ ½ have entropy ln 2 of ln 2, shares ¼ ¾ have 0.562335 of 0.693147.</summary>
    [Fact]
    public void Entropy_weighs_what_spreads_and_nothing_that_stands_still()
    {
        var found = ObjectiveWeights.Entropy([[5, 1, 1], [5, 3, 1]]).Value;
        PairwiseComparisonTests.Close([0, 1, 0], found, 1e-12);
        var both = ObjectiveWeights.Entropy([[1, 1], [3, 7]]).Value;
        var (a, b) = (1 - .5623351446 / Math.Log(2), 1 - .3767702 / Math.Log(2));
        PairwiseComparisonTests.Close([a / (a + b), b / (a + b)], both, 1e-6);
    }

    [Fact]
    public void Entropy_changes_with_the_normalizer_and_so_says_which()
    {
        IReadOnlyList<double>[] objects = [[4.1, 3.0], [4.2, 3.9], [4.4, 3.2], [4.6, 3.5]];
        var ways = Enum.GetValues<Normalizer>().Select(n => ObjectiveWeights.Entropy(objects, n).Value[0]).ToList();
        Assert.Equal(3, ways.Select(w => Math.Round(w, 4)).Distinct().Count());
    }

    /// <summary>Two opposed columns of equal spread, and a third that is constant: by hand SD(1 − r) = SD·2 each, and 0.</summary>
    [Fact]
    public void Critic_weighs_spread_and_conflict()
    {
        PairwiseComparisonTests.Close([.5, .5, 0], ObjectiveWeights.Critic([[1, 9, 4], [2, 8, 4], [3, 7, 4]]).Value, 1e-12);
        // A column beside its copy and a third at odds with both: 1 − r is 0 and 2 for the copies, 2 and 2 for the third.
        PairwiseComparisonTests.Close([.25, .25, .5], ObjectiveWeights.Critic([[1, 1, 9], [2, 2, 8], [3, 3, 7]]).Value, 1e-12);
    }

    [Fact]
    public void Weights_are_shares_whatever_the_scores() => Gen.Select(Gen.Int[2, 12], Gen.Int[1, 6]).SelectMany((n, p) => Gen.Double[0, 10].Array[p].Array[n]).Sample(objects =>
    {
        foreach (var found in (Core.Loop.Outcome<IReadOnlyList<double>>[])[ObjectiveWeights.Entropy(objects), ObjectiveWeights.Entropy(objects, Normalizer.MinMax), ObjectiveWeights.Critic(objects)])
            if (found.Ok)
            {
                Assert.Equal(1, found.Value.Sum(), 1e-9);
                Assert.All(found.Value, w => Assert.InRange(w, 0, 1 + 1e-12));
            }
    });

    [Fact]
    public void What_cannot_be_weighed_is_refused()
    {
        Assert.Equal("measure.weights.one-object", ObjectiveWeights.Entropy([[1, 2]]).Refusals[0].Code);
        Assert.Equal("measure.weights.gaps", ObjectiveWeights.Critic([[1, double.NaN], [1, 2]]).Refusals[0].Code);
        Assert.Equal("measure.weights.no-spread", ObjectiveWeights.Entropy([[3, 3], [3, 3]]).Refusals[0].Code);
        Assert.Equal("measure.weights.negative", ObjectiveWeights.Entropy([[-1, 3], [3, 3]]).Refusals[0].Code);
    }

    [Fact]
    public void Combined_weights_need_both_and_mix_in_between()
    {
        PairwiseComparisonTests.Close([0, .75, .25], ObjectiveWeights.Product([.5, .3, .2], [0, .5, .25]).Value, 1e-12);
        PairwiseComparisonTests.Close([.4, .6], ObjectiveWeights.Mixture([.2, .8], [.6, .4]), 1e-12);
        Assert.Equal(1, ObjectiveWeights.Concordance([[3, 2, 1], [30, 20, 10]]), 1e-12);
        Assert.Equal(0, ObjectiveWeights.Concordance([[3, 2, 1], [1, 2, 3]]), 1e-12);
    }

    [Fact]
    public void Ways_of_weighting_stand_side_by_side_and_say_whether_the_choice_matters()
    {
        var random = new Core.Loop.Rng(7);
        var rows = Enumerable.Range(0, 600).Select(_ =>
        {
            var (a, b, c) = (random.Normal(80, 8), random.Normal(50, 8), random.Normal(65, 8));
            return new[] { a, b, c, .8 * b + .2 * c + random.Normal(0, 2) };
        }).ToList();
        IReadOnlyList<double>[] outlets = [[90, 50, 65], [70, 51, 64], [80, 50, 66]];
        var compared = WeightComparison.Of(rows, 3, outlets, [2, 1, 1], rounds: 200);
        Assert.Equal([WeightSource.Equal, WeightSource.Given, WeightSource.Shapley, WeightSource.Johnson, WeightSource.Entropy, WeightSource.Critic, WeightSource.Combined], compared.Ways.Select(w => w.Source));
        Assert.True(compared.Matters);
        Assert.All(compared.Ways, w => Assert.True(w.Interval.Low < w.Index && w.Index < w.Interval.High));
        var shapley = compared.Ways.Single(w => w.Source == WeightSource.Shapley);
        Assert.True(shapley.Weights[1] > .9);
        Assert.InRange(shapley.Index, 48, 54);

        var few = WeightComparison.Of([.. rows.Take(10)], 3, [], null, rounds: 50);
        Assert.Equal([WeightSource.Equal], few.Ways.Select(w => w.Source));
        Assert.Equal(["measure.weights.one-object", "measure.weights.one-object", "measure.drivers.few", "measure.drivers.few"], few.Left.Select(l => l.Why.Code));
        Assert.False(few.Matters);
    }
}
