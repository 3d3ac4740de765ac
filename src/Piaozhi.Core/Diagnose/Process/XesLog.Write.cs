using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Piaozhi.Core.Diagnose.Process;

public static partial class XesLog
{
    private static readonly (string Name, string Prefix)[] Extensions = [("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"), ("Organizational", "org")];

    /// <summary>Where both ends of an event are known it is written as a <c>start</c> and a <c>complete</c>.</summary>
    public static void Write(EventLog log, Stream stream, bool compressed = false)
    {
        if (compressed)
        {
            using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
            Write(log, gzip);
            return;
        }

        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " ", NewLineChars = "\n", CloseOutput = false, CheckCharacters = false });
        xml.WriteStartElement("log", "http://www.xes-standard.org/");
        xml.WriteAttributeString("xes.version", "1849-2016");
        xml.WriteAttributeString("xes.features", "");
        foreach (var (name, prefix) in Extensions)
        {
            xml.WriteStartElement("extension");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("prefix", prefix);
            xml.WriteAttributeString("uri", $"http://www.xes-standard.org/{prefix}.xesext");
            xml.WriteEndElement();
        }

        Global(xml, "trace", ("string", "concept:name", ""));
        Global(xml, "event", ("string", "concept:name", ""), ("date", "time:timestamp", "1970-01-01T00:00:00.000Z"), ("string", "lifecycle:transition", "complete"));
        xml.WriteStartElement("classifier");
        xml.WriteAttributeString("name", "Activity");
        xml.WriteAttributeString("keys", "concept:name");
        xml.WriteEndElement();
        for (var c = 0; c < log.Cases; c++)
            Trace(log, c, xml);
        xml.WriteEndElement();
    }

    private static void Trace(EventLog log, int c, XmlWriter xml)
    {
        xml.WriteStartElement("trace");
        Attribute(xml, "string", "concept:name", log.CaseName(c));
        foreach (var a in log.CaseAttributes)
            if (a[c] is { } value)
                Attribute(xml, Tag(a.Kind), a.Name, value);
        // Starts and completions in order of time, so that what reads them finds the same order.
        var moments = new List<(long At, bool Start, int Row)>();
        for (var row = log.Start[c]; row < log.Start[c + 1]; row++)
        {
            if (log.Began is { } began && began[row] != long.MinValue)
                moments.Add((began[row], true, row));
            moments.Add((log.At[row], false, row));
        }

        foreach (var (at, start, row) in log.Began is null ? moments : [.. moments.OrderBy(m => m.At).ThenBy(m => m.Row).ThenByDescending(m => m.Start)])
        {
            xml.WriteStartElement("event");
            Attribute(xml, "string", "concept:name", log.Activities[log.Activity[row]]);
            Attribute(xml, "date", "time:timestamp", LogTimes.Write(at));
            var transition = log.Attributes.FirstOrDefault(a => a.Name == "lifecycle:transition")?[row];
            Attribute(xml, "string", "lifecycle:transition", start ? "start" : transition ?? "complete");
            foreach (var a in log.Attributes)
                if (a.Name != "lifecycle:transition" && a[row] is { } value)
                    Attribute(xml, Tag(a.Kind), a.Name, value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Global(XmlWriter xml, string scope, params (string Tag, string Key, string Value)[] attributes)
    {
        xml.WriteStartElement("global");
        xml.WriteAttributeString("scope", scope);
        foreach (var (tag, key, value) in attributes)
            Attribute(xml, tag, key, value);
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string tag, string key, string value)
    {
        xml.WriteStartElement(tag);
        xml.WriteAttributeString("key", key);
        xml.WriteAttributeString("value", Clean(value));
        xml.WriteEndElement();
    }

    /// <summary>Without the control characters that XML cannot hold.</summary>
    private static string Clean(string text) => text.All(Holds) ? text : new string([.. text.Where(Holds)]);

    private static bool Holds(char c) => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c);

    private static string Tag(AttributeKind kind) => kind switch
    {
        AttributeKind.Date => "date",
        AttributeKind.Integer => "int",
        AttributeKind.Real => "float",
        AttributeKind.Flag => "boolean",
        _ => "string",
    };
}
