using System.Text.Json;

namespace Piaozhi.Core.Listen.Screening;

public sealed partial class Screener
{
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
        return _refused ? null : new SurveyFact { Id = id, Title = Optional(1) ?? "", Questions = questions, RecordedAt = recorded, Attributes = _row.Attributes(_guard, _words) };
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
