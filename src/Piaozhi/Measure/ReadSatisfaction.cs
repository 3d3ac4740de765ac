using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Measure.Satisfaction;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>The satisfaction of a part of the operation over a period, by one questionnaire, with what was set aside.</summary>
/// <param name="Surveys">Questionnaires with rated answers in the period, the one that says most first.</param>
/// <param name="Excluded">Responses that were set aside, by reason.</param>
public sealed record SatisfactionReading(
    string? Survey, IReadOnlyList<AnsweredSurvey> Surveys, SatisfactionIndex? Index, SatisfactionIndex? Before, Period Period, long Responses, long SetAside, IReadOnlyList<(string Reason, long Count)> Excluded, Estimate Csat, Estimate Nps);

/// <summary>A questionnaire with the number of its responses and of the dimensions that it asks for.</summary>
public sealed record AnsweredSurvey(string Code, string Title, long Responses, long Dimensions);

/// <summary>
/// Reads the satisfaction index from the answers of a period; the period before is beside it. Questionnaires ask different people
/// different things, so that one at a time is read: weights and importance have no meaning across them.
/// </summary>
public static class ReadSatisfaction
{
    private const int UsualDays = 90;

    public sealed record Input(Period? Period = null, Slice? Scope = null, string? Survey = null);

    public static async Task<Outcome<SatisfactionReading>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var end = (await AskFacts.WatermarkAsync(session.Facts, session.Options, ct) ?? session.LocalNow).Date.AddDays(1);
        var period = input.Period ?? new Period(end.AddDays(-UsualDays), end);
        if (AskFacts.Narrow(input.Scope ?? Slice.Whole, session) is not { } scope)
            return new SatisfactionReading(null, [], null, null, period, 0, 0, [], Nothing("K85"), Nothing("K86"));
        var surveys = await SurveysAsync(period, scope, session, ct);
        var survey = surveys.FirstOrDefault(s => s.Code == input.Survey)?.Code ?? surveys.FirstOrDefault()?.Code;
        var (counted, excluded) = await ResponsesAsync(survey, period, scope, session, ct);
        var answers = await AnswersAsync(survey, period, scope, session, ct);
        var before = await AnswersAsync(survey, new Period(period.From - period.Length, period.From), scope, session, ct);
        var overall = answers.Where(a => a is { Dimension: SatisfactionIndex.Overall, Type: not "nps" }).ToList();
        var recommend = answers.Where(a => a is { Type: "nps", Value: >= 0 and <= 10 }).Select(a => a.Value >= 9 ? 100d : a.Value <= 6 ? -100 : 0).ToList();
        return new SatisfactionReading(
            survey, surveys, SatisfactionIndex.Of(answers), SatisfactionIndex.Of(before), period, counted, excluded.Sum(e => e.Count),
            [.. excluded.SelectMany(e => e.Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => (r, e.Count))).GroupBy(e => e.r).Select(g => (g.Key, g.Sum(e => e.Count))).OrderByDescending(e => e.Item2)],
            overall.Count == 0 ? Nothing("K85") : Of("K85", Sufficient.Proportion(overall.Count(a => a.Value >= a.ScaleMax * .8), overall.Count)),
            recommend.Count == 0 ? Nothing("K86") : Of("K86", Sufficient.Mean(recommend.Count, recommend.Sum(), recommend.Sum(v => v * v))));
    }

    private static async Task<List<AnsweredSurvey>> SurveysAsync(Period period, Slice scope, Session session, CancellationToken ct)
    {
        var (where, parameters) = Where(null, period, scope, session);
        var rows = await session.Facts.QueryAsync($"""
            SELECT p.survey, count(DISTINCT p.response_id), count(DISTINCT p.dimension) FROM listen_answer p
            WHERE {where} AND NOT p.excluded AND p.value IS NOT NULL AND p.expectation_of IS NULL AND p.type = 'rating' AND p.dimension IS NOT NULL GROUP BY p.survey
            """, parameters, r => (Code: r.GetString(0), Responses: r.GetInt64(1), Dimensions: r.GetInt64(2)), ct);
        var titles = (await session.Facts.QueryAsync("SELECT survey, COALESCE(title, '') FROM listen_survey WHERE service_id = $1", [session.Options.ServiceId], r => (r.GetString(0), r.GetString(1)), ct)).ToDictionary(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
        return [.. rows.OrderByDescending(r => (r.Dimensions > 1 ? 1 : 0, r.Responses * r.Dimensions))
            .Select(r => new AnsweredSurvey(r.Code, titles.GetValueOrDefault(r.Code) is { Length: > 0 } title ? title : r.Code, r.Responses, r.Dimensions))];
    }

    private static Task<List<ScaledAnswer>> AnswersAsync(string? survey, Period period, Slice scope, Session session, CancellationToken ct)
    {
        var (where, parameters) = Where(survey, period, scope, session);
        return session.Facts.QueryAsync($"""
            SELECT p.response_id, COALESCE(p.dimension, ''), p.type, p.value, COALESCE(p.scale_max, CASE WHEN p.type = 'nps' THEN 10 ELSE 5 END) FROM listen_answer p
            WHERE {where} AND NOT p.excluded AND p.value IS NOT NULL AND p.expectation_of IS NULL AND ((p.type = 'rating' AND p.dimension IS NOT NULL) OR p.type = 'nps')
            """, parameters, r => new ScaledAnswer(r.GetString(0), r.GetString(1), r.GetString(2), r.GetDouble(3), r.GetInt32(4)), ct);
    }

    private static async Task<(long Counted, List<(string Reasons, long Count)> Excluded)> ResponsesAsync(string? survey, Period period, Slice scope, Session session, CancellationToken ct)
    {
        var (where, parameters) = Where(survey, period, scope, session);
        var rows = await session.Facts.QueryAsync($"SELECT p.excluded, COALESCE(p.reasons, ''), count(*) FROM listen_response p WHERE {where} GROUP BY p.excluded, COALESCE(p.reasons, '')",
            parameters, r => (Excluded: r.GetBoolean(0), Reasons: r.GetString(1), Count: r.GetInt64(2)), ct);
        return (rows.Where(r => !r.Excluded).Sum(r => r.Count), [.. rows.Where(r => r.Excluded).Select(r => (r.Reasons, r.Count))]);
    }

    private static (string Sql, List<object?> Parameters) Where(string? survey, Period period, Slice scope, Session session)
    {
        var parameters = new List<object?> { session.Options.ServiceId, period.From - session.Options.UtcOffset, period.To - session.Options.UtcOffset };
        var sql = "p.service_id = $1 AND p.submitted_at >= $2 AND p.submitted_at < $3";
        if (survey is not null)
        {
            parameters.Add(survey);
            sql += " AND p.survey = $4";
        }

        foreach (var (dimension, values) in scope.Where(s => Piaozhi.Core.Listen.Dimensions.Names.Contains(s.Key)))
        {
            parameters.AddRange(values);
            sql += $" AND p.{dimension} IN ({string.Join(", ", values.Select((_, i) => "$" + (parameters.Count - values.Length + 1 + i).ToString(System.Globalization.CultureInfo.InvariantCulture)))})";
        }

        return (sql, parameters);
    }

    private static Estimate Of(string code, Sufficient statistic) => Estimates.Of(IndicatorCatalog.BuiltIn.Find(code)!, statistic);

    private static Estimate Nothing(string code) => Estimates.Of(IndicatorCatalog.BuiltIn.Find(code)!, default);
}
