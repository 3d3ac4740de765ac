using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect;

/// <summary>A moment from which an indicator means something else: a new definition, a reworded question. An empty code means all.</summary>
public sealed record DefinitionChange(string Indicator, DateTime At);

/// <summary>What a run of the detection is asked for.</summary>
public sealed record DetectOptions
{
    /// <summary>False discovery rate held over all charts, days and windows of the run.</summary>
    public double Level { get; init; } = .01;

    /// <summary>Days that are learned from before anything is judged.</summary>
    public int MinimumDays { get; init; } = 14;

    /// <summary>Least units in the window; fewer are left alone.</summary>
    public long MinimumUnits { get; init; } = 20;

    /// <summary>Least relative change of a share (of the rarer side), rate or count that is worth a word.</summary>
    public double MinimumRateChange { get; init; } = .1;

    /// <summary>Least relative change of a mean or quantile.</summary>
    public double MinimumMeanChange { get; init; } = .03;

    /// <summary>Charts that are worked on at a time.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>The operator's calendar; by default only weekends are known.</summary>
    public Func<DateOnly, DayKind> Calendar { get; init; } =
        day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? DayKind.Weekend : DayKind.Ordinary;

    /// <summary>Working days, for indicators that count in them.</summary>
    public WorkCalendar Work { get; init; } = WorkCalendar.Chinese;

    public IReadOnlyList<DefinitionChange> DefinitionChanges { get; init; } = [];
}
