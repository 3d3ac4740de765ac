using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Log;

/// <summary>
/// One kind of fact as columns, rows of a case together and in order of time (equal times keep the order of their arrival). Texts are
/// numbers into a <see cref="ValueSet"/>; −1 is absent. Times are milliseconds of the operator's local time.
/// </summary>
public sealed class LogTable
{
    private readonly Dictionary<string, int[]> _texts;
    private readonly Dictionary<string, double[]> _numbers;

    internal LogTable(FactTable kind, long[] at, int[] cases, int[] start, Dictionary<string, int[]> texts, Dictionary<string, double[]> numbers, string[]? ids)
    {
        (Kind, At, Case, Start, Ids) = (kind, at, cases, start, ids);
        (_texts, _numbers) = (texts, numbers);
    }

    public FactTable Kind { get; }

    public int Count => At.Length;

    public long[] At { get; }

    /// <summary>Number of the case of each row; −1 for rows of no case, which stand at the end.</summary>
    public int[] Case { get; }

    /// <summary>Rows of case c are <c>Start[c]</c> up to <c>Start[c + 1]</c>.</summary>
    public int[] Start { get; }

    /// <summary>Ids of the rows, kept only where something is said of single rows (feedback).</summary>
    public string[]? Ids { get; }

    public IEnumerable<string> TextFields => _texts.Keys;

    /// <summary>The column of a text field; null when no row has it.</summary>
    public int[]? Text(string field) => _texts.GetValueOrDefault(field);

    /// <summary>The column of a number; null when no row has it. NaN is absent.</summary>
    public double[]? Number(string field) => _numbers.GetValueOrDefault(field);
}
