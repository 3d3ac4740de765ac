using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Piaozhi.Core.Listen;

namespace Piaozhi.Storage.Facts;

/// <summary>How a fact lies in its table: column names and values in one order, for both engines.</summary>
public static partial class FactRows
{
    private static readonly string[] Dims = [.. Dimensions.Names];
    private static readonly string[] Tail = ["arrived_at", "import_id"];

    public static string Table(FactKind kind) => kind switch
    {
        FactKind.Events => "listen_event",
        FactKind.Feedback => "listen_feedback",
        FactKind.Responses => "listen_response",
        FactKind.Readings => "listen_reading",
        FactKind.Actions => "listen_action",
        FactKind.Surveys => "listen_survey",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string IdColumn(FactKind kind) => kind switch
    {
        FactKind.Events => "event_id",
        FactKind.Feedback => "feedback_id",
        FactKind.Responses => "response_id",
        FactKind.Readings => "reading_id",
        FactKind.Actions => "action_id",
        FactKind.Surveys => "survey",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Code by which figures find the rows of a kind, and the time that tells their day; null for kinds of which no figure is made.</summary>
    public static (string Code, string Time)? Found(FactKind kind) => kind switch
    {
        FactKind.Events => ("activity", "occurred_at"),
        FactKind.Feedback => ("source", "received_at"),
        FactKind.Responses => ("survey", "submitted_at"),
        FactKind.Readings => ("indicator", "measured_at"),
        _ => null,
    };

    /// <summary>
    /// Notes where rows stood that a later recording is about to replace: it may stand on another day or under another code, and the
    /// figures of the old place must be counted again. <paramref name="among"/> is the condition by which they are replaced.
    /// </summary>
    public static string? NoteMoved(FactKind kind, string among) => Found(kind) is not { } found ? null :
        $"INSERT INTO listen_moved (service_id, case_id, move_id, fact_table, code, first_at, last_at) SELECT service_id, '', '{Guid.NewGuid():N}', '{Table(kind)}', {found.Code}, min({found.Time}), max({found.Time}) FROM {Table(kind)} WHERE {among} GROUP BY service_id, {found.Code}";

    public static IReadOnlyList<string> Columns(FactKind kind) => kind switch
    {
        FactKind.Events => [.. Head("event_id"), "activity", "occurred_at", "recorded_at", "outcome", "reason", "duration_ms", "amount", "currency", .. Dims, "ticket_id", "tickets", "objects", "attributes", "source", "source_id", .. Tail],
        FactKind.Feedback => [.. Head("feedback_id"), "received_at", "recorded_at", "source", "text", "rating", "rating_max", "language", "taxonomy", "polarity", "intensity", "confidence", "topics", .. Dims, "attributes", .. Tail],
        FactKind.Responses => [.. Head("response_id"), "survey", "started_at", "submitted_at", "recorded_at", "mode", "answers", "excluded", "reasons", "weight", .. Dims, "attributes", .. Tail],
        FactKind.Readings => [.. Head("reading_id"), "indicator", "measured_at", "recorded_at", "value", "weight", .. Dims, "attributes", .. Tail],
        FactKind.Actions => [.. Head("action_id"), "title", "indicator", "expected", "expected_change", "started_at", "ended_at", "scope", "recorded_at", "attributes", .. Tail],
        FactKind.Surveys => [.. Head("survey"), "title", "questions", "recorded_at", .. Tail],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static IReadOnlyList<string> AnswerColumns { get; } =
        [.. Head("response_id"), "survey", "question", "type", "dimension", "expectation_of", "scale_max", "value", "text", "submitted_at", "recorded_at", "excluded", .. Dims, .. Tail];

    public static IReadOnlyList<string> RejectColumns { get; } =
        ["service_id", "case_id", "row_id", "kind", "file", "line", "field", "text", "reason", "header", "row_text", "source", .. Tail, "mended_at", "mended_by"];

    public static object?[] Values(Reject r, Arrival arrival, string source, string service) =>
        [service, "", r.RowId, r.Kind is { } kind ? Core.Listen.Screening.Fields.Word(kind) : "", r.File, r.Line, r.Field, r.Text, r.Reason, r.Header, r.Row, source, .. End(arrival), null, null];

    /// <summary>Which rejects are not in the store yet: a file that is loaded again brings its bad rows again.</summary>
    public static async Task<List<Reject>> UnseenAsync(this FactStore store, IReadOnlyList<Reject> rejects, string service, CancellationToken ct)
    {
        var seen = await store.QueryAsync(
            "SELECT DISTINCT row_id FROM listen_reject WHERE service_id = $1 AND row_id IN (SELECT unnest(string_to_array($2, ',')))",
            [service, string.Join(',', rejects.Select(r => r.RowId).Distinct())], r => r.GetString(0), ct);
        var known = seen.ToHashSet(StringComparer.Ordinal);
        return [.. rejects.Where(r => !known.Contains(r.RowId))];
    }

    /// <summary>One fact an id: within a batch the later recording wins, else the first.</summary>
    public static Dictionary<string, Fact> Latest(IReadOnlyList<Fact> facts)
    {
        var latest = new Dictionary<string, Fact>(facts.Count, StringComparer.Ordinal);
        foreach (var fact in facts)
            if (!latest.TryGetValue(fact.Id, out var other) || (fact.RecordedAt is { } at && (other.RecordedAt is not { } before || at > before)))
                latest[fact.Id] = fact;
        return latest;
    }

    /// <summary>Which facts are to be written, and which stored ids they replace, given when the stored ones were recorded.</summary>
    public static (List<Fact> Fresh, List<string> Replaced) Fresh(Dictionary<string, Fact> latest, Dictionary<string, DateTime?> existing)
    {
        var replaced = new List<string>();
        var fresh = new List<Fact>(latest.Count);
        foreach (var (id, fact) in latest)
        {
            if (!existing.TryGetValue(id, out var recorded))
            {
                fresh.Add(fact);
            }
            else if (fact.RecordedAt is { } at && (recorded is not { } before || Utc(at) > before))
            {
                replaced.Add(id);
                fresh.Add(fact);
            }
        }

        return (fresh, replaced);
    }

    /// <summary>The single answers of a response, one row each; several choices become several rows.</summary>
    public static IEnumerable<object?[]> Answers(ResponseFact r, IReadOnlyDictionary<string, Question>? questions, Arrival arrival, string service)
    {
        foreach (var (code, answer) in r.Answers)
        {
            Question? question = null;
            questions?.TryGetValue(code, out question);
            foreach (var one in answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray()] : new[] { answer })
            {
                var text = one.ValueKind == JsonValueKind.String ? one.GetString() : one.GetRawText();
                double? number = one.ValueKind == JsonValueKind.Number ? one.GetDouble()
                    : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
                yield return [service, r.CaseId ?? "", r.Id, Key(r.Id), r.Survey, code, question is null ? null : question.Type.ToString().ToLowerInvariant(), question?.Dimension, question?.ExpectationOf, question?.ScaleMax, number, number is null ? text : null, Utc(r.SubmittedAt), Utc(r.RecordedAt), r.Exclusions.Count > 0, .. Dimension(r), .. End(arrival)];
            }
        }
    }

    /// <summary>A 64-bit key of an id: a fast filter for "is it there already"; the id itself decides.</summary>
    public static long Key(string id) => (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan()));

    public static DateTime Utc(DateTimeOffset at) => DateTime.SpecifyKind(at.UtcDateTime, DateTimeKind.Unspecified);

    private static DateTime? Utc(DateTimeOffset? at) => at is { } time ? Utc(time) : null;

    private static string[] Head(string id) => ["service_id", "case_id", id, "event_key"];

    private static object?[] End(Arrival arrival) => [Utc(arrival.At), arrival.ImportId];

    private static object?[] Dimension(Fact fact)
    {
        var d = fact.Dimensions;
        return [d.Channel, d.Outlet, d.Region, d.Product, d.Session, d.Device, d.StaffId, d.CustomerId, d.Segment];
    }
}
