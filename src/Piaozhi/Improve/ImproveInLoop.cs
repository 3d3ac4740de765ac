using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Shell.Search;

namespace Piaozhi.Improve;

/// <summary>Open improvements: their number in the picture of the loop, the person's own that are due or late, and the search.</summary>
public sealed class ImproveInLoop : ILoopFigure, IWaiting, ISearchPart
{
    public Stage Stage => Stage.Improve;

    public Bilingual Name { get; } = new("改进项目", "Improvements");

    public int Order => 5;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct) =>
        new((await ListImprovements.RunAsync(new("open"), session, ct)).Value.Count, new Bilingual("个项目进行中", "improvements running"));

    public async Task<int> CountAsync(Session session, CancellationToken ct) =>
        (await RemindOwners.DueAsync(new ReminderSettings(), session, ct)).Count(r => ListImprovements.Is(r.Action.Owner, r.Action.OwnerId, session.Actor));

    public async Task<IReadOnlyList<Found>> AllAsync(Session session, CancellationToken ct) =>
        [.. (await ListImprovements.RunAsync(new(), session, ct)).Value.Select(l => new Found(new Bilingual(l.Row.Title, l.Row.Title), "/improve/" + l.Row.Id, null, new Bilingual(l.Row.Owner, l.Row.Owner)))];
}
