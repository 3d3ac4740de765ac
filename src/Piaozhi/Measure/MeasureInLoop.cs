using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Shell.Search;

namespace Piaozhi.Measure;

/// <summary>The picture of the loop, and the search: the indicators.</summary>
public sealed class MeasureInLoop : ILoopFigure, ISearchPart
{
    public Stage Stage => Stage.Measure;

    public Bilingual Name { get; } = new("指标", "Indicators");

    public int Order => 2;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct)
    {
        var count = await session.Facts.ScalarAsync<long>("SELECT count(DISTINCT indicator) FROM measure_point WHERE service_id = $1 AND grain = 'day'", [session.Options.ServiceId], ct);
        return count == 0 ? null : new LoopFigure(count, new Bilingual("项指标有数据", "indicators with data"));
    }

    public async Task<IReadOnlyList<Found>> AllAsync(Session session, CancellationToken ct) =>
        [.. (await Indicators.AllAsync(session, ct)).All.Select(i => new Found(i.Name, "/measure/" + i.Code, i.Code))];
}
