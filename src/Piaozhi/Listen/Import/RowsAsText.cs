using System.Globalization;
using System.Text;

namespace Piaozhi.Listen.Import;

/// <summary>Rows of a spreadsheet or a column file as separated text, so that one reader serves every table.</summary>
public sealed class RowsAsText(IEnumerable<IReadOnlyList<object?>> rows) : TextReader
{
    private readonly IEnumerator<IReadOnlyList<object?>> _rows = rows.GetEnumerator();
    private string _line = "";
    private int _at;

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
        if (!_rows.MoveNext())
            return false;
        var line = new StringBuilder();
        for (var i = 0; i < _rows.Current.Count; i++)
        {
            if (i > 0)
                line.Append(',');
            var text = Text(_rows.Current[i]);
            if (text.AsSpan().IndexOfAny(",\"\r\n") >= 0)
                line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                line.Append(text);
        }

        (_line, _at) = (line.Append('\n').ToString(), 0);
        return true;
    }
}
