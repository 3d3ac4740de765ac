using Piaozhi.Core.Listen;
using Piaozhi.Core.Sample.Faults;

namespace Piaozhi.Core.Sample;

/// <summary>An action with what it truly did: as a share of the indicator where that is known.</summary>
public sealed record SampleAction(ActionFact Fact, string Effect, double? Relative, string Verdict);

/// <summary>The improvement actions of a plan: the true improvement, when it is in the plan, and one that changes nothing.</summary>
public static class SampleActions
{
    public static IReadOnlyList<SampleAction> Of(SamplePlan plan)
    {
        var actions = new List<SampleAction>();
        foreach (var fault in plan.Faults.Where(f => f.Id == FaultId.F30))
        {
            actions.Add(new(Make("A30", "西站窗口优化排班并引导自助取票", "K16", "down", 1, fault, plan), "K16 P90 at 西站", Relative(fault.Size), "effective"));
        }

        if (plan.Faults.Count > 0)
        {
            var placebo = plan.Faults[0];
            actions.Add(new(Make("A00", "张贴文明服务标语", "K29", "up", .01, placebo with { Kind = placebo.Kind with { Scope = Loop.Slice.Whole } }, plan), "none", 0, "not_effective"));
        }

        return actions;
    }

    /// <summary>Change of the 90th percentile of the wait, taken from long simulations with and without the improvement.</summary>
    private static double Relative(FaultSize size) => size switch
    {
        FaultSize.Mild => -.16,
        FaultSize.Medium => -.31,
        FaultSize.Severe => -.47,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, null),
    };

    private static ActionFact Make(string id, string title, string indicator, string expected, double change, Fault fault, SamplePlan plan) => new()
    {
        Id = id,
        Title = title,
        Indicator = indicator,
        Expected = expected,
        ExpectedChange = change,
        StartedAt = new DateTimeOffset(fault.Start, plan.UtcOffset),
        RecordedAt = new DateTimeOffset(fault.Start, plan.UtcOffset),
        Scope = fault.Kind.Scope,
    };
}
