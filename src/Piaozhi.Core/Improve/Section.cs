using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Improve;

/// <summary>A text that people write in an improvement, each the answer to one need.</summary>
public enum Section
{
    Team,
    Problem,
    Baseline,
    Containment,
    Cause,
    CauseEvidence,
    Prevention,
    Lesson,
}

public static class Sections
{
    public static Bilingual Name(this Section section) => section switch
    {
        Section.Team => new("团队", "Team"),
        Section.Problem => new("问题描述", "Problem"),
        Section.Baseline => new("基线", "Baseline"),
        Section.Containment => new("临时措施", "Containment"),
        Section.Cause => new("根本原因", "Root cause"),
        Section.CauseEvidence => new("原因的证据", "Evidence of the cause"),
        Section.Prevention => new("防止再发", "Prevention"),
        Section.Lesson => new("经验总结", "Lesson"),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, null),
    };

    /// <summary>What to write there.</summary>
    public static Bilingual Hint(this Section section) => section switch
    {
        Section.Team => new("每行一个人", "One person a line"),
        Section.Problem => new("谁、在哪里、从什么时候、差多少", "Who is hit, where, since when, by how much"),
        Section.Baseline => new("改进前的水平，不含引发改进的异常", "The level before, without the spike that led here"),
        Section.Containment => new("根治之前怎样不让顾客受损", "How customers are kept from harm until it is cured"),
        Section.Cause => new("为什么会这样，问到能改的一层", "Why it is so, down to what can be changed"),
        Section.CauseEvidence => new("哪些数据、记录或试验说明是这个原因", "Which data, records or trials show that this is the cause"),
        Section.Prevention => new("改了哪些制度、培训、系统；别处怎么查", "Which rules, training, systems were changed; where else it was looked for"),
        Section.Lesson => new("下次遇到同样的问题，别人该知道什么", "What somebody with the same problem should know"),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, null),
    };

    /// <summary>The sections that answer these needs, in their order.</summary>
    public static IEnumerable<Section> For(Needs needs) => Enum.GetValues<Section>().Where(s => needs.HasFlag(Need(s)));

    private static Needs Need(Section section) => section switch
    {
        Section.Team => Needs.Team,
        Section.Problem => Needs.Problem,
        Section.Baseline => Needs.Baseline,
        Section.Containment => Needs.Containment,
        Section.Cause => Needs.Cause,
        Section.CauseEvidence => Needs.CauseVerified,
        Section.Prevention => Needs.Prevention,
        Section.Lesson => Needs.Lesson,
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, null),
    };
}
