using Microsoft.EntityFrameworkCore;
using Piaozhi.Storage.Records;

namespace Piaozhi.Tests.Storage;

public class MigrationTests
{
    [Theory]
    [InlineData(typeof(SqliteDesign))]
    [InlineData(typeof(PostgresDesign))]
    public void The_migrations_tell_the_whole_model(Type design)
    {
        using var records = design == typeof(SqliteDesign) ? (Records)new SqliteDesign().CreateDbContext([]) : new PostgresDesign().CreateDbContext([]);
        Assert.NotEmpty(records.Database.GetMigrations());
        Assert.False(records.Database.HasPendingModelChanges(), "run eng/add-migration NAME");
    }
}
