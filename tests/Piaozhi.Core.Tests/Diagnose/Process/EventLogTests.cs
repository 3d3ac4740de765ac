using CsCheck;
using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class EventLogTests
{
    [Fact]
    public void Events_stand_by_case_in_order_of_time_and_equal_times_in_order_of_arrival()
    {
        var builder = new EventLogBuilder();
        builder.Add("x", "late", 3000);
        builder.Add("y", "only", 500);
        builder.Add("x", "first", 1000);
        builder.Set("who", "Li");
        builder.Add("x", "second", 1000);
        var log = builder.Build();
        Assert.Equal(["first", "second", "late"], log.Trace(0).ToArray().Select(a => log.Activities[a]));
        Assert.Equal(("x", "y", "Li"), (log.CaseName(0), log.CaseName(1), log.Attributes[0][0]));
        Assert.Equal([null, null, null], Enumerable.Range(1, 3).Select(r => log.Attributes[0][r]));
    }

    [Fact]
    public void Cases_of_a_period_are_those_that_begin_in_it()
    {
        var builder = new EventLogBuilder();
        builder.Add("old", "a", 10);
        builder.Add("old", "b", 500);
        builder.Add("new", "a", 200);
        var log = builder.Build().Starting(100, 600);
        Assert.Equal((1, "new", 1), (log.Cases, log.CaseName(0), log.Events));
    }

    [Fact]
    public void Any_order_of_arrival_gives_the_same_log() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 1000]).Array[1, 60].Select(a => a.DistinctBy(x => x.Item3).ToArray()).Sample(rows =>
        {
            static string Show(IEnumerable<(int, int, int)> rows)
            {
                var builder = new EventLogBuilder();
                foreach (var (c, a, t) in rows)
                    builder.Add($"c{c}", $"a{a}", t);
                var log = builder.Build();
                return string.Join('\n', Enumerable.Range(0, log.Cases).Select(c => log.CaseName(c) + ":" + string.Join(',', Enumerable.Range(log.Start[c], log.Start[c + 1] - log.Start[c]).Select(r => log.Activities[log.Activity[r]] + log.At[r]))).Order());
            }

            Assert.Equal(Show(rows), Show(rows.Reverse()));
        });

    [Theory]
    [InlineData("2026-01-05T08:30:00.250+08:00", "2026-01-05T00:30:00.250Z")]
    [InlineData("2026-01-05 08:30:00", "2026-01-05T08:30:00.000Z")]
    [InlineData("2026/1/5 8:30", "2026-01-05T08:30:00.000Z")]
    [InlineData("2011-10-11 13:45:40.276000+0200", "2011-10-11T11:45:40.276Z")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.000Z")]
    [InlineData("1767602096", "2026-01-05T08:34:56.000Z")]
    [InlineData("1767602096123", "2026-01-05T08:34:56.123Z")]
    public void Moments_are_read_as_logs_write_them(string text, string expected)
    {
        Assert.True(LogTimes.TryParse(text, out var at));
        Assert.Equal(expected, LogTimes.Write(at));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-30")]
    [InlineData("yesterday")]
    [InlineData("2026-01-05 08:30:00 abc")]
    public void What_is_no_moment_is_refused(string text) => Assert.False(LogTimes.TryParse(text, out _));

    [Fact]
    public void Every_moment_reads_back_as_it_was_written() =>
        Gen.Long[-2_000_000_000_000, 4_000_000_000_000].Sample(at => Assert.True(LogTimes.TryParse(LogTimes.Write(at), out var back) && back == at));
}
