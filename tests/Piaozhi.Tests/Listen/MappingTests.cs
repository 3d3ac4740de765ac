using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Columns;
using Piaozhi.Listen.Import;

namespace Piaozhi.Tests.Listen;

/// <summary>A foreign table from the first look to its rows in the facts, and what is kept of how it is read.</summary>
public class MappingTests
{
    [Fact]
    public void The_document_of_the_sources_is_current() =>
        Assert.Equal(Piaozhi.Listen.Columns.SourcesDocument.Text(), File.ReadAllText(Path.Combine(Conventions.Repository.Root, "docs/sources.md")));

    private const string Log = "订单编号,操作类型,操作时间,实付金额(分),联系电话,备注\nD1,下单,2026/1/15 10:00,19600,13800001234,\nD1,支付,2026/1/15 10:01,19600,13800001234,代付\n合计,,,39200,,\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unknown_table_waits_for_its_mapping_and_is_then_read_with_it_every_time()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var imports = app.Services.GetRequiredService<Imports>();
        var path = Path.Combine(app.Folder, "业务日志.csv");
        await File.WriteAllBytesAsync(path, Encodings.Gb18030.GetBytes(Log), Ct);
        var id = await LoadAsync(path, session, imports);
        Assert.Equal(ImportState.NeedsMapping, (await RowAsync(id, session)).State);
        Assert.Equal(0, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event"));

        var table = Assert.Single(InspectFile.Unknown(path, "业务日志.csv", new ReadingPlan()));
        var proposal = ProposeMapping.Run(table.Headers, table.Rows, "业务日志");
        Assert.True((await SaveMapping.RunAsync(new SaveMapping.Input(proposal.Draft.ToMapping()), session, Ct)).Ok);
        Assert.True((await ContinueImport.RunAsync(id, session, imports, Ct)).Ok);
        await imports.WaitAsync(id);

        var row = await RowAsync(id, session);
        Assert.Equal((ImportState.Done, 2L, 0L, "业务日志"), (row.State, row.Accepted, row.Rejected, row.Files[0].Mapping));
        var events = await session.Facts.QueryAsync("SELECT activity, amount, customer_id, CAST(attributes AS VARCHAR) FROM listen_event ORDER BY occurred_at", [], r => (r.GetString(0), r.GetDecimal(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetString(3)), Ct);
        Assert.Equal([("order.created", 196m, null), ("payment.succeeded", 196m, """{"备注":"代付"}""")], events.Select(e => (e.Item1, e.Item2, e.Item4)));
        Assert.All(events, e => Assert.StartsWith("p:", e.Item3, StringComparison.Ordinal));

        // The same header again needs no question, and the same rows are the same rows.
        var again = await RowAsync(await LoadAsync(path, session, imports), session);
        Assert.Equal((ImportState.Done, 0L, 2L), (again.State, again.Accepted, again.Duplicates));
        Assert.Equal(2, (await session.Records.Set<MappingRow>().AsNoTracking().SingleAsync(Ct)).Uses);
    }

    [Fact]
    public void A_preview_shows_before_and_after_and_what_is_wrong()
    {
        var headers = "订单编号,操作类型,操作时间,联系电话".Split(',');
        string[][] rows = [["D1", "下单", "2026/1/15 10:00", "13800001234"], ["D2", "下单", "昨天", ""], ["D3", "下单", "2026/1/15 10:01", ""], ["D4", "下单", "2026/1/15 10:02", ""], ["D5", "下单", "2026/1/15 10:03", ""]];
        var mapping = ProposeMapping.Run(headers, rows, "x").Draft.ToMapping();
        var shown = PreviewMapping.Run(mapping, headers, rows, new PrivacyKey(new PiaozhiOptions { DataFolder = Directory.CreateTempSubdirectory("piaozhi-key-").FullName }, Microsoft.Extensions.Logging.Abstractions.NullLogger<PrivacyKey>.Instance), TimeSpan.FromHours(8));
        Assert.Contains(("occurred_at", "2026-01-15 10:00:00"), shown[0].After[0].Fields);
        Assert.DoesNotContain(shown[0].After[0].Fields, f => f.Value.Contains("13800001234", StringComparison.Ordinal));
        Assert.Equal(("occurred_at", "昨天"), (shown[1].Rejects[0].Field, shown[1].Rejects[0].Text));
    }

    [Fact]
    public async Task Mappings_are_kept_exported_and_imported_over_http_and_nobody_changes_the_box()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = app.Client();
        var text = await client.GetStringAsync("/api/v1/listen/mappings/hotline-cdr-zh", Ct);
        using (var refused = await client.PutAsync("/api/v1/listen/mappings/hotline-cdr-zh", new StringContent(text, Encoding.UTF8, "application/json"), Ct))
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        using (var saved = await client.PutAsync("/api/v1/listen/mappings/own", new StringContent(text, Encoding.UTF8, "application/json"), Ct))
            Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        var listed = await client.GetFromJsonAsync<List<JsonElement>>("/api/v1/listen/mappings", Ct);
        Assert.Equal(["own", .. Mappings.BuiltIn.Select(m => m.Name)], listed!.Select(m => m.GetProperty("name").GetString()));
        using (var nonsense = await client.PutAsync("/api/v1/listen/mappings/x", new StringContent("{\"name\":1", Encoding.UTF8, "application/json"), Ct))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, nonsense.StatusCode);
        using (var removed = await client.DeleteAsync("/api/v1/listen/mappings/own", Ct))
            Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        using var gone = await client.GetAsync("/api/v1/listen/mappings/own", Ct);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_mapping_that_leaves_out_what_every_row_needs_is_refused_by_field_and_so_is_who_may_not()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var poor = new MappingDraft { Name = "x", Columns = { new DraftColumn { Header = "a", To = "case_id" } } }.ToMapping();
        Assert.Equal(["activity", "occurred_at"], (await SaveMapping.RunAsync(new SaveMapping.Input(poor), session, Ct)).Refusals.Select(r => r.Subject));
        await using var clerk = app.Services.GetRequiredService<Sessions>().Open(new Actor("c", "Clerk", new HashSet<string> { Roles.Clerk }));
        Assert.Equal(RefusalKind.Forbidden, (await SaveMapping.RunAsync(new SaveMapping.Input(Mappings.BuiltIn[0] with { Name = "y" }), clerk, Ct)).Refusals[0].Kind);
    }

    [Fact]
    public async Task A_named_mapping_reads_a_table_that_nothing_recognises()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var imports = app.Services.GetRequiredService<Imports>();
        var path = Path.Combine(app.Folder, "queue.txt");
        await File.WriteAllTextAsync(path, "1768449600|c1|T|NONE|ENTERQUEUE||13800000000|1\n1768449610|c1|T|A1|RINGNOANSWER|5000||\n", Ct);
        var begun = await StartImport.RunAsync(new StartImport.Input([new ImportFile("queue.txt", path, 1, false)], null, "asterisk-queue-log", false, "command"), session, imports, Ct);
        await imports.WaitAsync(begun.Value);
        var activities = await session.Facts.QueryAsync("SELECT activity FROM listen_event ORDER BY occurred_at", [], r => r.GetString(0), Ct);
        Assert.Equal(["call.queued", "RINGNOANSWER"], activities);
        Assert.Equal("listen.mapping.unknown", (await StartImport.RunAsync(new StartImport.Input([new ImportFile("q", path, 1, false)], null, "nothing", false, "command"), session, imports, Ct)).Refusals[0].Code);
    }

    private static async Task<string> LoadAsync(string path, Session session, Imports imports)
    {
        var begun = await StartImport.RunAsync(new StartImport.Input([new ImportFile(Path.GetFileName(path), path, new FileInfo(path).Length, false)], null, null, false, "command"), session, imports, Ct);
        await imports.WaitAsync(begun.Value);
        return begun.Value;
    }

    private static async Task<ImportRow> RowAsync(string id, Session session)
    {
        session.Records.ChangeTracker.Clear();
        return await session.Records.Set<ImportRow>().FirstAsync(r => r.Id == id, Ct);
    }
}
