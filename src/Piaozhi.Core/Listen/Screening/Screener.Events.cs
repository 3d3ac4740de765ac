using System.Text.Json;
using Piaozhi.Core.Listen.Habits;

namespace Piaozhi.Core.Listen.Screening;

public sealed partial class Screener
{
    private EventFact? Event()
    {
        var recorded = OptionalTime(4, "recorded_at");
        var caseId = KeptId(Required(1, "case_id"));
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
        var attributes = _row.Attributes(_guard, _words);
        var (source, sourceId) = (Word(11), OptionalId(12));
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
                objects.Add(Object(type.GetString()!, id.ValueKind == JsonValueKind.String ? id.GetString()! : id.GetRawText()));
            else
                Say("objects", o.GetRawText(), Reasons.UnreadableJson, refuse: false);
        }

        return objects;
    }

    /// <summary>An object that is a person is known by the pseudonym of the person.</summary>
    private ObjectRef Object(string type, string id) => new(type, _guard is null ? id : type is "customer" or "passenger" or "person" or "contact" ? _guard.Identifier(id) : _guard.Id(id));
}
