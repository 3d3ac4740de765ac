using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using Piaozhi.Core.Listen;
using Piaozhi.Host;

namespace Piaozhi.Storage.Facts;

/// <summary>
/// Facts in PostgreSQL. Unique keys carry the distribution column (service and case), so <c>create_distributed_table('listen_event',
/// 'case_id')</c> of Citus shards the same schema.
/// </summary>
public sealed class PostgresFacts(string connection, PiaozhiOptions options) : FactStore
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connection);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly string _service = options.ServiceId;

    public override string Engine => "postgres";

    public override async Task InitializeAsync(CancellationToken ct = default)
    {
        await using var command = _source.CreateCommand(FactSchema.Text(postgres: true));
        await command.ExecuteNonQueryAsync(ct);
    }

    public override async Task<Appended> AppendAsync(FactKind kind, IReadOnlyList<Fact> facts, Arrival arrival, CancellationToken ct = default)
    {
        if (facts.Count == 0)
            return default;
        var latest = FactRows.Latest(facts);
        await _writing.WaitAsync(ct);
        try
        {
            await using var c = await _source.OpenConnectionAsync(ct);
            await using var transaction = await c.BeginTransactionAsync(ct);
            // Several processes share the store: whoever appends to a kind holds it until the commit.
            await RunAsync(c, "SELECT pg_advisory_xact_lock(hashtext($1))", [FactRows.Table(kind)], ct);
            var existing = await ExistingAsync(c, kind, latest.Keys, ct);
            var (fresh, replaced) = FactRows.Fresh(latest, existing);
            string[] tables = kind == FactKind.Responses ? [FactRows.Table(kind), "listen_answer"] : [FactRows.Table(kind)];
            var among = $"service_id = $1 AND {FactRows.IdColumn(kind)} = ANY($2)";
            foreach (var sql in replaced.Count > 0 ? tables.Select(t => $"DELETE FROM {t} WHERE {among}").Prepend(FactRows.NoteMoved(kind, among)).OfType<string>() : [])
                await RunAsync(c, sql, [_service, replaced.ToArray()], ct);
            await CopyFactsAsync(c, kind, fresh, arrival, ct);
            if (kind == FactKind.Responses)
                await CopyAsync(c, "listen_answer", FactRows.AnswerColumns, await AnswersAsync(c, fresh, arrival, ct), ct);
            foreach (var survey in fresh.OfType<SurveyFact>())
                foreach (var q in survey.Questions)
                    await RunAsync(c, FactSchema.LabelAnswers, [q.Type.ToString().ToLowerInvariant(), q.Dimension, q.ExpectationOf, q.ScaleMax, _service, survey.Id, q.Code], ct);
            await transaction.CommitAsync(ct);
            Wrote();
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
        await using var command = _source.CreateCommand(sql);
        Bind(command, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
            rows.Add(read(reader));
        return rows;
    }

    public override Task<long> ExecuteAsync(string sql, IReadOnlyList<object?> parameters, CancellationToken ct = default) =>
        ExecuteAllAsync([.. sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one => (one, parameters))], ct);

    public override async Task<long> ExecuteAllAsync(IReadOnlyList<(string Sql, IReadOnlyList<object?> Parameters)> statements, CancellationToken ct = default)
    {
        await using var c = await _source.OpenConnectionAsync(ct);
        await using var transaction = await c.BeginTransactionAsync(ct);
        long changed = 0;
        foreach (var (sql, parameters) in statements)
            changed += await RunAsync(c, sql, parameters, ct);
        await transaction.CommitAsync(ct);
        Wrote();
        return changed;
    }

    public override async Task BulkAsync(string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct = default)
    {
        await using var c = await _source.OpenConnectionAsync(ct);
        await using var transaction = await c.BeginTransactionAsync(ct);
        await CopyAsync(c, table, columns, rows, ct);
        await transaction.CommitAsync(ct);
        Wrote();
    }

    public override async Task CopyToAsync(string folder, CancellationToken ct = default)
    {
        await using var c = await _source.OpenConnectionAsync(ct);
        await using var transaction = await c.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        foreach (var table in FactSchema.Tables)
        {
            await using var to = File.Create(Path.Combine(folder, table + ".copy"));
            await using var from = await c.BeginRawBinaryCopyAsync($"COPY {table} TO STDOUT (FORMAT BINARY)", ct);
            await from.CopyToAsync(to, ct);
        }
    }

    public override async Task ReplaceFromAsync(string folder, CancellationToken ct = default)
    {
        await using var c = await _source.OpenConnectionAsync(ct);
        await using var transaction = await c.BeginTransactionAsync(ct);
        await RunAsync(c, $"TRUNCATE {string.Join(", ", FactSchema.Tables)}", [], ct);
        foreach (var table in FactSchema.Tables)
        {
            await using var from = File.OpenRead(Path.Combine(folder, table + ".copy"));
            await using var to = await c.BeginRawBinaryCopyAsync($"COPY {table} FROM STDIN (FORMAT BINARY)", ct);
            await from.CopyToAsync(to, ct);
        }

        await transaction.CommitAsync(ct);
        Wrote();
    }

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        _writing.Dispose();
    }

    private async Task<Dictionary<string, DateTime?>> ExistingAsync(NpgsqlConnection c, FactKind kind, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT {FactRows.IdColumn(kind)}, recorded_at FROM {FactRows.Table(kind)} WHERE service_id = $1 AND {FactRows.IdColumn(kind)} = ANY($2)", c);
        Bind(command, [_service, ids.ToArray()]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<string, DateTime?>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
            found[reader.GetString(0)] = reader.IsDBNull(1) ? null : reader.GetDateTime(1);
        return found;
    }

    private async Task<List<object?[]>> AnswersAsync(NpgsqlConnection c, List<Fact> fresh, Arrival arrival, CancellationToken ct)
    {
        var surveys = new Dictionary<string, Dictionary<string, Question>?>(StringComparer.Ordinal);
        var rows = new List<object?[]>();
        foreach (var response in fresh.Cast<ResponseFact>())
        {
            if (!surveys.TryGetValue(response.Survey, out var questions))
            {
                await using var command = new NpgsqlCommand("SELECT questions FROM listen_survey WHERE service_id = $1 AND survey = $2", c);
                Bind(command, [_service, response.Survey]);
                surveys[response.Survey] = questions = await command.ExecuteScalarAsync(ct) is string json ? FactSchema.Questions(json) : null;
            }

            rows.AddRange(FactRows.Answers(response, questions, arrival, _service));
        }

        return rows;
    }

    private async Task CopyFactsAsync(NpgsqlConnection c, FactKind kind, IReadOnlyList<Fact> facts, Arrival arrival, CancellationToken ct)
    {
        await using var writer = await c.BeginBinaryImportAsync($"COPY {FactRows.Table(kind)} ({string.Join(", ", FactRows.Columns(kind))}) FROM STDIN (FORMAT BINARY)", ct);
        var row = new CopyRow(writer);
        foreach (var fact in facts)
        {
            await writer.StartRowAsync(ct);
            FactRows.Write(fact, arrival, _service, ref row);
        }

        await writer.CompleteAsync(ct);
    }

    private static async Task CopyAsync(NpgsqlConnection c, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows, CancellationToken ct)
    {
        await using var writer = await c.BeginBinaryImportAsync($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)", ct);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(ct);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is null or double.NaN)
                    await writer.WriteNullAsync(ct);
                else
                    await writer.WriteAsync(row[i]!, FactSchema.TypeOf(columns[i], row[i]!), ct);
            }
        }

        await writer.CompleteAsync(ct);
    }

    private static async Task<long> RunAsync(NpgsqlConnection c, string sql, IReadOnlyList<object?> parameters, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, c);
        Bind(command, parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static void Bind(NpgsqlCommand command, IReadOnlyList<object?> parameters)
    {
        foreach (var value in parameters)
            command.Parameters.Add(value switch
            {
                null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                DateTime at => new NpgsqlParameter { Value = DateTime.SpecifyKind(at, DateTimeKind.Unspecified), NpgsqlDbType = NpgsqlDbType.Timestamp },
                _ => new NpgsqlParameter { Value = value },
            });
    }
}
