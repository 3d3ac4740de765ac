using Microsoft.EntityFrameworkCore;
using Piaozhi.Access.Audit;
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

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>Saves, and with it, in one transaction, what the audit trail says of it.</summary>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        AuditTrail.SaveAsync(this, () => base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken), cancellationToken);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Save with SaveChangesAsync: only it writes the audit trail.");

    protected override void OnModelCreating(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(Records).Assembly);
}

public sealed class SqliteRecords(DbContextOptions<SqliteRecords> options) : Records(options);

public sealed class PostgresRecords(DbContextOptions<PostgresRecords> options) : Records(options);
