using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>
/// A question to the fact store: this indicator, over this period, cut into buckets, within this slice, broken down by these
/// dimensions one at a time. Storage answers with sufficient statistics, one row per bucket and value.
/// </summary>
/// <param name="Grain">Null = the whole period as one bucket.</param>
/// <param name="By">Dimensions (or <c>attributes.&lt;name&gt;</c>), each broken down on its own beside the whole.</param>
/// <param name="AsOf">Rows recorded after this moment are ignored; it also decides which buckets are complete.</param>
public sealed record FactQuery(
    Indicator Indicator, Period Period, Grain? Grain, Slice Filter, IReadOnlyList<string> By, DateTimeOffset? AsOf = null)
{
    /// <summary>Break down by every pair of <see cref="By"/> together as well (chosen two-dimension slices).</summary>
    public bool Crossed { get; init; }

    /// <summary>
    /// Cut into the 168 hours of a week instead of into buckets of the grain: a bucket is the moment of that hour in the week of
    /// <see cref="RhythmMonday"/>.
    /// </summary>
    public bool Rhythm { get; init; }

    /// <summary>The Monday that stands for the week of a rhythm.</summary>
    public static DateTime RhythmMonday { get; } = new(2024, 1, 1);
}

/// <summary>One row of the answer. <paramref name="Slice"/> is the broken-down value only, without the filter.</summary>
public readonly record struct FactRow(Slice Slice, Point Point);

/// <summary>An indicator's values over time on one slice.</summary>
public sealed record SliceSeries(Indicator Indicator, Slice Slice, Grain Grain, IReadOnlyList<Point> Points);
