using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Improve;
using Piaozhi.Verify;
using static Piaozhi.Sample.Storyteller;

namespace Piaozhi.Sample;

/// <summary>Long queues at the western station, cured and proved: PDCA from the plan to the lesson.</summary>
internal static class ProvedStory
{
    public static async Task TellAsync(Storyteller people, int done, CancellationToken ct)
    {
        var scope = Slice.Of("outlet", "西站").ToString();
        var id = Must(await OpenImprovement.RunAsync(
            new OpenImprovement.Input("西站窗口高峰排队时间长", Method.Pdca, West.Name, Problem: "西站只有一个窗口，早晚高峰排队时间明显长于其他时段，旅客在评价器上多次反映。", Indicator: "K16", Scope: scope, OwnerId: West.Id, Due: people.Day(done - 25)),
            people.As(West, done + 13), ct));
        Must(await WriteImprovement.RunAsync(id, new WriteImprovement.Input(
            Baseline: "改进前两个月，西站窗口排队时长 P90 在 3–6 分钟之间，周五、周六最长。",
            Cause: "排班按天平均安排，没有跟着小时客流走；三成排队旅客只是取票，本可以用自助机。",
            CauseEvidence: "按小时对比到达人数与在岗人数：9–11 点、16–18 点每人负荷是平时的 1.7 倍；抽查 200 名排队旅客，61 名只办取票。",
            Team: "陈立\n王敏\n西站值班站长"), people.As(Engineer, done + 9), ct));
        await Comment.AddAsync(id, "现场看了两个下午，取票的人基本不知道旁边有自助机。", people.As(Engineer, done + 9, 17.5), ct);
        var action = Must(await AddAction.RunAsync(
            new AddAction.Input(id, "高峰增开机动窗口，安排引导员指引自助取票", West.Name, people.Day(done), "K16", Direction.Down, 1, scope, OwnerId: West.Id), people.As(West, done + 7), ct));
        Must(await MoveImprovement.AdvanceAsync(id, people.As(West, done + 7, 11), ct));
        await Comment.AddAsync(id, "机动窗口从下周一开始，引导员上岗培训已完成。", people.As(West, done + 2), ct);
        Must(await CompleteAction.RunAsync(action, people.Day(done), people.As(West, done, 18), ct));
        Must(await MoveImprovement.AdvanceAsync(id, people.As(West, done - 1), ct));
        await VerifyEffects.RunAsync(people.As(Engineer, done - 28), ct, action);
        if (!(await MoveImprovement.AdvanceAsync(id, people.As(Engineer, done - 28, 11), ct)).Ok)
            return;
        Must(await WriteImprovement.RunAsync(id, new WriteImprovement.Input(
            Lesson: "排班跟着小时客流走，比增加人手更有效；自助机要有人引导，贴告示不够。",
            Prevention: "小时客流排班写入《窗口排班管理规定》，其他单窗口站点下季度推广。"), people.As(Engineer, done - 29), ct));
        if (!(await MoveImprovement.CloseAsync(id, Closing.Effective, "", people.As(Chair, done - 30), ct)).Ok)
            return;
        await KeepAsync(people, ct);
    }

    /// <summary>What was learned is kept when it is closed.</summary>
    private static Task KeepAsync(Storyteller people, CancellationToken ct) => Standardize.KeepLessons.RunAsync(people.Now, ct);
}

/// <summary>New wording of messages that was to make them arrive, and did not: closed honestly as not effective.</summary>
internal static class UnprovedStory
{
    public static async Task TellAsync(Storyteller people, int done, CancellationToken ct)
    {
        var id = Must(await OpenImprovement.RunAsync(
            new OpenImprovement.Input("购票通知送达率偏低", Method.QuickFix, Service.Name, Problem: "购票通知送达率长期在 98% 上下，达不到 99% 的内部目标；供应商认为是模板含链接被拦截。", Indicator: "K29", OwnerId: Service.Id),
            people.As(Service, done + 6), ct));
        var action = Must(await AddAction.RunAsync(
            new AddAction.Input(id, "短信模板去掉链接并更换签名", Service.Name, people.Day(done), "K29", Direction.Up, .01, "", OwnerId: Service.Id), people.As(Service, done + 5), ct));
        Must(await CompleteAction.RunAsync(action, people.Day(done), people.As(Service, done, 16), ct));
        Must(await MoveImprovement.AdvanceAsync(id, people.As(Service, done - 1), ct));
        await VerifyEffects.RunAsync(people.As(Engineer, done - 26), ct, action);
        await Comment.AddAsync(id, "四周数据看不出变化，模板不是原因。建议按运营商拆开看。", people.As(Engineer, done - 26, 15), ct);
        Must(await WriteImprovement.RunAsync(id, new WriteImprovement.Input(Lesson: "供应商的判断要先用小范围对照试一下再全量上线。"), people.As(Engineer, done - 26, 16), ct));
        Must(await MoveImprovement.CloseAsync(id, Closing.NotEffective, "送达率没有变化，模板不是原因；转为按运营商排查。", people.As(Chair, done - 27), ct));
        await Standardize.KeepLessons.RunAsync(people.Now, ct);
    }
}
