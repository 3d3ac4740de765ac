using System.Data.Common;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Detect;

/// <summary>Reads the facts of a period into memory as columns.</summary>
public static class LoadLog
{
    private sealed record Source(FactTable Kind, string Table, string Time, string[] Texts, string[] Numbers, string Id, bool Attributes = true);

    private static readonly Source[] Sources =
    [
        new(FactTable.Event, "listen_event", "occurred_at", ["activity", "outcome", "reason", "currency", .. Dimensions.Names, "ticket_id", "source"], ["duration_ms", "amount", "tickets"], "event_id"),
        new(FactTable.Feedback, "listen_feedback", "received_at", ["source", "language", "taxonomy", "polarity", .. Dimensions.Names], ["rating", "rating_max", "intensity", "confidence"], "feedback_id"),
        new(FactTable.Response, "listen_response", "submitted_at", ["survey", "mode", "reasons", "excluded", .. Dimensions.Names], ["weight"], "response_id"),
        new(FactTable.Answer, "listen_answer", "submitted_at", ["survey", "question", "type", "dimension", "expectation_of", "text", "excluded", "response_id", .. Dimensions.Names], ["value", "scale_max"], "response_id", Attributes: false),
        new(FactTable.Reading, "listen_reading", "measured_at", ["indicator", .. Dimensions.Names], ["value", "weight"], "reading_id"),
    ];

    /// <param name="asOf">Rows recorded or happening later are not read; null = all, up to the latest.</param>
    /// <param name="days">Days before it that are read.</param>
    public static async Task<FactLog?> RunAsync(Session session, DateTimeOffset? asOf = null, int days = 400, CancellationToken ct = default)
    {
        var offset = session.Options.UtcOffset;
        var last = asOf?.ToOffset(offset).DateTime ?? await AskFacts.WatermarkAsync(session.Facts, session.Options, ct);
        if (last is not { } until)
            return null;
        var log = new FactLog();
        var from = until.Date.AddDays(-days) - offset;
        foreach (var source in Sources)
            await ReadAsync(log, source, session, from, until - offset, ct);
        log.Build(until);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return log;
    }

    private static async Task ReadAsync(FactLog log, Source source, Session session, DateTime from, DateTime until, CancellationToken ct)
    {
        string Text(string c) => c == "excluded" ? "CASE WHEN excluded THEN 'true' ELSE 'false' END" : c;
        // One order on both engines, so that rows of equal time come out the same every time.
        var sql = $"SELECT case_id, {source.Time}, {source.Id}, {(source.Attributes ? "CAST(attributes AS TEXT)" : "NULL")}, {string.Join(", ", source.Texts.Select(Text))}, "
            + $"{string.Join(", ", source.Numbers.Select(n => $"CAST({n} AS DOUBLE PRECISION)"))} FROM {source.Table} "
            + $"WHERE service_id = $1 AND {source.Time} >= $2 AND {source.Time} <= $3 AND (recorded_at IS NULL OR recorded_at <= $3)";
        var builder = log.Begin(source.Kind, source.Texts, source.Numbers);
        var (texts, numbers) = (new string?[source.Texts.Length], new double[source.Numbers.Length]);
        var offset = session.Options.UtcOffset;
        await session.Facts.QueryAsync(sql, [session.Options.ServiceId, from, until], r =>
        {
            Read(r, texts, numbers);
            builder.Add(r.GetString(0), r.GetDateTime(1) + offset, texts, numbers, r.IsDBNull(3) ? null : r.GetString(3), r.GetString(2));
            return 0;
        }, ct);
    }

    private static void Read(DbDataReader r, string?[] texts, double[] numbers)
    {
        for (var i = 0; i < texts.Length; i++)
            texts[i] = r.IsDBNull(4 + i) ? null : r.GetString(4 + i);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = r.IsDBNull(4 + texts.Length + i) ? double.NaN : r.GetDouble(4 + texts.Length + i);
    }
}
