using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Detect;

/// <summary>Signals that go on and are not noise: their number in the picture of the loop, and the indicators that they make red.</summary>
public sealed class DetectInLoop : ILoopFigure, IAlarmed
{
    public Stage Stage => Stage.Detect;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct) =>
        new((await GoingAsync(session, ct)).Count, new Bilingual("个异常信号持续", "signals going on"));

    public async Task<IReadOnlySet<string>> CodesAsync(Session session, CancellationToken ct) =>
        (await GoingAsync(session, ct)).Where(s => s.Slice.IsWhole || !session.Actor.Scope.IsWhole).Select(s => s.Indicator).ToHashSet();

    private static async Task<List<Piaozhi.Core.Detect.Signal>> GoingAsync(Session session, CancellationToken ct) =>
        [.. (await ListSignals.RunAsync(new(OnlyBad: true), session, ct)).Value.Where(s => s.End is null)];
}
