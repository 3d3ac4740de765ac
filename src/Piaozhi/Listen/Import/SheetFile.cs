using System.IO.Compression;
using MiniExcelLibs;

namespace Piaozhi.Listen.Import;

/// <summary>Sheets of an xlsx workbook, row by row.</summary>
public static class SheetFile
{
    /// <summary>Most bytes that a workbook may take when unpacked; what is larger is no table that people made but an attack or a mistake.</summary>
    public const long Largest = 4L * 1024 * 1024 * 1024;

    public sealed record Sheet(string Name, bool Only, IEnumerable<IReadOnlyList<object?>> Rows);

    public static IEnumerable<Sheet> Sheets(Stream raw)
    {
        Check(raw);
        var names = Guarded(() => raw.GetSheetNames());
        foreach (var name in names)
            yield return new Sheet(name, names.Count == 1, Rows(raw, name));
    }

    private static void Check(Stream raw)
    {
        using var zip = new ZipArchive(raw, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Sum(e => e.Length) > Largest)
            throw new InvalidDataException("workbook too large");
    }

    private static IEnumerable<IReadOnlyList<object?>> Rows(Stream raw, string sheet)
    {
        using var rows = Guarded(() => raw.Query(useHeaderRow: false, sheetName: sheet, excelType: ExcelType.XLSX).GetEnumerator());
        while (Guarded(rows.MoveNext))
            yield return [.. ((IDictionary<string, object?>)rows.Current).Values];
    }

    /// <summary>A broken workbook makes the reader fail in many ways; all mean that the file cannot be read.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (OperationCanceledException or InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException(e.Message, e);
        }
    }
}
