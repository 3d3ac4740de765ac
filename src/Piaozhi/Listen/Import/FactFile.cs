using System.IO.Compression;
using Piaozhi.Core.Listen.Habits;

namespace Piaozhi.Listen.Import;

/// <summary>One table or one series of JSON lines in a file; a workbook has one a sheet.</summary>
/// <param name="Name">Name that rejects carry: <c>file.xlsx#Sheet1</c> for a sheet.</param>
/// <param name="Stem">The name without folder, form and compression: <c>events</c> of <c>events.csv.gz</c>.</param>
/// <param name="Head">First characters, for finding separator and header.</param>
/// <param name="IsRows">Rows of a spreadsheet or a column file: a line break within a cell is no new row.</param>
public sealed record FactPart(string Name, string Stem, TextReader Text, string Head, bool IsRows = false)
{
    /// <summary>One JSON object a line; otherwise a table.</summary>
    public bool IsJson => !IsRows && Head.AsSpan().TrimStart() is ['{', ..];

    public char Separator { get; } = IsRows ? ',' : Encodings.Separator(Head);

    public bool IsDamaged => Text is DecodedText { IsDamaged: true };
}

/// <summary>A file opened for import, its form known from its first bytes: text of any encoding, gzip of it, xlsx or Parquet.</summary>
public sealed class FactFile : IDisposable
{
    private readonly Stream _raw;
    private readonly Form _form;
    private double _share;

    private FactFile(string name, Stream raw, Form form) => (Name, _raw, _form) = (name, raw, form);

    private enum Form
    {
        Text,
        Gzip,
        Workbook,
        Parquet,
    }

    public string Name { get; }

    public long Length => _raw.CanSeek ? _raw.Length : 0;

    /// <summary>How many bytes of the file have been read.</summary>
    public long Position => _form == Form.Parquet ? (long)(_share * Length) : _raw.CanSeek ? _raw.Position : 0;

    public string Stem => StemOf(Name);

    public static string StemOf(string name) => Path.GetFileName(name).Split('.')[0];

    public static FactFile Open(string path, string? shown = null) =>
        Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16), shown ?? Path.GetFileName(path));

    /// <summary>Takes the stream over; it must be seekable.</summary>
    public static FactFile Open(Stream raw, string name)
    {
        Span<byte> first = stackalloc byte[4];
        var got = raw.ReadAtLeast(first, 4, throwOnEndOfStream: false);
        raw.Position = 0;
        var form = got >= 4 && first.SequenceEqual("PAR1"u8) ? Form.Parquet
            : got >= 4 && first.SequenceEqual("PK\u0003\u0004"u8) ? Form.Workbook
            : got >= 2 && first[0] == 0x1F && first[1] == 0x8B ? Form.Gzip : Form.Text;
        return new FactFile(name, raw, form);
    }

    /// <summary>The parts, one after the other; each must be read before the next is asked for.</summary>
    public IEnumerable<FactPart> Parts() => _form switch
    {
        Form.Workbook => SheetFile.Sheets(_raw).Select(s => Rows(s.Rows, $"{Name}#{s.Name}", s.Only ? Stem : s.Name)),
        Form.Parquet => [Rows(ColumnFile.Rows(_raw, share => _share = share), Name, Stem)],
        Form.Gzip => [Text(new GZipStream(_raw, CompressionMode.Decompress))],
        _ => [Text(_raw)],
    };

    public void Dispose() => _raw.Dispose();

    private FactPart Text(Stream bytes)
    {
        var text = new DecodedText(bytes);
        return new FactPart(Name, Stem, text, text.Head);
    }

    private static FactPart Rows(IEnumerable<IReadOnlyList<object?>> rows, string name, string stem)
    {
        var text = new RowsAsText(rows);
        return new FactPart(name, stem, text, text.Head, IsRows: true);
    }
}
