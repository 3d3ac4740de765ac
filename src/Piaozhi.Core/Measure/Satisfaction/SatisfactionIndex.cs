using Piaozhi.Core.Measure.Satisfaction.Trees;

namespace Piaozhi.Core.Measure.Satisfaction;

/// <summary>One answer of a valid questionnaire, on a scale that begins at 1 (NPS: at 0).</summary>
/// <param name="Dimension">Dimension of the question; <c>overall</c> marks the outcome.</param>
/// <param name="Survey">Questionnaire that it belongs to: what drives the outcome is found among the questions that were asked together.</param>
public readonly record struct ScaledAnswer(string ResponseId, string Dimension, string Type, double Value, int ScaleMax, string Survey = "");

/// <summary>A dimension of the index: score 0–100 with interval, its weight, and its share of what drives the outcome.</summary>
public sealed record DimensionScore(string Code, double Score, double Low, double High, long N, double Weight, double Importance);

/// <summary>The satisfaction of a set of answers (contract.md, exact meanings 3): index 0–100, CSAT 0–1, NPS −100…100.</summary>
public sealed record SatisfactionIndex(
    double Index, double Low, double High, long N, IReadOnlyList<DimensionScore> Dimensions, double Csat, double Nps)
{
    public const string Overall = "overall";

    /// <summary>
    /// Scores each dimension as 100·(mean − 1)/(max − 1) and adds them up by weight. Weights are those given, else the derived importance
    /// where the outcome was asked of at least 30 people in full, else equal. A dimension that another questionnaire asked, without the
    /// outcome, weighs as much as its share of the answers. The interval treats the answers of one person as one unit.
    /// </summary>
    public static SatisfactionIndex? Of(IEnumerable<ScaledAnswer> answers, IReadOnlyDictionary<string, double>? weights = null, double level = 0.95)
    {
        var all = answers.ToList();
        var rated = all.Where(a => a.Type != "nps" && a.ScaleMax > 1 && a.Value >= 1 && a.Value <= a.ScaleMax).ToList();
        var asked = rated.GroupBy(a => a.ResponseId).Select(g => (g.First().Survey, Scores: g.GroupBy(a => a.Dimension, StringComparer.Ordinal)
            .ToDictionary(d => d.Key, d => d.Average(a => 100 * (a.Value - 1) / (a.ScaleMax - 1)), StringComparer.Ordinal))).ToList();
        var people = asked.Select(p => p.Scores).ToList();
        var codes = people.SelectMany(p => p.Keys).Distinct(StringComparer.Ordinal).Where(c => c != Overall).Order(StringComparer.Ordinal).ToList();
        if (people.Count == 0)
            return null;
        var importance = Importance(asked);
        var weight = Weights(people, codes, weights, importance);
        // Without dimensions the outcome question is the index.
        var leaves = codes.Count == 0 ? [Overall] : codes;
        var scores = new LeafScores(leaves, [.. people.Select(p => leaves.Select(c => p.GetValueOrDefault(c, double.NaN)).ToArray())]);
        var tree = IndexTree.Score(new IndexNode("index", 1, [.. leaves.Select(c => IndexNode.Leaf(c, codes.Count == 0 ? 1 : weight[c]))]), scores, CoverageRule.None, level);
        var dimensions = tree.Children.Where(_ => codes.Count > 0).Select(d => new DimensionScore(d.Code, d.Score, d.Low, d.High, d.N, weight[d.Code], importance.GetValueOrDefault(d.Code))).ToList();
        var overall = rated.Where(a => a.Dimension == Overall).ToList();
        var nps = all.Where(a => a.Type == "nps" && a.Value is >= 0 and <= 10).ToList();
        return new SatisfactionIndex(tree.Score, tree.Low, tree.High, tree.N, dimensions,
            overall.Count == 0 ? double.NaN : overall.Count(a => a.Value >= a.ScaleMax * 0.8) / (double)overall.Count,
            nps.Count == 0 ? double.NaN : 100.0 * (nps.Count(a => a.Value >= 9) - nps.Count(a => a.Value <= 6)) / nps.Count);
    }

    /// <summary>Shares of what drives the outcome, adding up to 1; questionnaires that asked for it count by their answers.</summary>
    private static Dictionary<string, double> Importance(List<(string Survey, Dictionary<string, double> Scores)> asked)
    {
        var sum = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var survey in asked.GroupBy(a => a.Survey, StringComparer.Ordinal))
        {
            var people = survey.Select(a => a.Scores).Where(p => p.ContainsKey(Overall)).ToList();
            // A question that most were not asked (a follow-up) would leave nobody who answered all.
            var codes = people.SelectMany(p => p.Keys).Where(c => c != Overall).GroupBy(c => c, StringComparer.Ordinal)
                .Where(g => g.Count() * 2 >= people.Count).Select(g => g.Key).Order(StringComparer.Ordinal).ToList();
            var complete = people.Where(p => codes.All(p.ContainsKey)).ToList();
            if (codes.Count is 0 or > RelativeImportance.MostDrivers || complete.Count < 30)
                continue;
            var shares = RelativeImportance.Shapley([.. complete.Select(p => p[Overall])], [.. codes.Select(c => complete.Select(p => p[c]).ToList())]);
            if (shares.Sum() is > 0 and var explained)
                for (var i = 0; i < codes.Count; i++)
                    sum[codes[i]] = sum.GetValueOrDefault(codes[i]) + Math.Max(0, shares[i]) / explained * complete.Count;
        }

        var total = sum.Values.Sum();
        return total <= 0 ? [] : sum.ToDictionary(s => s.Key, s => s.Value / total, StringComparer.Ordinal);
    }

    private static Dictionary<string, double> Weights(
        List<Dictionary<string, double>> people, List<string> codes, IReadOnlyDictionary<string, double>? given, Dictionary<string, double> importance)
    {
        var answers = codes.ToDictionary(c => c, c => (double)people.Count(p => p.ContainsKey(c)), StringComparer.Ordinal);
        var driven = answers.Where(a => importance.ContainsKey(a.Key)).Sum(a => a.Value);
        var raw = codes.ToDictionary(c => c, c => given?.GetValueOrDefault(c) ?? (importance.Count == 0 ? 1 : importance.TryGetValue(c, out var share) ? share * driven : answers[c]), StringComparer.Ordinal);
        var total = raw.Values.Sum();
        return raw.ToDictionary(p => p.Key, p => total > 0 ? p.Value / total : 1.0 / codes.Count, StringComparer.Ordinal);
    }
}
