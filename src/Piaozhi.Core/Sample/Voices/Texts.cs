using System.Globalization;
using System.Text.Json;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Sample.Voices;

/// <summary>What customers write: phrases of a topic with places, trains, times and amounts, and the noise of real texts.</summary>
internal sealed class Texts
{
    private sealed record Both(string[] Zh, string[] En);

    private sealed record Grammar(
        Dictionary<string, Both> Leaves, Both Praise, Both Neutral, string[] Openers, string[] Closers, string[] Mixed, string[] Faces, string[] Smiles,
        string[] Irony, Dictionary<string, string> Typos, Dictionary<string, string[]> Questions);

    private static readonly Lazy<Grammar> Read = new(() =>
    {
        using var stream = typeof(Texts).Assembly.GetManifestResourceStream("Piaozhi.Core.Sample.Voices.phrases.json")!;
        return JsonSerializer.Deserialize<Grammar>(stream, JsonSerializerOptions.Web)!;
    });

    private static readonly (string Name, double Share)[] EverydayTopics = [.. Taxonomy.Leaves.Where(t => t.Code != "07.5").Select(t => (t.Code, Share(t.Code)))];

    private readonly Grammar _grammar = Read.Value;

    public static IEnumerable<string> Intents => Read.Value.Questions.Keys;

    /// <summary>A text on a topic; one in five speaks of a second one.</summary>
    public string Say(string leaf, string polarity, Order? order, Rng chance)
    {
        var both = polarity == "positive" && leaf != "07.5" ? _grammar.Praise : _grammar.Leaves[leaf];
        if (chance.Chance(order?.Document == "passport" ? .6 : .03))
            return Sentence(Fill(chance.Pick(both.En), order, chance, chinese: false), chance);
        var text = Fill(chance.Pick(_grammar.Openers), order, chance) + Fill(chance.Pick(both.Zh), order, chance);
        if (chance.Chance(.18))
            text += "，" + Fill(chance.Pick(_grammar.Leaves[chance.Pick(EverydayTopics)].Zh), order, chance);
        if (chance.Chance(.02))
            text = chance.Pick(_grammar.Irony) + text;
        return Noise(text + Fill(chance.Pick(_grammar.Closers), order, chance), chance, _grammar.Faces);
    }

    /// <summary>A review with stars: of what went wrong, or of everyday joys and vexations. The topic and its cause are the truth.</summary>
    public (string Text, string Leaf, string Cause) Review(Order order, int stars, Rng chance)
    {
        if (stars >= 4)
        {
            var staff = chance.Chance(.18);
            var phrase = chance.Pick(staff ? _grammar.Leaves["07.5"].Zh : _grammar.Praise.Zh);
            var english = chance.Chance(order.Document == "passport" ? .6 : .03);
            var text = english ? Sentence(Fill(chance.Pick(staff ? _grammar.Leaves["07.5"].En : _grammar.Praise.En), order, chance, false), chance) : Noise(Fill(phrase, order, chance) + (chance.Chance(.3) ? "，" + Fill(chance.Pick(_grammar.Praise.Zh), order, chance) : ""), chance, _grammar.Smiles);
            return (text, staff ? "07.5" : "", "base:content");
        }

        if (stars == 3 && chance.Chance(.6))
            return (Noise(chance.Pick(_grammar.Neutral.Zh), chance, _grammar.Smiles), "", "base:indifferent");
        if (order.Mishaps is { Count: > 0 } mishaps && chance.Chance(.85))
        {
            var worst = mishaps.MaxBy(m => m.Failure.Complains);
            var leaf = chance.Pick(worst.Failure.Leaves);
            return (Say(leaf, "negative", order, chance), leaf, worst.Cause);
        }

        var everyday = chance.Pick(EverydayTopics);
        return (Say(everyday, "negative", order, chance), everyday, "base:everyday");
    }

    public string Comment(Order order, double u, Rng chance) => u switch
    {
        > 1.2 => Noise(Fill(chance.Pick(_grammar.Praise.Zh), order, chance), chance, _grammar.Smiles),
        > .5 => chance.Pick(_grammar.Neutral.Zh),
        _ => Review(order, 1, chance).Text,
    };

    /// <summary>The first line of a chat.</summary>
    public string Question(string intent, Order? order, Rng chance) => Fill(chance.Pick(_grammar.Questions[intent]), order, chance);

    private static double Share(string leaf) => leaf[..2] switch
    {
        "01" => .14 / 7, "02" => .04 / 4, "03" => .06 / 4, "04" => .05 / 5, "05" => .06 / 3, "06" => .12 / 5, "07" => .09 / 4, "08" => .05 / 4,
        "09" => .05 / 4, "10" => .07 / 5, "11" => .16 / 8, "12" => .04 / 4, "13" => .04 / 5, "14" => .01 / 3, _ => .02 / 4,
    };

    private static string Fill(string phrase, Order? order, Rng chance, bool chinese = true)
    {
        if (!phrase.Contains('{', StringComparison.Ordinal))
            return phrase;
        string Number(int from, int to) => (from + chance.Next(to - from)).ToString(CultureInfo.InvariantCulture);
        return phrase
            .Replace("{st}", order is null ? chance.Pick(World.Outlets) : World.Outlets[order.Outlet], StringComparison.Ordinal)
            .Replace("{run}", order?.Session ?? "G7012", StringComparison.Ordinal)
            .Replace("{prod}", order?.Product ?? World.SecondClass, StringComparison.Ordinal)
            .Replace("{pay}", Method(order?.Method, chinese), StringComparison.Ordinal)
            .Replace("{gate}", "G" + Number(1, 7), StringComparison.Ordinal)
            .Replace("{hm}", chinese ? Hour(chance) : Number(7, 22) + ":" + (chance.Chance(.5) ? "00" : "30"), StringComparison.Ordinal)
            .Replace("{m}", Number(15, 75), StringComparison.Ordinal)
            .Replace("{d}", Number(2, 12), StringComparison.Ordinal)
            .Replace("{amt}", Number(18, 480), StringComparison.Ordinal);
    }

    private static string Hour(Rng chance) => chance.Pick((string[])["早上八点", "上午十点", "中午", "下午三点", "下午四点", "傍晚", "周五晚上", "晚上八点"]);

    private static string Method(string? method, bool chinese) => method switch
    {
        "alipay" => chinese ? "支付宝" : "Alipay",
        "unionpay" => chinese ? "银行卡" : "my bank card",
        "foreign_card" => chinese ? "外卡" : "my Visa",
        "cash" => chinese ? "现金" : "cash",
        _ => chinese ? "微信" : "WeChat",
    };

    private string Noise(string text, Rng chance, string[] faces)
    {
        if (chance.Chance(.02))
            foreach (var (right, wrong) in _grammar.Typos)
                if (text.Contains(right, StringComparison.Ordinal))
                {
                    text = text.Replace(right, wrong, StringComparison.Ordinal);
                    break;
                }

        if (chance.Chance(.15))
            text = text.Replace("，", " ", StringComparison.Ordinal);
        else if (chance.Chance(.5))
            text += chance.Chance(.3) ? "！" : "。";
        if (chance.Chance(.05))
            text = chance.Pick(_grammar.Mixed) + " " + text;
        return (chance.Chance(.08) ? text + chance.Pick(faces) : text).Trim();
    }

    private static string Sentence(string text, Rng chance) => char.ToUpperInvariant(text[0]) + text[1..] + (chance.Chance(.3) ? "!" : ".");
}
