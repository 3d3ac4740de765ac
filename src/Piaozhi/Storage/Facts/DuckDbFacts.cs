using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Piaozhi.Core.Listen;
using Piaozhi.Host;

namespace Piaozhi.Storage.Facts;

/// <summary>Facts in one DuckDB file. One writer at a time; readers work beside it on connections of their own.</summary>
public sealed class DuckDbFacts : FactStore
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
    private readonly Dictionary<FactKind, KeySet> _known = [];

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

    public override async Task<Appended> AppendAsync(FactKind kind, IReadOnlyList<Fact> facts, Arrival arrival, CancellationToken ct = default)
    {
        if (facts.Count == 0)
            return default;
        var latest = FactRows.Latest(facts);
        await _writing.WaitAsync(ct);
        try
        {
            var known = await KnownAsync(kind, ct);
            var existing = await ExistingAsync(kind, [.. latest.Keys.Where(id => known.MayHold(FactRows.Key(id)))], ct);
            var (fresh, replaced) = FactRows.Fresh(latest, existing);
            await using var transaction = await _writer.BeginTransactionAsync(ct);
            if (replaced.Count > 0)
                await RemoveAsync(kind, replaced, ct);
            WriteFacts(kind, fresh, arrival);
            if (kind == FactKind.Responses)
                Write("listen_answer", (await WithQuestionsAsync(fresh, ct)).SelectMany(p => FactRows.Answers(p.Response, p.Questions, arrival, _service)));
            if (kind == FactKind.Surveys)
                await LabelAnswersAsync(fresh.Cast<SurveyFact>(), ct);
            await transaction.CommitAsync(ct);
            foreach (var fact in fresh)
                known.Add(FactRows.Key(fact.Id));
            return new Appended(fresh.Count - replaced.Count, facts.Count - fresh.Count, replaced.Count);
        }
        finally
        {
            _writing.Release();
        }
    }

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
            _writing.Release();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _writing.Dispose();
    }

    /// <summary>The keys of a kind; read from the store once, then kept up by every append.</summary>
    private async Task<KeySet> KnownAsync(FactKind kind, CancellationToken ct)
    {
        if (_known.TryGetValue(kind, out var known))
            return known;
        known = new KeySet();
        await using var command = Command(_writer, $"SELECT event_key FROM {FactRows.Table(kind)} WHERE service_id = $1", [_service]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            known.Add(reader.GetInt64(0));
        return _known[kind] = known;
    }

    private async Task<Dictionary<string, DateTime?>> ExistingAsync(FactKind kind, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var found = new Dictionary<string, DateTime?>(StringComparer.Ordinal);
        if (ids.Count == 0)
            return found;
        // The 64-bit key is scanned first because it is cheap; the id decides.
        await using var command = Command(_writer,
            $"SELECT {FactRows.IdColumn(kind)}, recorded_at FROM {FactRows.Table(kind)} WHERE service_id = $1 AND {AmongKeys}", [_service, Keys(ids)]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            found[reader.GetString(0)] = reader.IsDBNull(1) ? null : reader.GetDateTime(1);
        return found;
    }

    private async Task RemoveAsync(FactKind kind, IReadOnlyList<string> ids, CancellationToken ct)
    {
        string[] tables = kind == FactKind.Responses ? [FactRows.Table(kind), "listen_answer"] : [FactRows.Table(kind)];
        foreach (var table in tables)
        {
            await using var command = Command(_writer,
                $"DELETE FROM {table} WHERE service_id = $1 AND {AmongKeys} AND {FactRows.IdColumn(kind)} IN (SELECT unnest(from_json($3, '[\"VARCHAR\"]')))",
                [_service, Keys(ids), JsonSerializer.Serialize(ids)]);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private const string AmongKeys = "event_key IN (SELECT CAST(k AS BIGINT) FROM unnest(string_split($2, ',')) AS u(k))";

    private static string Keys(IEnumerable<string> ids) => string.Join(',', ids.Select(id => FactRows.Key(id).ToString(CultureInfo.InvariantCulture)));

    private async Task<List<(ResponseFact Response, Dictionary<string, Question>? Questions)>> WithQuestionsAsync(List<Fact> fresh, CancellationToken ct)
    {
        var pairs = new List<(ResponseFact, Dictionary<string, Question>?)>(fresh.Count);
        foreach (var response in fresh.Cast<ResponseFact>())
        {
            if (!_surveys.TryGetValue(response.Survey, out var questions))
            {
                await using var command = Command(_writer, "SELECT questions FROM listen_survey WHERE service_id = $1 AND survey = $2", [_service, response.Survey]);
                if (await command.ExecuteScalarAsync(ct) is string json)
                    _surveys[response.Survey] = questions = FactSchema.Questions(json);
            }

            pairs.Add((response, questions));
        }

        return pairs;
    }

    /// <summary>A questionnaire that arrives after its answers gives them their meaning.</summary>
    private async Task LabelAnswersAsync(IEnumerable<SurveyFact> surveys, CancellationToken ct)
    {
        foreach (var survey in surveys)
        {
            _surveys.Remove(survey.Id);
            foreach (var q in survey.Questions)
            {
                await using var command = Command(_writer, FactSchema.LabelAnswers,
                    [q.Type.ToString().ToLowerInvariant(), q.Dimension, q.ExpectationOf, q.ScaleMax, _service, survey.Id, q.Code]);
                await command.ExecuteNonQueryAsync(ct);
            }
        }
    }

    private void WriteFacts(FactKind kind, IReadOnlyList<Fact> facts, Arrival arrival)
    {
        using var appender = _writer.CreateAppender(FactRows.Table(kind));
        foreach (var fact in facts)
        {
            var row = new AppenderRow(appender.CreateRow());
            FactRows.Write(fact, arrival, _service, ref row);
            row.End();
        }
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
