using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Listen.Import;

namespace Piaozhi.Tests.Listen;

public class ImportTests
{
    private const string Csv = "case_id,activity,occurred_at,outlet,attributes.phone\nT1,order.created,2026-01-15T10:00:00+08:00,东站,13800001234\nT2,order.created,2026-01-15 10:00:00,东站,\n";

    [Fact]
    public async Task A_table_in_an_old_encoding_and_gzip_loads_once_and_its_bad_row_is_kept_whole()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var path = Path.Combine(app.Folder, "events.csv.gz");
        await using (var file = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            await file.WriteAsync(Encodings.Gb18030.GetBytes(Csv), TestContext.Current.CancellationToken);
        for (var time = 0; time < 2; time++)
        {
            var loaded = Assert.Single(await LoadAsync(app, path));
            Assert.Equal((time == 0 ? 1 : 0, time, 1L, 0L), (loaded.Accepted, loaded.Duplicates, loaded.Rejected, loaded.Dropped));
        }

        await using var session = app.Session();
        var row = Assert.Single(await session.Facts.QueryAsync("SELECT outlet, CAST(attributes AS VARCHAR) FROM listen_event", [], r => (r.GetString(0), r.GetString(1))));
        Assert.Equal("东站", row.Item1);
        Assert.DoesNotContain("13800001234", row.Item2, StringComparison.Ordinal);
        // The row as it came may name people: it lies sealed, and once however often the file is loaded.
        var sealedRow = Assert.Single(await session.Facts.QueryAsync("SELECT row_text FROM listen_reject", [], r => r.GetString(0)));
        Assert.DoesNotContain("T2", sealedRow, StringComparison.Ordinal);
        Assert.Equal("T2,order.created,2026-01-15 10:00:00,东站,", app.Services.GetRequiredService<PrivacyKey>().Open(sealedRow));
    }

    [Fact]
    public async Task A_folder_is_taken_whole_and_an_unknown_table_is_named()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(app.Folder, "in")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "readings.ndjson"), """{"indicator":"K98","measured_at":"2026-01-15T10:00:00Z","value":0.999}""");
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "nothing");
        Assert.Equal(1, Assert.Single(await LoadAsync(app, folder)).Accepted);
        var odd = Path.Combine(folder, "odd.csv");
        await File.WriteAllTextAsync(odd, "x,y\n1,2\n");
        Assert.Equal((0L, 1L), (await LoadAsync(app, odd)).Select(f => (f.Accepted, f.Rejected)).Single());
    }

    [Theory]
    [InlineData("application/x-ndjson", "{0}\n{1}\n")]
    [InlineData("application/json", "[{0},{1}]")]
    [InlineData("application/cloudevents-batch+json", """[{{"data":{0}}},{{"data":{1}}}]""")]
    public async Task The_api_answers_what_it_took_and_what_it_did_not(string type, string form)
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = await app.TokenClientAsync("listen.events");
        var body = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, """{"case_id":"T1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}""", """{"case_id":"T2","activity":"a.b","occurred_at":"noon"}""");
        using var answer = await client.PostAsync("/api/v1/listen/events", new StringContent(body, Encoding.UTF8, type));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((1, 0), (json.GetProperty("accepted").GetInt32(), json.GetProperty("duplicates").GetInt32()));
        var rejected = Assert.Single(json.GetProperty("rejected").EnumerateArray());
        Assert.Equal((1, "occurred_at", Reasons.UnreadableTime), (rejected.GetProperty("index").GetInt32(), rejected.GetProperty("field").GetString(), rejected.GetProperty("reason").GetString()));
    }

    private static async Task<IReadOnlyList<ImportedFile>> LoadAsync(PiaozhiApp app, string path)
    {
        await using var session = app.Session();
        return (await ImportFiles.RunAsync(new ImportFiles.Input([path]), session, app.Services.GetRequiredService<PrivacyKey>(), new ImportProgress())).Value;
    }
}
