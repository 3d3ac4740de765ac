namespace Piaozhi.Core.Measure.Sql;

/// <summary>Which rows behind a figure are asked for: all, those that count, or the others.</summary>
public enum RowPart
{
    All,

    /// <summary>Numerator of a share or a rate; every row of the other kinds.</summary>
    Counted,

    /// <summary>Units of the population that do not count; exposure of a rate.</summary>
    Others,
}

/// <summary>The rows behind one figure.</summary>
/// <param name="Query">Question that gave the figure, with the one dimension of the slice in <c>By</c>, if any.</param>
/// <param name="Bucket">One bucket of the question; null = all of them.</param>
/// <param name="Value">Value of the dimension in <c>By</c>; null = the whole.</param>
public sealed record RowQuery(FactQuery Query, DateTime? Bucket, string? Value, RowPart Part, int Skip, int Take);

/// <content>
/// The units themselves instead of their sums: columns <c>id, case_id, ts, part, x, what, outcome, reason, channel, outlet, product, staff_id, text, total, counted</c>.
/// They come from the same tables as the sums, so that they always add up to the figure.
/// </content>
public sealed partial class RenderQuery
{
    public static SqlQuery RowsOf(RowQuery rows, Dialect dialect, string service, TimeSpan offset, WorkCalendar? calendar = null)
    {
        var render = new RenderQuery(rows.Query, dialect, service, offset, calendar ?? WorkCalendar.Chinese);
        return new SqlQuery(render.Rows(rows), render._values.All, rows.Query.By);
    }

    private string Rows(RowQuery rows)
    {
        var (units, table, part, x, others) = _query.Indicator.Definition switch
        {
            ShareDefinition d => (ShareUnits(d), d.Population.Table, "(u.k > 0)", D("u.w"), d.Population.Table),
            DurationDefinition d => (DurationUnits(d), d.To.Table, "TRUE", "u.x", d.To.Table),
            ValueDefinition d => (ValueUnits(d), d.Rows.Table, "TRUE", "u.x", d.Rows.Table),
            RateDefinition d => (RateUnits(d), d.Count.Table, "(u.one = 0)", "(u.c + u.e)", d.Exposure.Table),
            GapDefinition d => (GapUnits(d), d.Events.Table, "TRUE", "u.x", d.Events.Table),
            StockDefinition d => (StockUnits(d), d.Begun.Table, "TRUE", D("NULL"), d.Begun.Table),
            var other => throw new InvalidOperationException($"unknown kind of definition: {other.GetType().Name}"),
        };
        var where = "u.id IS NOT NULL";
        if (_query.Indicator.Definition is DurationDefinition or ValueDefinition)
            where += " AND u.x IS NOT NULL";
        if (_query.Indicator.Definition is GapDefinition)
            where += $" AND u.mask = {(rows.Value is null ? (1L << _query.By.Count) - 1 : (1L << _query.By.Count) - 1 - (1L << (_query.By.Count - 1)))}";
        if (rows.Bucket is { } bucket)
            where += $" AND u.bucket = {P(bucket)}";
        if (rows.Value is { } value)
            where += $" AND u.d0 = {P(value)}";
        // Where numerator and exposure lie in different tables, only one of them can be listed at a time.
        var listed = rows.Part == RowPart.Others ? others : table;
        var kept = rows.Part switch
        {
            RowPart.Counted => "u.part",
            RowPart.Others => "NOT u.part",
            _ => others == table ? "TRUE" : "u.part",
        };
        var id = Fields.Id(listed);
        var one = listed == FactTable.Answer ? " AND e.question = (SELECT min(q.question) FROM listen_answer q WHERE q.service_id = e.service_id AND q.case_id = e.case_id AND q.response_id = e.response_id)" : "";
        return $"""
            WITH {units}, marked AS (SELECT u.id, u.case_id, u.ts, {part} AS part, {x} AS x FROM u WHERE {where}),
            page AS (
              SELECT u.*, count(*) OVER () AS total FROM marked u WHERE {kept} ORDER BY u.ts DESC, u.id LIMIT {P((long)rows.Take)} OFFSET {P((long)rows.Skip)}
            )
            SELECT u.id, u.case_id, u.ts, u.part, u.x, {Details(listed)}, u.total
            FROM page u LEFT JOIN {Fields.TableName(listed)} e ON e.service_id = {P(_service)} AND e.case_id = u.case_id AND e.{id} = u.id AND {Earliest(listed)}{one}
            ORDER BY u.ts DESC, u.id
            """;
    }

    /// <summary>Time bounds for the join back, so that the engine skips what lies elsewhere.</summary>
    private string Earliest(FactTable table)
    {
        var time = $"e.{Fields.Time(table)}";
        return _query.Indicator.Definition is StockDefinition
            ? $"{time} < {To}"
            : $"{time} >= {From} AND {time} < {To}";
    }

    private static string Details(FactTable table)
    {
        var (what, outcome, reason, text) = table switch
        {
            FactTable.Event => ("e.activity", "e.outcome", "e.reason", "CAST(NULL AS TEXT)"),
            FactTable.Feedback => ("e.source", "e.polarity", "e.taxonomy", "e.text"),
            FactTable.Response => ("e.survey", "(CASE WHEN e.excluded THEN 'excluded' END)", "e.reasons", "CAST(NULL AS TEXT)"),
            FactTable.Answer => ("e.survey", "CAST(NULL AS TEXT)", "CAST(NULL AS TEXT)", "CAST(NULL AS TEXT)"),
            FactTable.Reading => ("e.indicator", "CAST(NULL AS TEXT)", "CAST(NULL AS TEXT)", "CAST(NULL AS TEXT)"),
            _ => throw new ArgumentOutOfRangeException(nameof(table), table, null),
        };
        return $"{what} AS what, {outcome} AS outcome, {reason} AS reason, e.channel, e.outlet, e.product, e.staff_id, {text} AS text";
    }
}
