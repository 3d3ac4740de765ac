using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Diagnose;

/// <summary>Which rows lie in a slice: by what the row says, else by what its case says.</summary>
internal sealed class CaseSets
{
    private readonly FactLog _log;
    private readonly Slice _slice;
    private readonly bool[] _cases;

    /// <param name="part">Units whose table carries the dimensions of the slice; the cases of its rows there are the slice's cases.</param>
    public CaseSets(FactLog log, Slice slice, UnitPart part)
    {
        (_log, _slice) = (log, slice);
        _cases = new bool[log.Cases.Count];
        var columns = Columns(part.Table);
        // Every row of the table, not the units alone: units of a count are only those that went wrong.
        for (var row = 0; row < part.Table.Count; row++)
            if (part.Table.Case[row] is >= 0 and var c && Array.TrueForAll(columns, x => x.Column is not null && x.Wanted.Contains(x.Column[row])))
                _cases[c] = true;
    }

    public bool Holds(int caseCode) => caseCode >= 0 && _cases[caseCode];

    /// <summary>True, false, or null when neither the row nor its case tells.</summary>
    public Func<int, bool?> Of(LogTable table)
    {
        var columns = Columns(table);
        return row =>
        {
            var known = true;
            foreach (var (column, wanted) in columns)
            {
                if (column is null || column[row] < 0)
                    known = false;
                else if (!wanted.Contains(column[row]))
                    return false;
            }

            if (known)
                return true;
            var c = table.Case[row];
            return c < 0 ? null : _cases[c] ? true : HasUnit(c) ? false : null;
        };
    }

    private bool HasUnit(int caseCode) => _log.Table(Measure.FactTable.Event) is { } events && events.Start[caseCode + 1] - events.Start[caseCode] > 1;

    private (int[]? Column, HashSet<int> Wanted)[] Columns(LogTable table) =>
        [.. _slice.Select(p => (_log.Dimension(table, p.Key), p.Value.Select(v => _log.Values(p.Key).Find(v)).ToHashSet()))];
}
