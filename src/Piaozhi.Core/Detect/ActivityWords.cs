using Piaozhi.Core.Listen.Vocabulary;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Detect;

/// <summary>Names of the steps of the journey in both languages (the event vocabulary), and the stage that each belongs to.</summary>
public static class ActivityWords
{
    private static readonly Dictionary<string, (string Zh, string En, string Journey)> Nouns = new(StringComparer.Ordinal)
    {
        ["search"] = ("查询", "search", "plan"), ["seatmap"] = ("选座图", "seat map", "plan"), ["rules"] = ("规则", "rules", "plan"), ["queue"] = ("排队", "waiting room", "buy"),
        ["login"] = ("登录", "login", "buy"), ["id"] = ("实名核验", "identity check", "buy"), ["order"] = ("订单", "order", "buy"), ["seat"] = ("座位", "seat", "buy"),
        ["waitlist"] = ("候补", "waitlist", "buy"), ["risk"] = ("风控", "risk control", "buy"), ["payment"] = ("支付", "payment", "pay"), ["ticket"] = ("出票", "ticket", "issue"),
        ["notify"] = ("通知", "notification", "issue"), ["invoice"] = ("发票", "invoice", "after"), ["change"] = ("改签", "rebooking", "change"), ["refund"] = ("退款", "refund", "change"),
        ["window"] = ("窗口", "window", "arrive"), ["kiosk"] = ("自助机", "kiosk", "arrive"), ["security"] = ("安检", "security", "enter"), ["gate"] = ("闸机", "gate", "enter"),
        ["checkin"] = ("检票", "check-in", "enter"), ["trip"] = ("班次", "trip", "travel"), ["notice"] = ("公告", "notice", "travel"), ["assist"] = ("重点旅客服务", "assistance", "travel"),
        ["call"] = ("来电", "call", "after"), ["chat"] = ("在线客服", "chat", "after"), ["lost"] = ("遗失物品", "lost item", "after"), ["survey"] = ("问卷", "questionnaire", "after"),
        ["review"] = ("评价", "review", "after"), ["complaint"] = ("投诉", "complaint", "resolve"), ["compensation"] = ("补偿", "compensation", "resolve"), ["incident"] = ("故障", "incident", "backstage"),
        ["deploy"] = ("发布", "deployment", "backstage"), ["outage"] = ("停机", "outage", "backstage"), ["capa"] = ("纠正措施", "corrective action", "resolve"),
    };

    private static readonly Dictionary<string, (string Zh, string En)> Verbs = new(StringComparer.Ordinal)
    {
        ["failed"] = ("失败", "failed"), ["timeout"] = ("超时", "timed out"), ["rejected"] = ("被拒", "rejected"), ["expired"] = ("过期", "expired"), ["abandoned"] = ("放弃", "abandoned"),
        ["duplicate"] = ("重复", "duplicated"), ["conflict"] = ("冲突", "conflict"), ["handoff"] = ("转人工", "handed to a person"), ["manual"] = ("人工放行", "let in by hand"),
        ["lock_expired"] = ("锁定过期", "lock expired"), ["issue_failed"] = ("失败", "issue failed"), ["escalated"] = ("升级", "escalated"), ["reopened"] = ("重开", "reopened"),
        ["cancelled"] = ("取消", "cancelled"), ["offline_on"] = ("离线", "offline"), ["flagged"] = ("拦截", "flagged"), ["reverted"] = ("撤销", "reverted"), ["annulled"] = ("作废", "annulled"),
        ["session"] = ("会话失败", "session failed"), ["attempted"] = ("尝试失败", "attempt failed"), ["delayed"] = ("晚点", "delayed"), ["succeeded"] = ("成功", "succeeded"),
        ["initiated"] = ("发起", "initiated"), ["callback_received"] = ("回调", "callback"), ["issued"] = ("完成", "issued"), ["sent"] = ("发出", "sent"), ["delivered"] = ("送达", "delivered"),
        ["requested"] = ("申请", "requested"), ["settled"] = ("到账", "settled"), ["completed"] = ("完成", "completed"), ["called"] = ("叫号", "called"), ["ticket_taken"] = ("取号", "number taken"),
        ["served_start"] = ("开始办理", "service begins"), ["served_end"] = ("办结", "service ends"), ["passed"] = ("通过", "passed"), ["queue_entered"] = ("排队", "queue entered"),
        ["queued"] = ("排队", "queued"), ["answered"] = ("接听", "answered"), ["ended"] = ("结束", "ended"), ["submitted"] = ("提交", "submitted"), ["created"] = ("生成", "created"),
        ["locked"] = ("锁定", "locked"), ["queried"] = ("查询", "queried"), ["entered"] = ("进入", "entered"), ["admitted"] = ("放行", "admitted"), ["verified"] = ("通过", "verified"),
        ["opened"] = ("发生", "opened"), ["released"] = ("上线", "released"), ["registered"] = ("登记", "registered"), ["closed"] = ("办结", "closed"), ["acknowledged"] = ("受理", "acknowledged"),
        ["started"] = ("开始", "started"), ["first_reply"] = ("首次回复", "first reply"), ["resolved"] = ("解决", "resolved"), ["published"] = ("发布", "published"), ["collected"] = ("取出", "collected"),
        ["departed"] = ("出发", "departed"), ["arrived"] = ("到达", "arrived"), ["scheduled"] = ("计划", "scheduled"), ["paid"] = ("支付", "paid"), ["approved"] = ("批准", "approved"),
    };

    /// <summary>An activity in the words of a chart of failures, else in those of the vocabulary; an unknown one keeps its code.</summary>
    public static Bilingual Of(string activity)
    {
        var noun = FindOutages.Noun(activity);
        var verb = activity.Length > noun.Length ? activity[(noun.Length + 1)..] : "";
        return Nouns.TryGetValue(noun, out var n) && Verbs.TryGetValue(verb, out var v) ? new Bilingual(n.Zh + v.Zh, n.En + " " + v.En) : Activities.Name(activity);
    }

    public static string Journey(string activity) => Nouns.TryGetValue(FindOutages.Noun(activity), out var n) ? n.Journey : "backstage";
}
