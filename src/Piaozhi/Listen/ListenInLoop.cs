using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen;

/// <summary>The picture of the loop: what came in during the last seven days.</summary>
public sealed class ListenInLoop : ILoopFigure
{
    public Stage Stage => Stage.Listen;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct)
    {
        var rows = new RowCondition(session);
        // To the hour, so that the answer can be remembered.
        rows.And($"occurred_at >= {rows.P(FactRows.Utc(session.Now).Date.AddHours(session.Now.UtcDateTime.Hour).AddDays(-7))}");
        var count = (await session.Facts.RememberedAsync($"SELECT count(*) FROM listen_event WHERE {rows}", rows.Parameters, r => r.GetInt64(0), ct))[0];
        return count == 0 ? null : new LoopFigure(count, new Bilingual("近 7 天事件", "events in 7 days"));
    }
}
