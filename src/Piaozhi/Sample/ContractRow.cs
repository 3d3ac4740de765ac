using System.Text.Encodings.Web;
using System.Text.Json;
using Piaozhi.Core.Listen;

namespace Piaozhi.Sample;

/// <summary>A fact as a row of the exchange contract.</summary>
public static class ContractRow
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static FactKind KindOf(Fact fact) => fact switch
    {
        EventFact => FactKind.Events,
        FeedbackFact => FactKind.Feedback,
        ResponseFact => FactKind.Responses,
        ReadingFact => FactKind.Readings,
        ActionFact => FactKind.Actions,
        SurveyFact => FactKind.Surveys,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, null),
    };

    public static Utf8JsonWriter Writer(Stream stream) => new(stream, Plain);

    public static void Write(Utf8JsonWriter json, Fact fact)
    {
        json.WriteStartObject();
        switch (fact)
        {
            case EventFact e:
                Event(json, e);
                break;
            case FeedbackFact f:
                Feedback(json, f);
                break;
            case ResponseFact r:
                Response(json, r);
                break;
            case ReadingFact d:
                json.WriteString("reading_id", d.Id);
                json.WriteString("indicator", d.Indicator);
                Time(json, "measured_at", d.MeasuredAt);
                json.WriteNumber("value", d.Value);
                json.WriteNumber("weight", d.Weight);
                break;
            case ActionFact a:
                Action(json, a);
                break;
            case SurveyFact s:
                Survey(json, s);
                break;
        }

        Time(json, "recorded_at", fact.RecordedAt);
        foreach (var name in Dimensions.Names)
            Text(json, name, fact.Dimensions[name]);
        Raw(json, "attributes", fact.Attributes);
        json.WriteEndObject();
    }

    private static void Event(Utf8JsonWriter json, EventFact e)
    {
        json.WriteString("event_id", e.Id);
        json.WriteString("case_id", e.CaseId);
        json.WriteString("activity", e.Activity);
        Time(json, "occurred_at", e.OccurredAt);
        if (e.Outcome != EventOutcome.Ok)
            json.WriteString("outcome", e.Outcome == EventOutcome.Failed ? "failed" : "abandoned");
        Text(json, "reason", e.Reason);
        if (e.DurationMs is { } ms)
            json.WriteNumber("duration_ms", ms);
        if (e.Amount is { } amount)
        {
            json.WriteNumber("amount", amount);
            Text(json, "currency", e.Currency);
        }

        if (e.Objects.Count > 0)
        {
            json.WriteStartArray("objects");
            foreach (var o in e.Objects)
            {
                json.WriteStartObject();
                json.WriteString("type", o.Type);
                json.WriteString("id", o.Id);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        Text(json, "source", e.Source);
        Text(json, "source_id", e.SourceId);
    }

    private static void Feedback(Utf8JsonWriter json, FeedbackFact f)
    {
        json.WriteString("feedback_id", f.Id);
        Time(json, "received_at", f.ReceivedAt);
        json.WriteString("source", f.Source);
        json.WriteString("text", f.Text);
        if (f.Rating is { } rating)
        {
            json.WriteNumber("rating", rating);
            json.WriteNumber("rating_max", f.RatingMax);
        }

        Text(json, "language", f.Language);
        Text(json, "case_id", f.CaseId);
    }

    private static void Response(Utf8JsonWriter json, ResponseFact r)
    {
        json.WriteString("response_id", r.Id);
        json.WriteString("survey", r.Survey);
        Time(json, "started_at", r.StartedAt);
        Time(json, "submitted_at", r.SubmittedAt);
        Text(json, "mode", r.Mode);
        json.WriteStartObject("answers");
        foreach (var (code, answer) in r.Answers)
        {
            json.WritePropertyName(code);
            answer.WriteTo(json);
        }

        json.WriteEndObject();
        Text(json, "case_id", r.CaseId);
    }

    private static void Action(Utf8JsonWriter json, ActionFact a)
    {
        json.WriteString("action_id", a.Id);
        Text(json, "title", a.Title);
        json.WriteString("indicator", a.Indicator);
        Text(json, "expected", a.Expected);
        if (a.ExpectedChange is { } change)
            json.WriteNumber("expected_change", change);
        Time(json, "started_at", a.StartedAt);
        Time(json, "ended_at", a.EndedAt);
        if (a.Scope.IsWhole)
            return;
        json.WritePropertyName("scope");
        Slice(json, a.Scope);
    }

    public static void Slice(Utf8JsonWriter json, Core.Loop.Slice slice)
    {
        json.WriteStartObject();
        foreach (var (dimension, values) in slice)
        {
            if (values.Length == 1)
            {
                json.WriteString(dimension, values[0]);
                continue;
            }

            json.WriteStartArray(dimension);
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Survey(Utf8JsonWriter json, SurveyFact s)
    {
        json.WriteString("survey", s.Id);
        Text(json, "title", s.Title);
        json.WriteStartArray("questions");
        foreach (var q in s.Questions)
        {
            json.WriteStartObject();
            json.WriteString("code", q.Code);
            json.WriteString("text", q.Text);
            json.WriteString("type", q.Type.ToString().ToLowerInvariant());
            if (q.ScaleMax is { } max)
                json.WriteNumber("scale_max", max);
            Text(json, "dimension", q.Dimension);
            Text(json, "tier", q.Tier);
            Text(json, "expectation_of", q.ExpectationOf);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is not { } time)
            return;
        Span<char> text = stackalloc char[40];
        time.TryFormat(text, out var length, time.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:sszzz" : "yyyy-MM-ddTHH:mm:ss.fffzzz", System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void Raw(Utf8JsonWriter json, string name, string? text)
    {
        if (text is null)
            return;
        json.WritePropertyName(name);
        json.WriteRawValue(text, skipInputValidation: true);
    }
}
