using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Quality;
using Piaozhi.Shell;

namespace Piaozhi.Listen;

/// <summary>The picture of the loop: what came in during the last seven days.</summary>
public sealed class ListenInLoop : ILoopFigure
{
    public Stage Stage => Stage.Listen;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct)
    {
        var week = session.LocalNow.AddDays(-7);
        var (where, outlets) = DataQuality.Narrow(session, 3);
        var count = await session.Facts.ScalarAsync<long>(
            $"SELECT count(*) FROM listen_event WHERE service_id = $1 AND occurred_at >= $2{where}", [session.Options.ServiceId, week, .. outlets], ct);
        return count == 0 ? null : new LoopFigure(count, new Bilingual("近 7 天事件", "events in 7 days"));
    }
}
