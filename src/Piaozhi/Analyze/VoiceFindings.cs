using System.Text.Json.Nodes;
using Piaozhi.Core.Measure.Satisfaction;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Analyze;

/// <summary>What customers said: the satisfaction index, and one line for each feedback and response.</summary>
public static class VoiceFindings
{
    public static async Task<SatisfactionFinding?> SatisfactionAsync(FactStore facts, DateTime asOf, CancellationToken ct)
    {
        var answers = await facts.QueryAsync(
            """
            SELECT response_id, COALESCE(dimension, ''), type, value, COALESCE(scale_max, CASE WHEN type = 'nps' THEN 10 ELSE 5 END), survey FROM listen_answer
            WHERE NOT excluded AND value IS NOT NULL AND expectation_of IS NULL AND ((type = 'rating' AND dimension IS NOT NULL) OR type = 'nps') AND submitted_at <= $1
            """,
            [asOf], r => new ScaledAnswer(r.GetString(0), r.GetString(1), r.GetString(2), r.GetDouble(3), r.GetInt32(4), r.GetString(5)), ct);
        if (SatisfactionIndex.Of(answers) is not { } index)
            return null;
        var excluded = await facts.QueryAsync(
            "SELECT response_id, reasons FROM listen_response WHERE excluded AND submitted_at <= $1 ORDER BY response_id", [asOf],
            r => new ExcludedFinding(r.GetString(0), r.IsDBNull(1) ? "" : r.GetString(1)), ct);
        return new SatisfactionFinding(
            Finite(index.Index), [Finite(index.Low), Finite(index.High)], index.N,
            [.. index.Dimensions.Select(d => new DimensionFinding(d.Code, d.Score, [Finite(d.Low), Finite(d.High)], d.Weight, d.Importance))],
            Finite(index.Nps), Finite(index.Csat), excluded);
    }

    /// <param name="problemOf">Id of the problem that a feedback speaks of, by feedback id.</param>
    public static async Task<List<JsonObject>> FeedbackLinesAsync(FactStore facts, DateTime asOf, IReadOnlyDictionary<string, string> problemOf, CancellationToken ct) =>
        await facts.QueryAsync(
            "SELECT feedback_id, taxonomy, polarity, intensity, topics, language, confidence FROM listen_feedback WHERE received_at <= $1 ORDER BY received_at, feedback_id",
            [asOf],
            r => new JsonObject
            {
                ["feedback_id"] = r.GetString(0),
                ["taxonomy"] = r.IsDBNull(1) ? "" : r.GetString(1),
                ["polarity"] = r.IsDBNull(2) ? "neutral" : r.GetString(2),
                ["intensity"] = r.IsDBNull(3) ? 1 : r.GetInt32(3),
                ["topics"] = r.IsDBNull(4) ? new JsonArray() : JsonNode.Parse(r.GetString(4)),
                ["language"] = r.IsDBNull(5) ? null : r.GetString(5),
                ["confidence"] = r.IsDBNull(6) ? 0 : r.GetDouble(6),
                ["problem"] = problemOf.GetValueOrDefault(r.GetString(0)),
            }, ct);

    public static async Task<List<JsonObject>> ResponseLinesAsync(FactStore facts, DateTime asOf, CancellationToken ct) =>
        await facts.QueryAsync(
            "SELECT response_id, excluded, reasons, weight FROM listen_response WHERE submitted_at <= $1 ORDER BY submitted_at, response_id", [asOf],
            r => new JsonObject
            {
                ["response_id"] = r.GetString(0),
                ["excluded"] = r.GetBoolean(1),
                ["reasons"] = new JsonArray([.. (r.IsDBNull(2) ? "" : r.GetString(2)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(x => JsonValue.Create(x))]),
                ["weight"] = r.GetDouble(3),
            }, ct);

    public static async Task<List<JsonObject>> RejectLinesAsync(FactStore facts, CancellationToken ct) =>
        await facts.QueryAsync(
            "SELECT file, line, field, text, reason FROM listen_reject ORDER BY file, line", [],
            r => new JsonObject { ["file"] = r.GetString(0), ["line"] = r.GetInt64(1), ["field"] = r.GetString(2), ["text"] = r.GetString(3), ["reason"] = r.GetString(4) }, ct);

    /// <summary>JSON knows no NaN: what is not known is null.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
