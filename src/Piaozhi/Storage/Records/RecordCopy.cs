using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Piaozhi.Storage.Records;

/// <summary>Copies the whole of the records, consistent and in use, into a folder and back.</summary>
public static class RecordCopy
{
    private const string SqliteFile = "records.db";

    public static Task ToAsync(string folder, Records records, CancellationToken ct = default) => records is PostgresRecords
        ? PostgresToAsync(folder, records, ct)
        : SqliteAsync(records.Database.GetConnectionString()!, $"Data Source={Path.Combine(folder, SqliteFile)};Pooling=False", ct);

    /// <summary>Puts what <see cref="ToAsync"/> wrote in the place of what is stored; readers see the old or the new, never a mixture.</summary>
    public static Task FromAsync(string folder, Records records, CancellationToken ct = default) => records is PostgresRecords
        ? PostgresFromAsync(folder, records, ct)
        : SqliteAsync($"Data Source={Path.Combine(folder, SqliteFile)};Pooling=False", records.Database.GetConnectionString()!, ct);

    private static async Task SqliteAsync(string from, string to, CancellationToken ct)
    {
        // SQLite's own backup writes page by page under its locks.
        await using var source = new SqliteConnection(from);
        await using var target = new SqliteConnection(to);
        await source.OpenAsync(ct);
        await target.OpenAsync(ct);
        source.BackupDatabase(target);
    }

    private static async Task PostgresToAsync(string folder, Records records, CancellationToken ct)
    {
        await using var c = new NpgsqlConnection(records.Database.GetConnectionString());
        await c.OpenAsync(ct);
        // One snapshot for all tables.
        await using var transaction = await c.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        foreach (var table in Tables(records))
        {
            await using var to = File.Create(Path.Combine(folder, $"records-{table.Name}.copy"));
            await using var from = await c.BeginRawBinaryCopyAsync($"COPY {Quoted(table)} ({Columns(table)}) TO STDOUT (FORMAT BINARY)", ct);
            await from.CopyToAsync(to, ct);
        }
    }

    private static async Task PostgresFromAsync(string folder, Records records, CancellationToken ct)
    {
        await using var c = new NpgsqlConnection(records.Database.GetConnectionString());
        await c.OpenAsync(ct);
        await using var transaction = await c.BeginTransactionAsync(ct);
        var tables = Tables(records);
        await RunAsync(c, $"TRUNCATE {string.Join(", ", tables.Select(Quoted))}", ct);
        foreach (var table in tables)
        {
            var file = Path.Combine(folder, $"records-{table.Name}.copy");
            if (!File.Exists(file))
                continue;
            await using (var to = await c.BeginRawBinaryCopyAsync($"COPY {Quoted(table)} ({Columns(table)}) FROM STDIN (FORMAT BINARY)", ct))
            {
                await using var from = File.OpenRead(file);
                await from.CopyToAsync(to, ct);
            }

            // Rows came with their numbers: the next one must follow them.
            foreach (var column in table.Columns.Where(IsNumbered))
                await RunAsync(c, $"SELECT setval(pg_get_serial_sequence('{Quoted(table)}', '{column.Name}'), (SELECT COALESCE(max(\"{column.Name}\"), 0) + 1 FROM {Quoted(table)}), false)", ct);
        }

        await transaction.CommitAsync(ct);
    }

    /// <summary>All tables, each behind those that its foreign keys name.</summary>
    private static List<ITable> Tables(Records records)
    {
        var ordered = new List<ITable>();
        void Visit(ITable table)
        {
            if (ordered.Contains(table))
                return;
            foreach (var key in table.ForeignKeyConstraints.Where(k => k.PrincipalTable != table))
                Visit(key.PrincipalTable);
            ordered.Add(table);
        }

        foreach (var table in records.Model.GetRelationalModel().Tables.OrderBy(t => t.Name, StringComparer.Ordinal))
            Visit(table);
        return ordered;
    }

    private static bool IsNumbered(IColumn column) =>
        column.PropertyMappings.Any(m => m.Property.ValueGenerated == ValueGenerated.OnAdd && (m.Property.ClrType == typeof(long) || m.Property.ClrType == typeof(int)) && m.Property.IsPrimaryKey());

    private static string Quoted(ITable table) => $"\"{table.Name}\"";

    private static string Columns(ITable table) => string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""));

    private static async Task RunAsync(NpgsqlConnection c, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, c);
        await command.ExecuteNonQueryAsync(ct);
    }
}
