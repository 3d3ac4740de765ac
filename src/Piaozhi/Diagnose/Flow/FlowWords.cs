using Piaozhi.Core.Detect;
using Piaozhi.Core.Loop;

namespace Piaozhi.Diagnose.Flow;

/// <summary>Steps on the map: on a chart of failures "attempted" stands for failed attempts, here it is the attempt itself.</summary>
public static class FlowWords
{
    private static readonly Dictionary<string, Bilingual> Own = new(StringComparer.Ordinal)
    {
        ["gate.attempted"] = new("闸机验票", "gate attempt"), ["kiosk.session"] = new("自助机办理", "kiosk session"), ["search.queried"] = new("查询", "search"), ["seatmap.viewed"] = new("看座位图", "seat map seen"),
        ["rules.viewed"] = new("看规则", "rules read"), ["waitlist.joined"] = new("加入候补", "waitlist joined"), ["waitlist.fulfilled"] = new("候补兑现", "waitlist fulfilled"),
        ["survey.responded"] = new("答卷交回", "questionnaire answered"), ["review.posted"] = new("发布评价", "review posted"), ["ticket.issued"] = new("出票", "ticket issued"),
        ["id.requested"] = new("实名核验", "identity check"), ["login.ok"] = new("登录", "login"), ["window.left"] = new("离开窗口", "window left"), ["invoice.issued"] = new("开具发票", "invoice issued"),
    };

    public static Bilingual Of(string activity) => Own.GetValueOrDefault(activity) ?? ActivityWords.Of(activity);
}
