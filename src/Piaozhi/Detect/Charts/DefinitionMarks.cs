using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Detect.Charts;

/// <summary>Where an indicator began to mean something else: a flag on its chart.</summary>
public sealed class DefinitionMarks : IChartMarks
{
    public async Task<IReadOnlyList<ChartMark>> MarksAsync(string indicator, Slice slice, Period period, Session session, CancellationToken ct = default) =>
        await Indicators.VersionsAsync(indicator, session, ct) is not { } versions ? [] :
        [.. versions.All.Skip(1).Where(v => v.From is { } from && period.Contains(from.ToDateTime(TimeOnly.MinValue)))
            .Select(v => new ChartMark(v.From!.Value.ToDateTime(TimeOnly.MinValue), new Bilingual($"口径第 {v.Indicator.Version} 版", $"definition {v.Indicator.Version}"), "/measure/" + indicator, MarkKind.Definition))];
}
