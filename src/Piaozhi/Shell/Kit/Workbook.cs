using System.Globalization;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Piaozhi.Shell.Kit;

/// <summary>A table as it goes into a workbook: what a grid shows, or what a chart was drawn from.</summary>
public sealed record ChartData(string FileName, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);

/// <summary>Writes xlsx files that people go on working with: numbers stay numbers and moments stay moments.</summary>
public static class Workbook
{
    public static MemoryStream Write(ChartData data)
    {
        var heads = Distinct(data.Columns);
        var rows = data.Rows.Select(row => heads.Select((h, i) => (h, i < row.Count ? row[i] : null)).ToDictionary(x => x.h, x => x.Item2));
        var stream = new MemoryStream();
        object content = data.Rows.Count > 0 ? rows : new[] { heads.ToDictionary(h => h, _ => (object?)null) };
        stream.SaveAs(content, sheetName: "Piaozhi", configuration: new OpenXmlConfiguration { AutoFilter = true, EnableAutoWidth = true, FastMode = true });
        stream.Position = 0;
        return stream;
    }

    /// <summary>The value where a workbook knows its kind, else the text that people see.</summary>
    public static object? Cell(object? value, Func<string> shown) => value switch
    {
        null => null,
        double d => double.IsFinite(d) ? d : null,
        sbyte or short or int or long or float or decimal or DateTime => value,
        DateOnly d => d.ToDateTime(TimeOnly.MinValue),
        _ => shown(),
    };

    /// <summary>A file name for today's download: no character that a file system refuses.</summary>
    public static string FileName(string name, string ending) =>
        string.Concat(name.Select(c => Path.GetInvalidFileNameChars().Contains(c) || "/\\:*?\"<>|".Contains(c, StringComparison.Ordinal) ? '-' : c)) + "." + ending;

    private static List<string> Distinct(IReadOnlyList<string> columns)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. columns.Select(c => seen.TryAdd(c, 1) ? c : c + " " + (++seen[c]).ToString(CultureInfo.InvariantCulture))];
    }
}
