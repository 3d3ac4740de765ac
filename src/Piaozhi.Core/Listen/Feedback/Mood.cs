using System.Buffers;

namespace Piaozhi.Core.Listen.Feedback;

/// <summary>How content or angry a stretch of text is, by words of several languages; a negation shortly before a word turns it round.</summary>
internal static class Mood
{
    /// <summary>A full stop behind a Latin word asks for the whole word; without it the word may go on.</summary>
    private static readonly string[] Bad =
    [
        "烂", "垃圾", "坑", "慢", "气死", "气人", "生气", "失望", "无语", "恶心", "骗", "不满", "糟", "崩", "失败", "不了", "没人", "难吃", "脏", "没到账", "拒绝", "故障", "错", "乱", "转圈", "扣了", "吼", "骂",
        "太差", "很差", "真差", "好差", "极差", "最差", "差劲", "差评", "差极", "差得", "差到", "态度差", "服务差", "体验差", "非常差", "太贵", "很贵", "贵了", "还贵", "好贵", "又贵", "真贵", "这么贵", "闷", "吵", "拥挤", "全挤",
        "坏", "没影", "再也不", "无奈", "郁闷", "烦", "折腾", "离谱", "过分", "恶劣", "敷衍", "忽悠", "黑心", "霸王", "白跑", "耽误", "冷漠", "推诿", "损失", "后悔", "难受", "报错", "真是服了", "凭什么", "到现在", "迟迟", "等了", "受不了", "投诉你", "要投诉", "太冷", "太热", "臭", "踢皮球", "不耐烦", "丢了", "呵呵",
        "terribl", "worst", "awful", "bad.", "badly", "horribl", "rude", "slow", "fail", "broken", "angry", "disappoint", "useless", "ridiculous", "unaccept", "delay", "lost.", "refuse", "late.", "hate", "poor.", "poorly", "dirty", "wrong", "error", "stuck", "missing", "crash",
        "unhelpful", "joke.", "pathetic", "disgust", "nightmare", "waste", "scam", "frustrat", "annoy", "unprofessional", "mess.", "overcharg", "ignored", "filthy", "complain", "sucks", "fuck", "shit", "stranded", "wtf", "hung up", "cancelled", "canceled", "unfriendly", "chaos", "unfair", "declined", "on hold", "waiting for", "still waiting", "shame", "fuming", "worse", "impossible", "overpriced",
        "pésim", "malo.", "mala.", "lento", "groser", "mauvais", "horrible", "impoli", "schlecht", "furchtbar", "unfreundlich", "verspät", "pessim", "péssim", "ruim", "ужасн", "плох", "хам", "最悪", "ひどい", "遅い", "遅延", "不親切", "残念", "최악", "불친절", "느리", "지연", "실망",
        "😡", "😤", "👎", "🤬", "😠", "💔", "😭", "🙄", "😞",
    ];

    private static readonly string[] Good =
    [
        "满意", "感谢", "谢谢", "耐心", "热情", "点赞", "方便", "不错", "很好", "真好", "太好", "挺好", "蛮好", "非常好", "特别好", "服务好", "态度好", "好用", "好评", "棒", "优秀", "贴心", "表扬", "顺利", "快捷", "喜欢", "周到", "很快", "挺快", "真快", "好快",
        "准点", "准时", "干净", "舒服", "舒适", "清楚", "合适", "给力", "高效", "便捷", "省心", "省事", "温馨", "细心", "友好", "友善", "推荐", "靠谱", "完美", "秒到", "开心", "愉快", "惊喜", "划算", "辛苦了", "顺畅", "流畅", "值得", "有序", "帮了大忙", "很赞", "真赞", "赞一个",
        "thank", "great", "excellent", "good.", "love", "helpful", "amazing", "awesome", "friendly", "best.", "perfect", "smooth", "nice.", "wonderful", "appreciat", "out of their way", "polite", "quick", "fast.", "easy.", "comfortable", "clean.", "punctual", "on time", "recommend", "pleasant", "happy", "fantastic", "superb", "efficient", "brilliant", "impressed", "enjoy", "kudos", "glad", "delight", "very kind", "so kind", "were kind", "was kind", "courteous", "thx", "well done",
        "gracias", "excelente", "amable", "merci", "agréable", "danke", "freundlich", "obrigad", "ótim", "grazie", "спасибо", "отличн", "ありがとう", "素晴らしい", "親切", "快適", "감사", "친절", "최고", "편리",
        "👍", "😊", "❤", "🙂", "😀", "😄", "🥰", "👏", "💯",
    ];

    private static readonly string[] Negations = ["不", "没", "无", "未", "别", "不太", "not ", "n't ", "no ", "never ", "isn't ", "hardly ", "less than ", "wouldn't ", "without ", "안 ", "kein", "nicht ", "pas ", "ない"];

    /// <summary>What is missing or refused is said by a negation alone: 没兑现, would not read.</summary>
    private static readonly string[] Denials = ["没", "不", "无法", "无人", "未", "not ", "n't ", "never ", "nobody ", "no one ", "cannot ", "without ", "no "];

    /// <summary>Negations that deny nothing.</summary>
    private static readonly string[] Harmless = ["没问题", "没得说", "没话说", "不错", "不用", "不愧", "不贵", "不少", "不到", "不一会", "没多久", "没想到", "不仅", "不但", "不过", "不管", "不论", "无论", "无障碍", "未来", "要不", "不堵", "不挤", "不排队", "不知道", "不好意思", "不客气", "对不起", "no problem", "no issue", "no complaint", "not bad", "no queue", "not only", "no need", "no doubt"];

    private static readonly SearchValues<char> ClauseEnds = SearchValues.Create("，。,.;；!！?？、\n~…");

    /// <summary>Kind words less unkind ones.</summary>
    public static double Of(ReadOnlySpan<char> low) => Count(low, Good) - Count(low, Bad);

    /// <summary>True when something is said to be missing, refused or impossible.</summary>
    public static bool Denies(string low)
    {
        foreach (var word in Harmless)
            if (low.Contains(word, StringComparison.Ordinal))
                low = low.Replace(word, "", StringComparison.Ordinal);
        return Denials.Any(d => At(low, d, 0) >= 0);
    }

    /// <summary>Where a word stands; −1 when it does not. Latin words begin where a word begins.</summary>
    public static int At(ReadOnlySpan<char> low, string word, int from)
    {
        var whole = word[^1] == '.' && word.Length > 1;
        var sought = whole ? word.AsSpan(0, word.Length - 1) : word;
        for (var at = from; at < low.Length;)
        {
            var found = low[at..].IndexOf(sought, StringComparison.Ordinal);
            if (found < 0)
                return -1;
            found += at;
            var end = found + sought.Length;
            var begins = !char.IsAsciiLetter(sought[0]) || found == 0 || !char.IsAsciiLetter(low[found - 1]);
            if (begins && (!whole || end == low.Length || !char.IsAsciiLetter(low[end])))
                return found;
            at = found + 1;
        }

        return -1;
    }

    private static double Count(ReadOnlySpan<char> low, string[] words)
    {
        var total = 0.0;
        foreach (var word in words)
            for (var at = At(low, word, 0); at >= 0; at = At(low, word, at + word.Length))
                total += Negated(low, at) ? -1 : 1;
        return total;
    }

    /// <summary>A negation in the same clause, shortly before the word, turns it round.</summary>
    private static bool Negated(ReadOnlySpan<char> low, int at)
    {
        var from = Math.Max(0, at - (low[at] < 128 ? 14 : 3));
        var before = low[from..at];
        var clause = before.LastIndexOfAny(ClauseEnds);
        before = before[(clause + 1)..];
        foreach (var negation in Negations)
            if (before.IndexOf(negation, StringComparison.Ordinal) is >= 0 and var found && !(negation == "别" && Emphasis(low, from + clause + 1 + found)))
                return true;
        return false;
    }

    /// <summary>The character is the end of another word (特别, 分别, 区别), not a negation.</summary>
    private static bool Emphasis(ReadOnlySpan<char> low, int at) => at > 0 && low[at - 1] is '特' or '分' or '区' or '级' or '个' or '类' or '性';
}
