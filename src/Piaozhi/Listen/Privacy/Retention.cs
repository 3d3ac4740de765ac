using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;
using Piaozhi.Storage.Records;

namespace Piaozhi.Listen.Privacy;

/// <summary>How long what came in is kept; months, 0 = for ever. Figures measured from it stay: they name nobody.</summary>
/// <param name="RejectedRows">Days for which a rejected row is kept as it came (sealed); the entry that says what was wrong stays longer.</param>
public sealed record Retention(int Events = 60, int Feedback = 36, int Responses = 60, int Readings = 120, int Rejects = 12, int RejectedRows = 30)
{
    public const string Key = "listen.retention";

    public static Task<Retention> OfAsync(Session session, CancellationToken ct = default) => session.Records.SettingAsync(Key, new Retention(), ct);
}

/// <summary>Changes how long things are kept.</summary>
public static class SetRetention
{
    public const int MostMonths = 600;

    public static async Task<Outcome<Done>> RunAsync(Retention input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (new[] { input.Events, input.Feedback, input.Responses, input.Readings, input.Rejects }.Any(m => m is < 0 or > MostMonths) || input.RejectedRows is < 1 or > 365)
            return new Refusal("listen.retention.out-of-range", "", MostMonths);
        await session.Records.SetAsync(Retention.Key, input, ct);
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }
}

/// <summary>What was taken away: how many rows of which kind, why, by whom.</summary>
public sealed class RemovalRow
{
    public long Id { get; set; }
    public DateTime At { get; set; }
    public required string ActorName { get; set; }

    /// <summary>Word of the kind of row; <c>rejects</c>, <c>rejected-rows</c> for the reject store.</summary>
    public required string Kind { get; set; }

    /// <summary><c>retention</c>, or <c>erasure</c> with the beginning of the customer's pseudonym.</summary>
    public required string Why { get; set; }

    public long Rows { get; set; }
}

public sealed class RemovalTable : IEntityTypeConfiguration<RemovalRow>
{
    public void Configure(EntityTypeBuilder<RemovalRow> table)
    {
        table.ToTable("listen_removal");
        table.HasIndex(r => r.At);
    }
}

/// <summary>Once a day takes away what has been kept long enough.</summary>
public sealed class RemoveExpired : IJob
{
    private const string LastDay = "listen.retention.done";

    public string Name => "listen.retention";

    /// <summary>Asked often, done once a day: a server that is started anew every day must do it too.</summary>
    public TimeSpan Every => TimeSpan.FromMinutes(15);

    public async Task RunAsync(Session session, CancellationToken ct)
    {
        var today = session.LocalNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (await session.Records.SettingAsync(LastDay, "", ct) == today)
            return;
        await RunNowAsync(session, ct);
        await session.Records.MarkAsync(LastDay, today, ct);
        await session.Records.SaveChangesAsync(ct);
    }

    public static async Task<long> RunNowAsync(Session session, CancellationToken ct = default)
    {
        var keep = await Retention.OfAsync(session, ct);
        var now = FactRows.Utc(session.Now);
        var total = 0L;
        foreach (var (kind, months, tables) in ((string, int, (string Table, string At)[])[])
        [
            ("events", keep.Events, [("listen_event", "occurred_at")]),
            ("feedback", keep.Feedback, [("listen_feedback", "received_at")]),
            ("responses", keep.Responses, [("listen_answer", "submitted_at"), ("listen_response", "submitted_at")]),
            ("readings", keep.Readings, [("listen_reading", "measured_at")]),
            ("rejects", keep.Rejects, [("listen_reject", "arrived_at")]),
        ])
        {
            if (months == 0)
                continue;
            var rows = 0L;
            // Old rows that came in lately are kept as long as others: an import of past years is not swept away overnight.
            foreach (var (table, at) in tables)
                rows = await session.Facts.ExecuteAsync($"DELETE FROM {table} WHERE service_id = $1 AND {at} < $2 AND arrived_at < $2", [session.Options.ServiceId, now.AddMonths(-months)], ct);
            total += Log(kind, rows, session);
        }

        var cleared = await session.Facts.ExecuteAsync("UPDATE listen_reject SET row_text = NULL WHERE service_id = $1 AND row_text IS NOT NULL AND (arrived_at < $2 OR mended_at IS NOT NULL)", [session.Options.ServiceId, now.AddDays(-keep.RejectedRows)], ct);
        total += Log("rejected-rows", cleared, session);
        await session.Records.SaveChangesAsync(ct);
        return total;
    }

    private static long Log(string kind, long rows, Session session)
    {
        if (rows > 0)
            session.Records.Add(new RemovalRow { At = session.Now.UtcDateTime, ActorName = session.Actor.Name, Kind = kind, Why = "retention", Rows = rows });
        return rows;
    }
}
