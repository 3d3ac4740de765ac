namespace Piaozhi.Core.Listen.Habits;

/// <summary>Reads a text line by line; a line longer than anybody writes is passed over instead of filling the memory.</summary>
public sealed class LineReader(TextReader text)
{
    /// <summary>Longest line that is kept, in characters.</summary>
    public const int Longest = 16 * 1024 * 1024;

    /// <summary>How much is kept of a line that is too long.</summary>
    private const int Beginning = 1000;

    private char[] _buffer = new char[64 * 1024];
    private int _from;
    private int _to;
    private int _start;
    private int _length;
    private bool _ended;

    /// <summary>1-based number of the present line.</summary>
    public long Number { get; private set; }

    /// <summary>The present line without its end; of a line that is too long the beginning.</summary>
    public ReadOnlyMemory<char> Line => _buffer.AsMemory(_start, _length);

    public bool TooLong { get; private set; }

    public bool Read()
    {
        TooLong = false;
        while (true)
        {
            var end = _buffer.AsSpan(_from, _to - _from).IndexOf('\n');
            if (end >= 0)
                return Take(end, end + 1);
            if (_ended)
                return _to > _from && Take(_to - _from, _to - _from);
            if (_to - _from > Longest)
                return Skip();
            Fill();
        }
    }

    private bool Take(int length, int used)
    {
        Number++;
        TooLong = length > Longest;
        (_start, _length) = (_from, TooLong ? Beginning : length > 0 && _buffer[_from + length - 1] == '\r' ? length - 1 : length);
        _from += used;
        return true;
    }

    private bool Skip()
    {
        Number++;
        TooLong = true;
        var beginning = _buffer.AsSpan(_from, Beginning).ToArray();
        while (true)
        {
            var end = _buffer.AsSpan(_from, _to - _from).IndexOf('\n');
            _from = end >= 0 ? _from + end + 1 : _to;
            if (end >= 0 || _ended)
                break;
            Fill();
        }

        // What follows is moved behind the beginning of the long line, so that both can be read.
        var rest = _buffer.AsSpan(_from, _to - _from).ToArray();
        _buffer = new char[Math.Max(64 * 1024, rest.Length + beginning.Length)];
        beginning.CopyTo(_buffer, 0);
        rest.CopyTo(_buffer, beginning.Length);
        (_start, _length, _from, _to) = (0, beginning.Length, beginning.Length, beginning.Length + rest.Length);
        return true;
    }

    private void Fill()
    {
        if (_from > 0)
        {
            Array.Copy(_buffer, _from, _buffer, 0, _to - _from);
            (_from, _to) = (0, _to - _from);
        }

        if (_to == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = text.Read(_buffer, _to, _buffer.Length - _to);
        _ended = read == 0;
        _to += read;
    }
}
