using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Import;

namespace Piaozhi.Tests.Listen;

/// <summary>Imports as work that goes on by itself: kept, cancelled, interrupted, taken up again; and by whom.</summary>
public class ImportsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Several_files_are_uploaded_at_once_and_every_file_has_its_result()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = app.Client();
        var form = new MultipartFormDataContent
        {
            { new StringContent("""{"case_id":"T1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}"""), "files", "events.ndjson" },
            { new StringContent("indicator,measured_at,value\nK98,2026-01-15T10:00:00Z,0.9\nK98,noon,1\n"), "files", "../readings.csv" },
            { new StringContent("x,y\n1,2\n"), "files", "odd.csv" },
        };
        using var answer = await client.PostAsync("/api/v1/listen/import?wait=true", form, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal("needsmapping", json.GetProperty("state").GetString());
        Assert.Equal(
            [("events.ndjson", "done", 1, 0), ("readings.csv", "done", 1, 1), ("odd.csv", "needsmapping", 0, 0)],
            json.GetProperty("files").EnumerateArray().Select(f => (f.GetProperty("name").GetString()!, f.GetProperty("state").GetString()!, f.GetProperty("accepted").GetInt32(), f.GetProperty("rejected").GetInt32())));
        // What waits for a mapping is kept; what was loaded is not.
        Assert.Equal("2", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(app.Folder, "tmp"), "*", SearchOption.AllDirectories))));
    }

    [Fact]
    public async Task One_file_as_the_body_goes_to_disk_and_leaves_nothing_behind()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = app.Client();
        using var answer = await client.PostAsync("/api/v1/listen/import?name=events.ndjson&wait=true", new StringContent("""{"case_id":"T1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}"""), Ct);
        Assert.Equal(1, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("accepted").GetInt32());
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(app.Folder, "tmp")));
        await using var session = app.Session();
        Assert.Equal(Holding.Own, app.Services.GetRequiredService<Installation>().Holding);
    }

    [Fact]
    public async Task While_the_sample_is_shown_nothing_is_taken_until_the_person_agrees()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        await app.Services.GetRequiredService<Installation>().SetAsync(Holding.Sample, session, Ct);
        using var client = app.Client();
        var row = """{"case_id":"T1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}""";
        using (var refused = await client.PostAsync("/api/v1/listen/import?name=events.ndjson", new StringContent(row), Ct))
        {
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.Contains("listen.import.sample-shown", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        using var taken = await client.PostAsync("/api/v1/listen/import?name=events.ndjson&replace_sample=true&wait=true", new StringContent(row), Ct);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(Holding.Own, app.Services.GetRequiredService<Installation>().Holding);
    }

    [Fact]
    public async Task An_import_that_was_cut_off_is_found_as_such_and_loads_to_the_end_without_counting_twice()
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-cut-").FullName;
        try
        {
            var file = Path.Combine(folder, "events.ndjson");
            await File.WriteAllLinesAsync(file, Lines(500_000), Ct);
            string id;
            await using (var app = await PiaozhiApp.StartAsync(folder: folder))
            {
                await using var session = app.Session();
                var imports = app.Services.GetRequiredService<Imports>();
                id = (await StartImport.RunAsync(Input(file), session, imports, Ct)).Value;
                // Only once something is durable is there something to be counted twice.
                while (imports.Progress(id) is { Accepted: 0 })
                    await Task.Yield();
            }

            await using var again = await PiaozhiApp.StartAsync(folder: folder);
            await using var next = again.Session();
            var row = await next.Records.Set<ImportRow>().FirstAsync(r => r.Id == id, Ct);
            Assert.Equal(ImportState.Interrupted, row.State);
            Assert.True(row.CanContinue);
            Assert.InRange(await next.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event"), 1, 499_999);
            var service = again.Services.GetRequiredService<Imports>();
            Assert.True((await ContinueImport.RunAsync(id, next, service, Ct)).Ok);
            await service.WaitAsync(id);
            Assert.Equal(500_000, await next.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event"));
            next.Records.ChangeTracker.Clear();
            Assert.Equal(ImportState.Done, (await next.Records.Set<ImportRow>().FirstAsync(r => r.Id == id, Ct)).State);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_row_left_running_by_a_process_that_was_killed_is_interrupted_at_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-killed-").FullName;
        try
        {
            await using (var app = await PiaozhiApp.StartAsync(folder: folder))
            {
                await using var session = app.Session();
                ImportRow Left(string id, string owner, int days) => new() { Id = id, ActorId = "a", ActorName = "a", Via = "page", Owner = owner, State = ImportState.Running, StartedAt = session.Now.UtcDateTime.AddDays(-days) };
                session.Records.AddRange(Left("i1", app.Services.GetRequiredService<Imports>().Owner, 0), Left("i2", "another process on this database", 0), Left("i3", "one that never came back", 2));
                await session.Records.SaveChangesAsync(Ct);
            }

            await using var again = await PiaozhiApp.StartAsync(folder: folder);
            await using var next = again.Session();
            Assert.Equal(
                [ImportState.Interrupted, ImportState.Running, ImportState.Interrupted],
                await next.Records.Set<ImportRow>().Where(r => r.Id == "i1" || r.Id == "i2" || r.Id == "i3").OrderBy(r => r.Id).Select(r => r.State).ToListAsync(Ct));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_cancelled_import_keeps_what_it_loaded_and_can_be_taken_up()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var file = Path.Combine(app.Folder, "events.ndjson");
        await File.WriteAllLinesAsync(file, Lines(500_000), Ct);
        await using var session = app.Session();
        var imports = app.Services.GetRequiredService<Imports>();
        var id = (await StartImport.RunAsync(Input(file), session, imports, Ct)).Value;
        while (imports.Progress(id) is { Accepted: 0 })
            await Task.Yield();
        Assert.True((await CancelImport.RunAsync(id, session, imports, Ct)).Ok);
        session.Records.ChangeTracker.Clear();
        var row = await session.Records.Set<ImportRow>().FirstAsync(r => r.Id == id, Ct);
        Assert.Equal((ImportState.Cancelled, true), (row.State, row.CanContinue));
        Assert.True(await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_event") > 0);
        Assert.Equal("listen.import.not-running", (await CancelImport.RunAsync(id, session, imports, Ct)).Refusals[0].Code);
    }

    [Fact]
    public async Task Who_may_not_import_is_refused_and_nothing_is_kept()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var clerk = app.Services.GetRequiredService<Sessions>().Open(new Actor("c", "Clerk", new HashSet<string> { Roles.Clerk }));
        var imports = app.Services.GetRequiredService<Imports>();
        Assert.Equal(RefusalKind.Forbidden, (await StartImport.RunAsync(Input("events.csv"), clerk, imports, Ct)).Refusals[0].Kind);
        Assert.Equal(RefusalKind.Forbidden, (await ContinueImport.RunAsync("x", clerk, imports, Ct)).Refusals[0].Kind);
        Assert.Equal(RefusalKind.Forbidden, (await CancelImport.RunAsync("x", clerk, imports, Ct)).Refusals[0].Kind);
        Assert.Equal(RefusalKind.Forbidden, (await ListImports.RunAsync(clerk, Ct)).Refusals[0].Kind);
        Assert.Equal(0, await clerk.Records.Set<ImportRow>().CountAsync(Ct));
    }

    [Fact]
    public async Task Files_that_nobody_loaded_go_after_a_day()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var imports = app.Services.GetRequiredService<Imports>();
        var folder = Directory.CreateDirectory(imports.Folder("old"));
        var path = Path.Combine(folder.FullName, "0");
        await File.WriteAllTextAsync(path, "x", Ct);
        session.Records.Add(new ImportRow
        {
            Id = "old", ActorId = "a", ActorName = "a", Via = "page", State = ImportState.NeedsMapping, StartedAt = session.Now.UtcDateTime.AddDays(-2), EndedAt = session.Now.UtcDateTime.AddDays(-2),
            Files = [new ImportFile("odd.csv", path, 1, true) { State = FileState.NeedsMapping }],
        });
        await session.Records.SaveChangesAsync(Ct);
        folder.LastWriteTimeUtc = session.Now.UtcDateTime.AddDays(-2);
        await new TidyImports().RunAsync(session, Ct);
        Assert.False(folder.Exists && File.Exists(path));
        Assert.False((await session.Records.Set<ImportRow>().FirstAsync(r => r.Id == "old", Ct)).CanContinue);
    }

    private static StartImport.Input Input(string file) => new([new ImportFile(Path.GetFileName(file), file, File.Exists(file) ? new FileInfo(file).Length : 1, Own: false)], null, null, false, "command");

    private static IEnumerable<string> Lines(int count) =>
        Enumerable.Range(0, count).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""{"event_id":"e{{i}}","case_id":"T{{i}}","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}"""));
}
