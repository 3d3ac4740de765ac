using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>
/// What could have gone wrong and did not, for figures that only count what did: the attempts before a timeout, all feedback beside one
/// topic. Without them a failure that was never seen before lies everywhere and nowhere; with them it lies where it is more than a share
/// of the attempts.
/// </summary>
internal static class Reference
{
    /// <summary>Rows of the same table that are attempts and were not counted; null when there are none to be had.</summary>
    public static IReadOnlyList<int>? Of(FactLog log, Units units)
    {
        var counted = units.Parts[0];
        if (units.Indicator.Statistic is not (StatisticKind.Rate or StatisticKind.Gap) || counted.Count == 0 || counted.Num.Any(n => n != 1))
            return null;
        var table = counted.Table;
        if (table.Kind == FactTable.Feedback)
            return Others(table, counted, _ => true);
        if (table.Kind != FactTable.Event || table.Text("activity") is not { } activity)
            return null;
        return Attempts.Of(log, table, counted.Row) is var attempt and >= 0 ? Others(table, counted, row => activity[row] == attempt)
            : units.Parts.Count > 1 && units.Parts[1].Table == table && units.Parts[1].Count > counted.Count ? units.Parts[1].Row : null;
    }

    private static List<int> Others(LogTable table, UnitPart counted, Func<int, bool> wanted)
    {
        var taken = new HashSet<int>(counted.Row);
        var rows = new List<int>();
        for (var row = 0; row < table.Count; row++)
            if (wanted(row) && !taken.Contains(row))
                rows.Add(row);
        return rows;
    }
}
