using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Piaozhi.Core.Listen.Habits;

namespace Piaozhi.Core.Listen.Screening;

/// <summary>
/// Turns raw rows of one kind into facts, exactly as the contract says ("Exact meanings" 5): a required field that is missing or unreadable,
/// a time without offset, an unknown outcome or a negative duration rejects the row; an unreadable optional field is dropped and listed.
/// </summary>
public sealed partial class Screener
{
    private readonly RawRow _row;
    private readonly string _file;
    private readonly Privacy.Guard? _guard;
    private readonly Func<string, string, string>? _words;
    private readonly int _dimensions;
    private readonly Dictionary<(string Name, string Value), string> _guarded = [];
    private readonly HashSet<string> _pool = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _known;
    private List<Reject> _rejects = [];
    private bool _refused;

    /// <param name="file">Name that rejects carry.</param>
    /// <param name="guard">Masks and hashes personal data; null keeps rows as they are (they were guarded before).</param>
    public Screener(FactKind kind, string file, Privacy.Guard? guard = null)
    {
        _row = new RawRow(kind);
        _file = file;
        _guard = guard;
        _words = guard is null ? null : Guarded;
        _dimensions = Fields.DimensionsFrom(kind);
        _known = _pool.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The row to fill before <see cref="Screen"/>.</summary>
    public RawRow Row => _row;

    public static bool Requires(FactKind kind, string field) => kind switch
    {
        FactKind.Events => field is "case_id" or "activity" or "occurred_at",
        FactKind.Feedback => field is "received_at" or "source" or "text",
        FactKind.Responses => field is "response_id" or "survey" or "submitted_at" or "answers",
        FactKind.Readings => field is "indicator" or "measured_at" or "value",
        FactKind.Actions => field is "action_id" or "indicator" or "started_at",
        FactKind.Surveys => field is "survey" or "questions",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The fact that the row says, or null; what was wrong is added to <paramref name="rejects"/>.</summary>
    public Fact? Screen(List<Reject> rejects)
    {
        (_rejects, _refused) = (rejects, false);
        var before = rejects.Count;
        Fact? fact = _row.Kind switch
        {
            FactKind.Events => Event(),
            FactKind.Feedback => Feedback(),
            FactKind.Responses => Response(),
            FactKind.Readings => Reading(),
            FactKind.Actions => Action(),
            FactKind.Surveys => Survey(),
            _ => throw new ArgumentOutOfRangeException(nameof(rejects), _row.Kind, null),
        };
        if (!_refused)
            return fact;
        // The first refusal carries the whole row; fields that were merely dropped are of no interest any more.
        var whole = _row.Original is null ? null : _row.Original();
        for (var i = before; i < rejects.Count; i++)
            rejects[i] = rejects[i] with { Row = whole, Header = Header };
        return null;
    }

    /// <summary>A row that could not even be split into fields.</summary>
    public Reject Unreadable(long line, string original, string reason = Reasons.UnreadableRow) => Refuse(line, "", original, reason, original);

    /// <summary>A row that is refused before screening, with the field that tells why.</summary>
    public Reject Refuse(long line, string field, string text, string reason, string original) =>
        new(_file, line, field, Short(text), reason, original) { Kind = _row.Kind, Header = Header };

    /// <summary>Header line of the table, for the reject store; null where rows name their own fields.</summary>
    public string? Header { get; set; }

    private string Short(ReadOnlySpan<char> text)
    {
        var cut = (text.Length > 200 ? text[..200] : text).ToString();
        return _guard is null ? cut : _guard.Text(cut);
    }

    private void Say(string field, ReadOnlySpan<char> text, string reason, bool refuse)
    {
        _rejects.Add(new Reject(_file, _row.Line, field, Short(text), reason) { Kind = _row.Kind });
        _refused |= refuse;
    }

    private string Required(int slot, string field)
    {
        if (_row.Has(slot))
            return _row[slot].ToString();
        Say(field, "", Reasons.RequiredMissing, refuse: true);
        return "";
    }

    private string KeptId(string id) => _guard is null ? id : _guard.Id(id);

    private string? OptionalId(int slot) => _row.Has(slot) ? KeptId(_row[slot].ToString()) : null;

    private string? Optional(int slot) => _row.Has(slot) ? _row[slot].ToString() : null;

    /// <summary>One string for all rows that say the same word, while the words are few.</summary>
    private string? Word(int slot)
    {
        if (!_row.Has(slot))
            return null;
        var text = _row[slot];
        if (_known.TryGetValue(text, out var known))
            return known;
        var word = text.ToString();
        if (_pool.Count < 8192 && word.Length <= 64)
            _pool.Add(word);
        return word;
    }

    private DateTimeOffset Time(int slot, string field)
    {
        if (!_row.Has(slot))
        {
            Say(field, "", Reasons.RequiredMissing, refuse: true);
            return default;
        }

        return OptionalTime(slot, field, required: true) ?? default;
    }

    private DateTimeOffset? OptionalTime(int slot, string field, bool required = false)
    {
        if (!_row.Has(slot))
            return null;
        var reading = Times.TryRead(_row[slot], out var at);
        if (reading == TimeReading.Read)
            return at;
        // A time without offset rejects wherever it stands: taken as it is, it would be off by hours.
        var naked = reading == TimeReading.WithoutOffset;
        Say(field, _row[slot], naked ? Reasons.TimeWithoutOffset : Reasons.UnreadableTime, required || naked);
        return null;
    }

    private double? Number(int slot, string field, bool required = false)
    {
        if (!_row.Has(slot))
        {
            if (required)
                Say(field, "", Reasons.RequiredMissing, refuse: true);
            return null;
        }

        if (Numbers.TryRead(_row[slot], out double value))
            return value;
        Say(field, _row[slot], Reasons.UnreadableNumber, required);
        return null;
    }

    private double? NotNegative(int slot, string field)
    {
        var value = Number(slot, field);
        if (value is not < 0)
            return value;
        Say(field, _row[slot], Reasons.NegativeNumber, refuse: false);
        return null;
    }

    private Dimensions Dims()
    {
        var d = _dimensions;
        var any = false;
        for (var i = d; i < d + 9; i++)
            any |= _row.Has(i);
        if (!any)
            return Dimensions.None;
        var customer = Optional(d + 7);
        return new Dimensions
        {
            Channel = Word(d),
            Outlet = Word(d + 1),
            Region = Word(d + 2),
            Product = Word(d + 3),
            Session = Word(d + 4),
            Device = Word(d + 5),
            StaffId = Word(d + 6),
            CustomerId = customer is null || _guard is null ? customer : Guarded(customer),
            Segment = Word(d + 8),
        };
    }

    /// <summary>The same customer and the same word come again within a few rows: what was judged once is remembered for a while.</summary>
    private string Guarded(string name, string value) => Remembered(name, value, static (guard, n, v) => guard.Attribute(n, v));

    private string Guarded(string identifier) => Remembered("", identifier, static (guard, _, v) => guard.Identifier(v));

    private string Remembered(string name, string value, Func<Privacy.Guard, string, string, string> judge)
    {
        if (value.Length > 64)
            return judge(_guard!, name, value);
        if (_guarded.TryGetValue((name, value), out var known))
            // The caller's own instance says "unchanged".
            return known == value ? value : known;
        if (_guarded.Count >= 16_384)
            _guarded.Clear();
        return _guarded[(name, value)] = judge(_guard!, name, value);
    }

    private JsonElement? Json(int slot, string field, JsonValueKind expected, bool required)
    {
        if (!_row.Has(slot))
            return null;
        try
        {
            using var json = JsonDocument.Parse(_row[slot].ToString());
            if (json.RootElement.ValueKind == expected)
                return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Said below, as for JSON of another shape.
        }

        Say(field, _row[slot], Reasons.UnreadableJson, required);
        return null;
    }

    /// <summary>A key from the content of the row, without the time of recording: the same thing sent again is the same thing.</summary>
    private string ContentKey(int idSlot, int recordedSlot, string? attributes)
    {
        var text = new StringBuilder(256);
        for (var slot = 0; slot < Fields.Of(_row.Kind).Count; slot++)
        {
            if (slot != idSlot && slot != recordedSlot)
                text.Append(_row[slot]);
            text.Append('\u001f');
        }

        text.Append(attributes);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
        return "h:" + Convert.ToHexStringLower(hash[..16]);
    }
}
