using System.Text.Json;
using Piaozhi.Core.Listen.Vocabulary;

namespace Piaozhi.Core.Listen.Mapping;

/// <summary>What exports call the fields of the contract and their values, in Chinese and English; read from the embedded <c>synonyms.json</c>.</summary>
public static class Synonyms
{
    private sealed record Lists(Dictionary<string, string[]> Fields, Dictionary<string, Dictionary<string, string[]>> Values);

    private static readonly Lazy<Lists> Read = new(() =>
    {
        using var stream = typeof(Synonyms).Assembly.GetManifestResourceStream("Piaozhi.Core.Listen.Mapping.synonyms.json")!;
        return JsonSerializer.Deserialize<Lists>(stream, JsonSerializerOptions.Web)!;
    });

    private static readonly Lazy<Dictionary<string, string>> ActivityWords = new(() =>
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var a in Activities.All)
            foreach (var word in a.Words.Append(a.Zh).Append(a.En).Append(a.Code))
                words.TryAdd(Plain(word), a.Code);
        return words;
    });

    /// <summary>How well a header names a field: 1 = exactly, less when it only holds the word, 0 = not at all.</summary>
    public static double Score(string field, string header)
    {
        var plain = Plain(Unit(header));
        if (plain == Plain(field))
            return 1;
        var best = 0.0;
        foreach (var name in Read.Value.Fields.GetValueOrDefault(field, []))
        {
            var word = Plain(name);
            // The longer the word that the header holds, the surer: "支付渠道错误码" speaks of an error code rather than of a channel.
            if (plain == word)
                return 0.98;
            if (word.Length >= 2 && (plain.EndsWith(word, StringComparison.Ordinal) || plain.StartsWith(word, StringComparison.Ordinal)))
                best = Math.Max(best, 0.5 + (0.4 * word.Length / plain.Length));
            else if (word.Length >= 3 && plain.Contains(word, StringComparison.Ordinal))
                best = Math.Max(best, 0.35 + (0.3 * word.Length / plain.Length));
        }

        return best;
    }

    /// <summary>The value of the contract that a word stands for; null when none is known.</summary>
    public static string? Value(string field, string word)
    {
        if (!Read.Value.Values.TryGetValue(field, out var values))
            return null;
        var plain = Plain(word);
        foreach (var (value, words) in values)
            if (plain == Plain(value) || words.Any(w => Plain(w) == plain))
                return value;
        return null;
    }

    public static bool HasValues(string field) => Read.Value.Values.ContainsKey(field);

    /// <summary>The activity that a word or the header of a moment ("下单时间") names; null when none is known.</summary>
    public static string? Activity(string word)
    {
        var plain = Plain(Unit(word));
        if (ActivityWords.Value.TryGetValue(plain, out var code))
            return code;
        foreach (var end in (string[])["时间", "日期", "时刻", "time", "at", "date"])
            if (plain.EndsWith(end, StringComparison.Ordinal) && ActivityWords.Value.TryGetValue(plain[..^end.Length], out code))
                return code;
        return null;
    }

    /// <summary>A header without the unit in brackets: <c>金额(分)</c> is <c>金额</c>.</summary>
    public static string Unit(string header)
    {
        var half = Habits.Numbers.HalfWidth(header);
        var open = half.IndexOf('(', StringComparison.Ordinal);
        return open > 0 ? half[..open] : half;
    }

    private static string Plain(string text) =>
        string.Concat(HeaderLines.Normal(text.Replace('（', '(')).Where(c => c is not ('_' or '-' or ':' or '/' or '.'))).ToLowerInvariant();
}
