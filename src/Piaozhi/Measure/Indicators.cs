using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Measure;
using Piaozhi.Host;

namespace Piaozhi.Measure;

/// <summary>The indicators of this installation: those in the box, the operator's own, and the versions of both.</summary>
public static class Indicators
{
    /// <summary>What is in effect today; retired ones are left out.</summary>
    public static async Task<IndicatorCatalog> AllAsync(Session session, CancellationToken ct = default)
    {
        var today = DateOnly.FromDateTime(session.LocalNow);
        var rows = await RowsAsync(session, null, ct);
        if (rows.Count == 0)
            return IndicatorCatalog.BuiltIn;
        return new IndicatorCatalog(Merge(rows).Select(v => v.On(today)).Where(v => !v.Retired).Select(v => v.Indicator));
    }

    /// <summary>Every indicator with all of its versions, retired ones too.</summary>
    public static async Task<IReadOnlyList<IndicatorVersions>> VersionsAsync(Session session, CancellationToken ct = default) =>
        [.. Merge(await RowsAsync(session, null, ct))];

    /// <summary>The versions of one indicator; null when there is none of that code.</summary>
    public static async Task<IndicatorVersions?> VersionsAsync(string code, Session session, CancellationToken ct = default)
    {
        var builtIn = IndicatorCatalog.BuiltIn.Find(code);
        var rows = await RowsAsync(session, builtIn?.Code ?? code, ct);
        return rows.Count == 0 && builtIn is null ? null : Merge(rows, builtIn is null ? [] : [builtIn]).Single();
    }

    private static async Task<List<IndicatorRow>> RowsAsync(Session session, string? code, CancellationToken ct) =>
        await session.Records.Set<IndicatorRow>().AsNoTracking().Where(r => code == null || r.Code == code).ToListAsync(ct);

    private static IEnumerable<IndicatorVersions> Merge(List<IndicatorRow> rows, IReadOnlyList<Indicator>? builtIn = null)
    {
        var own = rows.GroupBy(r => r.Code, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.Select(r => r.ToVersion()), StringComparer.OrdinalIgnoreCase);
        foreach (var indicator in builtIn ?? IndicatorCatalog.BuiltIn.All)
        {
            own.Remove(indicator.Code, out var later);
            yield return new IndicatorVersions([new IndicatorVersion(indicator, null), .. later ?? []]);
        }

        foreach (var versions in own.Values)
            yield return new IndicatorVersions(versions);
    }
}

/// <summary>The days on which the meaning of an indicator changed; whoever compares days across one has to know it.</summary>
public static class DefinitionChanges
{
    public sealed record Change(string Indicator, DateOnly On, int Version, string Note);

    public static async Task<IReadOnlyList<Change>> OfAsync(Session session, IReadOnlyCollection<string>? codes = null, CancellationToken ct = default) =>
        [.. (await Indicators.VersionsAsync(session, ct)).Where(v => v.All.Count > 1 && (codes is null || codes.Contains(v.Code)))
            .SelectMany(v => v.DefinitionChanges().Select(c => new Change(v.Code, c.On, c.To.Indicator.Version, c.To.Note)))];
}
