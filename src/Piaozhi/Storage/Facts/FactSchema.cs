using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Piaozhi.Core.Listen;

namespace Piaozhi.Storage.Facts;

/// <summary>The one schema text of both engines.</summary>
public static class FactSchema
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static string Text()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Piaozhi.Storage.Facts.Schema.facts.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static Dictionary<string, Question> Questions(string json) =>
        (JsonSerializer.Deserialize<List<Question>>(json, Json) ?? []).ToDictionary(q => q.Code, StringComparer.Ordinal);
}
