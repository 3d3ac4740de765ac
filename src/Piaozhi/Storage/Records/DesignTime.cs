using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Piaozhi.Storage.Records;

/// <summary>Lets the migration tool make SQLite migrations without a running application.</summary>
public sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteRecords>
{
    public SqliteRecords CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteRecords>().UseSqlite("Data Source=:memory:").UseSnakeCaseNamingConvention().Options);
}

/// <summary>Lets the migration tool make PostgreSQL migrations without a server.</summary>
public sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresRecords>
{
    public PostgresRecords CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresRecords>().UseNpgsql("Host=localhost").UseSnakeCaseNamingConvention().Options);
}
