namespace Piaozhi.Core.Measure.Satisfaction.Trees;

/// <summary>What stood behind one leaf in one segment of the customers.</summary>
/// <param name="Share">Share of the segment among the leaf's answers; sums to 1 over the segments of a leaf.</param>
/// <param name="Weight">Effective weight of the leaf; the same for all its segments.</param>
public readonly record struct IndexPart(string Leaf, string Segment, double Share, double Score, double Weight);

/// <summary>How much of the change of the index one leaf made.</summary>
/// <param name="Score">Because customers of the same kind answered differently.</param>
/// <param name="Mix">Because other customers answered.</param>
/// <param name="Weight">Because the leaf counts for more or less.</param>
public readonly record struct LeafChange(string Leaf, double Score, double Mix, double Weight)
{
    public double Total => Score + Mix + Weight;
}

/// <summary>
/// The change of an index between two periods, taken apart without a rest: ΔI = Σ w̄·q̄·Δm + Σ w̄·m̄·Δq + Σ s̄·Δw, each factor that stands
/// still taken at the middle of both periods [Bennet 1920].
/// </summary>
public sealed record IndexChange(double Before, double After, IReadOnlyList<LeafChange> Leaves)
{
    public double Score => Leaves.Sum(l => l.Score);

    public double Mix => Leaves.Sum(l => l.Mix);

    public double Weight => Leaves.Sum(l => l.Weight);

    public static IndexChange Of(IReadOnlyList<IndexPart> before, IReadOnlyList<IndexPart> after)
    {
        var leaves = before.Concat(after).Select(p => p.Leaf).Distinct(StringComparer.Ordinal).Select(leaf =>
        {
            var (old, now) = (Segments(before, leaf), Segments(after, leaf));
            var (score, mix) = (0.0, 0.0);
            foreach (var segment in old.Keys.Union(now.Keys, StringComparer.Ordinal))
            {
                var (hasOld, hasNow) = (old.TryGetValue(segment, out var a), now.TryGetValue(segment, out var b));
                // Who comes or goes changes the mix, and nobody's mind.
                var (m0, m1) = (hasOld ? a.Score : b.Score, hasNow ? b.Score : a.Score);
                var (q0, q1) = (hasOld ? a.Share : 0, hasNow ? b.Share : 0);
                score += (q0 + q1) / 2 * (m1 - m0);
                mix += (m0 + m1) / 2 * (q1 - q0);
            }

            var (w0, w1) = (old.Count > 0 ? old.Values.First().Weight : 0, now.Count > 0 ? now.Values.First().Weight : 0);
            var (s0, s1) = (old.Values.Sum(p => p.Share * p.Score), now.Values.Sum(p => p.Share * p.Score));
            // A leaf that was not there before brings its weight, not a change of its score.
            if (old.Count == 0 || now.Count == 0)
                return new LeafChange(leaf, 0, 0, w1 * s1 - w0 * s0);
            return new LeafChange(leaf, (w0 + w1) / 2 * score, (w0 + w1) / 2 * mix, (s0 + s1) / 2 * (w1 - w0));
        }).ToList();
        return new IndexChange(before.Sum(p => p.Weight * p.Share * p.Score), after.Sum(p => p.Weight * p.Share * p.Score), leaves);
    }

    /// <summary>The parts of a scored tree by a segment of the people; leaves that are blank have none.</summary>
    public static IReadOnlyList<IndexPart> Parts(ScoredNode root, LeafScores answers, IReadOnlyList<string> segments) =>
        [.. root.All().Where(n => n.Children.Count == 0 && n.Effective > 0).SelectMany(leaf =>
        {
            var column = answers.Column(leaf.Code);
            var rows = Enumerable.Range(0, answers.Rows.Count).Where(i => double.IsFinite(answers.Rows[i][column]) && answers.WeightOf(i) > 0).ToList();
            var all = rows.Sum(answers.WeightOf);
            return rows.GroupBy(i => segments[i], StringComparer.Ordinal).Select(g =>
            {
                var weight = g.Sum(answers.WeightOf);
                return new IndexPart(leaf.Code, g.Key, weight / all, g.Sum(i => answers.WeightOf(i) * answers.Rows[i][column]) / weight, leaf.Effective);
            });
        })];

    private static Dictionary<string, IndexPart> Segments(IReadOnlyList<IndexPart> parts, string leaf) => parts.Where(p => p.Leaf == leaf).ToDictionary(p => p.Segment, StringComparer.Ordinal);
}
