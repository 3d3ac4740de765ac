namespace Piaozhi.Core.Listen.Habits;

/// <summary>Reads separated text (RFC 4180 quoting) line by line without making a string a cell.</summary>
/// <param name="rows">The lines are rows of a spreadsheet: a break within a cell is not counted.</param>
public sealed class DelimitedReader(TextReader text, char separator = ',', bool quoting = true, bool rows = false)
{
    private const int MaxRow = 16 * 1024 * 1024;
    private char[] _buffer = new char[64 * 1024];
    private char[] _cells = new char[4096];
    private int[] _ends = new int[64];
    private int _from;
    private int _filled;
    private int _rowStart;
    private bool _ended;
    private long _nextLine = 1;

    /// <summary>Cells of the current row.</summary>
    public int Count { get; private set; }

    /// <summary>1-based line on which the current row begins.</summary>
    public long Line { get; private set; }

    /// <summary>False when a quote was opened and never closed.</summary>
    public bool WellFormed { get; private set; } = true;

    public ReadOnlySpan<char> this[int i]
    {
        get
        {
            var start = i == 0 ? 0 : _ends[i - 1];
            return _cells.AsSpan(start, _ends[i] - start).Trim();
        }
    }

    /// <summary>The current row as it stands in the file.</summary>
    public string Original() => new string(_buffer, _rowStart, _from - _rowStart).TrimEnd('\r', '\n');

    /// <summary>Goes to the next row that is not blank.</summary>
    public bool Read()
    {
        while (ReadOne())
            if (Count > 1 || (Count == 1 && !this[0].IsEmpty))
                return true;
        return false;
    }

    private bool ReadOne()
    {
        Count = 0;
        WellFormed = true;
        _rowStart = _from;
        Line = _nextLine;
        if (_from == _filled && !Fill())
            return false;
        var (used, quoted) = (0, false);
        while (true)
        {
            if (_from == _filled && !Fill())
            {
                WellFormed = !quoted;
                End(used);
                return true;
            }

            if (!quoted)
            {
                // Most characters are plain: copy the run up to the next special one at once.
                var rest = _buffer.AsSpan(_from, _filled - _from);
                var run = rest.IndexOfAny(separator, '\n', '"');
                var take = run < 0 ? rest.Length : run;
                if (take > 0)
                {
                    Room(used + take);
                    rest[..take].CopyTo(_cells.AsSpan(used));
                    used += take;
                    _from += take;
                    continue;
                }
            }

            var c = _buffer[_from++];
            if (c == '\n' && !(rows && quoted))
                _nextLine++;
            if (quoted && c == '"')
            {
                if ((_from < _filled || Fill()) && _buffer[_from] == '"')
                    _from++;
                else
                {
                    quoted = false;
                    continue;
                }
            }
            else if (!quoted && c == separator)
            {
                End(used);
                continue;
            }
            else if (!quoted && c == '\n')
            {
                End(used);
                return true;
            }
            else if (!quoted && c == '"' && quoting && used == (Count == 0 ? 0 : _ends[Count - 1]))
            {
                quoted = true;
                continue;
            }

            Room(used + 1);
            _cells[used++] = c;
            if (used > MaxRow)
            {
                WellFormed = false;
                End(used);
                return true;
            }
        }
    }

    private void End(int used)
    {
        if (Count == _ends.Length)
            Array.Resize(ref _ends, Count * 2);
        _ends[Count++] = used;
    }

    private void Room(int length)
    {
        if (length > _cells.Length)
            Array.Resize(ref _cells, Math.Max(length, _cells.Length * 2));
    }

    private bool Fill()
    {
        if (_ended)
            return false;
        // The current row stays in the buffer so that it can be handed to the reject store.
        if (_rowStart > 0)
        {
            Array.Copy(_buffer, _rowStart, _buffer, 0, _filled - _rowStart);
            _filled -= _rowStart;
            _from -= _rowStart;
            _rowStart = 0;
        }

        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = text.Read(_buffer, _filled, _buffer.Length - _filled);
        _ended = read == 0;
        _filled += read;
        return read > 0;
    }
}
