using System.Globalization;
using System.Text;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Measure.Sql;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Measure;

/// <summary>
/// Counts every indicator day by day, as a whole and by every value of every dimension, into <c>measure_point</c>. Only the days of an
/// indicator that new facts or a new version can have changed are counted again, inside the engine.
/// </summary>
public sealed class MeasurePoints : ILoopStep
{
    private const string Counted = "(counted)";

    private const long ManyRows = 2_000_000;

    public static IReadOnlyList<string> Columns { get; } =
        ["service_id", "case_id", "indicator", "version", "grain", "bucket", "dimension", "value", "n", "numerator", "denominator", "sum_squares", "quantile", "low", "high", "complete"];

    public Stage Stage => Stage.Measure;

    public Task AdvanceAsync(Session session, IProgress<string> progress, CancellationToken ct) => RunAsync(session, progress, ct);

    /// <summary>Counts what is new; the number of indicators that were counted.</summary>
    public static async Task<long> RunAsync(Session session, IProgress<string>? progress = null, CancellationToken ct = default)
    {
        var (facts, options) = (session.Facts, session.Options);
        var news = await FactNews.ReadAsync(facts, options, ct);
        var calendar = await WorkCalendars.OfAsync(session, ct);
        var versions = await Indicators.VersionsAsync(session, ct);
        var before = (await facts.QueryAsync("SELECT value, n, bucket FROM measure_point WHERE service_id = $1 AND indicator = $2",
            [options.ServiceId, Counted], r => (Code: r.GetString(0), Hash: r.GetInt64(1), Until: r.GetDateTime(2)), ct)).ToDictionary(r => r.Code, StringComparer.Ordinal);
        var hashes = versions.ToDictionary(v => v.Code, v => Hash(v, calendar), StringComparer.Ordinal);
        if (!news.Any && hashes.All(h => before.TryGetValue(h.Key, out var was) && was.Hash == h.Value))
            return 0;
        if (await ExtentAsync(session, ct) is not { } extent)
            return 0;
        var known = await AskFacts.WatermarkAsync(facts, options, ct) ?? extent.To.AddDays(1);
        var watermark = known < session.LocalNow ? known : session.LocalNow;
        var work = new List<(IndicatorVersions Versions, FactNews.Span Days)>();
        foreach (var one in versions)
        {
            var was = before.TryGetValue(one.Code, out var found) ? found : default;
            var touched = one.All.Select(v => Touched(v.Indicator.Definition, news, extent, was.Until)).Aggregate(FactNews.Span.Join);
            // Before the first count everything is new; what has no rows need not be asked.
            if (was.Hash != hashes[one.Code] && !(news.First && touched is null))
                touched = extent;
            if (touched is { } days)
                work.Add((one, days));
        }

        // Whoever opens the product for the first time sees every figure after a moment; the many slices follow.
        foreach (var whole in news.First ? new[] { true, false } : [false])
            await CountAllAsync(work, whole, news.Rows, watermark, calendar, session, progress, ct);
        await CompleteAsync(versions, watermark, calendar, facts, options, ct);
        await facts.ExecuteAsync("DELETE FROM measure_point WHERE service_id = $1 AND indicator = $2", [options.ServiceId, Counted], ct);
        await facts.BulkAsync("measure_point", Columns, hashes.Select(h => new object?[] { options.ServiceId, "", Counted, 1, "state", extent.To, "", h.Key, h.Value, 0d, 0d, 0d, null, null, null, true }), ct);
        await news.RememberAsync(facts, options, ct);
        return work.Count;
    }

    private static async Task CountAllAsync(
        List<(IndicatorVersions Versions, FactNews.Span Days)> work, bool onlyWhole, long rows, DateTime watermark, WorkCalendar calendar, Session session, IProgress<string>? progress, CancellationToken ct)
    {
        var statements = new List<(string, IReadOnlyList<object?>)>();
        for (var i = 0; i < work.Count; i++)
        {
            progress?.Report(work[i].Versions.Code);
            statements.AddRange(Count(work[i].Versions, work[i].Days, onlyWhole, watermark, calendar, session.Facts, session.Options));
            // Small counts share a transaction; a long one by itself lets writers in between.
            if (rows <= ManyRows && i % 8 != 7 && i + 1 < work.Count)
                continue;
            await session.Facts.ExecuteAllAsync(statements, ct);
            statements.Clear();
        }
    }

    /// <summary>The standard dimensions and the indicator's own.</summary>
    public static IReadOnlyList<string> BreakdownsOf(Indicator indicator) => [.. Dimensions.Breakdowns, .. indicator.Breakdowns];

    private static IEnumerable<(string, IReadOnlyList<object?>)> Count(
        IndicatorVersions versions, FactNews.Span days, bool onlyWhole, DateTime watermark, WorkCalendar calendar, FactStore facts, PiaozhiOptions options)
    {
        var period = new Period(days.From, days.To.AddDays(1));
        yield return ("DELETE FROM measure_point WHERE service_id = $1 AND indicator = $2 AND grain = 'day' AND bucket >= $3 AND bucket < $4",
            [options.ServiceId, versions.Code, period.From, period.To]);
        foreach (var (version, part) in versions.Within(period).Where(p => !p.Version.Retired))
        {
            var indicator = version.Indicator;
            var sql = RenderQuery.IntoPoints(new FactQuery(indicator, part, Grain.Day, Slice.Whole, onlyWhole ? [] : BreakdownsOf(indicator)), AskFacts.DialectOf(facts),
                options.ServiceId, options.UtcOffset, calendar, Waiting.CompleteUntil(indicator.Definition, watermark, calendar));
            yield return (sql.Text, sql.Parameters);
        }
    }

    /// <summary>As time goes on days become complete, although no row came that changes them.</summary>
    private static Task<long> CompleteAsync(IReadOnlyList<IndicatorVersions> versions, DateTime watermark, WorkCalendar calendar, FactStore facts, PiaozhiOptions options, CancellationToken ct)
    {
        var parameters = new List<object?> { options.ServiceId };
        string P(object value)
        {
            parameters.Add(value);
            return "$" + parameters.Count.ToString(CultureInfo.InvariantCulture);
        }

        var each = string.Join(", ", versions.Select(v => $"({P(v.Code)}, {P(Waiting.CompleteUntil(v.All[^1].Indicator.Definition, watermark, calendar).AddDays(-1))})"));
        return facts.ExecuteAllAsync([($"UPDATE measure_point SET complete = TRUE FROM (VALUES {each}) v(code, until) WHERE service_id = $1 AND indicator = v.code AND NOT complete AND bucket <= v.until", parameters)], ct);
    }

    /// <summary>The days whose figure new rows can have changed: those of the rows themselves, and those that look at them from before or after.</summary>
    private static FactNews.Span? Touched(Definition definition, FactNews news, FactNews.Span extent, DateTime countedUntil)
    {
        var all = extent.To - extent.From;
        FactNews.Span? Seen(FactNews.Span? found, TimeSpan before, TimeSpan after) =>
            found is { } n ? Within(new(n.From - TimeSpan.FromDays(Math.Ceiling(before.TotalDays)), n.To + after), extent) : null;
        FactNews.Span? Any(params FactNews.Span?[] spans) => spans.Aggregate(FactNews.Span.Join);
        return definition switch
        {
            // An exception without a time limit reaches back as far as there are facts.
            ShareDefinition d => Any(Seen(news.Of(d.Population), default, default), Seen(news.Of(d.Then), Waiting.Of(d), default),
                Seen(news.Of(d.Except), d.Within is null && d.WithinWorkingDays is null ? all : Waiting.Of(d), default)),
            DurationDefinition d => Any(Seen(news.Of(d.To), default, default), Seen(news.Of(d.From), default, d.AtMost ?? DurationDefinition.Longest)),
            ValueDefinition d => Seen(news.Of(d.Rows), default, default),
            RateDefinition d => Any(Seen(news.Of(d.Count), default, default), Seen(news.Of(d.Exposure), default, default)),
            GapDefinition d => Any(Seen(news.Of(d.Events), default, all), Seen(news.Of(d.Between), default, all)),
            // A stock has a figure on days on which nothing happens, too.
            StockDefinition d => Any(Seen(news.Of(d.Begun), default, all), Seen(news.Of(d.Ended), default, all),
                news.First || countedUntil >= extent.To ? null : Within(new(countedUntil, extent.To), extent)),
            _ => null,
        };
    }

    private static FactNews.Span? Within(FactNews.Span span, FactNews.Span extent)
    {
        var (from, to) = (span.From < extent.From ? extent.From : span.From.Date, span.To > extent.To ? extent.To : span.To.Date);
        return from > to ? null : new(from, to);
    }

    /// <summary>First and last day of all facts; a clock that was years off in some row does not stretch it.</summary>
    private static async Task<FactNews.Span?> ExtentAsync(Session session, CancellationToken ct)
    {
        var offset = session.Options.UtcOffset;
        var found = await session.Facts.QueryAsync("""
            SELECT min(x.lo), max(x.hi) FROM (
              SELECT min(occurred_at) AS lo, max(occurred_at) AS hi FROM listen_event WHERE service_id = $1
              UNION ALL SELECT min(received_at), max(received_at) FROM listen_feedback WHERE service_id = $1
              UNION ALL SELECT min(submitted_at), max(submitted_at) FROM listen_response WHERE service_id = $1
              UNION ALL SELECT min(measured_at), max(measured_at) FROM listen_reading WHERE service_id = $1) x
            """, [session.Options.ServiceId], r => r.IsDBNull(0) ? (FactNews.Span?)null : new((r.GetDateTime(0) + offset).Date, (r.GetDateTime(1) + offset).Date), ct);
        return found[0] is { } all ? Within(all, new(session.LocalNow.Date.AddYears(-15), session.LocalNow.Date.AddYears(1))) : null;
    }

    /// <summary>Changes with everything that what was counted depends on besides the facts.</summary>
    private static long Hash(IndicatorVersions versions, WorkCalendar calendar)
    {
        var text = new StringBuilder();
        foreach (var v in versions.All)
            text.Append(CultureInfo.InvariantCulture, $"{v.From}|{v.Retired}|{v.Indicator.Unit}|{IndicatorVersions.Text(v.Indicator.Definition)}|{string.Join(',', v.Indicator.Breakdowns)}\n");
        var working = versions.All.Any(v => v.Indicator.Definition is ShareDefinition { WithinWorkingDays: not null } or DurationDefinition { WorkingDays: true } or StockDefinition { OlderThanWorkingDays: not null });
        if (working)
            text.Append(calendar.Fingerprint(new DateOnly(2020, 1, 1), new DateOnly(2040, 1, 1)));
        return FactRows.Key(text.ToString());
    }
}
