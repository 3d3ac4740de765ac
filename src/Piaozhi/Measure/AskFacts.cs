using System.Data.Common;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Measure.Sql;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Measure;

/// <summary>Asks the fact store one question and reads the sufficient statistics.</summary>
public static class AskFacts
{
    /// <summary>Answers narrowed to what the person may see.</summary>
    public static async Task<List<FactRow>> RunAsync(FactQuery query, Session session, CancellationToken ct = default)
    {
        if (Narrow(query.Filter, session) is not { } filter)
            return [];
        query = query with { Filter = filter };
        var calendar = await WorkCalendars.OfAsync(session, ct);
        return await RunAsync(query, session.Facts, session.Options, await WatermarkAsync(session.Facts, session.Options, ct), ct, calendar);
    }

    /// <summary>A filter narrowed to what the person may see; null when nothing is left.</summary>
    public static Slice? Narrow(Slice filter, Session session)
    {
        foreach (var (dimension, values) in session.Actor.Scope)
        {
            var asked = filter[dimension];
            string[] left = [.. asked.IsEmpty ? values : asked.Intersect(values)];
            if (left.Length == 0)
                return null;
            filter = filter.With(dimension, left);
        }

        return filter;
    }

    /// <param name="watermark">Latest event in local time: buckets whose rows may still come after it are not complete.</param>
    public static async Task<List<FactRow>> RunAsync(
        FactQuery query, FactStore facts, PiaozhiOptions options, DateTime? watermark, CancellationToken ct = default, WorkCalendar? calendar = null)
    {
        calendar ??= WorkCalendar.Chinese;
        var sql = RenderQuery.Of(query, DialectOf(facts), options.ServiceId, options.UtcOffset, calendar);
        if (query.AsOf is { } asOf)
            watermark = asOf.ToOffset(options.UtcOffset).DateTime;
        var until = watermark is { } known ? Waiting.CompleteUntil(query.Indicator.Definition, known, calendar) : DateTime.MaxValue;
        var rows = await facts.QueryAsync(sql.Text, sql.Parameters, r => Row(r, query, until), ct);
        return [.. rows.Where(r => r is not null).Select(r => r!.Value)];
    }

    public static Dialect DialectOf(FactStore facts) => facts.Engine == "duckdb" ? Dialect.DuckDb : Dialect.Postgres;

    /// <summary>Local time of the latest fact; null when there is none.</summary>
    public static async Task<DateTime?> WatermarkAsync(FactStore facts, PiaozhiOptions options, CancellationToken ct = default)
    {
        var latest = await facts.RememberedAsync("""
            SELECT max(x.ts) FROM (
              SELECT max(occurred_at) AS ts FROM listen_event WHERE service_id = $1
              UNION ALL SELECT max(received_at) FROM listen_feedback WHERE service_id = $1
              UNION ALL SELECT max(submitted_at) FROM listen_response WHERE service_id = $1
              UNION ALL SELECT max(measured_at) FROM listen_reading WHERE service_id = $1) x
            """, [options.ServiceId], r => r.IsDBNull(0) ? (DateTime?)null : r.GetDateTime(0), ct);
        return latest[0] + options.UtcOffset;
    }

    private static FactRow? Row(DbDataReader r, FactQuery query, DateTime completeUntil)
    {
        var by = query.By.Count;
        var mask = r.GetInt64(1);
        var slice = Slice.Whole;
        for (var i = 0; i < by; i++)
        {
            if ((mask & (1L << (by - 1 - i))) != 0)
                continue;
            if (r.IsDBNull(2 + i))
                return null;
            slice = slice.With(query.By[i], r.GetString(2 + i));
        }

        double Number(int column) => r.IsDBNull(by + column) ? double.NaN : r.GetDouble(by + column);
        var at = r.GetDateTime(0);
        var ends = query.Grain is { } grain && !query.Rhythm ? grain.Next(at) : query.Period.To;
        var statistic = new Sufficient(r.GetInt64(by + 2), Number(3), Number(4), Number(5), Number(6), Number(7), Number(8));
        return new FactRow(slice, new Point(at, statistic, ends <= completeUntil));
    }
}
