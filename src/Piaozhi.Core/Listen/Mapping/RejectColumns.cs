namespace Piaozhi.Core.Listen.Mapping;

/// <summary>Columns that a download of rejected rows carries beside the row's own, so that the mended file finds its rows again. They never become attributes.</summary>
public static class RejectColumns
{
    public const string Prefix = "piaozhi.";
    public const string Row = Prefix + "row";
    public const string Reason = Prefix + "reason";
    public const string Field = Prefix + "field";
    public const string File = Prefix + "file";
    public const string Line = Prefix + "line";
    public const string Original = Prefix + "original";

    public static IReadOnlyList<string> All { get; } = [Row, File, Line, Field, Reason, Original];
}
