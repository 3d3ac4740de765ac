using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Piaozhi.Core.Listen;

namespace Piaozhi.Storage.Facts;

/// <summary>How facts get in: those that wait go together, each id once, the later recording in the place of the earlier.</summary>
public sealed partial class DuckDbFacts
{
    /// <summary>As many rows as a row group of the engine holds: whole groups go straight into the file instead of through its log.</summary>
    private const int GroupFacts = 122_880;

    private readonly ConcurrentQueue<PendingAppend> _pending = [];
    private readonly Dictionary<FactKind, KeySet> _known = [];

    /// <summary>Facts that wait for the writer, and the promise to whoever sent them.</summary>
    private sealed record PendingAppend(FactKind Kind, IReadOnlyList<Fact> Facts, Arrival Arrival)
    {
        public TaskCompletionSource<Appended> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public override async Task<IReadOnlyList<Appended>> AppendAllAsync(IReadOnlyList<(FactKind Kind, IReadOnlyList<Fact> Facts)> batches, Arrival arrival, CancellationToken ct = default)
    {
        var mine = batches.Select(b => new PendingAppend(b.Kind, b.Facts, arrival)).ToList();
        foreach (var empty in mine.Where(m => m.Facts.Count == 0))
            empty.Written.SetResult(default);
        foreach (var one in mine.Where(m => m.Facts.Count > 0))
            _pending.Enqueue(one);
        await _writing.WaitAsync(ct);
        try
        {
            // Whoever writes, writes for all who wait: one flush to the disk serves them together.
            while (mine.Any(m => !m.Written.Task.IsCompleted))
                await WritePendingAsync();
        }
        finally
        {
            Wrote();
            _writing.Release();
        }

        return await Task.WhenAll(mine.Select(m => m.Written.Task));
    }

    private async Task WritePendingAsync()
    {
        var group = new List<PendingAppend>();
        for (var facts = 0; facts < GroupFacts && _pending.TryDequeue(out var next); facts += next.Facts.Count)
            group.Add(next);
        if (await TryWriteAsync(group) is not { } failure)
            return;
        if (group.Count == 1)
        {
            group[0].Written.SetException(failure);
            return;
        }

        // One of them cannot be written; the others must not pay for it.
        foreach (var one in group)
            if (await TryWriteAsync([one]) is { } its)
                one.Written.SetException(its);
    }

    private async Task<Exception?> TryWriteAsync(List<PendingAppend> group)
    {
        try
        {
            var results = new List<Appended>(group.Count);
            await using (var transaction = await _writer.BeginTransactionAsync())
            {
                foreach (var one in group)
                    results.Add(await WriteAsync(one));
                await transaction.CommitAsync();
            }

            for (var i = 0; i < group.Count; i++)
                group[i].Written.SetResult(results[i]);
            return null;
        }
        catch (Exception e)
        {
            // Whatever it was, it belongs to those who wait for these facts.
            return e;
        }
    }

    private async Task<Appended> WriteAsync(PendingAppend append)
    {
        var (kind, arrival) = (append.Kind, append.Arrival);
        var latest = FactRows.Latest(append.Facts);
        var known = await KnownAsync(kind);
        var existing = await ExistingAsync(kind, [.. latest.Keys.Where(id => known.MayHold(FactRows.Key(id)))]);
        var (fresh, replaced) = FactRows.Fresh(latest, existing);
        if (replaced.Count > 0)
            await RemoveAsync(kind, replaced);
        WriteFacts(kind, fresh, arrival);
        if (kind == FactKind.Responses)
            Write("listen_answer", (await WithQuestionsAsync(fresh)).SelectMany(p => FactRows.Answers(p.Response, p.Questions, arrival, _service)));
        if (kind == FactKind.Surveys)
            await LabelAnswersAsync(fresh.Cast<SurveyFact>());
        // A key whose row is rolled back after all only makes the store look once too often.
        foreach (var fact in fresh)
            known.Add(FactRows.Key(fact.Id));
        return new Appended(fresh.Count - replaced.Count, append.Facts.Count - fresh.Count, replaced.Count);
    }

    /// <summary>The keys of a kind; read from the store once, then kept up by every append.</summary>
    private async Task<KeySet> KnownAsync(FactKind kind)
    {
        if (_known.TryGetValue(kind, out var known))
            return known;
        known = new KeySet();
        await using var command = Command(_writer, $"SELECT event_key FROM {FactRows.Table(kind)} WHERE service_id = $1", [_service]);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            known.Add(reader.GetInt64(0));
        return _known[kind] = known;
    }

    private async Task<Dictionary<string, DateTime?>> ExistingAsync(FactKind kind, IReadOnlyCollection<string> ids)
    {
        var found = new Dictionary<string, DateTime?>(StringComparer.Ordinal);
        if (ids.Count == 0)
            return found;
        // The 64-bit key is scanned first because it is cheap; the id decides.
        await using var command = Command(_writer,
            $"SELECT {FactRows.IdColumn(kind)}, recorded_at FROM {FactRows.Table(kind)} WHERE service_id = $1 AND {AmongKeys}", [_service, Keys(ids)]);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            found[reader.GetString(0)] = reader.IsDBNull(1) ? null : reader.GetDateTime(1);
        return found;
    }

    private async Task RemoveAsync(FactKind kind, IReadOnlyList<string> ids)
    {
        string[] tables = kind == FactKind.Responses ? [FactRows.Table(kind), "listen_answer"] : [FactRows.Table(kind)];
        var among = $"service_id = $1 AND {AmongKeys} AND {FactRows.IdColumn(kind)} IN (SELECT unnest(from_json($3, '[\"VARCHAR\"]')))";
        object?[] parameters = [_service, Keys(ids), JsonSerializer.Serialize(ids)];
        foreach (var sql in tables.Select(t => $"DELETE FROM {t} WHERE {among}").Prepend(FactRows.NoteMoved(kind, among)).OfType<string>())
        {
            await using var command = Command(_writer, sql, parameters);
            await command.ExecuteNonQueryAsync();
        }
    }

    private const string AmongKeys = "event_key IN (SELECT CAST(k AS BIGINT) FROM unnest(string_split($2, ',')) AS u(k))";

    private static string Keys(IEnumerable<string> ids) => string.Join(',', ids.Select(id => FactRows.Key(id).ToString(CultureInfo.InvariantCulture)));

    private async Task<List<(ResponseFact Response, Dictionary<string, Question>? Questions)>> WithQuestionsAsync(List<Fact> fresh)
    {
        var pairs = new List<(ResponseFact, Dictionary<string, Question>?)>(fresh.Count);
        foreach (var response in fresh.Cast<ResponseFact>())
        {
            if (!_surveys.TryGetValue(response.Survey, out var questions))
            {
                await using var command = Command(_writer, "SELECT questions FROM listen_survey WHERE service_id = $1 AND survey = $2", [_service, response.Survey]);
                if (await command.ExecuteScalarAsync() is string json)
                    _surveys[response.Survey] = questions = FactSchema.Questions(json);
            }

            pairs.Add((response, questions));
        }

        return pairs;
    }

    /// <summary>A questionnaire that arrives after its answers gives them their meaning.</summary>
    private async Task LabelAnswersAsync(IEnumerable<SurveyFact> surveys)
    {
        foreach (var survey in surveys)
        {
            _surveys.Remove(survey.Id);
            foreach (var q in survey.Questions)
            {
                await using var command = Command(_writer, FactSchema.LabelAnswers,
                    [q.Type.ToString().ToLowerInvariant(), q.Dimension, q.ExpectationOf, q.ScaleMax, _service, survey.Id, q.Code]);
                await command.ExecuteNonQueryAsync();
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
}
