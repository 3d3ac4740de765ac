using System.Text;

namespace Piaozhi.Core.Listen.Habits;

/// <summary>Finds the encoding and the separator of a text file from its first bytes.</summary>
public static class Encodings
{
    public static Encoding Gb18030 { get; } = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    /// <summary>The encoding of a file whose beginning is given: by its mark, by its zero bytes (UTF-16), by being valid UTF-8, else GB18030.</summary>
    public static Encoding Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }))
            return new UTF8Encoding(true);
        if (head.Length >= 2 && head[0] == 0xFF && head[1] == 0xFE)
            return new UnicodeEncoding(false, true);
        if (head.Length >= 2 && head[0] == 0xFE && head[1] == 0xFF)
            return new UnicodeEncoding(true, true);
        var (even, odd) = (0, 0);
        for (var i = 0; i < head.Length; i++)
            if (head[i] == 0 && i % 2 == 0)
                even++;
            else if (head[i] == 0)
                odd++;
        if (odd > head.Length / 8 && odd > 4 * even)
            return new UnicodeEncoding(false, false);
        if (even > head.Length / 8 && even > 4 * odd)
            return new UnicodeEncoding(true, false);
        return IsUtf8(head) ? new UTF8Encoding(false) : Gb18030;
    }

    /// <summary>The separator that stands equally often, outside quotes, in the first lines; comma when none does.</summary>
    public static char Separator(ReadOnlySpan<char> head)
    {
        var best = (Separator: ',', Score: 0.0);
        foreach (var candidate in new[] { ',', '\t', ';', '|' })
        {
            var counts = Counts(head, candidate);
            if (counts.Count == 0 || counts[0] == 0)
                continue;
            var same = counts.Count(c => c == counts[0]) / (double)counts.Count;
            var score = same * Math.Log(1 + counts[0]);
            if (score > best.Score)
                best = (candidate, score);
        }

        return best.Separator;
    }

    private static List<int> Counts(ReadOnlySpan<char> head, char candidate)
    {
        var (counts, count, quoted, empty) = (new List<int>(), 0, false, true);
        foreach (var c in head)
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == candidate && !quoted)
                count++;
            else if (c == '\n' && !quoted)
            {
                if (!empty)
                    counts.Add(count);
                (count, empty) = (0, true);
                if (counts.Count == 20)
                    break;
                continue;
            }

            empty &= char.IsWhiteSpace(c);
        }

        if (counts.Count == 0 && !empty)
            counts.Add(count);
        return counts;
    }

    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        // The head may cut a character in two: up to three bytes at its end are forgiven.
        for (var cut = 0; cut <= Math.Min(3, head.Length); cut++)
            if (System.Text.Unicode.Utf8.IsValid(head[..^cut]))
                return true;
        return false;
    }
}
