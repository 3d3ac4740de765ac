using System.Text.Json;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>Object-centric logs as OCEL 2.0 JSON.</summary>
public static class OcelJson
{
    public static async Task<ObjectLog> ReadAsync(Stream stream, CancellationToken ct = default)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: ct);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("events", out var events) || !root.TryGetProperty("objects", out var objects))
                throw new UnreadableLog("diagnose.log.not-ocel");
            return new ObjectLog([.. objects.EnumerateArray().Select(ReadObject)], [.. events.EnumerateArray().Select(ReadEvent).OrderBy(e => e.At)]);
        }
        catch (JsonException e)
        {
            throw new UnreadableLog("diagnose.log.bad-json", $"{e.LineNumber + 1}:{e.BytePositionInLine}");
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            throw new UnreadableLog("diagnose.log.not-ocel", e.Message);
        }
    }

    public static async Task WriteAsync(ObjectLog log, Stream stream, CancellationToken ct = default)
    {
        await using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        Types(json, "objectTypes", log.Objects.SelectMany(o => o.Values.Select(v => (o.Type, v.Name)).Append((o.Type, ""))));
        Types(json, "eventTypes", log.Events.SelectMany(e => e.Values.Select(v => (e.Activity, v.Name)).Append((e.Activity, ""))));
        json.WriteStartArray("objects");
        foreach (var o in log.Objects)
        {
            json.WriteStartObject();
            json.WriteString("id", o.Id);
            json.WriteString("type", o.Type);
            json.WriteStartArray("attributes");
            foreach (var v in o.Values)
            {
                json.WriteStartObject();
                json.WriteString("name", v.Name);
                json.WriteString("time", LogTimes.Write(v.At));
                json.WriteString("value", v.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Links(json, o.Links);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("events");
        foreach (var e in log.Events)
        {
            json.WriteStartObject();
            json.WriteString("id", e.Id);
            json.WriteString("type", e.Activity);
            json.WriteString("time", LogTimes.Write(e.At));
            json.WriteStartArray("attributes");
            foreach (var (name, value) in e.Values)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteString("value", value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Links(json, e.Links);
            json.WriteEndObject();
            if (json.BytesPending > 1 << 20)
                await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Types(Utf8JsonWriter json, string name, IEnumerable<(string Type, string Attribute)> pairs)
    {
        json.WriteStartArray(name);
        foreach (var type in pairs.Distinct().GroupBy(p => p.Type, p => p.Attribute, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("name", type.Key);
            json.WriteStartArray("attributes");
            foreach (var a in type.Where(a => a.Length > 0))
            {
                json.WriteStartObject();
                json.WriteString("name", a);
                json.WriteString("type", "string");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Links(Utf8JsonWriter json, IReadOnlyList<ObjectLink> links)
    {
        json.WriteStartArray("relationships");
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("objectId", link.ObjectId);
            json.WriteString("qualifier", link.Qualifier);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static LogObject ReadObject(JsonElement o) => new(Text(o, "id"), Text(o, "type"),
        [.. Each(o, "attributes").Select(a => new ObjectValue(Text(a, "name"), a.TryGetProperty("time", out var t) ? Time(t.ToString()) : 0, a.TryGetProperty("value", out var v) ? v.ToString() : ""))], ReadLinks(o));

    private static ObjectEvent ReadEvent(JsonElement e) => new(Text(e, "id"), Text(e, "type"), Time(Text(e, "time")),
        [.. Each(e, "attributes").Select(a => (Text(a, "name"), a.TryGetProperty("value", out var v) ? v.ToString() : ""))], ReadLinks(e));

    private static ObjectLink[] ReadLinks(JsonElement of) => [.. Each(of, "relationships").Select(l => new ObjectLink(Text(l, "objectId"), l.TryGetProperty("qualifier", out var q) ? q.ToString() : ""))];

    private static IEnumerable<JsonElement> Each(JsonElement of, string name) => of.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    private static string Text(JsonElement of, string name) => of.GetProperty(name).ToString();

    private static long Time(string text) => LogTimes.TryParse(text, out var at) ? at : throw new UnreadableLog("diagnose.log.bad-time", text);
}
