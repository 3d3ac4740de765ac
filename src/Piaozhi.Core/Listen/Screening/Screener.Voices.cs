using System.Text.Json;
using Piaozhi.Core.Listen.Habits;

namespace Piaozhi.Core.Listen.Screening;

public sealed partial class Screener
{
    private static readonly string[] Modes = ["online", "phone", "counter", "interview", "kiosk"];

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
        var attributes = _row.Attributes(_guard, _words);
        return new FeedbackFact
        {
            Id = Optional(0) ?? ContentKey(0, 5, attributes),
            RecordedAt = recorded,
            CaseId = OptionalId(1),
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
            CaseId = OptionalId(1),
            Survey = survey,
            StartedAt = started,
            SubmittedAt = submitted,
            Mode = mode,
            Answers = answers,
            Dimensions = Dims(),
            Attributes = _row.Attributes(_guard, _words),
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
                    answers[p.Name] = Kept(p.Name, p.Value);
                else if (p.Value.ValueKind == JsonValueKind.String && p.Value.GetString()!.Length > 0)
                    answers[p.Name] = Kept(p.Name, p.Value);
                else if (p.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.String))
                    Say("answers." + p.Name, p.Value.GetRawText(), Reasons.UnreadableJson, refuse: false);
        foreach (var (code, text) in _row.Answers)
            answers[code] = text.Contains('|', StringComparison.Ordinal)
                ? JsonSerializer.SerializeToElement(text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                : Numbers.TryRead(text, out double number) ? JsonSerializer.SerializeToElement(number)
                : JsonSerializer.SerializeToElement(text);
        if (_row.Answers.Count > 0 && _guard is not null)
            foreach (var (code, _) in _row.Answers)
                answers[code] = Kept(code, answers[code]);
        return answers;
    }

    /// <summary>An answer as it may be kept: a text is masked, a number that is a phone or an identity number becomes a pseudonym.</summary>
    private JsonElement Kept(string code, JsonElement answer)
    {
        if (_guard is null || (answer.ValueKind == JsonValueKind.Number && answer.GetRawText().Length < 7))
            return answer;
        var kept = _guard.Json(code, answer.GetRawText());
        return JsonSerializer.Deserialize<JsonElement>(kept);
    }
}
