using System.Globalization;
using System.Text;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>
/// Event logs as CSV (UTF-8, first line the header, <c>,</c> <c>;</c> or tab between). One piece is read while another is parsed and a
/// third is put into the log; rows keep their order.
/// </summary>
public static class CsvLog
{
    private const int ChunkBytes = 4 << 20, Ahead = 3, Examples = 20;

    public static async Task<LogReading> ReadAsync(Stream stream, CsvShape? shape = null, CancellationToken ct = default)
    {
        shape ??= new CsvShape();
        var (buffer, length, ended) = await FillAsync(stream, new byte[ChunkBytes], 0, ct);
        var line = buffer.AsSpan(0, length).IndexOf((byte)'\n') is >= 0 and var n ? n + 1 : length;
        var skip = buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
        if (line - skip < 2)
            throw new UnreadableLog("diagnose.log.empty");
        var delimiter = new[] { (byte)',', (byte)';', (byte)'\t' }.MaxBy(d => buffer.AsSpan(skip, line - skip).Count(d));
        var header = CsvShape.Header(buffer.AsSpan(skip, line - skip), delimiter);
        var places = shape.Places(header);
        var kept = shape.Kept(header, places).ToArray();
        var roles = new int[header.Length];
        for (var i = 0; i < 4; i++)
            if (places[i] >= 0)
                roles[places[i]] = i + 1;
        for (var k = 0; k < kept.Length; k++)
            roles[kept[k].Place] = 5 + k;

        var builder = new EventLogBuilder();
        var taker = new Taker(builder, [.. kept.Select(k => builder.Keep(k.Name))]);
        var free = new Stack<CsvChunk>(Enumerable.Range(0, Ahead).Select(_ => new CsvChunk(delimiter, places, kept.Length)));
        var parsing = new Queue<(CsvChunk Chunk, Task Parsed)>();
        var at = line;
        while (true)
        {
            while (free.Count > 0 && !(ended && at >= length))
            {
                // The whole lines of the buffer become the chunk; what is left over begins the next one.
                var end = ended ? length : LastLine(buffer.AsSpan(at, length - at)) + at;
                if (end == at && !ended)
                {
                    // A line longer than the buffer.
                    var begun = length - at;
                    (buffer, length, ended) = await FillAsync(stream, Larger(buffer, at, length), begun, ct);
                    at = 0;
                    continue;
                }

                var chunk = free.Pop();
                var spare = chunk.Buffer.Length >= ChunkBytes ? chunk.Buffer : new byte[ChunkBytes];
                if (at > 0)
                    buffer.AsSpan(at, end - at).CopyTo(buffer);
                var rest = length - end;
                if (rest >= spare.Length)
                    spare = new byte[rest * 2];
                buffer.AsSpan(end, rest).CopyTo(spare);
                (chunk.Buffer, chunk.Length) = (buffer, end - at);
                parsing.Enqueue((chunk, Task.Run(() => chunk.Parse(roles), ct)));
                at = 0;
                (buffer, length, ended) = ended ? (spare, 0, true) : await FillAsync(stream, spare, rest, ct);
            }

            if (parsing.Count == 0)
                break;
            var (next, parsed) = parsing.Dequeue();
            await parsed;
            taker.Take(next);
            free.Push(next);
        }

        free.Clear();
        return new LogReading(builder.Build(), taker.Lines, taker.LeftOut, taker.First);
    }

    /// <summary>One row an event, in order of the cases, with the names that <see cref="CsvShape"/> knows.</summary>
    public static async Task WriteAsync(EventLog log, Stream stream, CancellationToken ct = default)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var began = log.Began is not null;
        await writer.WriteLineAsync(string.Join(',', new[] { "case_id", "activity", "timestamp" }.Concat(began ? ["start_timestamp"] : []).Concat(log.Attributes.Select(a => Field(a.Name)))));
        for (var c = 0; c < log.Cases; c++)
        {
            ct.ThrowIfCancellationRequested();
            var name = Field(log.CaseName(c));
            for (var row = log.Start[c]; row < log.Start[c + 1]; row++)
            {
                await writer.WriteAsync($"{name},{Field(log.Activities[log.Activity[row]])},{LogTimes.Write(log.At[row])}");
                if (began)
                    await writer.WriteAsync("," + (log.Began![row] == long.MinValue ? "" : LogTimes.Write(log.Began[row])));
                foreach (var a in log.Attributes)
                    await writer.WriteAsync("," + Field(a[row] ?? ""));
                await writer.WriteAsync("\n");
            }
        }
    }

    private static string Field(string text) => text.AsSpan().IndexOfAny("\",\n\r") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static byte[] Larger(byte[] buffer, int at, int length)
    {
        var larger = new byte[Math.Max(buffer.Length, (length - at) * 2)];
        buffer.AsSpan(at, length - at).CopyTo(larger);
        return larger;
    }

    private static async Task<(byte[] Buffer, int Length, bool Ended)> FillAsync(Stream stream, byte[] buffer, int length, CancellationToken ct)
    {
        while (length < buffer.Length)
        {
            var n = await stream.ReadAsync(buffer.AsMemory(length), ct);
            if (n == 0)
                return (buffer, length, true);
            length += n;
        }

        return (buffer, length, false);
    }

    /// <summary>The place after the last line end that stands outside quotes; 0 when there is none.</summary>
    private static int LastLine(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'"') < 0)
            return text.LastIndexOf((byte)'\n') + 1;
        var (last, quoted, p) = (0, false, 0);
        while (text[p..].IndexOfAny((byte)'"', (byte)'\n') is >= 0 and var n)
        {
            p += n + 1;
            if (text[p - 1] == '"')
                quoted = !quoted;
            else if (!quoted)
                last = p;
        }

        return last;
    }

    /// <summary>Puts parsed pieces into the log, in their order.</summary>
    private sealed class Taker(EventLogBuilder builder, EventLogBuilder.Column[] kept)
    {
        public long Lines { get; private set; }
        public long LeftOut { get; private set; }
        public List<LeftOut> First { get; } = [];

        public void Take(CsvChunk chunk)
        {
            var activities = new int[chunk.Activities.Count];
            for (var i = 0; i < activities.Length; i++)
                activities[i] = builder.ActivityIndex(chunk.Activities.Key(i));
            var texts = chunk.Texts.Select((t, k) => Enumerable.Range(0, t.Count).Select(i => kept[k].Values.Add(t.Key(i))).ToArray()).ToArray();
            var (cases, text, hasBegan) = (builder.CaseIndex, chunk.Buffer, chunk.Began.Length > 0);
            for (var row = 0; row < chunk.Rows; row++)
            {
                var (at, length) = chunk.Key[row];
                builder.AddRow(cases.Add(text.AsSpan(at, length), chunk.Hash[row]), activities[chunk.Activity[row]], chunk.At[row], hasBegan ? chunk.Began[row] : long.MinValue);
                for (var k = 0; k < kept.Length; k++)
                    kept[k].Codes.Add(chunk.Values[k][row] is >= 0 and var v ? texts[k][v] : -1);
            }

            foreach (var fault in chunk.First.Take(Examples - First.Count))
                First.Add(fault with { Line = fault.Line + Lines + 1 });
            Lines += chunk.Lines;
            LeftOut += chunk.Faults;
        }
    }
}
