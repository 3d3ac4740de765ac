using System.IO.Compression;
using System.Xml;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>What the lifecycle of an XES log is used for.</summary>
public enum LifecycleUse
{
    /// <summary>A <c>start</c> and the next <c>complete</c> of the same activity in the case are one event with both ends. Other transitions stand as they are.</summary>
    Pairs,

    /// <summary>Only <c>complete</c>, and events that name no transition.</summary>
    Complete,

    /// <summary>Every event as it comes.</summary>
    AsItComes,
}

/// <summary>Event logs as XES (IEEE 1849-2023), plain or compressed with gzip. Attributes of traces and events are kept, nested ones not.</summary>
public static partial class XesLog
{
    private const int Examples = 20;

    public static LogReading Read(Stream stream, LifecycleUse lifecycle = LifecycleUse.Pairs)
    {
        var builder = new EventLogBuilder();
        var (rows, left, examples, number) = (0L, 0L, new List<LeftOut>(), 0);
        using var reader = XmlReader.Create(Plain(stream), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true, CloseInput = false });
        try
        {
            reader.MoveToContent();
            if (reader.LocalName != "log")
                throw new UnreadableLog("diagnose.log.not-xes", reader.LocalName);
            while (reader.Read())
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "trace")
                    ReadTrace(reader, (++number).ToString(System.Globalization.CultureInfo.InvariantCulture), lifecycle, builder, ref rows, ref left, examples);
                else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "event")
                    throw new UnreadableLog("diagnose.log.event-without-trace");
        }
        catch (XmlException e)
        {
            throw new UnreadableLog("diagnose.log.bad-xml", $"{e.LineNumber}:{e.LinePosition}");
        }

        return new LogReading(builder.Build(), rows, left, examples);
    }

    private static void ReadTrace(XmlReader reader, string number, LifecycleUse lifecycle, EventLogBuilder builder, ref long rows, ref long left, List<LeftOut> examples)
    {
        var (attributes, events) = (new List<XesAttribute>(), new List<XesEvent>());
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            while (reader.Read() && reader.Depth > depth)
                if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
                {
                    if (reader.LocalName == "event")
                        events.Add(ReadEvent(reader));
                    else if (ReadAttribute(reader) is { } a)
                        attributes.Add(a);
                }
        }

        var name = attributes.Find(a => a.Key == "concept:name")?.Value is { Length: > 0 } given ? given : number;
        builder.AddCase(name);
        foreach (var a in attributes.Where(a => a.Key != "concept:name"))
            builder.SetOfCase(name, a.Key, a.Value, a.Kind);
        var open = new Dictionary<string, Queue<long>>(StringComparer.Ordinal);
        foreach (var e in events)
        {
            rows++;
            if (e.Activity is null || e.At is null)
            {
                left++;
                if (examples.Count < Examples)
                    examples.Add(new LeftOut(e.Line, e.Activity is null ? "no-activity" : "bad-time", name));
                continue;
            }

            if (lifecycle == LifecycleUse.Complete && e.Transition is { Length: > 0 } and not "complete")
                continue;
            long? began = null;
            if (lifecycle == LifecycleUse.Pairs && e.Transition == "start")
            {
                if (!open.TryGetValue(e.Activity, out var queue))
                    open[e.Activity] = queue = [];
                queue.Enqueue(e.At.Value);
                continue;
            }

            if (lifecycle == LifecycleUse.Pairs && e.Transition == "complete" && open.TryGetValue(e.Activity, out var begun) && begun.TryDequeue(out var at))
                began = at;
            builder.Add(name, e.Activity, e.At.Value, began);
            foreach (var a in e.Others)
                builder.Set(a.Key, a.Value, a.Kind);
        }
    }

    private static XesEvent ReadEvent(XmlReader reader)
    {
        var line = (reader as IXmlLineInfo)?.LineNumber ?? 0;
        var (depth, others) = (reader.Depth, new List<XesAttribute>());
        string? activity = null, transition = null;
        long? at = null;
        if (reader.IsEmptyElement)
            return new XesEvent(line, null, null, null, others);
        while (reader.Read() && reader.Depth > depth)
        {
            if (reader.NodeType != XmlNodeType.Element || reader.Depth != depth + 1 || ReadAttribute(reader) is not { } a)
                continue;
            if (a.Key == "concept:name")
                activity = a.Value.Length > 0 ? a.Value : null;
            else if (a.Key == "time:timestamp")
                at = LogTimes.TryParse(a.Value, out var t) ? t : null;
            else
            {
                if (a.Key == "lifecycle:transition")
                    transition = a.Value.ToLowerInvariant();
                others.Add(a);
            }
        }

        return new XesEvent(line, activity, at, transition, others);
    }

    private static XesAttribute? ReadAttribute(XmlReader reader)
    {
        AttributeKind? kind = reader.LocalName switch
        {
            "string" or "id" => AttributeKind.Text,
            "date" => AttributeKind.Date,
            "int" => AttributeKind.Integer,
            "float" => AttributeKind.Real,
            "boolean" => AttributeKind.Flag,
            _ => null,
        };
        return kind is { } k && reader.GetAttribute("key") is { } key && reader.GetAttribute("value") is { } value ? new XesAttribute(key, value, k) : null;
    }

    /// <summary>The stream itself, or what is in it when it begins like gzip.</summary>
    private static Stream Plain(Stream stream)
    {
        var seen = new byte[2];
        var n = stream.ReadAtLeast(seen, 2, throwOnEndOfStream: false);
        if (n < 2)
            throw new UnreadableLog("diagnose.log.empty");
        var whole = new Rejoined(seen, stream);
        return seen is [0x1F, 0x8B] ? new GZipStream(whole, CompressionMode.Decompress, leaveOpen: true) : whole;
    }

    private sealed record XesAttribute(string Key, string Value, AttributeKind Kind);

    private sealed record XesEvent(int Line, string? Activity, long? At, string? Transition, List<XesAttribute> Others);

    /// <summary>A stream whose first bytes were looked at already.</summary>
    private sealed class Rejoined(byte[] first, Stream rest) : Stream
    {
        private int _given;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_given == first.Length)
                return rest.Read(buffer);
            var n = Math.Min(buffer.Length, first.Length - _given);
            first.AsSpan(_given, n).CopyTo(buffer);
            _given += n;
            return n;
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
