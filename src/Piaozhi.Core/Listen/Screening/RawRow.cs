using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Piaozhi.Core.Listen.Screening;

/// <summary>One row before it is understood: texts in the slots of its kind, and every field that the contract does not name. Reused row after row.</summary>
public sealed class RawRow
{
    private readonly int[] _start;
    private readonly int[] _length;
    private readonly List<(string Name, string Text, bool Json)> _extras = [];
    private char[] _chars = new char[2048];
    private char[] _name = new char[64];
    private int _used;

    public RawRow(FactKind kind)
    {
        Kind = kind;
        _start = new int[Fields.Of(kind).Count];
        _length = new int[_start.Length];
    }

    public FactKind Kind { get; }

    /// <summary>1-based line or row number in the file.</summary>
    public long Line { get; set; }

    /// <summary>Gives the row as it came, for the reject store; asked only when something is wrong.</summary>
    public Func<string>? Original { get; set; }

    /// <summary>Answers of a questionnaire that came as columns <c>q:code</c>.</summary>
    public List<(string Code, string Text)> Answers { get; } = [];

    public void Clear(long line)
    {
        Array.Clear(_length);
        _extras.Clear();
        Answers.Clear();
        _used = 0;
        Line = line;
    }

    /// <summary>Text of a slot; empty = absent.</summary>
    public ReadOnlySpan<char> this[int slot] => _chars.AsSpan(_start[slot], _length[slot]);

    public bool Has(int slot) => _length[slot] > 0;

    public void Set(int slot, ReadOnlySpan<char> text)
    {
        if (_used + text.Length > _chars.Length)
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _used + text.Length));
        text.CopyTo(_chars.AsSpan(_used));
        _start[slot] = _used;
        _length[slot] = text.Length;
        _used += text.Length;
    }

    /// <summary>Keeps a field that the contract does not name.</summary>
    public void Keep(string name, string text, bool json = false)
    {
        if (text.Length > 0)
            _extras.Add((name, text, json));
    }

    /// <summary>Puts a named value where it belongs: a slot, an answer, or the attributes.</summary>
    public void Put(string name, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        if (Fields.Slot(Kind, name) is >= 0 and var slot)
            Set(slot, text);
        else if (Kind == FactKind.Responses && name.StartsWith("q:", StringComparison.Ordinal))
            Answers.Add((name[2..], text.ToString()));
        else
            Keep(name.StartsWith("attributes.", StringComparison.Ordinal) ? name[11..] : name, text.ToString());
    }

    /// <summary>The kept fields as a JSON object, ordered by name so that the same content is the same text; null when there are none.</summary>
    /// <param name="words">The guard's judgement of a plain value, remembered by who asks for many rows.</param>
    public string? Attributes(Privacy.Guard? guard = null, Func<string, string, string>? words = null)
    {
        if (_extras.Count == 0)
            return null;
        _extras.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var text = new StringBuilder(_extras.Count * 24).Append('{');
        for (var i = 0; i < _extras.Count; i++)
        {
            var (name, value, json) = _extras[i];
            if (i > 0 && name == _extras[i - 1].Name)
                continue;
            if (text.Length > 1)
                text.Append(',');
            text.Append('"').Append(Escape(name)).Append("\":");
            var structured = json && value[0] is '{' or '[' or 't' or 'f';
            var kept = guard is null ? value : structured ? guard.Json(name, value) : (words ?? guard.Attribute)(name, value);
            if (structured || (json && kept == value))
                text.Append(kept);
            else
                text.Append('"').Append(Escape(kept)).Append('"');
        }

        return text.Append('}').ToString();
    }

    /// <summary>Fills the row from a JSON object of the contract.</summary>
    public void Fill(JsonElement row)
    {
        foreach (var field in row.EnumerateObject())
        {
            var value = field.Value;
            if (value.ValueKind == JsonValueKind.Null)
                continue;
            if (field.NameEquals("attributes") && value.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in value.EnumerateObject())
                    KeepJson(inner.Name, inner.Value);
                continue;
            }

            var slot = Fields.Slot(Kind, field.Name);
            if (slot < 0)
                KeepJson(field.Name.StartsWith("attributes.", StringComparison.Ordinal) ? field.Name[11..] : field.Name, value);
            else
                Set(slot, value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());
        }
    }

    /// <summary>Fills the row from the text of one JSON object, without building a document of it.</summary>
    /// <returns>False when the text is JSON but no object.</returns>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A string holds half a surrogate pair.</exception>
    public bool Fill(ReadOnlySpan<byte> utf8)
    {
        var json = new Utf8JsonReader(utf8);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            while (json.Read()) { }
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref json);
            json.Read();
            if (json.TokenType == JsonTokenType.Null)
                continue;
            if (name is "attributes" && json.TokenType == JsonTokenType.StartObject)
            {
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    var inner = Name(ref json).ToString();
                    json.Read();
                    KeepJson(inner, ref json, utf8);
                }

                continue;
            }

            var slot = Fields.Slot(Kind, name);
            if (slot < 0)
                KeepJson((name.StartsWith("attributes.") ? name[11..] : name).ToString(), ref json, utf8);
            else if (json.TokenType == JsonTokenType.String)
                Set(slot, ref json);
            else
                Set(slot, Raw(ref json, utf8));
        }

        // What follows the object must be nothing.
        while (json.Read()) { }
        return true;
    }

    /// <summary>The name that the reader stands on, in a buffer that the next name overwrites.</summary>
    private ReadOnlySpan<char> Name(ref Utf8JsonReader json)
    {
        if (json.ValueSpan.Length > _name.Length)
            _name = new char[json.ValueSpan.Length * 2];
        return _name.AsSpan(0, json.CopyString(_name));
    }

    private void Set(int slot, ref Utf8JsonReader json)
    {
        // A UTF-8 text has at least as many bytes as UTF-16 units.
        var room = json.ValueSpan.Length;
        if (_used + room > _chars.Length)
            Array.Resize(ref _chars, Math.Max(_chars.Length * 2, _used + room));
        _start[slot] = _used;
        _length[slot] = json.CopyString(_chars.AsSpan(_used));
        _used += _length[slot];
    }

    private static string Raw(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8)
    {
        var from = (int)json.TokenStartIndex;
        json.Skip();
        return Encoding.UTF8.GetString(utf8[from..(int)json.BytesConsumed]);
    }

    private void KeepJson(string name, ref Utf8JsonReader json, ReadOnlySpan<byte> utf8)
    {
        if (json.TokenType == JsonTokenType.String)
            Keep(name, json.GetString()!);
        else if (json.TokenType != JsonTokenType.Null)
            Keep(name, Raw(ref json, utf8), json: true);
    }

    internal static string Escape(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);

    private void KeepJson(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            Keep(name, value.GetString()!);
        else if (value.ValueKind != JsonValueKind.Null)
            Keep(name, value.GetRawText(), json: true);
    }
}
