using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Piaozhi.Core.Listen;
using Piaozhi.Host;

namespace Piaozhi.Storage.Facts;

/// <summary>Facts in one DuckDB file. One writer at a time; readers work beside it on connections of their own.</summary>
public sealed partial class DuckDbFacts : FactStore
{
    private readonly string _connection;
    private readonly string _path;
    private readonly string _service;
    private const int Readers = 64;
    private DuckDBConnection _writer;
    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Readers in flight; whoever replaces the file takes all places.</summary>
    private readonly SemaphoreSlim _reading = new(Readers, Readers);
    private readonly Dictionary<string, Dictionary<string, Question>> _surveys = [];

    public DuckDbFacts(string path, PiaozhiOptions options)
    {
        _service = options.ServiceId;
        _path = path;
        _connection = $"Data Source={path};memory_limit={options.FactMemory}";
        _writer = new DuckDBConnection(_connection);
    }

    public override string Engine => "duckdb";

    public override async Task InitializeAsync(CancellationToken ct = default)
    {
        await _writer.OpenAsync(ct);
        await RunAsync("SET enable_external_access = false; SET preserve_insertion_order = false; SET TimeZone = 'UTC'; SET checkpoint_threshold = '64MB'", ct);
        await RunAsync(FactSchema.Text(), ct);
    }

    public override async Task<Appended> AppendAsync(FactKind kind, IReadOnlyList<Fact> facts, Arrival arrival, CancellationToken ct = default) =>
        (await AppendAllAsync([(kind, facts)], arrival, ct))[0];

    public override async Task AppendRejectsAsync(IReadOnlyList<Reject> rejects, Arrival arrival, string source, CancellationToken ct = default)
    {
        if (rejects.Count > 0 && await this.UnseenAsync(rejects, _service, ct) is { Count: > 0 } unseen)
            await BulkAsync("listen_reject", FactRows.RejectColumns, unseen.Select(r => FactRows.Values(r, arrival, source, _service)), ct);
    }

    public override async Task<List<T>> QueryAsync<T>(string sql, IReadOnlyList<object?> parameters, Func<DbDataReader, T> read, CancellationToken ct = default)
    {
        await _reading.WaitAsync(ct);
        try
        {
            await using var connection = new DuckDBConnection(_connection);
            await connection.OpenAsync(ct);
            await using var command = Command(connection, sql, parameters);
            await using var reader = await command.ExecuteReaderAsync(ct);
            var rows = new List<T>();
            while (await reader.ReadAsync(ct))
                rows.Add(read(reader));
            return rows;
        }
        finally
        {
            _reading.Release();
        }
    }

    public override Task<long> ExecuteAsync(string sql, IReadOnlyList<object?> parameters, CancellationToken ct = default) =>
        ExecuteAllAsync([.. sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one => (one, parameters))], ct);

    public override async Task<long> ExecuteAllAsync(IReadOnlyList<(string Sql, IReadOnlyList<object?> Parameters)> statements, CancellationToken ct = default)
    {
        await _writing.WaitAsync(ct);
        try
        {
            await using var transaction = await _writer.BeginTransactionAsync(ct);
            long changed = 0;
            foreach (var (sql, parameters) in statements)
            {
                await using var command = Command(_writer, sql, parameters);
                changed += await command.ExecuteNonQueryAsync(ct);
            }

            await transaction.CommitAsync(ct);
            return changed;
        }
        finally
        {
            Wrote();
            _writing.Release();
        }
    }

    public override async Task BulkAsync(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct = default)
    {
        await _writing.WaitAsync(ct);
        try
        {
            await using var transaction = await _writer.BeginTransactionAsync(ct);
            Write(table, rows);
            await transaction.CommitAsync(ct);
        }
        finally
        {
            Wrote();
            _writing.Release();
        }
    }

    public override async Task CopyToAsync(string folder, CancellationToken ct = default)
    {
        await _writing.WaitAsync(ct);
        try
        {
            // The writer is held, so after a checkpoint the file alone is the whole store.
            await RunAsync("CHECKPOINT", ct);
            await using var from = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await using var to = File.Create(Path.Combine(folder, "facts.duckdb"));
            await from.CopyToAsync(to, ct);
        }
        finally
        {
            Wrote();
            _writing.Release();
        }
    }

    public override async Task ReplaceFromAsync(string folder, CancellationToken ct = default)
    {
        await _writing.WaitAsync(ct);
        var places = 0;
        try
        {
            for (; places < Readers; places++)
                await _reading.WaitAsync(ct);
            await _writer.DisposeAsync();
            File.Delete(_path + ".wal");
            File.Copy(Path.Combine(folder, "facts.duckdb"), _path + ".new", overwrite: true);
            File.Move(_path + ".new", _path, overwrite: true);
            _writer = new DuckDBConnection(_connection);
            _surveys.Clear();
            _known.Clear();
            await InitializeAsync(ct);
        }
        finally
        {
            if (places > 0)
                _reading.Release(places);
            Wrote();
            _writing.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _writing.Dispose();
    }

    private void Write(string table, IEnumerable<object?[]> rows)
    {
        using var appender = _writer.CreateAppender(table);
        foreach (var values in rows)
        {
            var row = appender.CreateRow();
            foreach (var value in values)
                _ = value switch
                {
                    null => row.AppendNullValue(),
                    string s => row.AppendValue(s),
                    long l => row.AppendValue(l),
                    int i => row.AppendValue(i),
                    double d => double.IsNaN(d) ? row.AppendNullValue() : row.AppendValue(d),
                    decimal m => row.AppendValue(m),
                    bool b => row.AppendValue(b),
                    DateTime t => row.AppendValue(t),
                    _ => throw new ArgumentOutOfRangeException(nameof(rows), value.GetType().Name, null),
                };
            row.EndRow();
        }
    }

    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = Command(_writer, sql, []);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static DuckDBCommand Command(DuckDBConnection connection, string sql, IReadOnlyList<object?> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters)
            command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        return command;
    }
}
