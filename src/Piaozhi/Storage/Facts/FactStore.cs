using System.Data.Common;
using Piaozhi.Core.Listen;

namespace Piaozhi.Storage.Facts;

/// <summary>Result of appending a batch: new rows, rows that were there already, and rows replaced by a later recording.</summary>
public readonly record struct Appended(long Added, long Duplicates, long Replaced)
{
    public static Appended operator +(Appended a, Appended b) => new(a.Added + b.Added, a.Duplicates + b.Duplicates, a.Replaced + b.Replaced);
}

/// <summary>What every stored fact carries besides the row: where it came from and what screening found.</summary>
public sealed record Arrival(string ImportId, DateTimeOffset At);

/// <summary>
/// The facts. Two engines (DuckDB, PostgreSQL) with one SQL text wherever possible: queries use <c>$1…</c> parameters and the tables of
/// <c>Schema/facts.sql</c>. Appending is durable when it returns and idempotent by the fact's id.
/// </summary>
public abstract class FactStore : IAsyncDisposable
{
    public abstract string Engine { get; }

    public abstract Task InitializeAsync(CancellationToken ct = default);

    /// <summary>Appends facts of one kind; durable when the task ends. Thread-safe: writers queue.</summary>
    public abstract Task<Appended> AppendAsync(FactKind kind, IReadOnlyList<Fact> facts, Arrival arrival, CancellationToken ct = default);

    public abstract Task AppendRejectsAsync(IReadOnlyList<Reject> rejects, Arrival arrival, string source, CancellationToken ct = default);

    /// <summary>Runs a query and hands each row to <paramref name="read"/>. Parameters are positional, <c>$1</c> first.</summary>
    public abstract Task<List<T>> QueryAsync<T>(string sql, IReadOnlyList<object?> parameters, Func<DbDataReader, T> read, CancellationToken ct = default);

    /// <summary>Runs a statement under the writer's lock; several statements separated by ";" run in one transaction.</summary>
    public abstract Task<long> ExecuteAsync(string sql, IReadOnlyList<object?> parameters, CancellationToken ct = default);

    /// <summary>Runs statements, each with its own parameters, in one transaction under the writer's lock.</summary>
    public abstract Task<long> ExecuteAllAsync(IReadOnlyList<(string Sql, IReadOnlyList<object?> Parameters)> statements, CancellationToken ct = default);

    /// <summary>Bulk load of plain rows into a table of the store (measured points).</summary>
    public abstract Task BulkAsync(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct = default);

    public async Task<T?> ScalarAsync<T>(string sql, IReadOnlyList<object?>? parameters = null, CancellationToken ct = default)
    {
        var rows = await QueryAsync(sql, parameters ?? [], r => r.IsDBNull(0) ? default : (T?)Convert.ChangeType(r.GetValue(0), typeof(T), System.Globalization.CultureInfo.InvariantCulture), ct);
        return rows.Count > 0 ? rows[0] : default;
    }

    /// <summary>Copies the whole store, consistent, into a folder while it is in use.</summary>
    public abstract Task CopyToAsync(string folder, CancellationToken ct = default);

    /// <summary>Puts what <see cref="CopyToAsync"/> wrote in the place of what is stored; readers wait meanwhile.</summary>
    public abstract Task ReplaceFromAsync(string folder, CancellationToken ct = default);

    public abstract ValueTask DisposeAsync();
}
