using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Shell.Search;

/// <summary>Something that can be gone to: a page, an indicator, a problem.</summary>
/// <param name="Text">What it is called; searched in the language of the page, and in the other.</param>
/// <param name="Code">A code that people type (K22).</param>
/// <param name="Hint">A muted word behind it: its state, its owner.</param>
public sealed record Found(Bilingual Text, string Href, string? Code = null, Bilingual? Hint = null);

/// <summary>What a stage lets people search. Stages register theirs; the palette (Ctrl+K) asks all of them.</summary>
public interface ISearchPart
{
    Bilingual Name { get; }

    int Order { get; }

    /// <summary>Everything that the person of the session may find here, at most some thousands; the palette does the matching.</summary>
    Task<IReadOnlyList<Found>> AllAsync(Session session, CancellationToken ct);
}

/// <summary>The pages of the menu.</summary>
public sealed class SearchPages(Menu menu) : ISearchPart
{
    public Bilingual Name { get; } = new("页面", "Pages");

    public int Order => 0;

    public Task<IReadOnlyList<Found>> AllAsync(Session session, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Found>>([.. menu.Lines.Select(l => new Found(l.Text, l.Href))]);
}
