using MathNet.Numerics.Distributions;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure.Satisfaction.Trees;

/// <summary>A part of the index with its score.</summary>
/// <param name="Score">0–100; NaN where the rule of coverage leaves it blank.</param>
/// <param name="Error">Standard error, given the weights.</param>
/// <param name="N">People who answered anything in it.</param>
/// <param name="Weight">Weight among its siblings as designed, sums to 1.</param>
/// <param name="Effective">Weight in the whole as used, after blank parts are left out.</param>
/// <param name="Coverage">Share of the designed weight below it that has a score.</param>
public sealed record ScoredNode(
    string Code, double Score, double Error, double Low, double High, long N, double Weight, double Effective, double Coverage, IReadOnlyList<ScoredNode> Children, IReadOnlyList<Caveat> Caveats)
{
    public bool IsBlank => double.IsNaN(Score);

    /// <summary>This node and all below it, in order.</summary>
    public IEnumerable<ScoredNode> All() => [this, .. Children.SelectMany(c => c.All())];
}

/// <summary>
/// Scores a hierarchical index: first the people of each leaf are averaged, then the leaves by weight, so that a leaf answered by few does
/// not lose the others. Intervals by linearization (the people, or clusters, are the units), given the weights.
/// </summary>
public static class IndexTree
{
    public static ScoredNode Score(IndexNode root, LeafScores answers, CoverageRule? rule = null, double level = .95) =>
        Scored(root, new Means(answers), rule ?? CoverageRule.Usual, 1, 1, level).Node;

    private static (ScoredNode Node, Dictionary<int, double> Used) Scored(IndexNode node, Means means, CoverageRule rule, double weight, double effective, double level)
    {
        if (node.IsLeaf)
        {
            var column = means.Answers.Column(node.Code);
            var n = column < 0 ? 0 : means.Count[column];
            var blank = n < Math.Max(1, rule.Answers);
            var used = blank ? new Dictionary<int, double>() : new Dictionary<int, double> { [column] = 1 };
            return (Finished(node.Code, means, used, n, weight, blank ? 0 : effective, blank ? 0 : 1, [], level, blank && n > 0 ? [new Caveat(CaveatId.SmallSample, node.Code, n, rule.Answers)] : []), used);
        }

        var sum = node.Children.Sum(c => Math.Max(0, c.Weight));
        var shares = node.Children.Select(c => sum > 0 ? Math.Max(0, c.Weight) / sum : 1.0 / node.Children.Count).ToList();
        // Once to see what is answered, once with what is left of the weights.
        var first = node.Children.Select((c, i) => Scored(c, means, rule, shares[i], 0, level)).ToList();
        var there = first.Select((f, i) => f.Node.IsBlank ? 0 : shares[i]).Sum();
        var coverage = first.Select((f, i) => f.Node.IsBlank ? 0 : shares[i] * f.Node.Coverage).Sum();
        var ok = there > 0 && there >= rule.Share - 1e-12;
        var children = node.Children.Select((c, i) => Scored(c, means, rule, shares[i], ok && !first[i].Node.IsBlank ? effective * shares[i] / there : 0, level).Node).ToList();
        var below = new Dictionary<int, double>();
        if (ok)
            foreach (var (f, i) in first.Select((f, i) => (f, i)).Where(x => !x.f.Node.IsBlank))
                foreach (var (column, part) in f.Used)
                    below[column] = below.GetValueOrDefault(column) + part * shares[i] / there;
        var people = means.People(below.Keys);
        List<Caveat> caveats = coverage < 1 - 1e-12 && first.Any(f => f.Node.N > 0) ? [new Caveat(CaveatId.LowCoverage, node.Code, coverage)] : [];
        return (Finished(node.Code, means, below, people, weight, ok ? effective : 0, coverage, children, level, caveats), below);
    }

    private static ScoredNode Finished(string code, Means means, Dictionary<int, double> used, long n, double weight, double effective, double coverage, IReadOnlyList<ScoredNode> children, double level, IReadOnlyList<Caveat> caveats)
    {
        var (score, error, units) = means.Of(used);
        var half = units < 2 ? double.NaN : StudentT.InvCDF(0, 1, units - 1, (1 + level) / 2) * error;
        return new ScoredNode(code, score, error, Math.Max(0, score - half), Math.Min(100, score + half), n, weight, effective, coverage, children, caveats);
    }

    /// <summary>Means of the leaves, and the error of any weighted sum of them.</summary>
    private sealed class Means
    {
        private readonly double[] _mean, _weight;

        public Means(LeafScores answers)
        {
            Answers = answers;
            var p = answers.Leaves.Count;
            (_mean, _weight, Count) = (new double[p], new double[p], new long[p]);
            for (var i = 0; i < answers.Rows.Count; i++)
                for (var j = 0; j < p; j++)
                {
                    if (!double.IsFinite(answers.Rows[i][j]) || !(answers.WeightOf(i) > 0))
                        continue;
                    _mean[j] += answers.WeightOf(i) * answers.Rows[i][j];
                    _weight[j] += answers.WeightOf(i);
                    Count[j]++;
                }

            for (var j = 0; j < p; j++)
                _mean[j] /= _weight[j];
        }

        public LeafScores Answers { get; }

        public long[] Count { get; }

        public long People(ICollection<int> columns) => Answers.Rows.LongCount(r => columns.Any(j => double.IsFinite(r[j])));

        public (double Score, double Error, int Units) Of(Dictionary<int, double> used)
        {
            if (used.Count == 0)
                return (double.NaN, double.NaN, 0);
            var influence = new Dictionary<int, double>();
            for (var i = 0; i < Answers.Rows.Count; i++)
            {
                var (z, any) = (0.0, false);
                foreach (var (j, w) in used)
                    if (double.IsFinite(Answers.Rows[i][j]) && Answers.WeightOf(i) > 0)
                        (z, any) = (z + w * Answers.WeightOf(i) * (Answers.Rows[i][j] - _mean[j]) / _weight[j], true);
                var unit = Answers.Clusters?[i] ?? i;
                if (any)
                    influence[unit] = influence.GetValueOrDefault(unit) + z;
            }

            var n = influence.Count;
            return (used.Sum(u => u.Value * _mean[u.Key]), Math.Sqrt(n / (n - 1.0) * influence.Values.Sum(z => z * z)), n);
        }
    }
}
