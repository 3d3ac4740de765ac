using System.Text.Json;

namespace Piaozhi.Core.Detect.Log;

/// <summary>Reads the attributes of a row: a flat JSON object. Texts come without quotes, other values as they are written.</summary>
internal static class AttributeText
{
    public static List<(string Name, string Value)> Read(string json)
    {
        var found = new List<(string, string)>(8);
        if (Flat(json, found))
            return found;
        found.Clear();
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var p in document.RootElement.EnumerateObject())
            {
                var value = p.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => p.Value.GetString(),
                    _ => p.Value.GetRawText(),
                };
                if (!string.IsNullOrEmpty(value))
                    found.Add((p.Name, value));
            }
        }
        catch (JsonException)
        {
            found.Clear();
        }

        return found;
    }

    /// <summary>The common case, read without building a document: no nesting, no escapes. False = it is not that simple.</summary>
    private static bool Flat(string json, List<(string, string)> found)
    {
        var i = 0;
        void Skip()
        {
            while (i < json.Length && char.IsWhiteSpace(json[i]))
                i++;
        }

        string? Quoted()
        {
            var end = json.IndexOf('"', i + 1);
            if (end < 0 || json.AsSpan(i + 1, end - i - 1).Contains('\\'))
                return null;
            var text = json[(i + 1)..end];
            i = end + 1;
            return text;
        }

        Skip();
        if (i >= json.Length || json[i++] != '{')
            return false;
        Skip();
        if (i < json.Length && json[i] == '}')
            return true;
        while (i < json.Length && json[i] == '"')
        {
            if (Quoted() is not { } name)
                return false;
            Skip();
            if (i >= json.Length || json[i++] != ':')
                return false;
            Skip();
            if (i >= json.Length || json[i] is '{' or '[')
                return false;
            string? value;
            if (json[i] == '"')
            {
                value = Quoted();
                if (value is null)
                    return false;
            }
            else
            {
                var end = json.AsSpan(i).IndexOfAny(',', '}');
                if (end < 0)
                    return false;
                value = json.Substring(i, end).TrimEnd();
                i += end;
            }

            if (value.Length > 0 && value != "null")
                found.Add((name, value));
            Skip();
            if (i >= json.Length)
                return false;
            if (json[i] == '}')
                return true;
            if (json[i++] != ',')
                return false;
            Skip();
        }

        return false;
    }
}
