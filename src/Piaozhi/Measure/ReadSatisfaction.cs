using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction;
using Piaozhi.Core.Measure.Satisfaction.Scores;
using Piaozhi.Core.Measure.Satisfaction.Weighting;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Measure;

/// <summary>The satisfaction of a part of the operation over a period, by one questionnaire, with what was set aside.</summary>
/// <param name="Surveys">Questionnaires with rated answers in the period, the one that says most first.</param>
/// <param name="Read">Null when nothing was answered.</param>
/// <param name="Excluded">Responses that were set aside, by reason.</param>
/// <param name="Gaps">What people found less what they expected; null where the questionnaire does not ask for both.</param>
/// <param name="Experts">People whose comparisons make the given weights.</param>
public sealed record SatisfactionReading(
    string? Survey, IReadOnlyList<AnsweredSurvey> Surveys, SurveyReading? Read, IReadOnlyList<string> Dimensions, Period Period, long Responses, long SetAside, IReadOnlyList<(string Reason, long Count)> Excluded, int Experts, Outcome<ServiceGaps>? Gaps = null);

/// <summary>A questionnaire with the number of its responses and of the dimensions that it asks for.</summary>
public sealed record AnsweredSurvey(string Code, string Title, long Responses, long Dimensions);

/// <summary>
/// Reads the satisfaction index from the answers of a period; the period before is beside it. Questionnaires ask different people
/// different things, so that one at a time is read: weights and importance have no meaning across them.
/// </summary>
public static class ReadSatisfaction
{
    private const int UsualDays = 90;

    /// <param name="Weights">Way of weighting; one that the data do not support gives derived importance, else equal weights.</param>
    public sealed record Input(Period? Period = null, Slice? Scope = null, string? Survey = null, WeightSource? Weights = null);

    public static async Task<Outcome<SatisfactionReading>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var period = input.Period ?? await UsualAsync(session, ct);
        if (AskFacts.Narrow(input.Scope ?? Slice.Whole, session) is not { } scope)
            return new SatisfactionReading(null, [], null, [], period, 0, 0, [], 0);
        var surveys = await SurveysAsync(period, scope, session, ct);
        if (input.Survey is { } asked && surveys.Count > 0 && surveys.All(s => s.Code != asked))
            return new Refusal("measure.satisfaction.unknown-survey", asked) { Kind = RefusalKind.NotFound };
        var survey = input.Survey ?? surveys.FirstOrDefault()?.Code;
        var (counted, excluded) = await ResponsesAsync(survey, period, scope, session, ct);
        var questions = await QuestionsAsync(survey, session, ct);
        var sheet = await SheetAsync(survey, questions, period, scope, session, ct);
        var before = await SheetAsync(survey, questions, new Period(period.From - period.Length, period.From), scope, session, ct);
        var experts = survey is null ? [] : await SatisfactionExperts.OfAsync(survey, session, ct);
        // A period of which only the last days have answers is no period to compare with.
        var read = SurveyReading.Of(sheet, before.Counted.Count > 0 && before.Counted.Count * 10 >= sheet.Counted.Count ? before : null, SatisfactionExperts.Weights(experts, sheet.Dimensions), input.Weights);
        return new SatisfactionReading(
            survey, surveys, read, sheet.Dimensions, period, counted, excluded.Sum(e => e.Count),
            [.. excluded.SelectMany(e => e.Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => (r, e.Count))).GroupBy(e => e.r).Select(g => (g.Key, g.Sum(e => e.Count))).OrderByDescending(e => e.Item2)],
            experts.Count, await GapsAsync(survey, questions, period, scope, session, ct));
    }

    /// <summary>The last 90 days that facts are known of.</summary>
    internal static async Task<Period> UsualAsync(Session session, CancellationToken ct)
    {
        var end = (await AskFacts.WatermarkAsync(session.Facts, session.Options, ct) ?? session.LocalNow).Date.AddDays(1);
        return new Period(end.AddDays(-UsualDays), end);
    }

    internal static async Task<List<AnsweredSurvey>> SurveysAsync(Period period, Slice scope, Session session, CancellationToken ct)
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

    /// <summary>Every rated answer, also of questionnaires that were set aside: what they would have changed is part of the reading.</summary>
    internal static async Task<SurveySheet> SheetAsync(string? survey, Dictionary<string, Question> questions, Period period, Slice scope, Session session, CancellationToken ct)
    {
        var (where, parameters) = Where(survey, period, scope, session);
        return SurveySheet.Of(await session.Facts.QueryAsync($"""
            SELECT p.response_id, p.question, COALESCE(p.dimension, ''), p.type, p.value, COALESCE(p.scale_max, CASE WHEN p.type = 'nps' THEN 10 ELSE 5 END), p.outlet, p.channel, p.excluded FROM listen_answer p
            WHERE {where} AND p.value IS NOT NULL AND p.expectation_of IS NULL AND ((p.type = 'rating' AND p.dimension IS NOT NULL) OR p.type = 'nps')
            """, parameters, r => new PlacedAnswer(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetDouble(4), r.GetInt32(5), questions.GetValueOrDefault(r.GetString(1))?.Tier,
                r.IsDBNull(6) ? null : r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7), r.GetBoolean(8)), ct));
    }

    /// <summary>Questions as the operator defined them; none where only answers came in.</summary>
    internal static async Task<Dictionary<string, Question>> QuestionsAsync(string? survey, Session session, CancellationToken ct) => survey is null ? [] : (await session.Facts.QueryAsync(
        "SELECT CAST(questions AS TEXT) FROM listen_survey WHERE service_id = $1 AND survey = $2", [session.Options.ServiceId, survey], r => FactSchema.Questions(r.GetString(0)), ct)).FirstOrDefault() ?? [];

    private static async Task<Outcome<ServiceGaps>?> GapsAsync(string? survey, Dictionary<string, Question> questions, Period period, Slice scope, Session session, CancellationToken ct)
    {
        var pairs = questions.Values.Where(q => q.ExpectationOf is { } of && questions.ContainsKey(of)).Select(q => (Expected: q.Code, Perceived: questions[q.ExpectationOf!])).ToList();
        if (pairs.Count == 0)
            return null;
        var (where, parameters) = Where(survey, period, scope, session);
        var answers = (await session.Facts.QueryAsync($"SELECT p.response_id, p.question, p.value FROM listen_answer p WHERE {where} AND NOT p.excluded AND p.value IS NOT NULL",
            parameters, r => (Id: r.GetString(0), Question: r.GetString(1), Value: r.GetDouble(2)), ct)).GroupBy(a => a.Id, StringComparer.Ordinal)
            .Select(g => g.DistinctBy(a => a.Question).ToDictionary(a => a.Question, a => a.Value, StringComparer.Ordinal)).ToList();
        double[] Column(string question) => [.. answers.Select(a => a.GetValueOrDefault(question, double.NaN))];
        return ServiceGaps.Of([.. pairs.Select(p => new GapItem(p.Perceived.Code, p.Perceived.Dimension ?? p.Perceived.Code, Column(p.Expected), Column(p.Perceived.Code)))], pairs.Max(p => p.Perceived.ScaleMax ?? 5));
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
            sql += $" AND p.{dimension} IN ({string.Join(", ", values.Select((_, i) => "$" + (parameters.Count - values.Length + 1 + i).ToString(CultureInfo.InvariantCulture)))})";
        }

        return (sql, parameters);
    }
}
