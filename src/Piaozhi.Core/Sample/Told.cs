using System.Globalization;
using Piaozhi.Core.Listen;

namespace Piaozhi.Core.Sample;

/// <summary>Collects the facts of a day. What happens later is kept for its day; what lies outside the told time is not told.</summary>
internal sealed class Told(SamplePlan plan)
{
    private readonly Dictionary<DateOnly, List<Fact>> _later = [];
    private readonly DateTime _from = plan.From.ToDateTime(TimeOnly.MinValue);
    private readonly DateTime _end = plan.End;
    private DateOnly _today;
    private DateTime _tomorrow;
    private string _prefix = "";
    private int _count;

    public List<Fact> Facts { get; private set; } = [];

    public void Begin(DateOnly today)
    {
        (_today, _tomorrow, _count) = (today, today.AddDays(1).ToDateTime(TimeOnly.MinValue), 0);
        _prefix = today.ToString("yyMMdd", CultureInfo.InvariantCulture) + "-";
        Facts = _later.Remove(today, out var waiting) ? waiting : [];
    }

    /// <summary>An id that no other row of the simulation has.</summary>
    public string NewId(string letter) => letter + _prefix + (++_count).ToString("x", CultureInfo.InvariantCulture);

    public DateTimeOffset At(DateTime local) => new(local, plan.UtcOffset);

    public bool IsTold(DateTime at) => at >= _from && at < _end;

    public void Event(
        DateTime at, string caseId, string activity, Dimensions dimensions, string source, string? attributes = null, EventOutcome outcome = EventOutcome.Ok,
        string? reason = null, long? ms = null, decimal? amount = null, IReadOnlyList<ObjectRef>? objects = null, double lag = .4)
    {
        // Counted whether told or not: what is told of a day has the same ids however much is told before it.
        var number = ++_count;
        if (!IsTold(at))
            return;
        Add(at, new EventFact
        {
            Id = "E" + _prefix + number.ToString("x", CultureInfo.InvariantCulture),
            CaseId = caseId,
            Activity = activity,
            OccurredAt = At(Round(at)),
            RecordedAt = At(Round(at.AddSeconds(lag))),
            Outcome = outcome,
            Reason = reason,
            DurationMs = ms,
            Amount = amount,
            Currency = amount is null ? null : "CNY",
            Objects = objects ?? [],
            Source = source,
            Dimensions = dimensions,
            Attributes = attributes,
        });
    }

    public void Reading(string indicator, DateTime at, double value, double weight, Dimensions? dimensions = null)
    {
        var number = ++_count;
        if (IsTold(at))
            Add(at, new ReadingFact { Id = "M" + _prefix + number.ToString("x", CultureInfo.InvariantCulture), Indicator = indicator, MeasuredAt = At(at), RecordedAt = At(at.AddMinutes(1)), Value = value, Weight = weight, Dimensions = dimensions ?? Dimensions.None });
    }

    public void Add(DateTime at, Fact fact)
    {
        if (!IsTold(at))
            return;
        if (at < _tomorrow)
        {
            Facts.Add(fact);
            return;
        }

        var day = DateOnly.FromDateTime(at);
        if (!_later.TryGetValue(day, out var list))
            _later[day] = list = [];
        list.Add(fact);
    }

    private static DateTime Round(DateTime at) => new(at.Ticks - at.Ticks % TimeSpan.TicksPerMillisecond);
}
