using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Shell.Search;

/// <summary>Search over everything: what was typed against what every part offers, the nearest first in each group.</summary>
public sealed class FindAnything(IEnumerable<ISearchPart> parts)
{
    private const int Each = 8;

    public sealed record Group(Bilingual Name, IReadOnlyList<Found> Found);

    /// <summary>Reads once what can be found, for the time that the palette is open.</summary>
    public async Task<List<Group>> AllAsync(Session session, CancellationToken ct = default)
    {
        var all = new List<Group>();
        foreach (var part in parts.OrderBy(p => p.Order))
            all.Add(new Group(part.Name, await part.AllAsync(session, ct)));
        return all;
    }

    public static List<Group> Run(IEnumerable<Group> all, string typed, CultureInfo culture)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return [.. all.Take(1)];
        return [.. all.Select(g => new Group(g.Name, [.. g.Found.Select(f => (f, Score: Score(f, typed, culture))).Where(x => x.Score is not null).OrderBy(x => x.Score).Take(Each).Select(x => x.f)]))
            .Where(g => g.Found.Count > 0)];
    }

    private static int? Score(Found found, string typed, CultureInfo culture)
    {
        var other = culture.Name.StartsWith("zh", StringComparison.Ordinal) ? found.Text.En : found.Text.Zh;
        return Matching.Score($"{found.Code} {found.Text.In(culture)}".Trim(), typed) ?? (Matching.Score(other, typed) is { } far ? far + 20 : null);
    }
}
