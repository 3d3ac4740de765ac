namespace Piaozhi.Core.Listen.Screening;

public sealed partial class Screener
{
    private ReadingFact? Reading()
    {
        var indicator = Word(1) ?? Required(1, "indicator");
        var measured = Time(2, "measured_at");
        var value = Number(3, "value", required: true);
        var weight = NotNegative(4, "weight");
        var recorded = OptionalTime(5, "recorded_at");
        if (_refused)
            return null;
        var attributes = _row.Attributes(_guard, _words);
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
}
