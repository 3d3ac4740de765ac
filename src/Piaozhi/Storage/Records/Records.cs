using Microsoft.EntityFrameworkCore;
using Piaozhi.Host;

namespace Piaozhi.Storage.Records;

/// <summary>
/// People's work. Tables belong to the stages: each stage's <c>XTable.cs</c> holds its row and its <c>IEntityTypeConfiguration</c>,
/// found by assembly; use <c>Set&lt;XRow&gt;()</c>.
/// </summary>
public abstract class Records(DbContextOptions options) : DbContext(options)
{
    /// <summary>Who changes what is changed here; for the audit trail.</summary>
    public Actor Actor { get; set; } = Actor.System;

    protected override void OnModelCreating(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(Records).Assembly);
}

public sealed class SqliteRecords(DbContextOptions<SqliteRecords> options) : Records(options);

public sealed class PostgresRecords(DbContextOptions<PostgresRecords> options) : Records(options);
