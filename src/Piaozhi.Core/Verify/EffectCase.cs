using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Verify;

/// <summary>One action whose effect is asked for, with the daily series that answer it.</summary>
public sealed record EffectCase
{
    public required string ActionId { get; init; }
    public required Indicator Indicator { get; init; }

    /// <summary>Which way the action was to move the indicator; decides what "effective" and "harmful" mean.</summary>
    public required Direction Promised { get; init; }

    /// <summary>Promised size of the change, ≥ 0, in the indicator's own unit; null when none was promised.</summary>
    public double? ExpectedChange { get; init; }

    public required DateTime Start { get; init; }
    public DateTime? End { get; init; }

    /// <summary>Daily points within the action's scope.</summary>
    public required IReadOnlyList<Point> Treated { get; init; }

    /// <summary>Daily points of slices that the action did not touch; empty when it was done everywhere.</summary>
    public IReadOnlyList<IReadOnlyList<Point>> Controls { get; init; } = [];

    /// <summary>Points from this moment on are not known.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>The spike that led to the action, left out of the baseline; null = the worst run shortly before the start is looked for.</summary>
    public Period? Trigger { get; init; }

    /// <summary>Public holidays and make-up days: left out, because weekday profiles do not hold on them.</summary>
    public IReadOnlySet<DateOnly> Holidays { get; init; } = new HashSet<DateOnly>();

    /// <summary>Other actions on the same indicator and a meeting scope whose start lies in the window.</summary>
    public IReadOnlyList<string> Overlapping { get; init; } = [];

    /// <summary>Starts of other actions on the same indicator and a meeting scope, far enough off to be told apart: each is given a step of its own.</summary>
    public IReadOnlyList<DateTime> OtherStarts { get; init; } = [];
}
