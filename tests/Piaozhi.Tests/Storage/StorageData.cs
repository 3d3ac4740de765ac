using Npgsql;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Tests.Storage;

/// <summary>A fact store of either engine, empty, ended with the test.</summary>
public sealed class FactStoreUnderTest : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly string? _database;

    private FactStoreUnderTest(FactStore store, string? folder, string? database) => (Store, _folder, _database) = (store, folder, database);

    public FactStore Store { get; }

    /// <summary>Connection of the throw-away server that <c>./test</c> starts; null where there is none.</summary>
    public static string? Server => Environment.GetEnvironmentVariable("PIAOZHI_TEST_POSTGRES");

    public static async Task<FactStoreUnderTest> OpenAsync(string engine)
    {
        FactStoreUnderTest opened;
        if (engine == "duckdb")
        {
            var folder = Directory.CreateTempSubdirectory("piaozhi-facts-").FullName;
            opened = new(new DuckDbFacts(Path.Combine(folder, "facts.duckdb"), new PiaozhiOptions()), folder, null);
        }
        else
        {
            var connection = await NewDatabaseAsync();
            opened = new(new PostgresFacts(connection, new PiaozhiOptions()), null, connection);
        }

        await opened.Store.InitializeAsync();
        return opened;
    }

    /// <summary>A database of its own for one test; skips, saying why, where no server is.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.NotNull(Server);
        Assert.SkipWhen(Server is null, "PIAOZHI_TEST_POSTGRES is not set: run ./test, which starts a server");
        var name = "t" + Guid.NewGuid().ToString("N");
        await using var source = NpgsqlDataSource.Create(Server!);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(Server) { Database = name, Pooling = true, MaxPoolSize = 8 }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
        if (_database is not null)
            NpgsqlConnection.ClearAllPools();
    }
}
