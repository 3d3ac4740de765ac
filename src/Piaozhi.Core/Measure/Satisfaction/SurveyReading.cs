using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Scores;
using Piaozhi.Core.Measure.Satisfaction.Trees;
using Piaozhi.Core.Measure.Satisfaction.Weighting;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure.Satisfaction;

/// <summary>Everything that one questionnaire says about a period.</summary>
/// <param name="Tree">The index, by the weights of <paramref name="Source"/>.</param>
/// <param name="Ways">The same answers by every way of weighting; null without dimensions.</param>
/// <param name="Uncleaned">The index with the questionnaires that were set aside, by the same weights; null when none was.</param>
/// <param name="Before">The period before by the same tree and weights; null where there is none.</param>
/// <param name="Grid">Importance and performance; refused where importance cannot be derived.</param>
/// <param name="Change">What the change against the period before is made of; null without a period before.</param>
/// <param name="Outlets">Outlets, drawn toward the common value as far as their answers are few.</param>
public sealed record SurveyReading(
    ScoredNode Tree, WeightSource Source, WeightComparison? Ways, ScoredNode? Uncleaned, ScoredNode? Before, Outcome<PriorityGrid> Grid, Outcome<Drivers> Drivers,
    Outcome<GroupScore> Csat, Outcome<GroupScore> Nps, IndexChange? Change, Outcome<SmallAreas> Outlets, IReadOnlyList<Caveat> Caveats)
{
    /// <summary>Fewest people of an outlet whose scores tell outlets apart.</summary>
    private const int FewestOfOutlet = 10;

    private const int Rounds = 500;

    /// <param name="given">Weights set by people, in the order of the dimensions; null = none.</param>
    /// <param name="source">Way of weighting that was asked for; null, or one that the data do not support = derived importance, else equal.</param>
    /// <returns>Null when nothing was answered.</returns>
    public static SurveyReading? Of(SurveySheet sheet, SurveySheet? before = null, IReadOnlyList<double>? given = null, WeightSource? source = null, CoverageRule? rule = null)
    {
        var rows = sheet.Counted;
        var (leaves, d) = (sheet.Leaves(rows), sheet.Dimensions.Count);
        if (leaves.Rows.All(r => r.All(double.IsNaN)))
            return null;
        var ways = d < 2 ? null : WeightComparison.Of([.. rows.Select(r => (double[])[.. r.Scores, r.Overall])], d, Objects(sheet, rows), given, Rounds);
        var way = ways?.Ways.FirstOrDefault(w => w.Source == (source ?? WeightSource.Shapley)) ?? ways?.Ways.FirstOrDefault(w => w.Source == WeightSource.Shapley)
            ?? ways?.Ways.FirstOrDefault(w => w.Source == WeightSource.Johnson) ?? ways?.Ways[0];
        var weights = way?.Weights ?? [.. Enumerable.Repeat(1.0, Math.Max(1, d))];
        var root = sheet.Tree(weights);
        var tree = IndexTree.Score(root, leaves, rule);
        var drivers = RelativeImportance.Of([.. rows.Select(r => r.Overall)], [.. Enumerable.Range(0, d).Select(j => rows.Select(r => r.Scores[j]).ToArray())], Rounds);
        var scored = tree.All().Where(n => n.Children.Count == 0).ToDictionary(n => n.Code, StringComparer.Ordinal);
        var caveats = new List<Caveat>();
        if (sheet.OffScale > 0)
            caveats.Add(new Caveat(CaveatId.OutOfScale, "", sheet.OffScale));
        if (rows.Count < Estimates.Few)
            caveats.Add(new Caveat(CaveatId.SmallSample, "", rows.Count));
        if (ways is { Matters: true })
            caveats.Add(new Caveat(CaveatId.WeightsDisagree, "", ways.Span));
        var (then, change) = before is null ? (null, null) : Changed(sheet, before, tree, root, rule);
        return new SurveyReading(
            tree, way?.Source ?? WeightSource.Equal, ways,
            sheet.Rows.Count == rows.Count ? null : IndexTree.Score(root, sheet.Leaves(sheet.Rows), rule), then,
            drivers.Ok ? PriorityGrid.Of([.. sheet.Dimensions.Select((c, j) => (c, drivers.Value.Shares[j].Part, drivers.Value.Shares[j].PartInterval, scored[c].Score, new Interval(scored[c].Low, scored[c].High)))]) : drivers.Refusals[0],
            drivers, SatisfiedShare.Of([.. rows.Where(r => double.IsFinite(r.Satisfied)).Select(r => r.Satisfied + 1)], 2, 1), NetPromoter.Of(rows.Select(r => r.Recommend).Where(double.IsFinite)),
            change, Outlet(sheet, rows, root), caveats);
    }

    /// <summary>Mean scores of outlets with enough people in every dimension: the objects whose spread entropy and CRITIC weigh.</summary>
    private static List<IReadOnlyList<double>> Objects(SurveySheet sheet, IReadOnlyList<SurveyRow> rows) =>
        [.. rows.Where(r => r.Outlet.Length > 0).GroupBy(r => r.Outlet, StringComparer.Ordinal)
            .Where(g => Enumerable.Range(0, sheet.Dimensions.Count).All(j => g.Count(r => double.IsFinite(r.Scores[j])) >= FewestOfOutlet))
            .Select(g => (IReadOnlyList<double>)[.. Enumerable.Range(0, sheet.Dimensions.Count).Select(j => g.Select(r => r.Scores[j]).Where(double.IsFinite).Average())])];

    private static Outcome<SmallAreas> Outlet(SurveySheet sheet, IReadOnlyList<SurveyRow> rows, IndexNode root) => SmallAreas.Of([.. rows.Where(r => r.Outlet.Length > 0).GroupBy(r => r.Outlet, StringComparer.Ordinal).Select(g =>
    {
        var score = IndexTree.Score(root, sheet.Leaves([.. g]), CoverageRule.None);
        return new AreaFigure(g.Key, score.Score, score.N < 3 ? double.NaN : score.Error, score.N);
    })]);

    private static (ScoredNode? Before, IndexChange? Change) Changed(SurveySheet sheet, SurveySheet before, ScoredNode now, IndexNode root, CoverageRule? rule)
    {
        // The same tree and weights for both, so that what is left is answers and mix; blanks of one period are a change of weight.
        var old = before.Counted;
        var columns = sheet.Dimensions.Select(c => before.Dimensions.ToList().IndexOf(c)).ToArray();
        var leaves = sheet.Dimensions.Count == 0 ? before.Leaves(old) : new LeafScores(sheet.Dimensions, [.. old.Select(r => columns.Select(j => j < 0 ? double.NaN : r.Scores[j]).ToArray())]);
        var then = IndexTree.Score(root, leaves, rule);
        return then.IsBlank || now.IsBlank ? (null, null)
            : (then, IndexChange.Of(IndexChange.Parts(then, leaves, [.. old.Select(r => r.Channel)]), IndexChange.Parts(now, sheet.Leaves(sheet.Counted), [.. sheet.Counted.Select(r => r.Channel)])));
    }
}
