using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Listen.Rejects;

namespace Piaozhi.Tests.Listen;

/// <summary>The reject store: rows taken out, mended and loaded again.</summary>
public class RejectsTests
{
    private const string Json = """{"case_id":"T9","activity":"a.b","occurred_at":"2026-01-15 10:00:00","attributes":{"seat":"12A","phone":"13800001234"},"objects":[{"type":"ticket","id":"K1"}]}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_foreign_row_is_taken_out_mended_loaded_again_and_then_counts_as_mended()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        const string header = "商户订单号;支付渠道;发起时间;完成时间;金额(分);结果";
        await LoadAsync(app, "recon.csv", header + "\nT1;微信支付;昨天;2026-01-14 18:38:44;19600;成功\nT2;支付宝;2026-01-14 18:38:35;2026-01-14 18:38:44;5600;成功\n");
        Assert.Equal(3, await EventsAsync(session));
        var made = await CsvAsync(app, session);
        Assert.StartsWith("\uFEFF商户订单号,支付渠道,发起时间,完成时间,金额(分),结果,piaozhi.row,piaozhi.file,piaozhi.line,piaozhi.field,piaozhi.reason", made, StringComparison.Ordinal);
        Assert.Contains("T1,微信支付,昨天,", made, StringComparison.Ordinal);

        // Not mended yet: nothing changes, and the entry stays the one that it was.
        await LoadAsync(app, "rejects-1.csv", made);
        Assert.Equal((3, 1), (await EventsAsync(session), (await ListRejects.RunAsync(new RejectFilter(), session, Ct)).Value.Count));

        await LoadAsync(app, "rejects-1.csv", made.Replace("昨天", "2026-01-14 18:38:31", StringComparison.Ordinal));
        Assert.Equal(4, await EventsAsync(session));
        Assert.Empty((await ListRejects.RunAsync(new RejectFilter(), session, Ct)).Value);
        Assert.NotNull(Assert.Single((await ListRejects.RunAsync(new RejectFilter(WithMended: true), session, Ct)).Value).MendedAt);
        // Nothing of the download's own columns came in.
        Assert.Equal(0, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event WHERE CAST(attributes AS VARCHAR) LIKE '%piaozhi%'"));
    }

    [Fact]
    public async Task Rows_of_several_tables_go_into_one_workbook_with_a_sheet_each_and_come_back_from_it()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        await LoadAsync(app, "events.ndjson", Json + "\n");
        await LoadAsync(app, "readings.csv", "indicator,measured_at,value\nK98,2026-01-15T10:00:00Z,many\n");
        Assert.Equal("listen.rejects.several-tables", (await DownloadRejects.RunAsync(new(new RejectFilter(), false), session, app.Services.GetRequiredService<PrivacyKey>(), Ct)).Refusals[0].Code);
        var made = (await DownloadRejects.RunAsync(new(new RejectFilter(), true), session, app.Services.GetRequiredService<PrivacyKey>(), Ct)).Value;
        using var stream = new MemoryStream(made.Content);
        var sheets = stream.GetSheetNames();
        Assert.Equal(2, sheets.Count);
        using var mended = new MemoryStream();
        mended.SaveAs(sheets.ToDictionary(s => s, s => (object)stream.Query(useHeaderRow: true, sheetName: s).Cast<IDictionary<string, object?>>()
            .Select(r => r.ToDictionary(c => c.Key, c => c.Value is string t ? t.Replace("many", "0.97", StringComparison.Ordinal).Replace("2026-01-15 10:00:00", "2026-01-15T10:00:00+08:00", StringComparison.Ordinal) : c.Value)).ToList()));
        await LoadAsync(app, "rejects.xlsx", mended.ToArray());
        Assert.Empty((await ListRejects.RunAsync(new RejectFilter(), session, Ct)).Value);
        Assert.Equal(1, await session.Facts.ScalarAsync<long>("SELECT tickets FROM listen_event"));
        Assert.Equal(0.97, await session.Facts.ScalarAsync<double>("SELECT value FROM listen_reading"));
    }

    [Fact]
    public async Task What_lies_in_the_store_is_sealed_or_masked_and_only_who_may_import_gets_it()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        await LoadAsync(app, "events.ndjson", Json + "\n" + """{"case_id":"T8","activity":"a.b","occurred_at":"打 13800001234 问"}""" + "\n");
        var all = await session.Facts.QueryAsync("SELECT file || text || COALESCE(header, '') || row_text FROM listen_reject", [], r => r.GetString(0), Ct);
        Assert.All(all, text => Assert.DoesNotContain("13800001234", text, StringComparison.Ordinal));
        await using var clerk = app.Services.GetRequiredService<Sessions>().Open(new Actor("c", "Clerk", new HashSet<string> { Roles.Complaints }));
        Assert.Equal(RefusalKind.Forbidden, (await ListRejects.RunAsync(new RejectFilter(), clerk, Ct)).Refusals[0].Kind);
        Assert.Equal(RefusalKind.Forbidden, (await DownloadRejects.RunAsync(new(new RejectFilter(), true), clerk, app.Services.GetRequiredService<PrivacyKey>(), Ct)).Refusals[0].Kind);
    }

    [Fact]
    public async Task A_key_that_was_replaced_still_opens_what_it_sealed()
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-key-").FullName;
        try
        {
            string Sealed(string text) => Key(folder).Seal(text);
            var before = Sealed("行");
            File.Move(Path.Combine(folder, "keys", "privacy.key"), Path.Combine(folder, "keys", "privacy.key.2026-01"));
            var now = Key(folder);
            Assert.Equal("行", now.Open(before));
            Assert.Equal(2, now.Guards.Count());
            Assert.NotEqual(now.Guards.First().Hash("13800001234"), now.Guards.Last().Hash("13800001234"));
            Assert.Null(Key(Directory.CreateDirectory(Path.Combine(folder, "other")).FullName).Open(before));
            if (!OperatingSystem.IsWindows())
            {
                var path = Path.Combine(folder, "keys", "privacy.key");
                File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherRead);
                _ = Key(folder).Guard;
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static PrivacyKey Key(string folder) => new(new PiaozhiOptions { DataFolder = folder }, Microsoft.Extensions.Logging.Abstractions.NullLogger<PrivacyKey>.Instance);

    private static Task<long> EventsAsync(Session session) => session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event");

    private static async Task<string> CsvAsync(PiaozhiApp app, Session session) =>
        Encoding.UTF8.GetString((await DownloadRejects.RunAsync(new(new RejectFilter(), false), session, app.Services.GetRequiredService<PrivacyKey>(), Ct)).Value.Content);

    private static Task LoadAsync(PiaozhiApp app, string name, string text) => LoadAsync(app, name, Encoding.UTF8.GetBytes(text));

    private static async Task LoadAsync(PiaozhiApp app, string name, byte[] content)
    {
        var path = Path.Combine(app.Folder, name);
        await File.WriteAllBytesAsync(path, content, Ct);
        await using var session = app.Session();
        var imports = app.Services.GetRequiredService<Imports>();
        var begun = await StartImport.RunAsync(new StartImport.Input([new ImportFile(name, path, content.Length, false)], null, null, false, "command"), session, imports, Ct);
        await imports.WaitAsync(begun.Value);
        Assert.Equal(ImportState.Done, (await session.Records.Set<ImportRow>().AsNoTracking().FirstAsync(r => r.Id == begun.Value, Ct)).State);
    }
}
