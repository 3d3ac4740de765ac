using System.IO.Compression;
using System.Text;
using DuckDB.NET.Data;
using MiniExcelLibs;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Listen.Import;

namespace Piaozhi.Tests.Listen;

/// <summary>The forms in which data come: text of every encoding, gzip, workbooks, Parquet; and what exports do to a table.</summary>
public class FormatTests
{
    private const string Payments = "商户订单号,支付渠道,发起时间,完成时间,金额(分),结果\nT1,微信支付,2026年1月15日 10点,2026-01-15 10:00:30,１９６００,成功\n合计,,,,19600,\n";

    public static TheoryData<string> Encoded => ["utf-8", "utf-8-bom", "utf-16", "utf-16-be", "gb18030"];

    [Theory, MemberData(nameof(Encoded))]
    public void A_table_is_read_in_every_encoding_with_chinese_dates_wide_digits_and_a_line_of_sums(string name)
    {
        var encoding = name switch { "utf-8" => new UTF8Encoding(false), "utf-8-bom" => new UTF8Encoding(true), "utf-16" => Encoding.Unicode, "utf-16-be" => Encoding.BigEndianUnicode, _ => Encodings.Gb18030 };
        var batches = Read([.. encoding.GetPreamble(), .. encoding.GetBytes(Payments)], "recon.csv");
        Assert.Empty(batches.SelectMany(b => b.Rejects));
        var events = batches.SelectMany(b => b.Facts).Cast<EventFact>().ToList();
        Assert.Equal(["payment.initiated", "payment.succeeded"], events.Select(e => e.Activity));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.FromHours(8)), events[0].OccurredAt);
        Assert.All(events, e => Assert.Equal(196m, e.Amount));
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public void A_table_is_read_whatever_separates_its_cells(char separator)
    {
        var batches = Read(Encoding.UTF8.GetBytes(Payments.Replace(',', separator)), "recon.txt");
        Assert.Equal(2, batches.Sum(b => b.Facts.Count));
        Assert.Empty(batches.SelectMany(b => b.Rejects));
    }

    [Fact]
    public void An_encoding_that_shows_only_after_the_first_quarter_megabyte_is_found_there()
    {
        foreach (var encoding in (Encoding[])[Encodings.Gb18030, new UTF8Encoding(false)])
        {
            var text = new StringBuilder("case_id,activity,occurred_at,outlet\n");
            for (var i = 0; text.Length < 400_000; i++)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"T{i},order.created,2026-01-15T10:00:00+08:00,east\n");
            text.Append("last,order.created,2026-01-15T10:00:00+08:00,东站\n");
            var facts = Read(encoding.GetBytes(text.ToString()), "events.csv").SelectMany(b => b.Facts).ToList();
            Assert.Equal("东站", facts[^1].Dimensions.Outlet);
        }
    }

    [Fact]
    public void A_row_with_bytes_of_another_encoding_is_rejected_with_that_reason_and_the_rest_is_read()
    {
        byte[] mixed = [.. Encoding.UTF8.GetBytes("case_id,activity,occurred_at,outlet\n1,a.b,2026-01-15T10:00:00Z,东站\n2,a.b,2026-01-15T10:00:00Z,"), 0xD6, 0xFF, .. Encoding.UTF8.GetBytes("\n3,a.b,2026-01-15T10:00:00Z,西站\n")];
        // A file that is UTF-8 but for one cell: nothing is guessed for that cell.
        var wide = new byte[300_000];
        Array.Fill(wide, (byte)'\n');
        byte[] padded = [.. mixed[..^0], .. wide];
        var batches = Read(Torn(padded), "events.csv");
        Assert.Equal(["1", "3"], batches.SelectMany(b => b.Facts).Cast<EventFact>().Select(e => e.CaseId).Where(c => c.Length == 1));
        Assert.Equal((Reasons.WrongEncoding, true), batches.SelectMany(b => b.Rejects).Select(r => (r.Reason, r.Row is not null)).Single());
    }

    [Fact]
    public void A_workbook_is_read_sheet_by_sheet_with_dates_as_serials_and_a_title_above_the_header()
    {
        using var stream = new MemoryStream();
        stream.SaveAs(new Dictionary<string, object>
        {
            ["对账"] = new[]
            {
                Row("2026年1月支付对账", null, null, null, null, null),
                Row("商户订单号", "支付渠道", "发起时间", "完成时间", "金额（分）", "结果"),
                Row("T1", "支付宝", 46037.5, new DateTime(2026, 1, 15, 12, 0, 20), 19600, "成功"),
                Row("合计", null, null, null, 19600, null),
            },
            ["readings"] = new[] { Row("indicator", "measured_at", "value"), Row("K98", "2026-01-15T10:00:00+08:00", 0.999) },
            ["说明"] = new[] { Row("导出人") },
        }, printHeader: false);
        var batches = Read(stream.ToArray(), "export.xlsx");
        Assert.Equal(["payment.initiated", "payment.succeeded"], batches.SelectMany(b => b.Facts).OfType<EventFact>().Select(e => e.Activity));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.FromHours(8)), batches.SelectMany(b => b.Facts).OfType<EventFact>().First().OccurredAt);
        Assert.Equal(0.999, Assert.Single(batches.SelectMany(b => b.Facts).OfType<ReadingFact>()).Value);
    }

    [Fact]
    public void A_header_over_two_lines_with_merged_cells_names_its_columns_by_both()
    {
        var found = Piaozhi.Core.Listen.Mapping.HeaderLines.Find([["窗口日报", "", "", ""], ["网点", "时间", "", "人数"], ["", "取号", "叫号", ""], ["东站", "2026-01-15 09:00:10", "2026-01-15 09:12:40", "3"]]);
        Assert.Equal((1, 2), (found.Skip, found.Lines));
        Assert.Equal(["网点", "时间/取号", "时间/叫号", "人数"], found.Names);
    }

    [Fact]
    public void A_column_file_is_read_with_moments_in_utc_and_nested_columns()
    {
        var path = Path.Combine(Path.GetTempPath(), $"events-{Guid.NewGuid():N}.parquet");
        using (var connection = new DuckDBConnection("Data Source=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $$"""
                COPY (SELECT 'T' || i AS case_id, 'order.created' AS activity, TIMESTAMPTZ '2026-01-15 10:00:00+08' + INTERVAL (i) SECOND AS occurred_at, 19.5 AS amount,
                  [{'type': 'ticket', 'id': 'K' || i}] AS objects, {'seat': '12A'} AS attributes, 'app' AS channel FROM range(1000) AS t(i)) TO '{{path}}' (FORMAT PARQUET)
                """;
            command.ExecuteNonQuery();
        }

        try
        {
            using var file = FactFile.Open(path, "events.parquet");
            var events = FactBatches.Read(file).SelectMany(b => b.Facts).Cast<EventFact>().ToList();
            Assert.Equal(1000, events.Count);
            Assert.Equal((new DateTimeOffset(2026, 1, 15, 2, 0, 0, TimeSpan.Zero), 19.5m, "K0", """{"seat":"12A"}"""), (events[0].OccurredAt, events[0].Amount, events[0].Objects[0].Id, events[0].Attributes));
            Assert.Equal(file.Length, file.Position);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("PAR1 and then nothing of use", "events.parquet")]
    [InlineData("PK\u0003\u0004 no zip at all", "events.xlsx")]
    public async Task A_broken_file_of_a_known_form_is_named_and_loads_nothing(string content, string name)
    {
        await using var app = await PiaozhiApp.StartAsync();
        var path = Path.Combine(app.Folder, name);
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        await using var session = app.Session();
        var loaded = Assert.Single((await ImportFiles.RunAsync(new ImportFiles.Input([path]), session, (PrivacyKey)app.Services.GetService(typeof(PrivacyKey))!, new ImportProgress())).Value);
        Assert.True(loaded.IsUnreadable);
        Assert.Equal(Reasons.UnreadableFile, await session.Facts.ScalarAsync<string>("SELECT reason FROM listen_reject"));
    }

    [Fact]
    public async Task A_torn_archive_loads_what_came_before_the_tear_and_names_it()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var whole = new MemoryStream();
        await using (var zip = new GZipStream(whole, CompressionLevel.NoCompression, leaveOpen: true))
            for (var i = 0; i < 20_000; i++)
                await zip.WriteAsync(Encoding.UTF8.GetBytes($$"""{"case_id":"T{{i}}","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}""" + "\n"), TestContext.Current.CancellationToken);
        var path = Path.Combine(app.Folder, "events.ndjson.gz");
        await File.WriteAllBytesAsync(path, whole.ToArray()[..^500_000], TestContext.Current.CancellationToken);
        await using var session = app.Session();
        var loaded = Assert.Single((await ImportFiles.RunAsync(new ImportFiles.Input([path]), session, (PrivacyKey)app.Services.GetService(typeof(PrivacyKey))!, new ImportProgress())).Value);
        Assert.True(loaded.Accepted > 5_000, loaded.ToString());
        Assert.True(loaded.Rejected >= 1);
    }

    [Fact]
    public void A_line_without_end_is_passed_over_and_the_next_is_read()
    {
        var endless = "{\"text\":\"" + new string('x', LineReader.Longest + 10) + "\"}\n";
        var good = """{"case_id":"T1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}""" + "\n";
        var batches = Read(Encoding.UTF8.GetBytes(good + endless + good.Replace("T1", "T2", StringComparison.Ordinal)), "events.ndjson");
        Assert.Equal(["T1", "T2"], batches.SelectMany(b => b.Facts).Cast<EventFact>().Select(e => e.CaseId));
        Assert.Equal((2L, Reasons.LineTooLong), batches.SelectMany(b => b.Rejects).Select(r => (r.Line, r.Reason)).Single());
    }

    private static Dictionary<string, object?> Row(params object?[] cells) => cells.Select((c, i) => (c, i)).ToDictionary(x => "c" + x.i, x => x.c);

    /// <summary>Moves the broken bytes out of the part that the encoding is judged by.</summary>
    private static byte[] Torn(byte[] bytes)
    {
        var header = Encoding.UTF8.GetBytes("case_id,activity,occurred_at,outlet\n");
        var lead = new StringBuilder();
        for (var i = 100; lead.Length < 300_000; i++)
            lead.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},a.b,2026-01-15T10:00:00Z,东站\n");
        return [.. header, .. Encoding.UTF8.GetBytes(lead.ToString()), .. bytes[header.Length..]];
    }

    private static List<FactBatch> Read(byte[] bytes, string name)
    {
        using var file = FactFile.Open(new MemoryStream(bytes), name);
        return [.. FactBatches.Read(file)];
    }
}
