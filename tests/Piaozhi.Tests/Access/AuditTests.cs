using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Audit;
using Piaozhi.Host;
using Piaozhi.Storage.Records;
using Piaozhi.Tests.Storage;

namespace Piaozhi.Tests.Access;

/// <summary>The trail of changes: complete, without secrets, and broken visibly by whoever touches it.</summary>
public class AuditTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_kept_with_who_from_where_before_and_after_and_without_secrets()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var anna = new Actor("anna", "Anna", new HashSet<string> { Roles.Engineer }) { From = "web 10.0.0.7" };
        await using (var session = app.Services.GetRequiredSessions().Open(anna))
        {
            await session.Records.SetAsync("alerts.mail", new { host = "mail.example", password = "hush-hush" }, Ct);
            await session.Records.SaveChangesAsync(Ct);
            await session.Records.SetAsync("alerts.mail", new { host = "mail2.example", password = "hush-hush-2" }, Ct);
            await session.Records.SaveChangesAsync(Ct);
        }

        using var client = await app.AccountClientAsync(Roles.Auditor);
        var rows = await RowsAsync(app);
        var change = rows.Last(r => r.Entity == "host_setting");
        Assert.Equal(("anna", "engineer", "web 10.0.0.7", "alerts.mail", "changed"), (change.Actor, change.Roles, change.Origin, change.Key, change.Action));
        Assert.Contains("mail.example", change.Changes, StringComparison.Ordinal);
        Assert.Contains("mail2.example", change.Changes, StringComparison.Ordinal);
        Assert.Contains(rows, r => r.Entity == "access_account" && r.Action == "changed" && r.Changes.Contains("LastSignInAt", StringComparison.Ordinal) && r.Origin.StartsWith("web 127", StringComparison.Ordinal));
        var all = string.Concat(rows.Select(r => r.Changes));
        Assert.DoesNotContain("hush", all, StringComparison.Ordinal);
        await using var open = app.Session();
        Assert.All(await open.Records.Set<AccountRow>().ToListAsync(Ct), a => Assert.DoesNotContain(a.PasswordHash!, all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_loop_works_out_is_not_in_the_trail_but_a_persons_change_of_it_is()
    {
        await using var app = await PiaozhiApp.StartAsync();
        Assert.DoesNotContain(app.Session().Records.Model.GetEntityTypes(), t => t.ClrType == typeof(TrailRow) && t.ClrType.GetCustomAttributes(typeof(DerivedAttribute), false).Length == 0);
        await using (var loop = app.Session())
        {
            loop.Records.Add(new TrailRow { At = loop.Now.UtcDateTime, Of = "problem:P1", Code = "x", Actor = "system", ActorName = "system" });
            await loop.Records.SaveChangesAsync(Ct);
        }

        Assert.Empty(await RowsAsync(app));
        await using (var person = app.Services.GetRequiredSessions().Open(new Actor("anna", "Anna", new HashSet<string>())))
        {
            (await person.Records.Set<TrailRow>().SingleAsync(Ct)).Code = "y";
            await person.Records.SaveChangesAsync(Ct);
        }

        Assert.Equal("loop_trail", Assert.Single(await RowsAsync(app)).Entity);
    }

    [Fact]
    public async Task How_far_the_product_has_come_is_no_change_of_a_setting()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using (var session = app.Session())
        {
            await session.Records.MarkAsync("loop.done", 1, Ct);
            await session.Records.SaveChangesAsync(Ct);
            await session.Records.MarkAsync("loop.done", 2, Ct);
            await session.Records.SaveChangesAsync(Ct);
            Assert.Equal(2, await session.Records.SettingAsync("loop.done", 0, Ct));
        }

        Assert.Empty(await RowsAsync(app));
    }

    [Fact]
    public async Task Every_field_that_the_trail_can_speak_of_has_words_in_both_languages()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var fields = session.Records.Model.GetEntityTypes().Where(t => t.ClrType != typeof(AuditRow) && t.ClrType.GetCustomAttributes(typeof(DerivedAttribute), false).Length == 0)
            .SelectMany(t => t.GetProperties().Where(p => !p.IsPrimaryKey())).Select(p => p.Name).Distinct().Except(AuditFields.Inner).ToList();
        Assert.True(fields.Count > 80);
        foreach (var culture in (string[])["zh-CN", "en"])
        {
            var texts = new System.Resources.ResourceManager(typeof(Piaozhi.Access.Text)).GetResourceSet(culture == "en" ? CultureInfo.InvariantCulture : new CultureInfo(culture), createIfNotExists: true, tryParents: false)!;
            Assert.DoesNotContain(fields, f => texts.GetString("AuditField." + f) is null);
        }
    }

    [Fact]
    public void A_changed_setting_says_which_part_of_it_changed_and_a_scope_is_told_in_words()
    {
        CultureInfo.CurrentUICulture = new CultureInfo("en");
        var words = new Microsoft.Extensions.Localization.StringLocalizer<Piaozhi.Access.Text>(
            new Microsoft.Extensions.Localization.ResourceManagerStringLocalizerFactory(
                Microsoft.Extensions.Options.Options.Create(new Microsoft.Extensions.Localization.LocalizationOptions()), Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance));
        AuditRow Row(string entity, string changes) => new() { Action = "changed", Entity = entity, Key = "k", Changes = changes, Actor = "a", Roles = "", Origin = "web", Hash = "", Previous = "" };
        var setting = AuditFields.Of(Row("host_setting", """{"Value":["{\"daysBefore\":3,\"atHour\":8}","{\"daysBefore\":5,\"atHour\":8}"]}"""), words, TimeSpan.Zero);
        Assert.Equal([new AuditFields.Change("days before", "3", "5")], setting);
        var action = AuditFields.Of(Row("improve_action", """{"Scope":["","outlet=East"],"Done":[false,true],"Revision":[1,2]}"""), words, TimeSpan.Zero);
        Assert.Equal([new AuditFields.Change("Scope", "Everywhere", "Outlet: East"), new AuditFields.Change("Done", "no", "yes")], action);
    }

    [Theory]
    [InlineData("UPDATE access_audit SET changes = replace(changes, 'b3', 'b9') WHERE seq = 3", 3, Breach.Changed)]
    [InlineData("UPDATE access_audit SET actor = 'somebody else' WHERE seq = 2", 2, Breach.Changed)]
    [InlineData("UPDATE access_audit SET at = '2020-01-01 00:00:00' WHERE seq = 4", 4, Breach.Changed)]
    [InlineData("DELETE FROM access_audit WHERE seq = 3", 4, Breach.Missing)]
    [InlineData("DELETE FROM access_audit WHERE seq = 3; UPDATE access_audit SET seq = seq - 1 WHERE seq > 3", 3, Breach.Moved)]
    [InlineData("UPDATE access_audit SET seq = 99 WHERE seq = 3; UPDATE access_audit SET seq = 3 WHERE seq = 4; UPDATE access_audit SET seq = 4 WHERE seq = 99", 3, Breach.Moved)]
    [InlineData("DELETE FROM access_audit WHERE seq > 4", 5, Breach.Shortened)]
    public async Task Whoever_tampers_with_the_database_file_is_found_out(string sql, long at, Breach breach)
    {
        await using var app = await PiaozhiApp.StartAsync();
        await FiveAsync(app);
        var sound = await VerifyAsync(app);
        Assert.Equal((5, null), (sound.Entries, sound.Broken));

        await using (var file = new SqliteConnection($"Data Source={Path.Combine(app.Folder, "records.db")}"))
        {
            await file.OpenAsync(Ct);
            await using var command = file.CreateCommand();
            command.CommandText = sql;
            Assert.True(await command.ExecuteNonQueryAsync(Ct) > 0);
        }

        Assert.Equal(new Broken(at, breach), (await VerifyAsync(app, sound.Anchor)).Broken);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Many_writers_at_once_make_one_unbroken_chain(string engine)
    {
        var database = engine == "postgres" ? await FactStoreUnderTest.NewDatabaseAsync() : null;
        await using var app = await PiaozhiApp.StartAsync(o => (o.Records, o.Postgres) = (engine, database));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var n = 0; n < 10; n++)
            {
                await using var session = app.Session();
                await session.Records.SetAsync(string.Create(CultureInfo.InvariantCulture, $"w{writer}.{n}"), n, Ct);
                await session.Records.SaveChangesAsync(Ct);
            }
        }, Ct)));
        Assert.Equal((80, null), ((await VerifyAsync(app)).Entries, (await VerifyAsync(app)).Broken));
    }

    [Fact]
    public async Task A_save_that_fails_leaves_no_entry()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await FiveAsync(app);
        await using (var session = app.Session())
        {
            session.Records.Add(new SettingRow { Key = "k", Value = "1" });
            session.Records.Add(new SettingRow { Key = "new", Value = null! });
            await Assert.ThrowsAsync<DbUpdateException>(() => session.Records.SaveChangesAsync(Ct));
        }

        Assert.Equal((5, null), ((await VerifyAsync(app)).Entries, (await VerifyAsync(app)).Broken));
    }

    private static async Task FiveAsync(PiaozhiApp app)
    {
        for (var n = 1; n <= 5; n++)
        {
            await using var session = app.Session();
            await session.Records.SetAsync("k", string.Create(CultureInfo.InvariantCulture, $"b{n}"), Ct);
            await session.Records.SaveChangesAsync(Ct);
        }
    }

    private static async Task<AuditVerdict> VerifyAsync(PiaozhiApp app, params string[] anchors)
    {
        await using var session = app.Session();
        return (await VerifyAudit.RunAsync(anchors, session, Ct)).Value;
    }

    private static async Task<IReadOnlyList<AuditRow>> RowsAsync(PiaozhiApp app)
    {
        await using var session = app.Session();
        return [.. (await ListAudit.RunAsync(new(), session, Ct)).Value.Reverse()];
    }
}

internal static class SessionsOfServices
{
    public static Sessions GetRequiredSessions(this IServiceProvider services) => (Sessions)services.GetService(typeof(Sessions))!;
}
