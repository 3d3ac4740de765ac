using Piaozhi.Core.Detect;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Tests.Diagnose;

public class GroupSignalsTests
{
    private static readonly DateTime Day = new(2026, 2, 24);

    private static Signal Signal(string indicator, Slice slice, double q, DateTime? start = null, NullChange? label = null, bool bad = true) => new()
    {
        Id = $"{indicator}|{slice}", Indicator = indicator, Slice = slice, Start = start ?? Day, DetectedAt = Day.AddDays(1), Sign = -1, Bad = bad,
        Observed = 0.9, Expected = 0.98, N = 1000, Excess = 80, QValue = q, Chart = ChartKind.LaneyP, Label = label,
    };

    [Fact]
    public void One_cause_that_shows_on_several_indicators_and_slices_is_one_problem_at_its_sharpest_place()
    {
        var place = Slice.Of("attributes.payment_method", "unionpay");
        var problem = Assert.Single(GroupSignals.Of(
            [Signal("K01", Slice.Whole, 1e-3), Signal("K22", Slice.Whole, 1e-4), Signal("K22", place, 1e-8) with { N = 300 }, Signal("K03", Slice.Of("outlet", "东站"), 1e-3)], IndicatorCatalog.BuiltIn));
        Assert.Equal(place, problem.Cause.Slice);
        Assert.Equal("K22", problem.Indicators.First());
        Assert.Equal(4, problem.Signals.Count);
        Assert.Contains("8.0 个百分点", problem.Title.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_that_exclude_one_another_and_times_far_apart_are_different_problems()
    {
        Assert.Equal(2, GroupSignals.Of([Signal("K44", Slice.Of("outlet", "东站"), 1e-5), Signal("K44", Slice.Of("outlet", "西站"), 1e-5)], IndicatorCatalog.BuiltIn).Count);
        Assert.Equal(2, GroupSignals.Of([Signal("K44", Slice.Whole, 1e-5), Signal("K44", Slice.Whole, 1e-5, Day.AddDays(30)) with { Id = "other" }], IndicatorCatalog.BuiltIn).Count);
    }

    [Fact]
    public void A_named_change_is_listed_behind_the_faults_and_a_change_for_the_better_is_not_listed()
    {
        var problems = GroupSignals.Of([Signal("K16", Slice.Whole, 1e-9, label: NullChange.Calendar), Signal("K22", Slice.Whole, 1e-3), Signal("K62", Slice.Of("outlet", "x"), 1e-9, bad: false)], IndicatorCatalog.BuiltIn);
        Assert.Equal([ProblemKind.Fault, ProblemKind.Calendar], problems.Select(p => p.Kind));
    }

    [Fact]
    public void A_problem_keeps_its_name_over_runs()
    {
        Signal[] signals = [Signal("K22", Slice.Whole, 1e-4)];
        Assert.Equal(GroupSignals.Of(signals, IndicatorCatalog.BuiltIn)[0].Id, GroupSignals.Of(signals, IndicatorCatalog.BuiltIn)[0].Id);
    }
}
