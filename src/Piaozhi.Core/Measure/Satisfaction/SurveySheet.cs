using Piaozhi.Core.Measure.Satisfaction.Trees;

namespace Piaozhi.Core.Measure.Satisfaction;

/// <summary>One answer with where it was given and whether the questionnaire counts.</summary>
/// <param name="Tier">Branch of the index that the question belongs to (basic, value_added); null = none.</param>
public readonly record struct PlacedAnswer(string ResponseId, string Question, string Dimension, string Type, double Value, int ScaleMax, string? Tier, string? Outlet, string? Channel, bool Excluded);

/// <summary>One answered questionnaire as scores 0–100.</summary>
/// <param name="Scores">By the sheet's dimensions; NaN = not answered.</param>
/// <param name="Overall">Outcome question, 0–100.</param>
/// <param name="Recommend">0–10.</param>
/// <param name="Items">Score 0–100 of each rated question.</param>
public sealed record SurveyRow(string Id, double[] Scores, double Overall, double Satisfied, double Recommend, string Outlet, string Channel, bool Excluded, IReadOnlyDictionary<string, double> Items);

/// <summary>The answers of one questionnaire as a table of people by dimensions.</summary>
/// <param name="Tiers">Branch of each dimension; empty = none.</param>
/// <param name="Questions">Dimension of each rated question.</param>
/// <param name="OffScale">Answers beyond the ends of their scale, left out.</param>
public sealed record SurveySheet(IReadOnlyList<string> Dimensions, IReadOnlyList<string> Tiers, IReadOnlyList<SurveyRow> Rows, int OffScale, IReadOnlyDictionary<string, string> Questions)
{
    public static SurveySheet Of(IEnumerable<PlacedAnswer> answers)
    {
        var all = answers.ToList();
        bool OnScale(PlacedAnswer a) => a.Type == "nps" ? a.Value is >= 0 and <= 10 : a.ScaleMax > 1 && a.Value >= 1 && a.Value <= a.ScaleMax;
        var kept = all.Where(OnScale).ToList();
        var rated = kept.Where(a => a.Type != "nps").ToList();
        var dimensions = rated.Select(a => a.Dimension).Where(d => d is not (SatisfactionIndex.Overall or "")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        // A dimension lies in the branch that most of its answers name.
        var tiers = dimensions.Select(d => rated.Where(a => a.Dimension == d).GroupBy(a => a.Tier ?? "").MaxBy(g => g.Count())!.Key).ToList();
        var rows = kept.GroupBy(a => a.ResponseId, StringComparer.Ordinal).Select(g =>
        {
            double Score(Func<PlacedAnswer, bool> of) => g.Where(a => a.Type != "nps" && of(a)).Select(a => LeafScores.Score(a.Value, 1, a.ScaleMax)).DefaultIfEmpty(double.NaN).Average();
            var outcome = g.Where(a => a.Type != "nps" && a.Dimension == SatisfactionIndex.Overall).ToList();
            var first = g.First();
            return new SurveyRow(g.Key, [.. dimensions.Select(d => Score(a => a.Dimension == d))], Score(a => a.Dimension == SatisfactionIndex.Overall),
                outcome.Count == 0 ? double.NaN : outcome[0].Value >= outcome[0].ScaleMax * .8 ? 1 : 0,
                g.Where(a => a.Type == "nps").Select(a => a.Value).DefaultIfEmpty(double.NaN).First(), first.Outlet ?? "", first.Channel ?? "", first.Excluded,
                g.Where(a => a.Type != "nps").GroupBy(a => a.Question, StringComparer.Ordinal).ToDictionary(q => q.Key, q => LeafScores.Score(q.First().Value, 1, q.First().ScaleMax), StringComparer.Ordinal));
        }).ToList();
        return new SurveySheet(dimensions, tiers, rows, all.Count - kept.Count, rated.DistinctBy(a => a.Question).ToDictionary(a => a.Question, a => a.Dimension, StringComparer.Ordinal));
    }

    /// <summary>Only the questionnaires that count.</summary>
    public IReadOnlyList<SurveyRow> Counted => [.. Rows.Where(r => !r.Excluded)];

    /// <summary>Scores of people for the leaves of an index; without dimensions the outcome question is the only leaf.</summary>
    public LeafScores Leaves(IReadOnlyList<SurveyRow> rows) => Dimensions.Count == 0
        ? new LeafScores([SatisfactionIndex.Overall], [.. rows.Select(r => new[] { r.Overall })])
        : new LeafScores(Dimensions, [.. rows.Select(r => r.Scores)]);

    /// <summary>An index over the dimensions, in branches where the questionnaire has them.</summary>
    public IndexNode Tree(IReadOnlyList<double> weights)
    {
        if (Dimensions.Count == 0)
            return new IndexNode("index", 1, [IndexNode.Leaf(SatisfactionIndex.Overall)]);
        var leaves = Dimensions.Select((d, j) => IndexNode.Leaf(d, weights[j])).ToList();
        if (Tiers.Distinct(StringComparer.Ordinal).Count() < 2)
            return new IndexNode("index", 1, leaves);
        return new IndexNode("index", 1, [.. leaves.Select((leaf, j) => (leaf, Tier: Tiers[j])).GroupBy(x => x.Tier, StringComparer.Ordinal)
            .Select(g => new IndexNode(g.Key.Length > 0 ? g.Key : "other", g.Sum(x => x.leaf.Weight), [.. g.Select(x => x.leaf)]))]);
    }
}
