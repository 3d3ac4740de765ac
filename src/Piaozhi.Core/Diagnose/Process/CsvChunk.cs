using System.Text;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>A piece of a CSV file that ends with a line: parsed on its own, so that pieces can be parsed at the same time.</summary>
internal sealed class CsvChunk(byte delimiter, int[] places, int kept)
{
    private const int Examples = 20;

    public byte[] Buffer { get; set; } = [];
    public int Length { get; set; }
    public int Rows { get; private set; }
    public long Lines { get; private set; }
    public int Faults { get; private set; }
    public List<LeftOut> First { get; } = [];
    public (int At, int Length)[] Key { get; private set; } = [];
    public ulong[] Hash { get; private set; } = [];
    public int[] Activity { get; private set; } = [];
    public long[] At { get; private set; } = [];
    public long[] Began { get; private set; } = [];
    public int[][] Values { get; } = new int[kept][];
    public ByteIndex Activities { get; } = new();
    public ByteIndex[] Texts { get; } = [.. Enumerable.Range(0, kept).Select(_ => new ByteIndex())];

    /// <param name="roles">For each column: 0 nothing, 1 case, 2 activity, 3 time, 4 began, 5 and more: kept.</param>
    public void Parse(int[] roles)
    {
        (Rows, Lines, Faults) = (0, 0, 0);
        First.Clear();
        Activities.Clear();
        foreach (var t in Texts)
            t.Clear();
        var spans = new (int At, int Length)[5 + kept];
        var text = Buffer.AsSpan(0, Length);
        var p = 0;
        while (p < Length)
        {
            var from = p;
            Array.Clear(spans);
            p = Row(text, p, roles, spans);
            Lines++;
            if (p - from > 2 || text[from] is not ((byte)'\n' or (byte)'\r'))
                Take(text, from, p, spans);
        }
    }

    private int Row(Span<byte> text, int p, int[] roles, (int At, int Length)[] spans)
    {
        for (var column = 0; ; column++)
        {
            int at, length, end;
            if (p < text.Length && text[p] == '"')
                (at, length, end) = Quoted(text, p);
            else
            {
                var n = text[p..].IndexOfAny(delimiter, (byte)'\n');
                end = n < 0 ? text.Length : p + n;
                (at, length) = (p, end - p);
                if ((end == text.Length || text[end] == '\n') && length > 0 && text[end - 1] == '\r')
                    length--;
            }

            if (column < roles.Length && roles[column] > 0)
                spans[roles[column]] = (at, length);
            if (end >= text.Length)
                return text.Length;
            p = end + 1;
            if (text[end] == '\n')
                return p;
        }
    }

    /// <summary>A field in quotes; doubled quotes are made single in place, which only shortens it.</summary>
    private (int At, int Length, int End) Quoted(Span<byte> text, int p)
    {
        var (at, write, read) = (p + 1, p + 1, p + 1);
        while (true)
        {
            var n = text[read..].IndexOf((byte)'"');
            if (n < 0)
                return (at, text.Length - at, text.Length);
            if (write != read)
                text.Slice(read, n).CopyTo(text[write..]);
            write += n;
            read += n + 1;
            if (read >= text.Length || text[read] != '"')
                break;
            text[write++] = (byte)'"';
            read++;
        }

        var rest = text[read..].IndexOfAny(delimiter, (byte)'\n');
        return (at, write - at, rest < 0 ? text.Length : read + rest);
    }

    private void Take(Span<byte> text, int from, int to, (int At, int Length)[] spans)
    {
        var (key, activity, time) = (spans[1], spans[2], spans[3]);
        long at = 0, began = long.MinValue;
        var reason = key.Length == 0 ? "no-case" : activity.Length == 0 ? "no-activity" : !LogTimes.TryParse(text.Slice(time.At, time.Length), out at) ? "bad-time" : null;
        if (reason is null && places[3] >= 0 && spans[4].Length > 0 && !LogTimes.TryParse(text.Slice(spans[4].At, spans[4].Length), out began))
            reason = "bad-time";
        if (reason is not null)
        {
            Faults++;
            if (First.Count < Examples)
                First.Add(new LeftOut(Lines, reason, Encoding.UTF8.GetString(text[from..Math.Min(to, from + 200)]).TrimEnd('\r', '\n')));
            return;
        }

        Reserve();
        Key[Rows] = key;
        Hash[Rows] = ByteIndex.Hash(text.Slice(key.At, key.Length));
        Activity[Rows] = Activities.Add(text.Slice(activity.At, activity.Length));
        At[Rows] = at;
        if (places[3] >= 0)
            Began[Rows] = began;
        for (var k = 0; k < kept; k++)
            Values[k][Rows] = spans[5 + k].Length == 0 ? -1 : Texts[k].Add(text.Slice(spans[5 + k].At, spans[5 + k].Length));
        Rows++;
    }

    private void Reserve()
    {
        if (Rows < At.Length)
            return;
        var size = Math.Max(1 << 14, At.Length * 2);
        (Key, Hash, Activity, At) = (Resized(Key, size), Resized(Hash, size), Resized(Activity, size), Resized(At, size));
        if (places[3] >= 0)
            Began = Resized(Began, size);
        for (var k = 0; k < kept; k++)
            Values[k] = Resized(Values[k], size);
    }

    private static T[] Resized<T>(T[]? from, int size)
    {
        from ??= [];
        Array.Resize(ref from, size);
        return from;
    }
}
