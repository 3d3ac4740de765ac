using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Sample.Faults;

/// <summary>The faults that can be injected, with the slice, activity, reason and topic that are the truth about each.</summary>
public static class FaultCatalog
{
    public static IReadOnlyList<FaultKind> All { get; } =
    [
        new() { Id = FaultId.F01, Name = new("支付网关时延", "gateway latency"), Scope = By("attributes.payment_method", "unionpay"), Indicators = ["K23", "K22", "K03"], Activity = "payment.failed", Reason = "GATEWAY_TIMEOUT", Taxonomy = "03.1", Ramp = TimeSpan.FromHours(2), Lasts = TimeSpan.FromDays(3) },
        new() { Id = FaultId.F02, Name = new("回调丢失掉单", "lost callbacks"), Scope = By("attributes.node", "2"), Indicators = ["K25", "K24", "K27"], Activity = "payment.succeeded", Reason = "callback_lost", Taxonomy = "03.2", At = TimeSpan.FromHours(20), Lasts = TimeSpan.FromMinutes(40) },
        new() { Id = FaultId.F03, Name = new("库存超卖", "oversell"), Scope = By("product", World.Concert).With("attributes.zone", "A"), Indicators = ["K08", "K56"], Activity = "seat.conflict", Reason = "oversell", Taxonomy = "11.3", At = TimeSpan.FromHours(11), Lasts = TimeSpan.FromMinutes(6) },
        new() { Id = FaultId.F04, Name = new("座位锁泄漏", "seat-lock leak"), Scope = By("product", World.FirstClass).With("attributes.app_version", "5.8"), Indicators = ["K09", "K02"], Activity = "seat.locked", Taxonomy = "01.2", Ramp = TimeSpan.FromDays(10) },
        new() { Id = FaultId.F05, Name = new("误报售罄", "false sold-out"), Scope = By("product", World.Concert), Indicators = ["K02"], Activity = "order.rejected", Reason = "sold_out", Taxonomy = "01.2" },
        new() { Id = FaultId.F06, Name = new("机器人潮", "scalper surge"), Scope = By("product", World.Concert), Indicators = ["K12", "K06", "K05", "K01"], Activity = "risk.flagged", Reason = "bot", Taxonomy = "01.3", At = TimeSpan.FromHours(11), Lasts = TimeSpan.FromMinutes(20) },
        new() { Id = FaultId.F07, Name = new("误封真实用户", "risk over-block"), Indicators = ["K98", "K01"], Activity = "risk.flagged", Reason = "rule", Taxonomy = "02.3" },
        new() { Id = FaultId.F08, Name = new("光照改变刷脸误拒", "face rejects after a lighting change"), Scope = By("device", "东站-G5", "东站-G6", "东站-G7", "东站-G8"), Indicators = ["K45", "K44", "K46", "K47"], Activity = "gate.attempted", Reason = "face_mismatch", Taxonomy = "10.1", Hours = (15, 17) },
        new() { Id = FaultId.F09, Name = new("闸机固件", "gate firmware"), Scope = By("attributes.model", "M2"), Indicators = ["K44", "K46"], Activity = "gate.attempted", Reason = "qr_unreadable", Taxonomy = "10.2" },
        new() { Id = FaultId.F10, Name = new("离线检票丢单", "offline scans lost"), Scope = By("outlet", World.Arena), Indicators = ["K49", "K50", "K52"], Activity = "gate.rejected", Reason = "offline", Taxonomy = "10.3", At = TimeSpan.FromHours(18), Lasts = TimeSpan.FromMinutes(90) },
        new() { Id = FaultId.F11, Name = new("退款积压", "refund backlog"), Scope = By("attributes.payment_method", "unionpay"), Indicators = ["K40", "K36", "K37", "K38"], Activity = "refund.sent", Reason = "backlog", Taxonomy = "06.1", Ramp = TimeSpan.FromDays(10) },
        new() { Id = FaultId.F12, Name = new("退款金额规则错", "refund rule bug"), Scope = By("segment", "学生"), Indicators = ["K41"], Activity = "refund.settled", Reason = "wrong_amount", Taxonomy = "06.4" },
        new() { Id = FaultId.F13, Name = new("短信延迟", "SMS delay"), Scope = By("attributes.carrier", "移动"), Indicators = ["K30", "K29"], Activity = "notify.delivered", Taxonomy = "04.2", Lasts = TimeSpan.FromHours(5) },
        new() { Id = FaultId.F14, Name = new("粗鲁窗口员", "rude clerk"), Scope = By("staff_id", World.RudeClerk), Indicators = ["K104", "K85", "K103"], Activity = "window.served_end", Taxonomy = "07.1" },
        new() { Id = FaultId.F15, Name = new("新政策困惑", "confusion about a new policy"), Scope = By("attributes.topic", "change"), Indicators = ["K66", "K67", "K33", "K32"], Activity = "change.rejected", Reason = "policy", Taxonomy = "08.3", Decay = TimeSpan.FromDays(21), At = TimeSpan.Zero },
        new() { Id = FaultId.F16, Name = new("节假日高峰", "holiday peak"), Called = "calendar", Indicators = ["K16", "K06"], At = TimeSpan.Zero, Lasts = TimeSpan.FromDays(5) },
        new() { Id = FaultId.F17, Name = new("标识错误", "signage error"), Scope = By("outlet", World.South), Indicators = ["K58", "K48", "K52"], Taxonomy = "12.2" },
        new() { Id = FaultId.F18, Name = new("窗口缺员", "understaffed windows"), Scope = By("outlet", World.South), Indicators = ["K16", "K17", "K107"], Activity = "window.called", Taxonomy = "09.1", Weekday = DayOfWeek.Friday, Hours = (16, 19) },
        new() { Id = FaultId.F19, Name = new("自助机批量故障", "kiosk batch failure"), Scope = By("outlet", World.West, World.South, World.North, World.Arena, World.Park), Indicators = ["K42", "K20", "K16"], Activity = "kiosk.session", Reason = "paper", Taxonomy = "09.4" },
        new() { Id = FaultId.F20, Name = new("查询缓存失效", "cache failure"), Scope = By("region", "江苏"), Indicators = ["K04", "K92", "K02"], Activity = "search.queried", Taxonomy = "01.1", At = TimeSpan.FromHours(9), Lasts = TimeSpan.FromMinutes(25) },
        new() { Id = FaultId.F21, Name = new("价格配置错", "fare misconfiguration"), Scope = By("product", World.FirstClass), Indicators = ["K15"], Activity = "payment.succeeded", Reason = "price", Taxonomy = "13.1", Lasts = TimeSpan.FromHours(3) },
        new() { Id = FaultId.F22, Name = new("信息泄露诈骗", "data leak and scam"), Scope = By("attributes.partner", "P7"), Indicators = ["K97", "K71"], Taxonomy = "14.1", Ramp = TimeSpan.FromDays(5) },
        new() { Id = FaultId.F23, Name = new("客服机器人退化", "bot regression"), Scope = By("attributes.intent", "refund"), Indicators = ["K69", "K64"], Activity = "chat.handoff", Taxonomy = "15.2" },
        new() { Id = FaultId.F24, Name = new("实名接口超时", "identity provider outage"), Scope = By("attributes.document", "passport"), Indicators = ["K07", "K01"], Activity = "id.failed", Reason = "provider_timeout", Taxonomy = "02.1", Lasts = TimeSpan.FromHours(2) },
        new() { Id = FaultId.F25, Name = new("视野遮挡票", "restricted view sold"), Scope = By("attributes.zone", "K"), Indicators = ["K85", "K84"], Taxonomy = "11.4" },
        new() { Id = FaultId.F26, Name = new("慢性服务漂移", "chronic drift"), Scope = By("attributes.vendor", "B"), Indicators = ["K67", "K70"], Activity = "call.answered", Taxonomy = "08.1", Ramp = TimeSpan.FromDays(90), At = TimeSpan.Zero },
        new() { Id = FaultId.F27, Name = new("仅口径变化", "definition change"), Called = "definition", Indicators = ["K82", "K85"], At = TimeSpan.Zero },
        new() { Id = FaultId.F28, Name = new("数据断流", "connector outage"), Called = "data", Scope = By("attributes.source", "gate"), Indicators = ["K44"], Activity = "gate.attempted", Lasts = TimeSpan.FromHours(7) },
        new() { Id = FaultId.F29, Name = new("结构变化", "mix shift"), Called = "mix", Scope = By("outlet", World.North), Indicators = ["K18"], At = TimeSpan.Zero },
        new() { Id = FaultId.F30, Name = new("改进见效", "true improvement"), Called = "improvement", Scope = By("outlet", World.West), Indicators = ["K16"], Activity = "window.called", Taxonomy = "07.5", At = TimeSpan.Zero },
    ];

    public static FaultKind Of(FaultId id) => All[(int)id - 1];

    /// <summary>A fault of the catalogue that begins on a day, with the catalogue's time of day and length.</summary>
    public static Fault Begin(FaultId id, DateOnly day, DateTime dataEnd, FaultSize size = FaultSize.Medium)
    {
        var kind = Of(id);
        var start = day.ToDateTime(TimeOnly.MinValue) + kind.At;
        return new Fault(kind, size, start, kind.Lasts is { } lasts && start + lasts < dataEnd ? start + lasts : dataEnd);
    }

    /// <summary>The faults of a list such as <c>F01,F08</c>; null when one of them is not known.</summary>
    public static IReadOnlyList<FaultId>? Read(string? list)
    {
        var ids = new List<FaultId>();
        foreach (var word in (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Enum.TryParse<FaultId>(word, ignoreCase: true, out var id) || !Enum.IsDefined(id))
                return null;
            ids.Add(id);
        }

        return [.. ids.Distinct()];
    }

    /// <summary>The first day on or after one on which the fault can begin: releases are on Wednesdays, shows on Fridays, the peak at a holiday.</summary>
    public static DateOnly Suited(FaultId id, DateOnly day, DateOnly end)
    {
        bool Suits(DateOnly d) => id switch
        {
            FaultId.F03 or FaultId.F06 => d.DayOfWeek == DayOfWeek.Wednesday,
            FaultId.F10 => d.DayOfWeek == DayOfWeek.Friday,
            FaultId.F16 => Measure.WorkCalendar.Chinese.IsHoliday(d) && !Measure.WorkCalendar.Chinese.IsHoliday(d.AddDays(-1)),
            _ => true,
        };
        for (var d = day; d < end; d = d.AddDays(1))
            if (Suits(d))
                return d;
        // A holiday that lies a little earlier is better than none.
        for (var d = day; d > day.AddDays(-21); d = d.AddDays(-1))
            if (Suits(d))
                return d;
        return day;
    }

    private static Slice By(string dimension, params string[] values) => Slice.Of(dimension, values);
}
