using Piaozhi.Core.Loop;
using Piaozhi.Core.Verify;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Verify;

/// <summary>The picture of the loop: actions whose effect the data cannot decide yet.</summary>
public sealed class VerifyInLoop : ILoopFigure
{
    public Stage Stage => Stage.Verify;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct) =>
        new((await ListEffects.RunAsync(session, ct)).Value.Count(e => !e.Improvement.Closed && e.Verdict == Verdict.Inconclusive), new Bilingual("项措施待判定", "effects undecided"));
}
