using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Improve;

/// <summary>The way of working that an improvement follows.</summary>
public enum Method
{
    QuickFix,
    Pdca,
    Dmaic,
    EightD,
}

/// <summary>What must be known before an improvement leaves a step.</summary>
[Flags]
public enum Needs
{
    None = 0,
    Team = 1,
    Problem = 2,
    Baseline = 4,
    Containment = 8,
    Cause = 16,
    CauseVerified = 32,
    Action = 64,
    ActionsDone = 128,
    Verdict = 256,
    Prevention = 512,
    Lesson = 1024,
}

/// <summary>One step of a method, with what must be there before it is left.</summary>
public sealed record MethodStep(string Code, Bilingual Name, Needs ToLeave);

/// <summary>The steps of each method (qms.md: gates are checked, not decorative).</summary>
public static class Methods
{
    public static Bilingual Name(this Method method) => method switch
    {
        Method.QuickFix => new("快速改善", "Quick fix"),
        Method.Pdca => new("PDCA 循环", "PDCA"),
        Method.Dmaic => new("DMAIC 六西格玛", "DMAIC"),
        Method.EightD => new("8D 报告", "8D"),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    public static IReadOnlyList<MethodStep> Steps(this Method method) => method switch
    {
        Method.QuickFix =>
        [
            new("fix", new("实施", "Fix"), Needs.Problem | Needs.Action | Needs.ActionsDone),
            new("check", new("验证", "Check"), Needs.Verdict),
        ],
        Method.Pdca =>
        [
            new("plan", new("计划", "Plan"), Needs.Problem | Needs.Cause | Needs.Action),
            new("do", new("执行", "Do"), Needs.ActionsDone),
            new("check", new("检查", "Check"), Needs.Verdict),
            new("act", new("处置", "Act"), Needs.Lesson),
        ],
        Method.Dmaic =>
        [
            new("define", new("定义", "Define"), Needs.Problem | Needs.Team),
            new("measure", new("测量", "Measure"), Needs.Baseline),
            new("analyze", new("分析", "Analyze"), Needs.Cause | Needs.CauseVerified),
            new("improve", new("改进", "Improve"), Needs.Action | Needs.ActionsDone),
            new("control", new("控制", "Control"), Needs.Verdict | Needs.Lesson),
        ],
        Method.EightD =>
        [
            new("d1", new("D1 组建团队", "D1 Team"), Needs.Team),
            new("d2", new("D2 描述问题", "D2 Problem"), Needs.Problem),
            new("d3", new("D3 临时措施", "D3 Containment"), Needs.Containment),
            new("d4", new("D4 根本原因", "D4 Root cause"), Needs.Cause | Needs.CauseVerified),
            new("d5", new("D5 选定永久措施", "D5 Chosen actions"), Needs.Action),
            new("d6", new("D6 实施并验证", "D6 Implemented and verified"), Needs.ActionsDone | Needs.Verdict),
            new("d7", new("D7 防止再发", "D7 Prevention"), Needs.Prevention),
            new("d8", new("D8 总结与表彰", "D8 Closing"), Needs.Lesson),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };
}
