using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Diagnose.Journey;

/// <summary>One stage of the customer's journey (domain.md §5): where it happens, what the customer wants and fears, how it stands.</summary>
public sealed record JourneyStage(
    string Code, Bilingual Touchpoints, Bilingual Goal, Bilingual Feeling, IReadOnlyList<Standing> Indicators, IReadOnlyList<ProblemLine> Problems, long Voices, long Negative);

/// <summary>The journey of the customer with the figures and the problems at each of its places.</summary>
public static class ReadJourney
{
    private static readonly (string Code, Bilingual Touchpoints, Bilingual Goal, Bilingual Feeling)[] Stages =
    [
        ("plan", new("查信息、比价、余票", "information, prices, availability"), new("快速找到合适的行程", "the right trip, fast"), new("好奇 → 期待", "curious → hopeful")),
        ("buy", new("排队、登录、核验、选座、下单、候补", "queue, sign-in, identity, seat, order, waitlist"), new("买到座位", "get the seat"), new("紧张", "tense")),
        ("pay", new("收银台、支付回调", "checkout, payment"), new("只付一次、确认到账", "pay once, be sure"), new("焦虑", "anxious")),
        ("issue", new("出票、短信、发票", "ticket, message, invoice"), new("拿到凭证", "hold the proof"), new("安心", "relieved")),
        ("change", new("改签、退票、退款", "change, return, refund"), new("灵活、公平", "flexible and fair"), new("担心 / 生气", "worried or angry")),
        ("arrive", new("取票、窗口、自助机、指引", "collection, counter, kiosk, guidance"), new("不排队", "no queue"), new("着急", "impatient")),
        ("enter", new("安检、闸机、人工通道", "security, gates, manual lane"), new("按时进站入场", "in on time"), new("有压力", "stressed")),
        ("travel", new("候车、乘车、入座、服务", "waiting, riding, seat, service"), new("舒适、准点", "comfort, on time"), new("平静 / 烦躁", "calm or annoyed")),
        ("after", new("发票、遗失、积分、评价", "invoice, lost property, points, reviews"), new("事情了结", "closure"), new("满意 / 不满", "satisfied or not")),
        ("resolve", new("受理、调查、答复、回访", "taking in, inquiry, answer, call back"), new("被听见", "be heard"), new("生气 → ？", "angry → ?")),
        ("backstage", new("系统、质检、培训、内审", "systems, quality checks, training, audits"), new("不让问题发生", "prevent"), new("—", "—")),
    ];

    public static async Task<Outcome<List<JourneyStage>>> RunAsync(Slice within, Session session, IEnumerable<IProblemPart> parts, CancellationToken ct = default)
    {
        var standings = (await ListIndicators.RunAsync(new ListIndicators.Input(), session, ct)).Value;
        var catalog = await Measure.Indicators.AllAsync(session, ct);
        var problems = (await ListProblems.AllAsync(new(Within: within.IsWhole ? null : within), session, parts, ct)).Value
            .Where(l => l.Row.Kind == ProblemKind.Fault && l.State is ProblemState.New or ProblemState.InWork).ToLookup(l => catalog.Find(l.Row.Indicator)?.Journey ?? "");
        var voices = await VoicesAsync(within, session, ct);
        return Stages.Select(s => new JourneyStage(
            s.Code, s.Touchpoints, s.Goal, s.Feeling,
            [.. standings.Where(i => i.Indicator.Journey == s.Code && i.State != "no_data").OrderBy(i => i.State switch { "missed" => 0, "unclear" => 1, _ => 2 }).ThenBy(i => i.Indicator.Code, StringComparer.Ordinal)],
            [.. problems[s.Code]], voices.Where(v => v.Stage == s.Code).Sum(v => v.All), voices.Where(v => v.Stage == s.Code).Sum(v => v.Negative))).ToList();
    }

    /// <summary>What customers said of each stage over the last four weeks, by the topic that they spoke of.</summary>
    private static async Task<List<(string Stage, long All, long Negative)>> VoicesAsync(Slice within, Session session, CancellationToken ct)
    {
        if (await AskFacts.WatermarkAsync(session.Facts, session.Options, ct) is not { } last)
            return [];
        var slice = session.Actor.Scope;
        foreach (var (dimension, values) in within)
            slice = slice.With(dimension, [.. slice[dimension].IsEmpty ? values : slice[dimension].Intersect(values)]);
        var asked = new SliceRows(session.Options.ServiceId, FactTable.Feedback, "received_at", slice, new Period(last.Date.AddDays(-27), last.Date.AddDays(1)), session.Options.UtcOffset);
        var rows = await session.Facts.QueryAsync(
            $"SELECT taxonomy, polarity, count(*) FROM listen_feedback WHERE taxonomy IS NOT NULL AND taxonomy <> '' AND {asked.Where} GROUP BY 1, 2", asked.Values,
            r => (Code: r.GetString(0), Polarity: r.IsDBNull(1) ? "" : r.GetString(1), Count: Convert.ToInt64(r.GetValue(2), System.Globalization.CultureInfo.InvariantCulture)), ct);
        return [.. rows.Where(r => Topics.ContainsKey(r.Code.Split('.')[0])).Select(r => (Topics[r.Code.Split('.')[0]], r.Count, r.Polarity == "negative" ? r.Count : 0))];
    }

    /// <summary>At which stage a group of topics is met; groups that belong to all stages (staff, price, channels) are left out.</summary>
    private static readonly Dictionary<string, string> Topics = new(StringComparer.Ordinal)
    {
        ["01"] = "buy", ["02"] = "buy", ["03"] = "pay", ["04"] = "issue", ["05"] = "change", ["06"] = "change", ["09"] = "arrive", ["10"] = "enter", ["11"] = "travel", ["12"] = "plan", ["15"] = "after",
    };
}
