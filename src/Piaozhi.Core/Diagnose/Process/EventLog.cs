namespace Piaozhi.Core.Diagnose.Process;

/// <summary>What is known of the type of an attribute (IEEE 1849, §5.2).</summary>
public enum AttributeKind
{
    Text,
    Date,
    Integer,
    Real,
    Flag,
}

/// <summary>One attribute of events or of cases: numbers into its values; −1 is absent.</summary>
public sealed record LogAttribute(string Name, AttributeKind Kind, int[] Code, IReadOnlyList<string> Values)
{
    public string? this[int row] => Code[row] < 0 ? null : Values[Code[row]];
}

/// <summary>
/// An event log in memory as columns. Events of a case stand together, in order of time; equal times keep the order in which they were
/// read. Times are milliseconds since 1970-01-01.
/// </summary>
public sealed class EventLog
{
    private readonly Func<int, string> _caseName;

    internal EventLog(IReadOnlyList<string> activities, int[] start, ushort[] activity, long[] at, long[]? began, Func<int, string> caseName, IReadOnlyList<LogAttribute>? attributes = null, IReadOnlyList<LogAttribute>? caseAttributes = null)
    {
        (Activities, Start, Activity, At, Began, _caseName) = (activities, start, activity, at, began, caseName);
        (Attributes, CaseAttributes) = (attributes ?? [], caseAttributes ?? []);
    }

    /// <summary>Most different activities that one log may have: more than these, and the column is something else.</summary>
    public const int MostActivities = ushort.MaxValue;

    public IReadOnlyList<string> Activities { get; }

    /// <summary>Events of case c are <c>Start[c]</c> up to <c>Start[c + 1]</c>.</summary>
    public int[] Start { get; }

    public ushort[] Activity { get; }

    /// <summary>When each event was completed.</summary>
    public long[] At { get; }

    /// <summary>When the work of each event began; <see cref="long.MinValue"/> where only its end is known. Null when that is so for all.</summary>
    public long[]? Began { get; }

    public IReadOnlyList<LogAttribute> Attributes { get; }

    public IReadOnlyList<LogAttribute> CaseAttributes { get; }

    public int Cases => Start.Length - 1;

    public int Events => Activity.Length;

    public string CaseName(int number) => _caseName(number);

    public ReadOnlySpan<ushort> Trace(int number) => Activity.AsSpan(Start[number], Start[number + 1] - Start[number]);

    /// <summary>Start of the work of an event where it is known, else its end.</summary>
    public long BeginOf(int row) => Began is { } b && b[row] != long.MinValue ? b[row] : At[row];

    /// <summary>−1 when no event has it.</summary>
    public int Find(string activity)
    {
        for (var i = 0; i < Activities.Count; i++)
            if (Activities[i] == activity)
                return i;
        return -1;
    }

    /// <summary>The cases for which <paramref name="keep"/> is true, as a log of their own.</summary>
    public EventLog Where(Func<int, bool> keep)
    {
        var cases = Enumerable.Range(0, Cases).Where(keep).ToArray();
        var start = new int[cases.Length + 1];
        for (var i = 0; i < cases.Length; i++)
            start[i + 1] = start[i] + Start[cases[i] + 1] - Start[cases[i]];
        T[] Rows<T>(T[] from)
        {
            var to = new T[start[^1]];
            for (var i = 0; i < cases.Length; i++)
                Array.Copy(from, Start[cases[i]], to, start[i], start[i + 1] - start[i]);
            return to;
        }

        return new EventLog(Activities, start, Rows(Activity), Rows(At), Began is null ? null : Rows(Began), i => _caseName(cases[i]),
            [.. Attributes.Select(a => a with { Code = Rows(a.Code) })], [.. CaseAttributes.Select(a => a with { Code = [.. cases.Select(c => a.Code[c])] })]);
    }

    /// <summary>Cases that begin in a span of time, so that each case belongs to one period only.</summary>
    public EventLog Starting(long from, long to) => Where(c => Start[c + 1] > Start[c] && BeginOf(Start[c]) >= from && BeginOf(Start[c]) < to);

    /// <summary>A log of traces alone, one letter or word an activity, one minute apart: for examples and textbooks.</summary>
    public static EventLog OfTraces(params IEnumerable<(int Times, string[] Activities)> traces)
    {
        var builder = new EventLogBuilder();
        var number = 0;
        foreach (var (times, activities) in traces)
            for (var i = 0; i < times; i++)
            {
                var name = (++number).ToString(System.Globalization.CultureInfo.InvariantCulture);
                builder.AddCase(name);
                for (var e = 0; e < activities.Length; e++)
                    builder.Add(name, activities[e], e * 60_000L);
            }

        return builder.Build();
    }
}
