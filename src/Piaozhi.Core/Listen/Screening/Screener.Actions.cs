using System.Text.Json;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Listen.Screening;

public sealed partial class Screener
{
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
            Attributes = _row.Attributes(_guard, _words),
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
}
