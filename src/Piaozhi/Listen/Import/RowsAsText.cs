using System.Globalization;
using System.Text;

namespace Piaozhi.Listen.Import;

/// <summary>Rows of a spreadsheet or a column file as separated text, so that one reader serves every table.</summary>
public sealed class RowsAsText : TextReader
{
    private const int HeadRows = 50;
    private readonly IEnumerator<IReadOnlyList<object?>> _rows;
    private readonly Queue<string> _head = new();
    private string _line = "";
    private int _at;

    public RowsAsText(IEnumerable<IReadOnlyList<object?>> rows)
    {
        _rows = rows.GetEnumerator();
        while (_head.Count < HeadRows && _rows.MoveNext())
            _head.Enqueue(Line(_rows.Current));
        Head = string.Concat(_head);
    }

    /// <summary>The first rows, for finding the header.</summary>
    public string Head { get; }

    public override int Read(char[] buffer, int index, int count)
    {
        if (_at == _line.Length && !Next())
            return 0;
        var take = Math.Min(count, _line.Length - _at);
        _line.CopyTo(_at, buffer, index, take);
        _at += take;
        return take;
    }

    public static string Text(object? value) => value switch
    {
        null => "",
        string s => s,
        DateTimeOffset t => t.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        // A column file says UTC by the kind of its time; a spreadsheet knows no zone.
        DateTime { Kind: DateTimeKind.Utc } t => t.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTime t => t.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rows.Dispose();
        base.Dispose(disposing);
    }

    private bool Next()
    {
        if (_head.TryDequeue(out var first))
            (_line, _at) = (first, 0);
        else if (_rows.MoveNext())
            (_line, _at) = (Line(_rows.Current), 0);
        else
            return false;
        return true;
    }

    /// <summary>Cells as one line of separated text.</summary>
    public static string Line(IReadOnlyList<object?> cells, char separator = ',')
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                line.Append(separator);
            var text = Text(cells[i]);
            if (text.Contains(separator, StringComparison.Ordinal) || text.AsSpan().IndexOfAny("\"\r\n") >= 0)
                line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                line.Append(text);
        }

        return line.Append('\n').ToString();
    }
}
