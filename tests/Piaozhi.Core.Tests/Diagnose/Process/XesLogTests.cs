using System.Text;
using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class XesLogTests
{
    private const string Two = """
        <log><string key="creator" value="x"/><trace><string key="concept:name" value="o1"/><int key="amount" value="12"/>
        <event><string key="concept:name" value="serve"/><date key="time:timestamp" value="2026-01-01T10:00:00Z"/><string key="lifecycle:transition" value="start"/></event>
        <event><string key="concept:name" value="pay"/><date key="time:timestamp" value="2026-01-01T10:01:00Z"/><string key="lifecycle:transition" value="complete"/><string key="org:resource" value="Li"><string key="nested" value="n"/></string></event>
        <event><string key="concept:name" value="serve"/><date key="time:timestamp" value="2026-01-01T10:05:00Z"/><string key="lifecycle:transition" value="complete"/></event>
        <event><string key="concept:name" value="lost"/></event>
        </trace><trace/></log>
        """;

    private static LogReading Read(string text, LifecycleUse use = LifecycleUse.Pairs) => XesLog.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), use);

    [Fact]
    public void A_start_and_its_completion_are_one_event_with_both_ends()
    {
        var read = Read(Two);
        var log = read.Log;
        Assert.Equal((2, 2, 4, 1), (log.Cases, log.Events, read.Rows, read.RowsLeftOut));
        Assert.Equal(["pay", "serve"], log.Trace(0).ToArray().Select(a => log.Activities[a]));
        Assert.Equal(300_000, log.At[1] - log.Began![1]);
        Assert.Equal(("12", AttributeKind.Integer), (log.CaseAttributes[0][0], log.CaseAttributes[0].Kind));
        Assert.Equal("Li", log.Attributes.Single(a => a.Name == "org:resource")[0]);
        Assert.Equal(3, Read(Two, LifecycleUse.AsItComes).Log.Events);
        Assert.Equal(2, Read(Two, LifecycleUse.Complete).Log.Events);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_reads_back_also_compressed(bool compressed)
    {
        var (stream, log) = (new MemoryStream(), Read(Two).Log);
        XesLog.Write(log, stream, compressed);
        stream.Position = 0;
        var back = XesLog.Read(stream).Log;
        Assert.Equal(log.Trace(0).ToArray().Select(a => log.Activities[a]), back.Trace(0).ToArray().Select(a => back.Activities[a]));
        Assert.Equal(log.At, back.At);
        Assert.Equal(log.Began, back.Began);
        Assert.Equal(log.Start, back.Start);
        Assert.Equal("Li", back.Attributes.Single(a => a.Name == "org:resource")[0]);
        Assert.Equal("12", back.CaseAttributes[0][0]);
    }

    [Fact]
    public void A_file_that_is_no_log_says_so()
    {
        Assert.Equal("diagnose.log.not-xes", Assert.Throws<UnreadableLog>(() => Read("<pnml/>")).Code);
        var broken = Assert.Throws<UnreadableLog>(() => Read("<log>\n<trace></log>"));
        Assert.Equal("diagnose.log.bad-xml", broken.Code);
        Assert.StartsWith("2:", broken.Subject);
    }
}
