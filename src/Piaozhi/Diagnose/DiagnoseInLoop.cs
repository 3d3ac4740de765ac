using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Shell.Search;

namespace Piaozhi.Diagnose;

/// <summary>Open problems: their number in the picture of the loop, those that wait for the person, and the search.</summary>
public sealed class DiagnoseInLoop : ILoopFigure, IWaiting, ISearchPart
{
    public Stage Stage => Stage.Diagnose;

    public Bilingual Name { get; } = new("问题", "Problems");

    public int Order => 4;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct) =>
        new((await GoingAsync(session, ct)).Count, new Bilingual("个问题待解决", "open problems"));

    /// <summary>The person's own, and for who may work on problems those that nobody has taken.</summary>
    public async Task<int> CountAsync(Session session, CancellationToken ct)
    {
        var owners = await session.Records.Set<WorkRow>().AsNoTracking().Where(w => w.OwnerId != null).ToDictionaryAsync(w => w.ProblemId, w => w.OwnerId, ct);
        var takes = session.Actor.May(Right.WorkOnProblems);
        return (await GoingAsync(session, ct)).Count(p => owners.TryGetValue(p.Id, out var owner) ? owner == session.Actor.Id : takes);
    }

    public async Task<IReadOnlyList<Found>> AllAsync(Session session, CancellationToken ct) =>
        [.. (await ListProblems.RunAsync(session, ct)).Value.Select(p => new Found(
            new Bilingual(p.TitleZh, p.TitleEn), "/diagnose/" + p.Id, null, p.EndedAt is null ? new Bilingual("持续中", "going on") : new Bilingual("已恢复", "ended")))];

    private static async Task<List<ProblemRow>> GoingAsync(Session session, CancellationToken ct) =>
        [.. (await ListProblems.RunAsync(session, ct)).Value.Where(p => p.Kind == ProblemKind.Fault && p.EndedAt is null)];
}
