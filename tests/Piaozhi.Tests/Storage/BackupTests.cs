using Piaozhi.Core.Listen;
using Piaozhi.Storage;
using Piaozhi.Storage.Facts;
using Piaozhi.Storage.Records;

namespace Piaozhi.Tests.Storage;

public class BackupTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.FromHours(8));

    private static Fact Reading(int i) => new ReadingFact { Id = $"r{i}", Indicator = "K20", MeasuredAt = Noon.AddMinutes(i), Value = i };

    [Theory, MemberData(nameof(FactStoreTests.Engines), MemberType = typeof(FactStoreTests))]
    public async Task What_was_there_at_the_backup_is_there_again_after_the_restore_while_the_server_runs(string engine)
    {
        var database = engine == "postgres" ? await FactStoreUnderTest.NewDatabaseAsync() : null;
        await using var app = await PiaozhiApp.StartAsync(o =>
        {
            if (database is not null)
                (o.Records, o.Facts, o.Postgres) = (engine, engine, database);
        });
        var attached = Path.Combine(app.Folder, Backup.Attachments, "a", "photo.jpg");
        Directory.CreateDirectory(Path.GetDirectoryName(attached)!);
        await File.WriteAllTextAsync(attached, "picture");
        var file = Path.Combine(app.Folder, "out", "b.zip");
        await using (var session = app.Session())
        {
            await session.Facts.AppendAsync(FactKind.Readings, [.. Enumerable.Range(0, 100).Select(Reading)], new Arrival("i", Noon));
            session.Trail(new(Piaozhi.Core.Loop.ArtefactKind.Import, "i"), "before");
            await session.Records.SaveChangesAsync();
            Assert.True((await Backup.RunAsync(file, session)).Ok);
            File.Delete(attached);
            await session.Facts.AppendAsync(FactKind.Readings, [Reading(1000)], new Arrival("j", Noon));
            session.Trail(new(Piaozhi.Core.Loop.ArtefactKind.Import, "j"), "after");
            await session.Records.SaveChangesAsync();
            Assert.True((await Restore.RunAsync(file, session, app.Services)).Ok);
        }

        await using var again = app.Session();
        Assert.Equal(100, await again.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_reading"));
        Assert.Equal(["before"], again.Records.Set<TrailRow>().Select(t => t.Code).ToList());
        Assert.Equal("picture", await File.ReadAllTextAsync(attached));

        // The next row is numbered behind those that came back.
        again.Trail(new(Piaozhi.Core.Loop.ArtefactKind.Import, "k"), "next");
        await again.Records.SaveChangesAsync();
        Assert.Equal(new Appended(1, 0, 0), await again.Facts.AppendAsync(FactKind.Readings, [Reading(1000)], new Arrival("j", Noon)));
    }

    [Fact]
    public async Task A_file_that_is_no_backup_is_refused_and_nothing_changes()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var file = Path.Combine(app.Folder, "x.zip");
        await File.WriteAllTextAsync(file, "not a zip");
        await using var session = app.Session();
        Assert.Equal("storage.restore.not-a-backup", (await Restore.RunAsync(file, session, app.Services)).Refusals.Single().Code);
        Assert.Equal("storage.restore.no-file", (await Restore.RunAsync(file + "?", session, app.Services)).Refusals.Single().Code);
    }

    [Fact]
    public async Task A_command_backs_up_and_restores_through_the_server_that_owns_the_folder()
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-backup-").FullName;
        var file = Path.Combine(folder, "b.zip");
        using (var server = await ServerProcess.StartAsync(folder))
        {
            foreach (var verb in (string[])["backup", "restore"])
            {
                using var command = ServerProcess.Run(folder, verb, file);
                await command.WaitForExitAsync();
                Assert.True(command.ExitCode == 0, await command.StandardError.ReadToEndAsync());
                Assert.True(File.Exists(file));
            }

            using var client = new HttpClient { BaseAddress = server.Address };
            Assert.Contains("\"status\":\"Healthy\"", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)), StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
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
