using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using NpgsqlTypes;
using Piaozhi.Core.Listen;

namespace Piaozhi.Storage.Facts;

/// <summary>The one schema text of both engines, and what PostgreSQL adds to it: keys and indexes.</summary>
public static class FactSchema
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>A questionnaire that arrives after its answers gives them their meaning.</summary>
    public const string LabelAnswers =
        "UPDATE listen_answer SET type = $1, dimension = $2, expectation_of = $3, scale_max = CAST($4 AS INTEGER) WHERE service_id = $5 AND survey = $6 AND question = $7";

    public static IReadOnlyList<string> Tables { get; } =
        ["listen_event", "listen_feedback", "listen_response", "listen_answer", "listen_reading", "listen_action", "listen_survey", "listen_reject", "listen_moved", "measure_point"];

    public static string Text(bool postgres = false)
    {
        var text = Read("facts.sql");
        return postgres ? text.Replace(" JSON", " JSONB", StringComparison.Ordinal) + Read("facts.postgres.sql") : text;
    }

    public static Dictionary<string, Question> Questions(string json) =>
        (JsonSerializer.Deserialize<List<Question>>(json, Json) ?? []).ToDictionary(q => q.Code, StringComparer.Ordinal);

    public static NpgsqlDbType TypeOf(string column, object value) => column switch
    {
        "objects" or "attributes" or "answers" or "questions" or "topics" => NpgsqlDbType.Jsonb,
        "amount" => NpgsqlDbType.Numeric,
        _ => value switch
        {
            string => NpgsqlDbType.Text,
            long => NpgsqlDbType.Bigint,
            int => NpgsqlDbType.Integer,
            double => NpgsqlDbType.Double,
            bool => NpgsqlDbType.Boolean,
            DateTime => NpgsqlDbType.Timestamp,
            _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, column),
        },
    };

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Piaozhi.Storage.Facts.Schema." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
