using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Piaozhi.Core.Listen.Privacy;

/// <summary>
/// Keeps personal data from entering: identifiers become a keyed hash (HMAC-SHA256, RFC 2104), so that rows of one customer still meet,
/// and free text is masked. Without the key nobody can find a phone number by trying them all.
/// </summary>
public sealed class Guard(byte[] key)
{
    /// <summary>Names asked before; a hostile source cannot make it grow without end.</summary>
    private readonly ConcurrentDictionary<string, bool> _tells = new(StringComparer.Ordinal);

    /// <summary>A keyed hash that begins with <c>p:</c>; the same for the same person, however the number is spaced.</summary>
    public string Hash(string identifier)
    {
        if (identifier.StartsWith("p:", StringComparison.Ordinal) && identifier.Length == 34)
            return identifier;
        var plain = PersonalText.Normal(identifier);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(plain), hash);
        return "p:" + Convert.ToHexStringLower(hash[..16]);
    }

    /// <summary>An identifier as it may be kept: hashed when it is a phone, e-mail, identity, card or passport number itself.</summary>
    public string Identifier(string identifier) => PersonalText.IsPersonal(identifier) ? Hash(identifier) : identifier;

    /// <summary>The id of a case, a source or an object: hashed only when it surely names a person, because order numbers look like much.</summary>
    public string Id(string id) => PersonalText.IsSurelyPersonal(id) ? Hash(id) : id;

    /// <summary>Free text with personal data masked.</summary>
    public string Text(string text) => PersonalText.Mask(text);

    /// <summary>The value of an attribute: hashed when its name tells of a person, or when it is a personal number; otherwise masked.</summary>
    public string Attribute(string name, string value) => Tells(name) || PersonalText.IsPersonal(value) ? Hash(value) : PersonalText.Mask(value);

    /// <summary>The same for a JSON value: what is nested is judged by its own name.</summary>
    public string Json(string name, string json)
    {
        try
        {
            if (JsonNode.Parse(json) is { } node && Guarded(name, node) is { } guarded)
                return guarded.ToJsonString(Plain);
            return json;
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(Attribute(name, json), Plain);
        }
    }

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private JsonNode? Guarded(string name, JsonNode node)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (inner, value) in o.ToList())
                    if (value is not null)
                        o[inner] = Guarded(inner == "name" ? name + ".name" : inner, value)?.DeepClone();
                return o;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++)
                    if (a[i] is { } value)
                        a[i] = Guarded(name, value)?.DeepClone();
                return a;
            default:
                var text = node.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
                // A truth value tells nothing of a person, whatever its name.
                if (node.GetValueKind() is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
                    return node;
                var kept = Attribute(name, text);
                return kept == text ? node : JsonValue.Create(kept);
        }
    }

    private bool Tells(string name)
    {
        if (_tells.TryGetValue(name, out var tells))
            return tells;
        tells = TellingNames.Tells(name);
        if (_tells.Count < 10_000)
            _tells[name] = tells;
        return tells;
    }
}
