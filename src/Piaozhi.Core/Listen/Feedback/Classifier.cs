using System.Text.Json;

namespace Piaozhi.Core.Listen.Feedback;

/// <summary>
/// Finds topics, polarity and intensity of a text by cue words. Transparent rather than clever: every decision can be traced to a word. Each
/// topic is judged by the clauses that speak of it, so that praise of one thing does not excuse another; the main topic decides for the whole.
/// </summary>
public static class Classifier
{
    private const string Praise = "07.5";

    private static readonly (Topic Topic, (string[] Parts, double Weight, bool Failing)[] Cues)[] Leaves =
        [.. Taxonomy.Leaves.Select(t => (t, t.Cues.Select(c => (c.Split('+'), Weight(c), Failing(c))).ToArray()))];

    private static readonly char[] ClauseEnds = ['，', '。', ',', '.', ';', '；', '!', '！', '?', '？', '\n', '~', '…'];
    private static readonly string[] Turns = ["但是", "不过", "可是", "只是", "然而", " but ", " however ", " although ", " though "];
    private static readonly string[] Strong = ["非常", "特别", "太", "极其", "简直", "严重", "气死", "垃圾", "骗子", "投诉", "曝光", "再也不", "very", "extremely", "worst", "never again", "absolutely", "ridiculous", "unacceptable", "disgust", "fuck", "!!", "！！"];
    private static readonly string[] Asks = ["吗", "怎么", "如何", "请问", "什么时候", "多少", "哪里", "哪儿", "多大", "哪个", "能带", "能不能", "可不可以", "是否", "几点", "how do", "how can", "how to", "how much", "how long", "can i", "could i", "what time", "is there", "do i ", "where can", "where do", "when does", "when will", "which "];
    private static readonly string[] Accuses = ["怎么还", "怎么回事", "怎么这", "怎么都", "怎么就", "怎么总", "怎么老", "为什么", "凭什么", "why ", "where is my", "还没", "有没有人管", "能不能管", "还能不能"];
    private static readonly string[] Lukewarm = ["还可以", "一般", "还行", "凑合", "马马虎虎", "中规中矩", "无功无过", "average", "so-so", "it was ok", "nothing special", "not bad"];

    private readonly record struct Mention(Topic Topic, double Score, int At, double Mood, bool Failing);

    /// <param name="rating">Rating as a share of its scale (0 worst, 1 best); null when none was given.</param>
    public static Classification Classify(string text, double? rating = null)
    {
        var low = text.ToLowerInvariant();
        var clauses = Clauses(low);
        var mentions = Mentions(low, clauses);
        var (words, denies, lukewarm) = (Mood.Of(low), Mood.Denies(low), Lukewarm.Any(w => low.Contains(w, StringComparison.Ordinal)));
        var stars = rating is { } r ? (r - .5) * 4 : 0;
        var asks = words >= 0 && !denies && rating is not < .5 && Asks.Any(a => Mood.At(low, a, 0) >= 0) && !Accuses.Any(a => Mood.At(low, a, 0) >= 0);
        var whole = words + stars - (words == 0 && denies && rating is null ? .5 : 0);

        var judged = new List<(Mention Mention, int Sign)>();
        foreach (var m in mentions)
        {
            var sign = asks ? 0 : Sign(m, whole, words, lukewarm, rating);
            // The leaves name failings: who is content with the matter speaks of none of them; praise is a topic only of the content.
            if (m.Topic.Code == Praise ? sign > 0 : sign <= 0)
                judged.Add((m, sign));
        }

        var main = judged.Where(j => j.Sign != 0).OrderByDescending(j => j.Mention.Score).ThenBy(j => j.Mention.Topic.Code, StringComparer.Ordinal).FirstOrDefault();
        var mood = main.Mention.Topic is null ? (asks || (lukewarm && rating is null) ? 0 : whole) : main.Sign < 0 ? Math.Min(-.5, whole) : Math.Max(.5, whole);
        var polarity = mood < 0 ? "negative" : mood > 0 ? "positive" : "neutral";
        var second = judged.Where(j => j.Mention.Topic != main.Mention.Topic).Select(j => j.Mention.Score).DefaultIfEmpty().Max();
        var confidence = main.Mention.Topic is null ? 0.3 : Math.Clamp((main.Mention.Score / (main.Mention.Score + second + 1)) + 0.1, 0.05, 0.95);
        var topics = judged.Where(j => j.Sign != 0 && j.Mention.Score >= main.Mention.Score / 2).OrderByDescending(j => j.Mention.Score).ThenBy(j => j.Mention.Topic.Code, StringComparer.Ordinal).Take(4)
            .Select(j => new { taxonomy = j.Mention.Topic.Code, polarity = j.Sign > 0 ? "positive" : "negative" });
        return new Classification(main.Mention.Topic?.Code ?? "", polarity, Intensity(low, mood, rating), Math.Round(confidence, 3), JsonSerializer.Serialize(topics));
    }

    /// <summary>BCP 47 code of the language that prevails; null for a text without letters.</summary>
    public static string? Language(string text) => Languages.Of(text);

    private static List<Mention> Mentions(string low, List<(int From, int To, double Mood)> clauses)
    {
        var found = new List<Mention>();
        foreach (var (topic, cues) in Leaves)
        {
            var (score, first, failing) = (0.0, int.MaxValue, false);
            var touched = new HashSet<int>();
            foreach (var (parts, weight, fails) in cues)
            {
                var places = Array.ConvertAll(parts, p => Mood.At(low, p, 0));
                if (places.Any(p => p < 0))
                    continue;
                score += weight;
                failing |= fails;
                first = Math.Min(first, places.Min());
                foreach (var p in places)
                    touched.Add(clauses.FindIndex(c => p < c.To));
            }

            if (score > 0)
                found.Add(new Mention(topic, score, first, touched.Where(c => c >= 0).Sum(c => clauses[c].Mood), failing));
        }

        // What is named first is mostly what it is about.
        if (found.Count > 1)
        {
            var at = found.Min(f => f.At);
            for (var i = 0; i < found.Count; i++)
                if (found[i].At == at)
                    found[i] = found[i] with { Score = found[i].Score + .3 };
        }

        return found;
    }

    /// <summary>−1 a failing, 1 content, 0 neither: by the clause, else by the cue itself, else by the stars and the rest of the text.</summary>
    private static int Sign(Mention m, double whole, double words, bool lukewarm, double? rating)
    {
        if (m.Topic.Code == Praise)
            return whole > 0 || m.Mood > 0 ? 1 : -1;
        if (m.Mood != 0)
            return m.Mood < 0 ? -1 : 1;
        if (m.Failing && rating is not >= .75)
            return -1;
        if (rating is { } r && r != .5)
            return r < .5 ? -1 : 1;
        return words > 0 ? 1 : lukewarm ? 0 : -1;
    }

    private static List<(int From, int To, double Mood)> Clauses(string low)
    {
        var cuts = new List<int>();
        for (var i = low.IndexOfAny(ClauseEnds); i >= 0; i = i + 1 < low.Length ? low.IndexOfAny(ClauseEnds, i + 1) : -1)
            cuts.Add(i + 1);
        foreach (var turn in Turns)
            for (var i = low.IndexOf(turn, StringComparison.Ordinal); i >= 0; i = low.IndexOf(turn, i + 1, StringComparison.Ordinal))
                cuts.Add(i);
        cuts.Add(low.Length);
        cuts.Sort();
        var clauses = new List<(int, int, double)>();
        var from = 0;
        foreach (var to in cuts)
        {
            if (to <= from)
                continue;
            var clause = low[from..to];
            var mood = Mood.Of(clause);
            clauses.Add((from, to, mood == 0 && Mood.Denies(clause) ? -.5 : mood));
            from = to;
        }

        return clauses;
    }

    private static int Intensity(string low, double mood, double? rating)
    {
        var strong = Strong.Count(w => low.Contains(w, StringComparison.Ordinal));
        var level = 2 + Math.Min(2, strong) + (Math.Abs(mood) >= 3 ? 1 : 0) + (rating is <= 0.01 ? 1 : 0);
        return mood == 0 ? 1 : Math.Clamp(level, 1, 5);
    }

    private static double Weight(string cue) => 1 + (0.15 * cue.Count(c => c > 127)) + (0.05 * cue.Count(char.IsAsciiLetter)) + (cue.Contains('+', StringComparison.Ordinal) ? 0.6 : 0);

    /// <summary>A cue that says by itself that something went wrong, not only what is spoken of.</summary>
    private static bool Failing(string cue) => Mood.Of(cue) < 0 || Mood.Denies(cue + " ") || "秒空光封删误判错少退翻吼骂辱歧插挤漏晚停坐遮挡柱落丢诈摔伤踩占崩卡闪坏冲反抢".Any(cue.Contains);
}
