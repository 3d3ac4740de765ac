using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Diagnose;
using Piaozhi.Improve;
using static Piaozhi.Sample.Storyteller;

namespace Piaozhi.Sample;

/// <summary>What is under way: faces that the gates of the eastern station reject, with an action whose effect cannot be told yet; and a late one.</summary>
internal static class RunningStories
{
    public static async Task TellAsync(Storyteller people, CancellationToken ct)
    {
        await FacesAsync(people, ct);
        await BotAsync(people, ct);
    }

    private static async Task FacesAsync(Storyteller people, CancellationToken ct)
    {
        var problem = await people.FoundAsync("东站", ct, "K45", "K44", "K47", "K46");
        var scope = Slice.Of("outlet", "东站").ToString();
        var id = Must(await OpenImprovement.RunAsync(
            new OpenImprovement.Input("东站下午刷脸失败、闸机口拥堵", Method.EightD, East.Name, problem?.Id, "东站 G5–G8 下午 15–17 点刷脸误拒明显上升，旅客转人工通道，闸机口排队。", "K45", scope, OwnerId: East.Id, Due: people.Day(-14)),
            people.As(East, 10), ct));
        Must(await WriteImprovement.RunAsync(id, new WriteImprovement.Input(Team: "赵云飞\n王敏\n设备科 孙工\n闸机厂家"), people.As(East, 10, 11), ct));
        Must(await MoveImprovement.AdvanceAsync(id, people.As(East, 10, 14), ct));
        Must(await MoveImprovement.AdvanceAsync(id, people.As(East, 9), ct));
        Must(await WriteImprovement.RunAsync(id, new WriteImprovement.Input(Containment: "15–17 点在 G5–G8 增加一条人工核验通道，引导旅客改刷身份证。"), people.As(East, 9, 11), ct));
        var lane = Must(await AddAction.RunAsync(
            new AddAction.Input(id, "下午增开人工核验通道", East.Name, people.Day(9), "K48", Direction.Down, 1, scope, Main: false, OwnerId: East.Id), people.As(East, 9, 11.2), ct));
        Must(await CompleteAction.RunAsync(lane, people.Day(9), people.As(East, 9, 15), ct));
        Must(await MoveImprovement.AdvanceAsync(id, people.As(East, 8), ct));
        await Comment.AddAsync(id, "看了比对分数：G5–G8 下午均值从 86 掉到 77，其他闸机不变，早上也不变。像是光线。", people.As(Engineer, 7, 16), ct);
        await Comment.AddAsync(id, "两周前西侧雨棚拆除改造，下午太阳直射摄像头，对得上。", people.As(East, 6, 9.5), ct);
        Must(await WriteImprovement.RunAsync(id, new WriteImprovement.Input(
            Cause: "西侧雨棚拆除后，午后阳光直射 G5–G8 摄像头，人像过曝，比对分数低于阈值。",
            CauseEvidence: "只有朝西的四台闸机、只在 15–17 点分数下降；阴天不出现；遮光试验后分数恢复。"), people.As(Engineer, 6, 15), ct));
        Must(await MoveImprovement.AdvanceAsync(id, people.As(East, 6, 16), ct));
        var shade = Must(await AddAction.RunAsync(
            new AddAction.Input(id, "加装遮阳帘并调整摄像头曝光", "孙工", people.Day(-3), "K45", Direction.Down, .02, scope), people.As(East, 5), ct));
        Must(await MoveImprovement.AdvanceAsync(id, people.As(East, 5, 11), ct));
        Must(await MoveAction.StartAsync(shade, people.Day(2), people.As(East, 2, 18), ct));
        await Comment.AddAsync(id, "G5、G6 已装好，G7、G8 等到货。", people.As(East, 2, 18.2), ct);
    }

    private static async Task BotAsync(Storyteller people, CancellationToken ct)
    {
        var problem = await people.FoundAsync("refund", ct, "K69");
        var id = Must(await OpenImprovement.RunAsync(
            new OpenImprovement.Input("客服机器人退款问题转人工增多", Method.QuickFix, Service.Name, problem?.Id, "模型更新后，退款类会话的独立解决率下降，人工排队变长。", "K69", OwnerId: Service.Id, Due: people.Day(1)),
            people.As(Service, 4), ct));
        Must(await AddAction.RunAsync(
            new AddAction.Input(id, "回滚退款意图模型", Service.Name, people.Day(1), "K69", Direction.Up, .05, "", OwnerId: Service.Id), people.As(Service, 4, 11), ct));
        await Comment.AddAsync(id, "厂家排期到本周末，能不能提前？", people.As(Service, 2), ct);
    }
}
