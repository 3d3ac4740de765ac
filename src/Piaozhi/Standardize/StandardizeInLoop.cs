using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell;
using Piaozhi.Shell.Search;

namespace Piaozhi.Standardize;

/// <summary>Lessons: their number in the picture of the loop, and the search.</summary>
public sealed class StandardizeInLoop : ILoopFigure, ISearchPart
{
    public Stage Stage => Stage.Standardize;

    public Bilingual Name { get; } = new("案例", "Lessons");

    public int Order => 7;

    public async Task<LoopFigure?> FigureAsync(Session session, CancellationToken ct) =>
        new((await ListLessons.RunAsync(new(), session, ct)).Value.Count, new Bilingual("个案例", "lessons"));

    public async Task<IReadOnlyList<Found>> AllAsync(Session session, CancellationToken ct) =>
        [.. (await ListLessons.RunAsync(new(), session, ct)).Value.Select(l => new Found(new Bilingual(l.Row.Title, l.Row.Title), "/standardize/" + l.Row.ImprovementId))];
}
