using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure.Satisfaction;

/// <summary>How weights and memberships are combined.</summary>
public enum FuzzyOperator
{
    /// <summary>M(×,+): every factor counts by its weight. With shares of answers as memberships the score is the weighted mean.</summary>
    ProductSum,

    /// <summary>M(∧,∨): only the strongest factor of a grade counts.</summary>
    MinMax,

    /// <summary>M(×,∨).</summary>
    ProductMax,

    /// <summary>M(∧,⊕): sum of the smaller ones, at most 1.</summary>
    MinBoundedSum,
}

/// <summary>The result of a fuzzy comprehensive evaluation.</summary>
/// <param name="Grades">Membership of the whole in each grade, as the operator gives it.</param>
/// <param name="Shares">The same, made to sum to 1.</param>
/// <param name="Effectiveness">
/// (nβ − 1)/(2γ(n − 1)) with the largest share β and the second γ: from 0.5 naming the largest grade is fair, below it the score says more.
/// </param>
public sealed record FuzzyResult(IReadOnlyList<double> Grades, IReadOnlyList<double> Shares, int Grade, double Score, double Effectiveness);

/// <summary>Fuzzy comprehensive evaluation of one level; a tree is evaluated from its leaves upward, the shares of a level being memberships of the next.</summary>
public static class FuzzyEvaluation
{
    /// <param name="memberships">One row a factor: membership 0…1 in each grade.</param>
    /// <param name="scores">What each grade is worth.</param>
    public static Outcome<FuzzyResult> Of(IReadOnlyList<IReadOnlyList<double>> memberships, IReadOnlyList<double> weights, IReadOnlyList<double> scores, FuzzyOperator rule = FuzzyOperator.ProductSum)
    {
        if (memberships.Count == 0 || scores.Count == 0)
            return new Refusal("measure.fuzzy.nothing");
        if (memberships.Count != weights.Count || memberships.Any(m => m.Count != scores.Count))
            return new Refusal("measure.fuzzy.sizes");
        if (memberships.Any(m => m.Any(v => !(v >= 0 && v <= 1))) || weights.Any(w => !(w >= 0)) || weights.Sum() <= 0)
            return new Refusal("measure.fuzzy.range");
        var sum = weights.Sum();
        var grades = Enumerable.Range(0, scores.Count).Select(g =>
        {
            var terms = memberships.Select((m, i) => rule is FuzzyOperator.ProductSum or FuzzyOperator.ProductMax ? weights[i] / sum * m[g] : Math.Min(weights[i] / sum, m[g]));
            return rule switch
            {
                FuzzyOperator.ProductSum => terms.Sum(),
                FuzzyOperator.MinBoundedSum => Math.Min(1, terms.Sum()),
                _ => terms.Max(),
            };
        }).ToArray();
        var total = grades.Sum();
        if (total <= 0)
            return new Refusal("measure.fuzzy.nothing");
        var shares = grades.Select(b => b / total).ToArray();
        var order = shares.OrderDescending().ToArray();
        return new FuzzyResult(grades, shares, Array.IndexOf(shares, order[0]), shares.Zip(scores, (b, v) => b * v).Sum(),
            order.Length < 2 ? double.PositiveInfinity : (order.Length * order[0] - 1) / (2 * order[1] * (order.Length - 1)));
    }

    /// <summary>Shares of answers in each grade 1…<paramref name="grades"/>, best grade first when <paramref name="bestFirst"/>.</summary>
    public static IReadOnlyList<double> Memberships(IEnumerable<double> answers, int grades, bool bestFirst = true)
    {
        var counts = new double[grades];
        foreach (var answer in answers.Where(a => a >= 1 && a <= grades))
            counts[(int)Math.Round(bestFirst ? grades - answer : answer - 1)]++;
        var n = counts.Sum();
        return n > 0 ? [.. counts.Select(c => c / n)] : counts;
    }
}
