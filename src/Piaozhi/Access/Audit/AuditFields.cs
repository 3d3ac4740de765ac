using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Loop;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Access.Audit;

/// <summary>What an entry changed, in words. The entry itself keeps the names and values of the table, over which its hash was taken.</summary>
public static class AuditFields
{
    private const int Longest = 120;

    /// <summary>Fields that only the machine reads.</summary>
    public static IReadOnlySet<string> Inner { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "NormalizedUserName", "NormalizedEmail", "SecurityStamp", "ConcurrencyStamp", "LockoutEnabled", "Hash", "Fingerprint", "Revision",
    };

    public sealed record Change(string Name, string? Before, string? After);

    public static IReadOnlyList<Change> Of(AuditRow row, IStringLocalizer words, TimeSpan offset)
    {
        using var json = JsonDocument.Parse(row.Changes);
        return [.. json.RootElement.EnumerateObject().Where(p => !Inner.Contains(p.Name)).SelectMany(p => Field(row, p, words, offset))];
    }

    private static IEnumerable<Change> Field(AuditRow row, JsonProperty field, IStringLocalizer words, TimeSpan offset)
    {
        var (before, after) = (field.Value[0], field.Value[1]);
        // A setting is one text of JSON; what of it changed is what one wants to read.
        if (row.Entity == "host_setting" && Parts(before) is var was && Parts(after) is { Count: > 0 } now)
            return now.Keys.Union(was.Keys).Where(k => was.GetValueOrDefault(k) != now.GetValueOrDefault(k))
                .Select(k => new Change(Spaced(k), was.GetValueOrDefault(k), now.GetValueOrDefault(k)));
        return [new Change(Name(field.Name, words), Value(field.Name, before, words, offset), Value(field.Name, after, words, offset))];
    }

    private static string Name(string field, IStringLocalizer words) => words["AuditField." + field] is { ResourceNotFound: false } known ? known.Value : Spaced(field);

    private static string? Value(string field, JsonElement value, IStringLocalizer words, TimeSpan offset)
    {
        var culture = CultureInfo.CurrentUICulture;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return words[value.GetBoolean() ? "AuditYes" : "AuditNo"];
        if (value.ValueKind != JsonValueKind.String)
            return value.ValueKind == JsonValueKind.Null ? null : value.GetRawText();
        // An empty scope is a statement (everywhere), other empty texts are none.
        if (value.GetString() is not { } text || (text.Length == 0 && field is not ("Scope" or "Slice" or "Within")))
            return null;
        return field switch
        {
            "Scope" or "Slice" or "Within" => SliceText.Of(Slice.Parse(text), culture),
            "Roles" => string.Join(Bilingual.IsChinese(culture) ? "、" : ", ", text.Split(' ', ',', '\n').Select(r => Roles.Names.TryGetValue(r, out var role) ? role.In(culture) : r)),
            "Outlets" => text.Replace("\n", Bilingual.IsChinese(culture) ? "、" : ", ", StringComparison.Ordinal),
            _ when DateTime.TryParseExact(text, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) => Moments.Of(at + offset, culture),
            _ when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => Moments.Day(day, culture),
            _ => Cut(text),
        };
    }

    private static Dictionary<string, string> Parts(JsonElement value)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not ['{', ..] text)
            return parts;
        try
        {
            using var json = JsonDocument.Parse(text);
            foreach (var part in json.RootElement.EnumerateObject())
                parts[part.Name] = Cut(part.Value.ValueKind == JsonValueKind.String ? part.Value.GetString()! : part.Value.GetRawText());
        }
        catch (JsonException)
        {
            // Longer than the trail keeps: cut off in the middle, and shown as it is.
        }

        return parts;
    }

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] + "…" : text;

    private static string Spaced(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
