using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Charts;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>Problems as pins on the control charts of the indicators that they moved, where one place lies within the other.</summary>
public sealed class ProblemMarks : IChartMarks
{
    public async Task<IReadOnlyList<ChartMark>> MarksAsync(string indicator, Slice slice, Period period, Session session, CancellationToken ct = default) =>
        [.. (await ListProblems.RunAsync(session, ct)).Value
            .Where(p => p.Kind == ProblemKind.Fault && p.Indicators.Split(' ').Contains(indicator) && Near(Slice.Parse(p.Slice), slice) && period.Contains(p.StartedAt))
            .OrderByDescending(p => p.Cases).Take(5).OrderBy(p => p.StartedAt)
            .Select(p => new ChartMark(p.StartedAt, new Bilingual(p.TitleZh, p.TitleEn), "/diagnose/" + p.Id, MarkKind.Problem, p.EndedAt))];

    /// <summary>One lies within the other; places of different dimensions meet everywhere, which says nothing.</summary>
    private static bool Near(Slice a, Slice b) => a.Covers(b) || b.Covers(a);
}
