using System.Globalization;

namespace Piaozhi.Core.Measure.Sql;

/// <content>The counts as rows of the table of measured points, so that they need not leave the engine.</content>
public sealed partial class RenderQuery
{
    /// <summary>A statement that counts a question day by day, whole and by each dimension, into <c>measure_point</c>.</summary>
    /// <param name="completeUntil">Buckets that end later than this are marked as not complete; null = all are.</param>
    public static SqlQuery IntoPoints(FactQuery query, Dialect dialect, string service, TimeSpan offset, WorkCalendar? calendar = null, DateTime? completeUntil = null)
    {
        var render = new RenderQuery(query, dialect, service, offset, calendar ?? WorkCalendar.Chinese);
        return new SqlQuery(render.Points(completeUntil), render._values.All, query.By);
    }

    private string Points(DateTime? completeUntil)
    {
        var by = _query.By.Count;
        var whole = (1L << by) - 1;
        string Cases(Func<int, string> then) => string.Concat(_query.By.Select((_, i) =>
            $" WHEN {(whole & ~(1L << (by - 1 - i))).ToString(CultureInfo.InvariantCulture)} THEN {then(i)}"));
        var dimension = by == 0 ? "''" : $"(CASE s.mask{Cases(i => P(_query.By[i]))} ELSE '' END)";
        var value = by == 0 ? "''" : $"(CASE s.mask{Cases(i => $"s.d{i.ToString(CultureInfo.InvariantCulture)}")} ELSE '' END)";
        var complete = completeUntil is { } until ? $"(s.bucket + INTERVAL '1 day' <= {P(until)})" : "TRUE";
        var indicator = _query.Indicator;
        var text = _dialect == Dialect.Postgres ? "::text" : "";
        return $"""
            INSERT INTO measure_point (service_id, case_id, indicator, version, grain, bucket, dimension, value, n, numerator, denominator, sum_squares, quantile, low, high, complete)
            SELECT x.* FROM (
              SELECT {P(_service)}{text} AS service_id, '' AS case_id, {P(indicator.Code)}{text} AS indicator, {indicator.Version.ToString(CultureInfo.InvariantCulture)} AS version, 'day' AS grain, s.bucket,
                {dimension} AS dimension, {value} AS value, s.n, COALESCE(s.num, 0) AS num, COALESCE(s.den, 0) AS den, COALESCE(s.sumsq, 0) AS sumsq, s.q, s.lo, s.hi, {complete} AS complete
              FROM ({Counts()}) s
            ) x WHERE x.value IS NOT NULL ORDER BY x.dimension, x.value, x.bucket
            """;
    }
}
