using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure.Satisfaction.Scores;

/// <summary>What an importance–performance grid says about a part.</summary>
public enum Priority
{
    /// <summary>Important and weak.</summary>
    Concentrate,

    /// <summary>Important and good.</summary>
    KeepUp,

    /// <summary>Neither important nor good.</summary>
    LowPriority,

    /// <summary>Good where it matters little.</summary>
    PossibleOverkill,

    /// <summary>Its interval crosses one of the lines: more answers are needed.</summary>
    Undecided,
}

/// <summary>Where the lines of the grid cross.</summary>
public enum Crosshair
{
    /// <summary>At the means of the parts.</summary>
    Means,

    /// <summary>Performance at the middle of the scale.</summary>
    ScaleMiddle,

    /// <summary>Performance at a target.</summary>
    Target,
}

/// <summary>A part on the grid.</summary>
/// <param name="Nearest">The quadrant in which the point itself lies, also when undecided.</param>
public sealed record GridPoint(string Code, double Importance, Interval ImportanceInterval, double Performance, Interval PerformanceInterval, Priority Priority, Priority Nearest);

/// <summary>
/// Importance–performance analysis [Martilla and James 1977] on derived importance. A point whose interval crosses a line is undecided: a
/// grid of bare points moves parts between quadrants by chance.
/// </summary>
public sealed record PriorityGrid(double ImportanceLine, double PerformanceLine, Crosshair Crosshair, IReadOnlyList<GridPoint> Points)
{
    public static Outcome<PriorityGrid> Of(
        IReadOnlyList<(string Code, double Importance, Interval ImportanceInterval, double Performance, Interval PerformanceInterval)> parts, Crosshair crosshair = Crosshair.Means, double target = 50)
    {
        var known = parts.Where(p => double.IsFinite(p.Importance) && double.IsFinite(p.Performance)).ToList();
        if (known.Count < 2)
            return new Refusal("measure.grid.few-parts");
        var importance = known.Average(p => p.Importance);
        var performance = crosshair == Crosshair.Means ? known.Average(p => p.Performance) : target;
        return new PriorityGrid(importance, performance, crosshair, [.. known.Select(p =>
        {
            var nearest = (p.Importance >= importance, p.Performance >= performance) switch
            {
                (true, false) => Priority.Concentrate,
                (true, true) => Priority.KeepUp,
                (false, false) => Priority.LowPriority,
                _ => Priority.PossibleOverkill,
            };
            // What is not known to be on one side is not known to be in a quadrant.
            var clear = Beside(p.ImportanceInterval, importance) && Beside(p.PerformanceInterval, performance);
            return new GridPoint(p.Code, p.Importance, p.ImportanceInterval, p.Performance, p.PerformanceInterval, clear ? nearest : Priority.Undecided, nearest);
        })]);
    }

    private static bool Beside(Interval interval, double line) => interval.Low > line || interval.High < line;
}
