using System.Text.Json;
using System.Text.Json.Serialization;

namespace Piaozhi.Core.Listen.Mapping;

/// <summary>The mappings in the box, and mappings as text.</summary>
public static class Mappings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) }, WriteIndented = true };

    private static readonly Lazy<IReadOnlyList<Mapping>> Box = new(() =>
    {
        using var stream = typeof(Mappings).Assembly.GetManifestResourceStream("Piaozhi.Core.Listen.Mapping.mappings.json")!;
        return JsonSerializer.Deserialize<List<Mapping>>(stream, Json)!;
    });

    public static IReadOnlyList<Mapping> BuiltIn => Box.Value;

    /// <summary>The mapping whose signature the headers hold, the longest one; saved ones come before those in the box.</summary>
    public static Mapping? Recognize(IReadOnlyList<string> headers, IEnumerable<Mapping>? saved = null) =>
        Longest(saved ?? [], headers) ?? Longest(BuiltIn, headers);

    private static Mapping? Longest(IEnumerable<Mapping> mappings, IReadOnlyList<string> headers) =>
        mappings.Where(m => m.Headers is null ? m.Recognizes(headers) : headers.Count >= m.Headers.Count && m.Headers.SequenceEqual(headers.Take(m.Headers.Count)))
            .MaxBy(m => m.Signature.Count);

    /// <summary>A mapping in words: the title of one in the box, the name of any other.</summary>
    public static string Title(string name, System.Globalization.CultureInfo culture) => BuiltIn.FirstOrDefault(m => m.Name == name)?.Title?.In(culture) ?? name;

    public static string Write(Mapping mapping) => JsonSerializer.Serialize(mapping, Json);

    public static Mapping? Read(string json) => JsonSerializer.Deserialize<Mapping>(json, Json);
}
