namespace Piaozhi.Shell.Kit;

/// <summary>A point of a chart that was chosen: its series, its place in the data, and its name on the category axis.</summary>
public sealed record ChartPoint(int SeriesIndex, string? Series, int Index, string? Name);

/// <summary>A span of the category axis that was brushed; both ends belong to it.</summary>
public sealed record ChartSpan(int From, int To);
