using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Quality;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Core.Listen.Vocabulary;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Listen.Rejects;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Quality;

/// <summary>What one source sent of one kind. Moments are of the operator's local time.</summary>
/// <param name="Source">The source as the rows name it: system, survey, indicator; empty where they name none.</param>
/// <param name="Late">Rows by how long after the event they were recorded: up to a minute, an hour, a day, a week, later. Empty where the rows do not say.</param>
/// <param name="Early">Rows recorded before they happened: a clock is wrong.</param>
/// <param name="Silences">Times in which nothing came although it usually does, the latest first.</param>
public sealed record SourceQuality(FactKind Kind, string Source, long Rows, DateTime First, DateTime Last, DateTime Arrived, IReadOnlyList<long> Late, long Early, IReadOnlyList<Silence> Silences)
{
    public bool IsSilent => Silences.Any(s => s.Lasting);

    public long Recorded => Late.Sum() + Early;

    /// <summary>Share of the rows that were recorded more than a day after the event; null where the rows do not say.</summary>
    public double? LateShare => Recorded == 0 ? null : (Late[3] + Late[4]) / (double)Recorded;
}

/// <summary>An activity that the vocabulary does not know: kept, counted, measured by nothing.</summary>
public sealed record UnknownActivity(string Activity, string Source, long Rows, DateTime Last);

/// <summary>What is to be known of the data before any figure made of them is believed.</summary>
/// <param name="AsOf">The moment up to which sources are looked at: now, or the latest event where all data are of the past.</param>
/// <param name="Intake">What came in by day during the last 30 days.</param>
public sealed record QualityReport(DateTime AsOf, bool IsPast, IReadOnlyList<SourceQuality> Sources, IReadOnlyList<UnknownActivity> Unknown, IReadOnlyList<RejectCount> Rejects, IReadOnlyList<IntakeRow> Intake)
{
    public long Rows => Sources.Sum(s => s.Rows);

    public long OpenRejects => Rejects.Sum(r => r.Open);

    public long Duplicates => Intake.Sum(i => i.Duplicates);
}

/// <summary>Looks at the data as they lie: by source and kind, how much, how late, where they stopped.</summary>
public static class DataQuality
{
    /// <summary>Days over which rhythm and lateness are looked at.</summary>
    public const int Days = 35;

    private static readonly (FactKind Kind, string Table, string Source, string At)[] Tables =
    [
        (FactKind.Events, "listen_event", "COALESCE(source, '')", "occurred_at"),
        (FactKind.Feedback, "listen_feedback", "source", "received_at"),
        (FactKind.Responses, "listen_response", "survey", "submitted_at"),
        (FactKind.Readings, "listen_reading", "indicator", "measured_at"),
    ];

    public static async Task<QualityReport> RunAsync(Session session, CancellationToken ct = default)
    {
        var latest = default(DateTime?);
        foreach (var t in Tables)
            if (await session.Facts.RememberedAsync($"SELECT max({t.At}) FROM {t.Table} WHERE service_id = $1", [session.Options.ServiceId], r => r.IsDBNull(0) ? (DateTime?)null : r.GetDateTime(0), ct) is [{ } at] && !(latest > at))
                latest = at;
        var now = session.Now.UtcDateTime;
        // Data of the past are judged as of their own end: nobody stopped sending in a file of last year.
        var isPast = latest is { } l && l < now.AddDays(-7);
        // To ten minutes, so that the answers can be remembered.
        var asOf = DateTime.SpecifyKind(isPast ? latest!.Value : now.Date.AddMinutes(Math.Floor(now.TimeOfDay.TotalMinutes / 10) * 10), DateTimeKind.Unspecified);
        var sources = new List<SourceQuality>();
        foreach (var (kind, table, source, at) in Tables)
            sources.AddRange(await SourcesAsync(kind, table, source, at, asOf, session, ct));
        var from = DateOnly.FromDateTime(session.LocalNow.AddDays(-30));
        return new QualityReport(
            asOf + session.Options.UtcOffset, isPast, [.. sources.OrderByDescending(s => s.IsSilent).ThenBy(s => s.Kind).ThenByDescending(s => s.Rows)], await UnknownAsync(session, ct), await ListRejects.CountAsync(session, ct),
            await session.Records.Set<IntakeRow>().AsNoTracking().Where(r => r.Day >= from).OrderByDescending(r => r.Day).ToListAsync(ct));
    }

    private static async Task<IReadOnlyList<SourceQuality>> SourcesAsync(FactKind kind, string table, string source, string at, DateTime asOf, Session session, CancellationToken ct)
    {
        var all = new RowCondition(session);
        var offset = session.Options.UtcOffset;
        var totals = await session.Facts.RememberedAsync(
            $"SELECT {source} AS s, count(*), min({at}), max({at}), max(arrived_at) FROM {table} WHERE {all} GROUP BY 1", all.Parameters,
            r => (Source: r.GetString(0), Rows: r.GetInt64(1), First: r.GetDateTime(2) + offset, Last: r.GetDateTime(3) + offset, Arrived: r.GetDateTime(4) + offset), ct);
        if (totals.Count == 0)
            return [];
        var recent = new RowCondition(session);
        recent.And($"{at} >= {recent.P(asOf.AddDays(-Days))}").And($"{at} <= {recent.P(asOf)}");
        string Slot(string condition) => $"count(*) FILTER (WHERE recorded_at >= {at} AND {condition})";
        var lateness = await session.Facts.RememberedAsync($"""
            SELECT {source} AS s, {Slot($"recorded_at <= {at} + INTERVAL '1 minute'")}, {Slot($"recorded_at > {at} + INTERVAL '1 minute' AND recorded_at <= {at} + INTERVAL '1 hour'")},
              {Slot($"recorded_at > {at} + INTERVAL '1 hour' AND recorded_at <= {at} + INTERVAL '1 day'")}, {Slot($"recorded_at > {at} + INTERVAL '1 day' AND recorded_at <= {at} + INTERVAL '7 days'")},
              {Slot($"recorded_at > {at} + INTERVAL '7 days'")}, count(*) FILTER (WHERE recorded_at < {at})
            FROM {table} WHERE {recent} GROUP BY 1
            """, recent.Parameters, r => (Source: r.GetString(0), Slots: Enumerable.Range(1, 6).Select(i => r.GetInt64(i)).ToArray()), ct);
        // Silence is judged in UTC hours: the rhythm is the same, only shifted.
        var hours = await session.Facts.RememberedAsync(
            $"SELECT {source} AS s, date_trunc('hour', {at}), count(*) FROM {table} WHERE {recent} GROUP BY 1, 2", recent.Parameters,
            r => (Source: r.GetString(0), Hour: r.GetDateTime(1), Rows: r.GetInt64(2)), ct);
        var rhythm = hours.GroupBy(h => h.Source).ToDictionary(g => g.Key, g => g.ToDictionary(h => h.Hour, h => h.Rows), StringComparer.Ordinal);
        return [.. totals.Select(t =>
        {
            var slots = lateness.FirstOrDefault(x => x.Source == t.Source).Slots ?? new long[6];
            var silences = rhythm.TryGetValue(t.Source, out var counts) ? Rhythm.Silences(counts, asOf.AddDays(-Days), asOf) : [];
            return new SourceQuality(kind, t.Source, t.Rows, t.First, t.Last, t.Arrived, slots[..5], slots[5], [.. silences.Select(s => s with { From = s.From + offset, To = s.To + offset }).Reverse()]);
        })];
    }

    private static async Task<IReadOnlyList<UnknownActivity>> UnknownAsync(Session session, CancellationToken ct)
    {
        var rows = new RowCondition(session);
        var all = await session.Facts.RememberedAsync(
            $"SELECT activity, COALESCE(source, ''), count(*), max(occurred_at) FROM listen_event WHERE {rows} GROUP BY 1, 2", rows.Parameters,
            r => new UnknownActivity(r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetDateTime(3) + session.Options.UtcOffset), ct);
        return [.. all.Where(a => Activities.Of(a.Activity) is null).OrderByDescending(a => a.Rows).Take(200)];
    }
}
