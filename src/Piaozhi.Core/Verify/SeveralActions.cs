using Piaozhi.Core.Statistics.Estimation;
using Piaozhi.Core.Statistics.Regression;

namespace Piaozhi.Core.Verify;

/// <summary>The effect of one action, or of several that time cannot tell apart, on one series.</summary>
/// <param name="Actions">One name, or all whose sum this is.</param>
public sealed record SharedEffect(IReadOnlyList<string> Actions, DateTime Start, double Estimate, Interval Interval)
{
    public bool Separable => Actions.Count == 1;
}

/// <summary>Tells actions on one indicator apart by when they began, or says that they cannot be.</summary>
public static class SeveralActions
{
    /// <summary>Starts nearer than this cannot be told apart by their time: weekdays and persistence fill two weeks.</summary>
    public const int Near = 14;

    /// <summary>
    /// Groups of actions whose starts follow one another within <see cref="Near"/> days; a group of more than one is inseparable.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<(string Id, DateTime Start)>> Groups(IEnumerable<(string Id, DateTime Start)> actions)
    {
        var groups = new List<List<(string Id, DateTime Start)>>();
        foreach (var action in actions.OrderBy(a => a.Start))
        {
            if (groups.Count > 0 && (action.Start.Date - groups[^1][^1].Start.Date).TotalDays < Near)
                groups[^1].Add(action);
            else
                groups.Add([action]);
        }

        return groups;
    }

    /// <summary>
    /// One step for each group, all at once. Days within a group's roll-out (from its first to its last start) are left out. Null when
    /// the days are too few for all of them.
    /// </summary>
    public static IReadOnlyList<SharedEffect>? Estimate(
        IReadOnlyList<(DateTime Day, double Value, double Weight)> days, IEnumerable<(string Id, DateTime Start)> actions, double level = .95)
    {
        var groups = Groups(actions).ToList();
        if (groups.Count == 0)
            return null;
        var used = days.Where(d => d.Weight > 0 && double.IsFinite(d.Value) && !groups.Any(g => d.Day >= g[0].Start.Date && d.Day < g[^1].Start.Date)).OrderBy(d => d.Day).ToList();
        var starts = groups.Select(g => g[^1].Start.Date).ToList();
        var edges = starts.Prepend(DateTime.MinValue).Append(DateTime.MaxValue).ToList();
        if (edges.Zip(edges.Skip(1)).Any(e => used.Count(d => d.Day >= e.First && d.Day < e.Second) < DailySeries.EnoughAfter))
            return null;
        var first = used[0].Day;
        double[] Row(DateTime day) =>
            [1, .. starts.Select(s => day >= s ? 1.0 : 0), .. Enumerable.Range(1, 6).Select(w => ((int)day.DayOfWeek == w ? 1.0 : 0) - (day.DayOfWeek == 0 ? 1 : 0)), (day - first).TotalDays / 30];
        double[] penalties = [double.PositiveInfinity, .. starts.Select(_ => double.PositiveInfinity), .. Enumerable.Repeat(5.0, 6), double.NaN];
        var fit = PersistentErrors.Fit(
            [.. used.Select(d => Row(d.Day))], [.. used.Select(d => d.Value)], [.. used.Select(d => d.Weight)], [.. used.Select(d => (int)(d.Day - first).TotalDays)],
            penalties, [(0, .5), (.5, .25), (2, .25)]);
        if (fit is null)
            return null;
        return [.. groups.Select((g, i) =>
        {
            var (low, high) = fit.Interval(i + 1, level);
            return new SharedEffect([.. g.Select(a => a.Id)], starts[i], fit.Coefficient(i + 1), new Interval(low, high));
        })];
    }
}
