using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Measure;

/// <summary>
/// Counts every indicator day by day, as a whole and by every value of every dimension, into <c>measure_point</c>. Only days that new
/// facts can have changed are counted again.
/// </summary>
public sealed class MeasurePoints : ILoopStep
{
    private const string State = "(state)";

    private static readonly string[] Columns =
        ["service_id", "case_id", "indicator", "version", "grain", "bucket", "dimension", "value", "n", "numerator", "denominator", "sum_squares", "quantile", "low", "high", "complete"];

    public Stage Stage => Stage.Measure;

    public Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => RunAsync(session, progress, ct);

    /// <summary>Counts what is new; the number of points written.</summary>
    public static async Task<long> RunAsync(Session session, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        var (facts, options) = (session.Facts, session.Options);
        var news = await NewsAsync(facts, options, ct);
        if (news is not { } span)
            return 0;
        var watermark = await AskFacts.WatermarkAsync(facts, options, ct);
        var present = await PresentAsync(facts, options, ct);
        long written = 0;
        foreach (var indicator in (await Indicators.AllAsync(session, ct)).All.Where(i => CanAnswer(i.Definition, present)))
        {
            progress?.Report(indicator.Code);
            written += await MeasureAsync(indicator, span, facts, options, watermark, ct);
        }

        await facts.ExecuteAsync("DELETE FROM measure_point WHERE service_id = $1 AND indicator = $2", [options.ServiceId, State], ct);
        await facts.BulkAsync("measure_point", Columns,
            [[options.ServiceId, "", State, 1, "state", span.Latest, "", "", span.Rows, 0d, 0d, 0d, null, null, null, true]], ct);
        return written;
    }

    private static async Task<long> MeasureAsync(Indicator indicator, Span span, FactStore facts, PiaozhiOptions options, DateTime? watermark, CancellationToken ct)
    {
        // What follows late changes the day of the row that it follows; a gap or a stock changes the days after.
        var back = Math.Ceiling(Waiting.Of(indicator.Definition).TotalDays);
        var from = span.From.AddDays(-back) < span.First ? span.First : span.From.AddDays(-back);
        var to = indicator.Definition is GapDefinition or StockDefinition ? span.Last : span.To;
        var query = new FactQuery(indicator, new Period(from, to.AddDays(1)), Grain.Day, Slice.Whole, BreakdownsOf(indicator));
        var rows = await AskFacts.RunAsync(query, facts, options, watermark, ct);
        await facts.ExecuteAsync("DELETE FROM measure_point WHERE service_id = $1 AND indicator = $2 AND grain = 'day' AND bucket >= $3 AND bucket < $4",
            [options.ServiceId, indicator.Code, query.Period.From, query.Period.To], ct);
        await facts.BulkAsync("measure_point", Columns, rows.Select(r => Values(indicator, r, options.ServiceId)), ct);
        return rows.Count;
    }

    /// <summary>The standard dimensions and the indicator's own.</summary>
    public static IReadOnlyList<string> BreakdownsOf(Indicator indicator) => [.. Dimensions.Breakdowns, .. indicator.Breakdowns];

    private static object?[] Values(Indicator indicator, FactRow row, string service)
    {
        var (dimension, value) = row.Slice.IsWhole ? ("", "") : row.Slice.Select(p => (p.Key, p.Value[0])).First();
        var s = row.Point.Statistic;
        static double? Known(double x) => double.IsNaN(x) ? null : x;
        return [service, "", indicator.Code, indicator.Version, "day", row.Point.At, dimension, value, s.N, Known(s.Numerator) ?? 0, Known(s.Denominator) ?? 0, Known(s.SumSquares) ?? 0, Known(s.Quantile), Known(s.Low), Known(s.High), row.Point.Complete];
    }

    private readonly record struct Span(DateTime From, DateTime To, DateTime First, DateTime Last, DateTime Latest, long Rows);

    /// <summary>The days that facts which arrived since the last run speak of; null when nothing is new.</summary>
    private static async Task<Span?> NewsAsync(FactStore facts, PiaozhiOptions options, CancellationToken ct)
    {
        const string Rows = """
            SELECT occurred_at AS ts, arrived_at FROM listen_event WHERE service_id = $1
            UNION ALL SELECT received_at, arrived_at FROM listen_feedback WHERE service_id = $1
            UNION ALL SELECT submitted_at, arrived_at FROM listen_response WHERE service_id = $1
            UNION ALL SELECT measured_at, arrived_at FROM listen_reading WHERE service_id = $1
            """;
        var done = await facts.QueryAsync("SELECT bucket, n FROM measure_point WHERE service_id = $1 AND indicator = $2",
            [options.ServiceId, State], r => (At: r.GetDateTime(0), Rows: r.GetInt64(1)), ct);
        var since = done.Count > 0 ? done[0].At : DateTime.UnixEpoch;
        var found = await facts.QueryAsync($"""
            SELECT count(*), max(arrived_at), min(ts), max(ts),
              min(CASE WHEN arrived_at >= $2 THEN ts END), max(CASE WHEN arrived_at >= $2 THEN ts END)
            FROM ({Rows}) x
            """, [options.ServiceId, since], r => r.IsDBNull(1) || r.IsDBNull(4) ? default(Span?) : new Span(
                Day(r.GetDateTime(4), options), Day(r.GetDateTime(5), options), Day(r.GetDateTime(2), options), Day(r.GetDateTime(3), options), r.GetDateTime(1), Convert.ToInt64(r.GetValue(0), CultureInfo.InvariantCulture)), ct);
        return found[0] is { } span && (done.Count == 0 || done[0] != (span.Latest, span.Rows)) ? span : null;
    }

    private static DateTime Day(DateTime utc, PiaozhiOptions options) => (utc + options.UtcOffset).Date;

    /// <summary>Activities and codes that the store holds; an indicator without any of its rows is not asked.</summary>
    private static async Task<HashSet<(FactTable, string)>> PresentAsync(FactStore facts, PiaozhiOptions options, CancellationToken ct)
    {
        var found = await facts.QueryAsync("""
            SELECT DISTINCT 0 AS kind, activity AS code FROM listen_event WHERE service_id = $1
            UNION SELECT DISTINCT 1, source FROM listen_feedback WHERE service_id = $1
            UNION SELECT DISTINCT 2, survey FROM listen_response WHERE service_id = $1
            UNION SELECT DISTINCT 3, survey FROM listen_answer WHERE service_id = $1
            UNION SELECT DISTINCT 4, indicator FROM listen_reading WHERE service_id = $1
            """, [options.ServiceId], r => ((FactTable)Convert.ToInt32(r.GetValue(0), CultureInfo.InvariantCulture), r.GetString(1)), ct);
        return [.. found];
    }

    private static bool CanAnswer(Definition definition, HashSet<(FactTable Table, string Code)> present)
    {
        bool Has(Selector s) => s.Any.Count == 0 ? present.Any(p => p.Table == s.Table) : s.Any.Any(a => present.Contains((s.Table, a)));
        return definition switch
        {
            ShareDefinition d => Has(d.Population),
            DurationDefinition d => Has(d.From) && Has(d.To),
            ValueDefinition d => Has(d.Rows),
            RateDefinition d => Has(d.Exposure),
            GapDefinition d => Has(d.Events),
            StockDefinition d => Has(d.Begun),
            _ => false,
        };
    }
}
