using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Detect.Charts;

public enum MarkKind
{
    /// <summary>From here on the indicator means something else.</summary>
    Definition,
    Problem,
    Action,
}

/// <summary>Something that happened, pinned to a control chart.</summary>
/// <param name="Until">Where it ended, for what lasts.</param>
public sealed record ChartMark(DateTime At, Bilingual Text, string? Href, MarkKind Kind, DateTime? Until = null);

/// <summary>What is pinned to the control chart of an indicator on a slice. Any stage registers its own: Diagnose its problems, Improve its actions.</summary>
public interface IChartMarks
{
    Task<IReadOnlyList<ChartMark>> MarksAsync(string indicator, Slice slice, Period period, Session session, CancellationToken ct = default);
}
