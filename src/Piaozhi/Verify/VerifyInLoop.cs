using Piaozhi.Core.Loop;
using Piaozhi.Core.Verify;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Shell;

namespace Piaozhi.Verify;

/// <summary>The picture of the loop: actions whose effect the data cannot decide yet; and what waits: own actions that do harm or whose gain is lost.</summary>
public sealed class VerifyInLoop : ILoopFigure, IWaiting
{
    public Stage Stage => Stage.Verify;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct) =>
        new((await ListEffects.RunAsync(session, ct)).Value.Count(e => !e.Improvement.Closed && e.Verdict == Verdict.Inconclusive), new Bilingual("项措施待判定", "effects undecided"));

    public async Task<int> CountAsync(Session session, CancellationToken ct) =>
        (await ListEffects.RunAsync(session, ct)).Value.Count(e => !e.Improvement.Closed && (e.Lost || e.Row?.Verdict == Verdict.Harmful)
            && (ListImprovements.Is(e.Action.Owner, e.Action.OwnerId, session.Actor) || ListImprovements.Is(e.Improvement.Owner, e.Improvement.OwnerId, session.Actor)));
}
