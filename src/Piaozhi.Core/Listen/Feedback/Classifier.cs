using System.Text.Json;

namespace Piaozhi.Core.Listen.Feedback;

/// <summary>Finds topic, polarity and intensity of a text by cue words in Chinese and English. Transparent rather than clever: every decision can be traced to a word.</summary>
public static class Classifier
{
    private static readonly (Topic Topic, (string[] Parts, double Weight)[] Cues)[] Leaves =
        [.. Taxonomy.Leaves.Select(t => (t, t.Cues.Select(c => (c.Split('+'), Weight(c))).ToArray()))];

    private static readonly string[] Bad =
    [
        "差", "烂", "垃圾", "坑", "慢", "气死", "生气", "失望", "无语", "恶心", "投诉", "骗", "不满", "糟", "崩", "失败", "不了", "没人", "难吃", "脏", "贵", "没到账", "拒绝", "故障", "错", "乱", "转圈", "扣了", "吼", "骂",
        "terrible", "worst", "awful", "bad", "horrible", "rude", "slow", "fail", "broken", "angry", "disappoint", "useless", "never", "ridiculous", "unacceptable", "delay", "cancel", "lost", "refus", "late", "hate", "poor", "dirty", "wrong", "error", "stuck", "missing", "crash",
    ];

    private static readonly string[] Good =
    [
        "满意", "感谢", "谢谢", "耐心", "热情", "点赞", "方便", "不错", "很好", "真好", "太好", "棒", "优秀", "贴心", "表扬", "顺利", "快捷", "喜欢", "周到",
        "thank", "great", "excellent", "good", "love", "helpful", "amazing", "awesome", "friendly", "best", "perfect", "smooth", "nice", "wonderful", "appreciate", "out of their way",
    ];

    private static readonly string[] Negations = ["不", "没", "无", "未", "别", "not ", "n't ", "no ", "never ", "isn't ", "hardly "];
    private static readonly string[] Strong = ["非常", "特别", "太", "极其", "简直", "严重", "气死", "垃圾", "骗子", "投诉", "曝光", "very", "extremely", "worst", "never again", "absolutely", "ridiculous", "unacceptable", "disgust", "!!", "！！"];

    /// <param name="rating">Rating as a share of its scale (0 worst, 1 best); null when none was given.</param>
    public static Classification Classify(string text, double? rating = null)
    {
        var low = text.ToLowerInvariant();
        var found = new List<(Topic Topic, double Score)>();
        foreach (var (topic, cues) in Leaves)
        {
            var score = 0.0;
            foreach (var (parts, weight) in cues)
                if (Array.TrueForAll(parts, p => Holds(low, p)))
                    score += weight;
            if (score > 0)
                found.Add((topic, score));
        }

        found.Sort((a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Topic.Code, b.Topic.Code));
        var mood = Mood(low, rating, found.Count > 0);
        // Praise is a topic only of those who are content.
        if (mood <= 0)
            found.RemoveAll(f => f.Topic.Code == "07.5");
        var polarity = mood < 0 ? "negative" : mood > 0 ? "positive" : "neutral";
        var main = found.Count > 0 ? found[0] : default;
        var second = found.Count > 1 ? found[1].Score : 0;
        var confidence = main.Topic is null ? 0.3 : Math.Clamp((main.Score / (main.Score + second + 1)) + 0.1, 0.05, 0.95);
        var topics = found.Where(f => f.Score >= main.Score / 2).Take(4).Select(f => new { taxonomy = f.Topic.Code, polarity = f.Topic.Code == "07.5" ? "positive" : polarity });
        return new Classification(main.Topic?.Code ?? "", polarity, Intensity(low, mood, rating), Math.Round(confidence, 3), JsonSerializer.Serialize(topics));
    }

    /// <summary><c>zh</c> when Chinese characters prevail, <c>en</c> for Latin letters, null for neither.</summary>
    public static string? Language(string text)
    {
        var (han, latin) = (text.Count(c => c is >= '\u4e00' and <= '\u9fff'), text.Count(char.IsAsciiLetter));
        return han * 3 >= latin && han > 0 ? "zh" : latin > 0 ? "en" : null;
    }

    private static double Mood(string low, double? rating, bool topical)
    {
        var words = Count(low, Good) - Count(low, Bad);
        var mood = words + (rating is { } r ? (r - 0.5) * 4 : 0);
        // Who names a failing of the service without a kind word complains.
        return mood == 0 && words == 0 && topical && rating is null ? -0.5 : mood;
    }

    private static double Count(string low, string[] words)
    {
        var total = 0.0;
        foreach (var word in words)
            for (var at = low.IndexOf(word, StringComparison.Ordinal); at >= 0; at = low.IndexOf(word, at + word.Length, StringComparison.Ordinal))
                total += Negated(low, at) ? -1 : 1;
        return total;
    }

    /// <summary>A negation in the same clause, shortly before the word, turns it round.</summary>
    private static bool Negated(string low, int at)
    {
        var from = Math.Max(0, at - (low[at] < 128 ? 12 : 3));
        var before = low.AsSpan(from, at - from);
        var clause = before.LastIndexOfAny("，。,.;；!！?？、");
        before = before[(clause + 1)..];
        foreach (var negation in Negations)
            if (before.IndexOf(negation, StringComparison.Ordinal) is >= 0 and var found && !(negation == "别" && Emphasis(low, from + clause + 1 + found)))
                return true;
        return false;
    }

    /// <summary>The character is the end of another word (特别, 分别, 区别), not a negation.</summary>
    private static bool Emphasis(string low, int at) => at > 0 && low[at - 1] is '特' or '分' or '区' or '级' or '个' or '类' or '性';

    private static int Intensity(string low, double mood, double? rating)
    {
        var strong = Strong.Count(w => low.Contains(w, StringComparison.Ordinal));
        var level = 2 + Math.Min(2, strong) + (Math.Abs(mood) >= 3 ? 1 : 0) + (rating is <= 0.01 ? 1 : 0);
        return mood == 0 ? 1 : Math.Clamp(level, 1, 5);
    }

    private static bool Holds(string low, string part)
    {
        var at = low.IndexOf(part, StringComparison.Ordinal);
        // Latin cues begin at a word's beginning: "tout" must not be found in "without".
        while (at > 0 && part[0] < 128 && char.IsAsciiLetter(low[at - 1]))
            at = low.IndexOf(part, at + 1, StringComparison.Ordinal);
        return at >= 0;
    }

    private static double Weight(string cue) => 1 + (0.15 * cue.Count(c => c > 127)) + (0.05 * cue.Count(char.IsAsciiLetter)) + (cue.Contains('+', StringComparison.Ordinal) ? 0.6 : 0);
}
