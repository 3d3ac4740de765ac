using System.IO.Compression;
using System.Text;
using MiniExcelLibs;
using Piaozhi.Core.Listen.Habits;

namespace Piaozhi.Listen.Import;

/// <summary>A file opened for import: its text decoded whatever its encoding, its form known from its name and first bytes.</summary>
public sealed class FactFile : IDisposable
{
    private readonly Stream _raw;

    private FactFile(string name, Stream raw, TextReader text, bool lines, string head)
    {
        Name = name;
        _raw = raw;
        Text = text;
        IsJson = lines;
        Head = head;
    }

    public string Name { get; }

    public TextReader Text { get; }

    /// <summary>One JSON object a line; otherwise a table.</summary>
    public bool IsJson { get; }

    /// <summary>First characters, for finding separator and header.</summary>
    public string Head { get; }

    public long Length => _raw.CanSeek ? _raw.Length : 0;

    /// <summary>How many bytes of the file have been read.</summary>
    public long Position => _raw.CanSeek ? _raw.Position : 0;

    /// <summary>The name without folder, form and compression: <c>events</c> of <c>events.csv.gz</c>.</summary>
    public string Stem => Path.GetFileName(Name).Split('.')[0];

    public static FactFile Open(string path, string? shown = null) =>
        Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16), shown ?? Path.GetFileName(path));

    /// <summary>Takes the stream over; it must be seekable.</summary>
    public static FactFile Open(Stream raw, string name)
    {
        var first = new byte[4];
        var got = raw.ReadAtLeast(first, 4, throwOnEndOfStream: false);
        raw.Position = 0;
        if (got >= 4 && first.AsSpan().SequenceEqual("PAR1"u8))
            throw new InvalidDataException("Parquet");
        if (got >= 4 && first.AsSpan().SequenceEqual("PK\u0003\u0004"u8))
            return new FactFile(name, raw, new RowsAsText(Sheet(raw)), false, ",");
        Stream bytes = got >= 2 && first[0] == 0x1F && first[1] == 0x8B ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        var head = new byte[256 * 1024];
        var length = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var encoding = Encodings.Detect(head.AsSpan(0, length));
        if (ReferenceEquals(bytes, raw))
            raw.Position = 0;
        else
            bytes = new Rest(head.AsMemory(0, length), bytes);
        var text = new StreamReader(bytes, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
        var start = encoding.GetString(head, 0, length).TrimStart('\uFEFF');
        var json = start.AsSpan().TrimStart() is ['{', ..];
        return new FactFile(name, raw, text, json, start);
    }

    public void Dispose()
    {
        Text.Dispose();
        _raw.Dispose();
    }

    private static IEnumerable<IReadOnlyList<object?>> Sheet(Stream raw)
    {
        foreach (IDictionary<string, object?> row in raw.Query(useHeaderRow: false, excelType: ExcelType.XLSX))
            yield return [.. row.Values];
    }

    /// <summary>What was read to find the encoding, and then the rest.</summary>
    private sealed class Rest(ReadOnlyMemory<byte> head, Stream tail) : Stream
    {
        private int _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at == head.Length)
                return tail.Read(buffer, offset, count);
            var take = Math.Min(count, head.Length - _at);
            head.Span.Slice(_at, take).CopyTo(buffer.AsSpan(offset));
            _at += take;
            return take;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                tail.Dispose();
            base.Dispose(disposing);
        }
    }
}
