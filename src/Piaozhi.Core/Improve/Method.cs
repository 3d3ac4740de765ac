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

/// <summary>The four phases that all methods share (Deming's wheel); what stands side by side on a board of mixed methods.</summary>
public enum Phase
{
    Plan,
    Do,
    Check,
    Act,
}

/// <summary>One step of a method, with what must be there before it is left.</summary>
/// <param name="Question">What the step answers.</param>
/// <param name="Also">What belongs to the step too, but holds nobody up.</param>
public sealed record MethodStep(string Code, Phase Phase, Bilingual Name, Bilingual Question, Needs ToLeave, Needs Also = Needs.None);

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

    /// <summary>When to choose the method, in a sentence.</summary>
    public static Bilingual Fits(this Method method) => method switch
    {
        Method.QuickFix => new("原因已清楚，几天内能改好", "The cause is clear and a few days will do"),
        Method.Pdca => new("原因要查一查，一个部门能改", "The cause needs a look; one department can mend it"),
        Method.Dmaic => new("长期偏低、原因不明，需要数据分析", "Long below target, cause unknown, data must tell"),
        Method.EightD => new("严重或重复发生，先止损再根治", "Severe or repeated: contain first, then cure"),
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    public static Bilingual Name(this Phase phase) => phase switch
    {
        Phase.Plan => new("计划", "Plan"),
        Phase.Do => new("执行", "Do"),
        Phase.Check => new("验证", "Check"),
        Phase.Act => new("固化", "Keep"),
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
    };

    public static IReadOnlyList<MethodStep> Steps(this Method method) => method switch
    {
        Method.QuickFix =>
        [
            new("fix", Phase.Do, new("实施", "Fix"), new("什么问题，改什么？", "What is wrong, and what is changed?"),
                Needs.Problem | Needs.Action | Needs.ActionsDone, Needs.Baseline | Needs.Cause),
            new("check", Phase.Check, new("验证", "Check"), new("有效吗？", "Did it work?"), Needs.Verdict, Needs.Lesson),
        ],
        Method.Pdca =>
        [
            new("plan", Phase.Plan, new("计划", "Plan"), new("什么问题，为什么，准备怎么改？", "What is wrong, why, and what will be done?"),
                Needs.Problem | Needs.Cause | Needs.Action, Needs.Baseline | Needs.CauseVerified | Needs.Team),
            new("do", Phase.Do, new("执行", "Do"), new("措施都做了吗？", "Is everything done?"), Needs.ActionsDone, Needs.Containment),
            new("check", Phase.Check, new("检查", "Check"), new("数据说有效吗？", "Do the data say that it worked?"), Needs.Verdict),
            new("act", Phase.Act, new("处置", "Act"), new("学到了什么，怎样保持？", "What was learned, and how is it kept?"), Needs.Lesson, Needs.Prevention),
        ],
        Method.Dmaic =>
        [
            new("define", Phase.Plan, new("定义", "Define"), new("什么问题，谁来做？", "What is wrong, and who works on it?"), Needs.Problem | Needs.Team, Needs.Containment),
            new("measure", Phase.Plan, new("测量", "Measure"), new("现在是什么水平？", "How good is it now?"), Needs.Baseline),
            new("analyze", Phase.Plan, new("分析", "Analyze"), new("根本原因是什么，有什么证据？", "What is the root cause, and what shows it?"), Needs.Cause | Needs.CauseVerified),
            new("improve", Phase.Do, new("改进", "Improve"), new("改什么，做完了吗？", "What is changed, and is it done?"), Needs.Action | Needs.ActionsDone),
            new("control", Phase.Check, new("控制", "Control"), new("有效吗，怎样保持？", "Did it work, and how is it kept?"), Needs.Verdict | Needs.Lesson, Needs.Prevention),
        ],
        Method.EightD =>
        [
            new("d1", Phase.Plan, new("D1 组建团队", "D1 Team"), new("谁来做？", "Who works on it?"), Needs.Team),
            new("d2", Phase.Plan, new("D2 描述问题", "D2 Problem"), new("什么问题，多严重？", "What is wrong, and how much?"), Needs.Problem, Needs.Baseline),
            new("d3", Phase.Plan, new("D3 临时措施", "D3 Containment"), new("怎样先止损？", "How is the damage held?"), Needs.Containment),
            new("d4", Phase.Plan, new("D4 根本原因", "D4 Root cause"), new("根本原因是什么，有什么证据？", "What is the root cause, and what shows it?"), Needs.Cause | Needs.CauseVerified),
            new("d5", Phase.Plan, new("D5 选定永久措施", "D5 Chosen actions"), new("改什么？", "What will be changed?"), Needs.Action),
            new("d6", Phase.Check, new("D6 实施并验证", "D6 Implemented and verified"), new("做完了吗，有效吗？", "Is it done, and did it work?"), Needs.ActionsDone | Needs.Verdict),
            new("d7", Phase.Act, new("D7 防止再发", "D7 Prevention"), new("怎样不再发生，别处会不会发生？", "How will it stay away, here and elsewhere?"), Needs.Prevention),
            new("d8", Phase.Act, new("D8 总结与表彰", "D8 Closing"), new("学到了什么？", "What was learned?"), Needs.Lesson),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };
}
