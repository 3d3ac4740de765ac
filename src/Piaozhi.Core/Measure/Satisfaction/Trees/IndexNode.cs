namespace Piaozhi.Core.Measure.Satisfaction.Trees;

/// <summary>A part of a satisfaction index: a dimension with parts of its own, or a leaf that is asked for.</summary>
/// <param name="Code">Of a leaf: the dimension of its questions.</param>
/// <param name="Weight">Weight among its siblings, on any scale ≥ 0.</param>
public sealed record IndexNode(string Code, double Weight, IReadOnlyList<IndexNode> Children)
{
    public static IndexNode Leaf(string code, double weight = 1) => new(code, weight, []);

    public bool IsLeaf => Children.Count == 0;

    /// <summary>Leaves with the product of the weights down their path; these sum to 1.</summary>
    public IReadOnlyList<(string Code, double Weight)> Leaves()
    {
        if (IsLeaf)
            return [(Code, 1)];
        var sum = Children.Sum(c => Math.Max(0, c.Weight));
        return [.. Children.SelectMany(c => c.Leaves().Select(l => (l.Code, l.Weight * (sum > 0 ? Math.Max(0, c.Weight) / sum : 1.0 / Children.Count))))];
    }
}

/// <summary>When a part has been answered well enough to be shown.</summary>
/// <param name="Answers">Fewest people behind a leaf.</param>
/// <param name="Share">Smallest share of the weight of a node's parts that must have a score.</param>
public sealed record CoverageRule(int Answers = 30, double Share = .5)
{
    public static CoverageRule Usual { get; } = new();

    public static CoverageRule None { get; } = new(1, 0);
}

/// <summary>Scores 0–100 of people for leaves; NaN = not asked, not answered, or not applicable.</summary>
/// <param name="Leaves">Codes of the columns.</param>
/// <param name="Rows">One row a person.</param>
/// <param name="Weights">How many of the population a person stands for; null = all alike.</param>
/// <param name="Clusters">What was drawn together (a customer, a trip); null = every row alone.</param>
public sealed record LeafScores(IReadOnlyList<string> Leaves, IReadOnlyList<double[]> Rows, IReadOnlyList<double>? Weights = null, IReadOnlyList<int>? Clusters = null)
{
    public double WeightOf(int row) => Weights?[row] ?? 1;

    public int Column(string leaf)
    {
        for (var j = 0; j < Leaves.Count; j++)
            if (Leaves[j] == leaf)
                return j;
        return -1;
    }

    /// <summary>0–100 on a scale from <paramref name="min"/> to <paramref name="max"/>; NaN beyond its ends.</summary>
    /// <param name="reversed">True where the low end is the good one.</param>
    public static double Score(double value, double min, double max, bool reversed = false) =>
        !(max > min) || !(value >= min && value <= max) ? double.NaN : 100 * (reversed ? max - value : value - min) / (max - min);
}
