using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Piaozhi.Storage.Records;

namespace Piaozhi.Access.Audit;

/// <summary>What a save is about to do to one row, read before it is done.</summary>
internal sealed partial record AuditChange(EntityEntry Entry, string Action, string Changes)
{
    /// <summary>Stands for a value that is not written down.</summary>
    public const string Withheld = "•••";

    private const int Longest = 500;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null when nothing changes that the trail speaks of.</summary>
    public static AuditChange? Of(EntityEntry entry, bool byPerson)
    {
        if (entry.Entity is AuditRow || entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
            return null;
        if (!byPerson && entry.Metadata.ClrType.GetCustomAttribute<DerivedAttribute>() is not null)
            return null;
        if (entry.Entity is SettingRow { Mark: true })
            return null;
        // A step of a trail tells the same story in words; only touching an old one is a change.
        if (entry is { Entity: TrailRow, State: EntityState.Added })
            return null;
        var changes = new JsonObject();
        foreach (var property in entry.Properties.Where(p => p.Metadata.Name != "ConcurrencyStamp" && !p.Metadata.IsPrimaryKey()))
        {
            var before = entry.State == EntityState.Added ? null : property.OriginalValue;
            var after = entry.State == EntityState.Deleted ? null : property.CurrentValue;
            if (entry.State == EntityState.Modified ? !property.IsModified || Equals(before, after) : (before ?? after) is null or false or 0 or "")
                continue;
            var withheld = property.Metadata.PropertyInfo?.GetCustomAttribute<WithheldAttribute>() is not null || Secret().IsMatch(property.Metadata.Name);
            changes[property.Metadata.Name] = new JsonArray(Shown(before, withheld), Shown(after, withheld));
        }

        return changes.Count == 0 && entry.State == EntityState.Modified ? null
            : new AuditChange(entry, entry.State switch { EntityState.Added => "added", EntityState.Deleted => "removed", _ => "changed" }, changes.ToJsonString(Readable));
    }

    /// <summary>The key as it is after the save, which may have made it.</summary>
    public string Key => string.Join('/', Entry.Metadata.FindPrimaryKey()!.Properties.Select(p => Convert.ToString(Entry.Property(p.Name).CurrentValue, CultureInfo.InvariantCulture)));

    private static JsonNode? Shown(object? value, bool withheld) => value switch
    {
        null => null,
        _ when withheld => Withheld,
        byte[] bytes => string.Create(CultureInfo.InvariantCulture, $"({bytes.Length} bytes)"),
        string text => Cut(WithoutSecrets(text)),
        bool or int or long or double or decimal => JsonSerializer.SerializeToNode(value),
        DateTime at => at.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static string Cut(string text) => text.Length <= Longest ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, Longest)}… ({text.Length})");

    /// <summary>Settings are kept as JSON; passwords and keys in them are secrets too.</summary>
    private static string WithoutSecrets(string text)
    {
        if (text.Length < 2 || text[0] is not ('{' or '['))
            return text;
        try
        {
            var node = JsonNode.Parse(text);
            Hide(node);
            return node!.ToJsonString(Readable);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static void Hide(JsonNode? node)
    {
        if (node is JsonArray list)
            foreach (var item in list)
                Hide(item);
        if (node is not JsonObject fields)
            return;
        foreach (var (name, value) in fields.ToList())
        {
            if (value is not null && Secret().IsMatch(name))
                fields[name] = Withheld;
            else
                Hide(value);
        }
    }

    [GeneratedRegex("password|secret|stamp$|e-?mail|phone|token$|webhook|(api|private|access|signing)_?key", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
