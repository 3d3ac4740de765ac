using Microsoft.EntityFrameworkCore;
using Piaozhi.Host;
using Piaozhi.Host.Settings;
using Piaozhi.Storage.Facts;
using Piaozhi.Storage.Records;
using R = Piaozhi.Storage.Records.Records;

namespace Piaozhi.Storage;

/// <summary>Registers both stores.</summary>
public static class StorageParts
{
    public static PiaozhiBuilder AddStorage(this PiaozhiBuilder app)
    {
        var options = app.Options;
        if (options.Records == "postgres")
        {
            app.Services.AddDbContextFactory<PostgresRecords>(o => o.UseNpgsql(options.Postgres).UseSnakeCaseNamingConvention());
            app.Services.AddSingleton<Func<R>>(s => () => s.GetRequiredService<IDbContextFactory<PostgresRecords>>().CreateDbContext());
        }
        else
        {
            app.Services.AddDbContextFactory<SqliteRecords>(o => o.UseSqlite($"Data Source={options.InData("records.db")}").UseSnakeCaseNamingConvention());
            app.Services.AddSingleton<Func<R>>(s => () => s.GetRequiredService<IDbContextFactory<SqliteRecords>>().CreateDbContext());
        }

        app.Services.AddSingleton<FactStore>(_ => options.Facts == "postgres"
            ? new PostgresFacts(options.Postgres!, options)
            : new DuckDbFacts(options.InData("facts.duckdb"), options));
        app.Services.AddSingleton<Sessions>();
        app.Command(StorageCommands.MakeBackup).Command(StorageCommands.MakeRestore);
        return app;
    }

    /// <summary>Brings both stores to the present schema.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken ct = default)
    {
        await PrepareRecordsAsync(services, ct);
        await services.GetRequiredService<FactStore>().InitializeAsync(ct);
    }

    /// <summary>Brings the records to the present schema and reads what is held in memory of them.</summary>
    public static async Task PrepareRecordsAsync(IServiceProvider services, CancellationToken ct = default)
    {
        await using (var records = services.GetRequiredService<Func<R>>()())
            await records.Database.MigrateAsync(ct);
        await services.GetRequiredService<Installation>().LoadAsync(ct);
        await using var session = services.GetRequiredService<Sessions>().OpenSystem();
        await services.GetRequiredService<Region>().LoadAsync(session, ct);
    }
}
