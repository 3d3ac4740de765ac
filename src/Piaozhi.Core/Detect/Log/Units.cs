using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Log;

/// <summary>Units that come from one table: for each the row that it is attributed to, its time, what it adds above and below.</summary>
public sealed record UnitPart(LogTable Table, int[] Row, long[] At, double[] Num, double[] Den)
{
    public int Count => Row.Length;
}

/// <summary>
/// The single units behind an indicator: of a share 0 or its weight over its weight, of a mean or quantile the value, of a rate what is
/// counted (over 0) and what it is exposed to (0 over 1), of a stock +1 when it begins to count and −1 when it ends.
/// </summary>
public sealed class Units(Indicator indicator, IReadOnlyList<UnitPart> parts)
{
    public Indicator Indicator { get; } = indicator;

    public IReadOnlyList<UnitPart> Parts { get; } = parts;

    public int Count => Parts.Sum(p => p.Count);

    /// <summary>Time that must pass after a unit before it is known how it ended.</summary>
    public TimeSpan Waiting { get; init; }
}

/// <summary>Collects units of one table.</summary>
internal sealed class UnitList(LogTable table)
{
    private readonly Growing<int> _row = new();
    private readonly Growing<long> _at = new();
    private readonly Growing<double> _num = new();
    private readonly Growing<double> _den = new();

    public void Add(int row, long at, double num, double den)
    {
        _row.Add(row);
        _at.Add(at);
        _num.Add(num);
        _den.Add(den);
    }

    public UnitPart ToPart() => new(table, _row.ToArray(), _at.ToArray(), _num.ToArray(), _den.ToArray());
}
