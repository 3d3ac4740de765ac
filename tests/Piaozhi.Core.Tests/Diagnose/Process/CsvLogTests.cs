using System.Text;
using Piaozhi.Core.Diagnose.Process;

namespace Piaozhi.Core.Tests.Diagnose.Process;

public class CsvLogTests
{
    [Theory]
    [InlineData("case_id,activity,timestamp\na,pay,2026-01-01 10:00:00\n")]
    [InlineData("\uFEFFtimestamp;案例;活动\r\n2026-01-01 10:00:00;a;pay\r\n\r\n")]
    [InlineData("x\tcase:concept:name\tconcept:name\ttime:timestamp\n1\ta\tpay\t2026-01-01T10:00:00Z")]
    [InlineData("\"case_id\",\"activity\",\"note\",\"timestamp\"\n\"a\",\"pay\",\"two\nlines, \"\"quoted\"\"\",\"2026-01-01 10:00:00\"\n")]
    public async Task Columns_are_found_by_the_words_that_logs_use(string text)
    {
        var log = await Logs.CsvAsync(text);
        Assert.Equal((1, "a", "pay", "2026-01-01T10:00:00.000Z"), (log.Events, log.CaseName(0), log.Activities[0], LogTimes.Write(log.At[0])));
    }

    [Fact]
    public async Task Attributes_are_kept_when_asked_for_and_quotes_taken_off()
    {
        var log = await Logs.CsvAsync("case_id,activity,timestamp,note,who\n1,\"a \"\"b\"\", c\",2026-01-01,\"x\ny\",Li\n1,d,2026-01-02,,Li\n", new CsvShape(Keep: "*"));
        Assert.Equal("a \"b\", c", log.Activities[0]);
        Assert.Equal(["note", "who"], log.Attributes.Select(a => a.Name));
        Assert.Equal(("x\ny", null, "Li"), (log.Attributes[0][0], log.Attributes[0][1], log.Attributes[1][1]));
    }

    [Fact]
    public async Task Rows_that_cannot_be_used_are_counted_and_shown_with_their_line()
    {
        var read = await Logs.ReadCsvAsync("case_id,activity,timestamp\n1,a,2026-01-01\n,a,2026-01-01\n1,,2026-01-01\n1,a,soon\n2,b,2026-01-01\n");
        Assert.Equal((2, 5, 3), (read.Log.Events, read.Rows, read.RowsLeftOut));
        Assert.Equal([(3, "no-case"), (4, "no-activity"), (5, "bad-time")], read.Examples.Select(e => ((int)e.Line, e.Reason)));
        Assert.Equal("1,a,soon", read.Examples[2].Text);
    }

    [Fact]
    public async Task A_file_without_the_columns_says_which_is_missing()
    {
        Assert.Equal("diagnose.log.no-activity", (await Assert.ThrowsAsync<UnreadableLog>(() => Logs.ReadCsvAsync("case_id,timestamp\n1,2026-01-01\n"))).Code);
        Assert.Equal("diagnose.log.no-column", (await Assert.ThrowsAsync<UnreadableLog>(() => Logs.ReadCsvAsync("case_id,activity,timestamp\n", new CsvShape(Case: "bill")))).Code);
        Assert.Equal("diagnose.log.empty", (await Assert.ThrowsAsync<UnreadableLog>(() => Logs.ReadCsvAsync(""))).Code);
    }

    [Fact]
    public async Task A_file_of_many_pieces_keeps_the_order_of_its_rows()
    {
        // 16 MB, so that several pieces are parsed at a time; every case spans all of them.
        var text = new StringBuilder("case_id,activity,timestamp,note\n");
        const int rows = 220_000;
        for (var i = 0; i < rows; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"case-{i % 97},a{i % 13},2026-01-01 10:00:00,\"filler, line {i}\nand another one to be long enough\"\n");
        var read = await Logs.ReadCsvAsync(text.ToString(), new CsvShape(Keep: "note"));
        Assert.Equal((rows, 97, 0L), (read.Log.Events, read.Log.Cases, read.RowsLeftOut));
        for (var c = 0; c < 97; c++)
            for (var row = read.Log.Start[c]; row < read.Log.Start[c + 1]; row++)
            {
                var i = c + 97 * (row - read.Log.Start[c]);
                Assert.Equal(($"a{i % 13}", $"filler, line {i}\nand another one to be long enough"), (read.Log.Activities[read.Log.Activity[row]], read.Log.Attributes[0][row]));
            }
    }

    [Fact]
    public async Task What_is_written_reads_back()
    {
        var builder = new EventLogBuilder();
        builder.Add("1", "a, \"b\"", 1000, 500);
        builder.Set("who", "Li\nWang");
        builder.Add("1", "c", 2000);
        var stream = new MemoryStream();
        await CsvLog.WriteAsync(builder.Build(), stream);
        stream.Position = 0;
        var log = (await CsvLog.ReadAsync(stream, new CsvShape(Keep: "*"))).Log;
        Assert.Equal(("a, \"b\"", 500L, long.MinValue, "Li\nWang"), (log.Activities[log.Activity[0]], log.Began![0], log.Began[1], log.Attributes[0][0]));
    }
}
