using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure.Satisfaction.Structure;

/// <summary>The model in the box for a questionnaire, and its data.</summary>
public sealed record ServiceModel(PathModel Model, IReadOnlyDictionary<string, IReadOnlyList<double>> Data)
{
    public const string Satisfaction = "satisfaction", Loyalty = "loyalty";

    private const string Recommend = "nps";

    /// <summary>
    /// Questionnaires in the terms of the European model (three of its concepts or more) take its drawing. Others take the one for ticket
    /// services: each dimension acts on overall satisfaction, and satisfaction on loyalty where recommendation was asked. Items that most
    /// people were not asked stay out, because rows must be full.
    /// </summary>
    public static Outcome<ServiceModel> Of(SurveySheet sheet)
    {
        var rows = sheet.Counted;
        var items = sheet.Questions.Where(q => rows.Count(r => r.Items.ContainsKey(q.Key)) * 2 >= rows.Count).GroupBy(q => q.Value, q => q.Key, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Order(StringComparer.Ordinal)], StringComparer.Ordinal);
        if (rows.Count(r => double.IsFinite(r.Recommend)) * 2 >= rows.Count && rows.Count > 0 && !items.ContainsKey(Loyalty))
            items[Loyalty] = [Recommend];
        if (items.Remove(SatisfactionIndex.Overall, out var overall))
            items[Satisfaction] = [.. items.GetValueOrDefault(Satisfaction, []), .. overall];
        if (!items.ContainsKey(Satisfaction))
            return new Refusal("measure.pls.no-outcome");
        var ecsi = PathModel.EcsiConcepts.Count(c => c is not (Satisfaction or Loyalty) && items.ContainsKey(c)) >= 3;
        var model = ecsi ? PathModel.Ecsi(c => items.GetValueOrDefault(c, [])) : new PathModel(
            [.. items.OrderBy(i => i.Key is Satisfaction ? 1 : i.Key is Loyalty ? 2 : 0).ThenBy(i => i.Key, StringComparer.Ordinal).Select(i => new PathConstruct(i.Key, i.Value))],
            [.. items.Keys.Where(k => k is not (Satisfaction or Loyalty)).Order(StringComparer.Ordinal).Select(k => (k, Satisfaction)), .. items.ContainsKey(Loyalty) ? [(Satisfaction, Loyalty)] : Array.Empty<(string, string)>()]);
        return new ServiceModel(model, model.Items.ToDictionary(i => i, i => (IReadOnlyList<double>)[.. rows.Select(r => i == Recommend ? r.Recommend * 10 : r.Items.GetValueOrDefault(i, double.NaN))], StringComparer.Ordinal));
    }
}
