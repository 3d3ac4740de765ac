using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>A statistically significant departure of one indicator on one slice.</summary>
public sealed record Signal
{
    /// <summary>Stable over runs: the same departure found again keeps its id.</summary>
    public required string Id { get; init; }

    public required string Indicator { get; init; }
    public required Slice Slice { get; init; }

    /// <summary>When the change began in the data (operator's local time).</summary>
    public required DateTime Start { get; init; }

    /// <summary>When it ended; null while it lasts.</summary>
    public DateTime? End { get; init; }

    /// <summary>First moment at which a run as of then would have said so.</summary>
    public required DateTime DetectedAt { get; init; }

    /// <summary>+1 or −1: where the value went.</summary>
    public required int Sign { get; init; }

    /// <summary>True when the value went to the bad side (never for indicators that are only watched).</summary>
    public required bool Bad { get; init; }

    public required double Observed { get; init; }
    public required double Expected { get; init; }

    /// <summary>Units behind the departure.</summary>
    public required long N { get; init; }

    /// <summary>Units affected beyond what was expected (failed payments above normal); ≥ 0.</summary>
    public double Excess { get; init; }

    /// <summary>Adjusted for all charts and points of the run (false discovery rate).</summary>
    public required double QValue { get; init; }

    public required ChartKind Chart { get; init; }

    /// <summary>Rules of the chart that were broken.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Why this is not a fault of the service, if it is none.</summary>
    public NullChange? Label { get; init; }

    /// <summary>The hours at which it comes back; null when it lasts from start to end.</summary>
    public Recurrence? Recurs { get; init; }

    /// <summary>True when the departure holds at a moment.</summary>
    public bool Holds(DateTime at) => at >= Start && (End is not { } end || at < end) && (Recurs is not { } r || r.Holds(at));
}

/// <summary>Some hours of every day, or of one weekday.</summary>
/// <param name="ToHour">First hour after it, up to 24.</param>
/// <param name="Weekday">Null = every day.</param>
public sealed record Recurrence(int FromHour, int ToHour, DayOfWeek? Weekday)
{
    public bool Holds(DateTime at) => at.Hour >= FromHour && at.Hour < ToHour && (Weekday is not { } day || at.DayOfWeek == day);
}

/// <summary>Changes that are named but are not faults.</summary>
public enum NullChange
{
    /// <summary>A source stopped, is late, or a field changed its unit.</summary>
    Data,

    /// <summary>The definition of the indicator or the wording of the question changed.</summary>
    Definition,

    /// <summary>The parts are as before, their weights are not.</summary>
    Mix,

    /// <summary>A holiday, a release day, a make-up working day.</summary>
    Calendar,
}
