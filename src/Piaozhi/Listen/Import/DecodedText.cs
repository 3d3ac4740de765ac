using System.Text;
using Piaozhi.Core.Listen.Habits;

namespace Piaozhi.Listen.Import;

/// <summary>
/// Text of a file whose encoding its first bytes may not tell: as long as all is ASCII it is taken as such, and the encoding is judged
/// where the first other character stands. Remembers whether some bytes could not be decoded.
/// </summary>
public sealed class DecodedText : TextReader
{
    private const int HeadSize = 256 * 1024;
    private readonly Stream _bytes;
    private readonly Damage _damage = new();
    private readonly byte[] _buffer = new byte[HeadSize];
    private int _from;
    private int _to;
    private bool _ended;
    private Decoder? _decoder;
    private bool _first = true;

    public DecodedText(Stream bytes)
    {
        _bytes = bytes;
        Fill();
        // A zero byte is no text of its own: the file is UTF-16.
        if (_buffer.AsSpan(0, _to).Contains((byte)0))
            Judge();
        var head = _decoder is null && Plain(_buffer.AsSpan(0, _to)) == _to ? Encoding.ASCII : Encodings.Detect(_buffer.AsSpan(0, _to));
        Head = head.GetString(_buffer, 0, _to).TrimStart('\uFEFF');
    }

    /// <summary>The beginning, for finding separator and header.</summary>
    public string Head { get; }

    /// <summary>True when bytes were met that are no character in the file's encoding; they read as U+FFFD.</summary>
    public bool IsDamaged => _damage.Seen;

    public override int Read(char[] buffer, int index, int count)
    {
        while (true)
        {
            if (_from == _to && (_ended || !Fill()))
                return 0;
            if (_decoder is null)
            {
                var plain = Plain(_buffer.AsSpan(_from, Math.Min(count, _to - _from)));
                if (plain == 0)
                {
                    Judge();
                    continue;
                }

                Encoding.ASCII.GetChars(_buffer, _from, plain, buffer, index);
                _from += plain;
                _first = false;
                return plain;
            }

            _decoder.Convert(_buffer, _from, _to - _from, buffer, index, count, _ended, out var used, out var made, out _);
            _from += used;
            if (made > 0 && _first && buffer[index] == '\uFEFF')
            {
                made--;
                Array.Copy(buffer, index + 1, buffer, index, made);
            }

            _first &= made == 0;
            if (made > 0)
                return made;
        }
    }

    public override int Read()
    {
        var one = new char[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _bytes.Dispose();
        base.Dispose(disposing);
    }

    private static int Plain(ReadOnlySpan<byte> bytes)
    {
        var other = bytes.IndexOfAnyExceptInRange((byte)1, (byte)127);
        return other < 0 ? bytes.Length : other;
    }

    private void Judge()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }

        while (_to < _buffer.Length && Fill())
        {
        }

        var found = Encodings.Detect(_buffer.AsSpan(0, _to));
        // The encoding is made anew with our own answer to bytes that it cannot read.
        _decoder = (found.CodePage == Encodings.Gb18030.CodePage
            ? CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ReplacementFallback, _damage)!
            : Encoding.GetEncoding(found.CodePage, EncoderFallback.ReplacementFallback, _damage)).GetDecoder();
    }

    private bool Fill()
    {
        if (_from == _to)
            _from = _to = 0;
        var read = _bytes.ReadAtLeast(_buffer.AsSpan(_to), _buffer.Length - _to, throwOnEndOfStream: false);
        _to += read;
        _ended |= _to < _buffer.Length;
        return read > 0;
    }

    private sealed class Damage : DecoderFallback
    {
        public bool Seen { get; private set; }

        public override int MaxCharCount => 1;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Mark(this);

        private sealed class Mark(Damage damage) : DecoderFallbackBuffer
        {
            private bool _ready;

            public override int Remaining => _ready ? 1 : 0;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                damage.Seen = true;
                return _ready = true;
            }

            public override char GetNextChar()
            {
                var next = _ready ? '\uFFFD' : '\0';
                _ready = false;
                return next;
            }

            public override bool MovePrevious() => false;
        }
    }
}
