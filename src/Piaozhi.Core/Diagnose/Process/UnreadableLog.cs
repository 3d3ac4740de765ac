namespace Piaozhi.Core.Diagnose.Process;

/// <summary>
/// A log that cannot be read at all. <paramref name="code"/> is stable and the key of the text shown to people; the subject says what
/// exactly, as it stands in the file.
/// </summary>
public sealed class UnreadableLog(string code, string subject = "") : FormatException($"{code}: {subject}")
{
    public string Code { get; } = code;

    public string Subject { get; } = subject;
}

/// <summary>A row that was left out, and why: <c>no-case</c>, <c>no-activity</c>, <c>bad-time</c>.</summary>
public sealed record LeftOut(long Line, string Reason, string Text);

/// <summary>A log and what was not taken into it: the number of rows, and the first of them.</summary>
public sealed record LogReading(EventLog Log, long Rows, long RowsLeftOut, IReadOnlyList<LeftOut> Examples);
