using Piaozhi.Core.Listen;
using Piaozhi.Storage;
using Piaozhi.Storage.Facts;
using Piaozhi.Storage.Records;

namespace Piaozhi.Tests.Storage;

public class BackupTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.FromHours(8));

    private static Fact Reading(int i) => new ReadingFact { Id = $"r{i}", Indicator = "K20", MeasuredAt = Noon.AddMinutes(i), Value = i };

    [Fact]
    public async Task What_was_there_at_the_backup_is_there_again_after_the_restore_while_the_server_runs()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var file = Path.Combine(app.Folder, "out", "b.zip");
        await using (var session = app.Session())
        {
            await session.Facts.AppendAsync(FactKind.Readings, [.. Enumerable.Range(0, 100).Select(Reading)], new Arrival("i", Noon));
            session.Trail(new(Piaozhi.Core.Loop.ArtefactKind.Import, "i"), "before");
            await session.Records.SaveChangesAsync();
            Assert.True((await Backup.RunAsync(file, session)).Ok);
            await session.Facts.AppendAsync(FactKind.Readings, [Reading(1000)], new Arrival("j", Noon));
            session.Trail(new(Piaozhi.Core.Loop.ArtefactKind.Import, "j"), "after");
            await session.Records.SaveChangesAsync();
            Assert.True((await Restore.RunAsync(file, session)).Ok);
        }

        await using var again = app.Session();
        Assert.Equal(100, await again.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_reading"));
        Assert.Equal(["before"], again.Records.Set<TrailRow>().Select(t => t.Code).ToList());
        Assert.Equal(new Appended(1, 0, 0), await again.Facts.AppendAsync(FactKind.Readings, [Reading(1000)], new Arrival("j", Noon)));
    }

    [Fact]
    public async Task A_file_that_is_no_backup_is_refused_and_nothing_changes()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var file = Path.Combine(app.Folder, "x.zip");
        await File.WriteAllTextAsync(file, "not a zip");
        await using var session = app.Session();
        Assert.Equal("storage.restore.not-a-backup", (await Restore.RunAsync(file, session)).Refusals.Single().Code);
        Assert.Equal("storage.restore.no-file", (await Restore.RunAsync(file + "?", session)).Refusals.Single().Code);
    }

    [Theory, MemberData(nameof(FactStoreTests.Engines), MemberType = typeof(FactStoreTests))]
    public async Task Facts_copied_out_can_be_put_back(string engine)
    {
        await using var opened = await FactStoreUnderTest.OpenAsync(engine);
        var folder = Directory.CreateTempSubdirectory("piaozhi-copy-").FullName;
        await opened.Store.AppendAsync(FactKind.Readings, [Reading(1)], new Arrival("i", Noon));
        await opened.Store.CopyToAsync(folder);
        await opened.Store.AppendAsync(FactKind.Readings, [Reading(2)], new Arrival("i", Noon));
        await opened.Store.ReplaceFromAsync(folder);
        Assert.Equal(1, await opened.Store.ScalarAsync<long>("SELECT count(*) FROM listen_reading"));
        Directory.Delete(folder, recursive: true);
    }
}
