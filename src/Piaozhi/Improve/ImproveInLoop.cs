using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Shell.Search;

namespace Piaozhi.Improve;

/// <summary>Open improvements: their number in the picture of the loop, the person's own that are due or late, and the search over them and their actions.</summary>
public sealed class ImproveInLoop : ILoopFigure, IWaiting, ISearchPart
{
    public Stage Stage => Stage.Improve;

    public Bilingual Name { get; } = new("改进项目", "Improvements");

    public int Order => 5;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct) =>
        new((await ListImprovements.RunAsync(new("open"), session, ct)).Value.Count, new Bilingual("个项目进行中", "improvements running"));

    /// <summary>Own actions that are due soon or late, and own improvements whose gate is open.</summary>
    public async Task<int> CountAsync(Session session, CancellationToken ct)
    {
        var due = await RemindOwners.DueAsync(session, ct);
        var ready = (await ListImprovements.RunAsync(new("mine"), session, ct)).Value.Where(l => ListImprovements.Is(l.Row.Owner, l.Row.OwnerId, session.Actor))
            .Count(l => Gates.Of(l.Row.Method, MoveImprovement.FactsOf(l.Row, l.Actions)).First(g => g.Step.Code == l.Row.Step).Open);
        return due.Count(r => ListImprovements.Is(r.Action.Owner, r.Action.OwnerId, session.Actor)) + ready;
    }

    public async Task<IReadOnlyList<Found>> AllAsync(Session session, CancellationToken ct)
    {
        var all = (await ListImprovements.RunAsync(new(), session, ct)).Value;
        return
        [
            .. all.Select(l => new Found(Both(l.Row.Title), "/improve/" + l.Row.Id, null, Both(l.Row.Owner))),
            .. all.SelectMany(l => l.Actions.Select(a => new Found(Both(a.Title), $"/improve/{l.Row.Id}#{a.Id}", null, Both(a.Owner)))),
        ];
    }

    private static Bilingual Both(string text) => new(text, text);
}
