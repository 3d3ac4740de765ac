using System.Text.Json;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure;

/// <summary>One version of an indicator.</summary>
/// <param name="From">First day that it counts; null = from the beginning.</param>
/// <param name="Note">Why it was changed, in the words of whoever did.</param>
public sealed record IndicatorVersion(Indicator Indicator, DateOnly? From, string Note = "", bool Retired = false);

/// <summary>The versions of one indicator, oldest first. A day is counted by the latest version that is in effect on it.</summary>
public sealed class IndicatorVersions
{
    public IndicatorVersions(IEnumerable<IndicatorVersion> versions)
    {
        All = [.. versions.OrderBy(v => v.Indicator.Version)];
        if (All.Count == 0)
            throw new ArgumentException("an indicator has at least one version", nameof(versions));
    }

    public IReadOnlyList<IndicatorVersion> All { get; }

    public string Code => All[0].Indicator.Code;

    /// <summary>The version in effect on a day; before the first one it is the first.</summary>
    public IndicatorVersion On(DateOnly day) => All.LastOrDefault(v => v.From is not { } from || from <= day) ?? All[0];

    /// <summary>A stretch of days cut where another version begins to count.</summary>
    public IReadOnlyList<(IndicatorVersion Version, Period Period)> Within(Period period)
    {
        var cuts = All.Where(v => v.From is not null).Select(v => v.From!.Value.ToDateTime(TimeOnly.MinValue))
            .Where(at => at > period.From && at < period.To).Append(period.From).Append(period.To).Distinct().Order().ToList();
        var parts = new List<(IndicatorVersion Version, Period Period)>();
        foreach (var (from, to) in cuts.Zip(cuts.Skip(1)))
        {
            var version = On(DateOnly.FromDateTime(from));
            if (parts.Count > 0 && parts[^1].Version == version)
                parts[^1] = (version, new Period(parts[^1].Period.From, to));
            else
                parts.Add((version, new Period(from, to)));
        }

        return parts;
    }

    /// <summary>The days on which what is counted changed, not only the target or a name.</summary>
    public IReadOnlyList<(DateOnly On, IndicatorVersion To)> DefinitionChanges()
    {
        var dates = All.Where(v => v.From is not null).Select(v => v.From!.Value).Distinct().Order();
        return [.. dates.Select(d => (On: d, From: On(d.AddDays(-1)), To: On(d)))
            .Where(c => Text(c.From.Indicator.Definition) != Text(c.To.Indicator.Definition)).Select(c => (c.On, c.To))];
    }

    /// <summary>A definition as text; two that count the same are written the same.</summary>
    public static string Text(Definition definition) => JsonSerializer.Serialize(definition, IndicatorCatalog.Json);
}
