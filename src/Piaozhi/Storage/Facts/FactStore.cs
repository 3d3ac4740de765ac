using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
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
    /// <summary>How long an answer stands where other processes may write unseen.</summary>
    private const long SharedFor = 10_000;

    private const int MostRemembered = 400;
    private const int LargestRemembered = 5000;

    private readonly ConcurrentDictionary<string, (long Changes, long At, object Rows)> _remembered = new(StringComparer.Ordinal);
    private long _changes;

    public abstract string Engine { get; }

    /// <summary>
    /// Like <see cref="QueryAsync"/>, but what was found stands until something is written: for questions that many pages ask and that
    /// look at every row. Whoever gets the list shares it and changes nothing in it.
    /// </summary>
    public async Task<IReadOnlyList<T>> RememberedAsync<T>(string sql, IReadOnlyList<object?> parameters, Func<DbDataReader, T> read, CancellationToken ct = default)
    {
        var key = string.Join('\u001f', parameters.Select(p => p is DateTime t ? t.Ticks.ToString(CultureInfo.InvariantCulture) : Convert.ToString(p, CultureInfo.InvariantCulture)).Prepend(sql).Prepend(typeof(T).FullName));
        var (changes, now) = (Interlocked.Read(ref _changes), Environment.TickCount64);
        if (_remembered.TryGetValue(key, out var known) && known.Changes == changes && (Engine == "duckdb" || now - known.At < SharedFor))
            return (IReadOnlyList<T>)known.Rows;
        var rows = await QueryAsync(sql, parameters, read, ct);
        if (_remembered.Count >= MostRemembered)
            _remembered.Clear();
        if (rows.Count <= LargestRemembered)
            // Under the count of before: what was written meanwhile makes it old at once.
            _remembered[key] = (changes, now, rows);
        return rows;
    }

    /// <summary>Said by the engine after each write: what was remembered no longer stands.</summary>
    protected void Wrote() => Interlocked.Increment(ref _changes);

    public abstract Task InitializeAsync(CancellationToken ct = default);

    /// <summary>Appends facts of one kind; durable when the task ends. Thread-safe: writers queue.</summary>
    public abstract Task<Appended> AppendAsync(FactKind kind, IReadOnlyList<Fact> facts, Arrival arrival, CancellationToken ct = default);

    /// <summary>Appends several batches in their order; all are durable when the task ends, and an engine may write them together.</summary>
    public virtual async Task<IReadOnlyList<Appended>> AppendAllAsync(IReadOnlyList<(FactKind Kind, IReadOnlyList<Fact> Facts)> batches, Arrival arrival, CancellationToken ct = default)
    {
        var appended = new List<Appended>(batches.Count);
        foreach (var (kind, facts) in batches)
            appended.Add(await AppendAsync(kind, facts, arrival, ct));
        return appended;
    }

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
