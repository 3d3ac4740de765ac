using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Testing;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class LogComparisonTests
{
    private static EventLog Log(int cases, double failing, double seconds, ulong seed)
    {
        var (builder, rng) = (new EventLogBuilder(), new Rng(seed));
        for (var c = 0; c < cases; c++)
        {
            var at = 0L;
            void Add(string activity, double mean) => builder.Add($"c{c}", activity, at += (long)(1000 * rng.Exponential(mean)));
            Add("pay", 10);
            if (rng.Chance(failing))
            {
                Add("fail", 10);
                Add("pay", 10);
            }

            Add("issue", seconds);
            Add("enter", 100);
        }

        return builder.Build();
    }

    [Fact]
    public void What_changed_is_found_and_what_did_not_is_not()
    {
        var changes = LogComparison.Of(Log(3000, .02, 20, 1), Log(3000, .06, 26, 2)).ToDictionary(c => c.From + ">" + c.To);
        var (fail, issue, enter) = (changes["pay>fail"], changes["pay>issue"], changes["issue>enter"]);
        Assert.True(fail.FrequencyQ < .001 && fail.DifferenceInterval.Contains(.04) && fail.DurationQ > .05);
        Assert.True(issue.DurationQ < .001 && issue.MedianAfter > issue.MedianBefore && issue.Slower > .5);
        Assert.True(enter.DurationQ > .05);
        // Every case has it in both logs: nothing to test.
        Assert.Equal((1, 0), (enter.FrequencyP, enter.Difference));
    }

    [Fact]
    public void Logs_of_one_process_seldom_seem_to_differ()
    {
        var wrong = Enumerable.Range(0, 60).Count(i => LogComparison.Of(Log(300, .05, 20, (ulong)(100 + 2 * i)), Log(300, .05, 20, (ulong)(101 + 2 * i))).Any(c => Math.Min(c.FrequencyQ, double.IsNaN(c.DurationQ) ? 1 : c.DurationQ) < .05));
        Assert.InRange(wrong, 0, 9);
    }

    [Fact]
    public void Small_counts_are_tested_exactly()
    {
        // Fisher's tea: 3 of 4 against 1 of 4, p = 0.4857.
        Assert.Equal(.4857142857, LogComparison.Shares(3, 4, 1, 4), 9);
        // Newcombe 1998, Table II: 56/70 − 48/80 by method 10: 0.0524 to 0.3339.
        var interval = LogComparison.Newcombe(48, 80, 56, 70);
        Assert.Equal((.0524, .3339), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void Mann_and_whitney_agree_with_R()
    {
        // The example of wilcox.test, Hollander and Wolfe 1973, p. 69 f.: W = 35, exact two-sided p = .2544.
        long[] x = [80, 83, 189, 104, 145, 138, 191, 164, 73, 146], y = [115, 88, 90, 74, 121];
        var test = MannWhitney.Of(y, x);
        Assert.Equal((35, .7), (test.U, test.Superiority));
        Assert.Equal(.2544, test.P, .011);
        Assert.Equal(test.P, MannWhitney.Of(x, y).P, 12);
        Assert.True(double.IsNaN(MannWhitney.Of([1, 1], [1, 1]).P));
    }
}
