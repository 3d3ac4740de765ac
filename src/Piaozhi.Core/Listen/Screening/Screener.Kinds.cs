using System.Text.Json;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Listen.Screening;

public sealed partial class Screener
{
    private static readonly string[] Modes = ["online", "phone", "counter", "interview", "kiosk"];

    private EventFact? Event()
    {
        var recorded = OptionalTime(4, "recorded_at");
        var caseId = Required(1, "case_id");
        var activity = Word(2) ?? Required(2, "activity");
        var occurred = Time(3, "occurred_at");
        var outcome = Outcome();
        var duration = Duration();
        decimal? amount = null;
        if (_row.Has(8) && !TryAmount(out amount))
            Say("amount", _row[8], Reasons.UnreadableNumber, refuse: false);
        var objects = Objects();
        if (_refused)
            return null;
        var attributes = _row.Attributes(_protect);
        var (source, sourceId) = (Word(11), Optional(12));
        return new EventFact
        {
            Id = Optional(0) ?? (source is not null && sourceId is not null ? source + ":" + sourceId : ContentKey(0, 4, attributes)),
            RecordedAt = recorded,
            CaseId = caseId,
            Activity = activity,
            OccurredAt = occurred,
            Outcome = outcome,
            Reason = Word(6),
            DurationMs = duration,
            Amount = amount,
            Currency = Word(9) ?? (amount is null ? null : "CNY"),
            Objects = objects,
            Source = source,
            SourceId = sourceId,
            Dimensions = Dims(),
            Attributes = attributes,
        };
    }

    private EventOutcome Outcome()
    {
        if (!_row.Has(5))
            return EventOutcome.Ok;
        switch (_row[5])
        {
            case "ok":
                return EventOutcome.Ok;
            case "failed":
                return EventOutcome.Failed;
            case "abandoned":
                return EventOutcome.Abandoned;
            default:
                Say("outcome", _row[5], Reasons.UnknownOutcome, refuse: true);
                return EventOutcome.Ok;
        }
    }

    private long? Duration()
    {
        if (!_row.Has(7))
            return null;
        if (!Numbers.TryRead(_row[7], out long duration))
        {
            // A negative fraction is as impossible as a negative integer.
            var negative = Numbers.TryRead(_row[7], out double number) && number < 0;
            Say("duration_ms", _row[7], negative ? Reasons.NegativeDuration : Reasons.UnreadableNumber, negative);
            return null;
        }

        if (duration < 0)
            Say("duration_ms", _row[7], Reasons.NegativeDuration, refuse: true);
        return duration;
    }

    private bool TryAmount(out decimal? amount)
    {
        var read = Numbers.TryRead(_row[8], out decimal value) && Math.Abs(value) < 10_000_000_000_000_000m;
        amount = read ? value : null;
        return read;
    }

    private List<ObjectRef> Objects()
    {
        if (Json(10, "objects", JsonValueKind.Array, required: false) is not { } array)
            return [];
        var objects = new List<ObjectRef>(array.GetArrayLength());
        foreach (var o in array.EnumerateArray())
        {
            if (o.ValueKind == JsonValueKind.Object && o.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && o.TryGetProperty("id", out var id))
                objects.Add(new ObjectRef(type.GetString()!, id.ValueKind == JsonValueKind.String ? id.GetString()! : id.GetRawText()));
            else
                Say("objects", o.GetRawText(), Reasons.UnreadableJson, refuse: false);
        }

        return objects;
    }

    private FeedbackFact? Feedback()
    {
        var recorded = OptionalTime(5, "recorded_at");
        var received = Time(2, "received_at");
        var source = Word(3) ?? Required(3, "source");
        var text = Required(4, "text");
        var rating = Number(6, "rating");
        var max = Number(7, "rating_max");
        if (max is <= 0)
        {
            Say("rating_max", _row[7], Reasons.NegativeNumber, refuse: false);
            max = null;
        }

        if (_refused)
            return null;
        var attributes = _row.Attributes(_protect);
        return new FeedbackFact
        {
            Id = Optional(0) ?? ContentKey(0, 5, attributes),
            RecordedAt = recorded,
            CaseId = Optional(1),
            ReceivedAt = received,
            Source = source,
            Text = _guard is null ? text : _guard.Text(text),
            Rating = rating,
            RatingMax = max ?? 5,
            Language = Word(8),
            Dimensions = Dims(),
            Attributes = attributes,
        };
    }

    private ResponseFact? Response()
    {
        var id = Required(0, "response_id");
        var survey = Word(2) ?? Required(2, "survey");
        var started = OptionalTime(3, "started_at");
        var submitted = Time(4, "submitted_at");
        var recorded = OptionalTime(5, "recorded_at");
        var mode = Word(6);
        if (mode is not null && !Modes.Contains(mode))
        {
            Say("mode", mode, Reasons.UnknownWord, refuse: false);
            mode = null;
        }

        var answers = Answers();
        if (_refused)
            return null;
        return new ResponseFact
        {
            Id = id,
            RecordedAt = recorded,
            CaseId = Optional(1),
            Survey = survey,
            StartedAt = started,
            SubmittedAt = submitted,
            Mode = mode,
            Answers = answers,
            Dimensions = Dims(),
            Attributes = _row.Attributes(_protect),
        };
    }

    private Dictionary<string, JsonElement> Answers()
    {
        var answers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!_row.Has(7) && _row.Answers.Count == 0)
        {
            Say("answers", "", Reasons.RequiredMissing, refuse: true);
            return answers;
        }

        if (Json(7, "answers", JsonValueKind.Object, required: true) is { } given)
            foreach (var p in given.EnumerateObject())
                if (p.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Array)
                    answers[p.Name] = p.Value;
                else if (p.Value.ValueKind == JsonValueKind.String && p.Value.GetString()!.Length > 0)
                    answers[p.Name] = _guard is null ? p.Value : JsonSerializer.SerializeToElement(_guard.Text(p.Value.GetString()!));
                else if (p.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.String))
                    Say("answers." + p.Name, p.Value.GetRawText(), Reasons.UnreadableJson, refuse: false);
        foreach (var (code, text) in _row.Answers)
            answers[code] = text.Contains('|', StringComparison.Ordinal)
                ? JsonSerializer.SerializeToElement(text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                : Numbers.TryRead(text, out double number) ? JsonSerializer.SerializeToElement(number)
                : JsonSerializer.SerializeToElement(_guard is null ? text : _guard.Text(text));
        return answers;
    }

    private ReadingFact? Reading()
    {
        var indicator = Word(1) ?? Required(1, "indicator");
        var measured = Time(2, "measured_at");
        var value = Number(3, "value", required: true);
        var weight = NotNegative(4, "weight");
        var recorded = OptionalTime(5, "recorded_at");
        if (_refused)
            return null;
        var attributes = _row.Attributes(_protect);
        return new ReadingFact
        {
            Id = Optional(0) ?? ContentKey(0, 5, attributes),
            RecordedAt = recorded,
            Indicator = indicator,
            MeasuredAt = measured,
            Value = value ?? 0,
            Weight = weight ?? 1,
            Dimensions = Dims(),
            Attributes = attributes,
        };
    }

    private ActionFact? Action()
    {
        var id = Required(0, "action_id");
        var indicator = Required(2, "indicator");
        var expected = Optional(3);
        if (expected is not (null or "up" or "down"))
        {
            Say("expected", expected, Reasons.UnknownWord, refuse: false);
            expected = null;
        }

        var change = NotNegative(4, "expected_change");
        var started = Time(5, "started_at");
        var ended = OptionalTime(6, "ended_at");
        var scope = Scope();
        var recorded = OptionalTime(8, "recorded_at");
        if (_refused)
            return null;
        return new ActionFact
        {
            Id = id,
            RecordedAt = recorded,
            Title = Optional(1),
            Indicator = indicator,
            Expected = expected,
            ExpectedChange = change,
            StartedAt = started,
            EndedAt = ended,
            Scope = scope,
            Attributes = _row.Attributes(_protect),
        };
    }

    private Slice Scope()
    {
        var slice = Slice.Whole;
        if (Json(7, "scope", JsonValueKind.Object, required: false) is { } scope)
            foreach (var p in scope.EnumerateObject())
            {
                string[] values = p.Value.ValueKind == JsonValueKind.Array ? [.. p.Value.EnumerateArray().Select(v => v.ToString())] : [p.Value.ToString()];
                if (values.Any(v => v.Length > 0))
                    slice = slice.With(p.Name, [.. values.Where(v => v.Length > 0)]);
            }

        return slice;
    }

    private SurveyFact? Survey()
    {
        var id = Required(0, "survey");
        var questions = new List<Question>();
        if (!_row.Has(2))
            Say("questions", "", Reasons.RequiredMissing, refuse: true);
        if (Json(2, "questions", JsonValueKind.Array, required: true) is { } array)
            foreach (var q in array.EnumerateArray())
                if (Ask(q) is { } question)
                    questions.Add(question);
                else
                    Say("questions", q.GetRawText(), Reasons.UnreadableJson, refuse: false);
        var recorded = OptionalTime(3, "recorded_at");
        return _refused ? null : new SurveyFact { Id = id, Title = Optional(1) ?? "", Questions = questions, RecordedAt = recorded, Attributes = _row.Attributes() };
    }

    private static Question? Ask(JsonElement q)
    {
        if (q.ValueKind != JsonValueKind.Object || Field("code") is not { Length: > 0 } code || !Enum.TryParse<QuestionType>(Field("type") ?? "rating", true, out var type))
            return null;
        return new Question
        {
            Code = code,
            Text = Field("text") ?? "",
            Type = type,
            ScaleMax = q.TryGetProperty("scale_max", out var max) && max.ValueKind == JsonValueKind.Number && max.TryGetInt32(out var points) ? points : null,
            Dimension = Field("dimension"),
            Tier = Field("tier"),
            ExpectationOf = Field("expectation_of"),
        };

        string? Field(string name) => q.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;
    }
}
