using System.Globalization;
using System.Text;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Measure.Sql;

/// <summary>
/// Turns a question into SQL that answers with sufficient statistics: columns <c>bucket, mask, d0…, n, num, den, sumsq, q, lo, hi</c>.
/// Bit i of mask (from the left of d0…) is set when that dimension is summed over. The times in the facts are UTC.
/// </summary>
public sealed partial class RenderQuery
{
    private readonly FactQuery _query;
    private readonly Dialect _dialect;
    private readonly string _service;
    private readonly TimeSpan _offset;
    private readonly WorkCalendar _calendar;
    private readonly SqlValues _values = new();

    private RenderQuery(FactQuery query, Dialect dialect, string service, TimeSpan offset, WorkCalendar calendar) =>
        (_query, _dialect, _service, _offset, _calendar) = (query, dialect, service, offset, calendar);

    /// <param name="offset">Offset of the operator's local time from UTC.</param>
    public static SqlQuery Of(FactQuery query, Dialect dialect, string service, TimeSpan offset, WorkCalendar? calendar = null)
    {
        var render = new RenderQuery(query, dialect, service, offset, calendar ?? WorkCalendar.Chinese);
        return new SqlQuery(render.Counts(), render._values.All, query.By);
    }

    private string Counts() => _query.Indicator.Definition switch
    {
        ShareDefinition share => Share(share),
        DurationDefinition duration => Duration(duration),
        ValueDefinition value => Value(value),
        RateDefinition rate => Rate(rate),
        GapDefinition gap => Gap(gap),
        StockDefinition stock => Stock(stock),
        var other => throw new InvalidOperationException($"unknown kind of definition: {other.GetType().Name}"),
    };

    private string P(object value) => _values.Add(value);

    private string From => P(_query.Period.From - _offset);

    private string To => P(_query.Period.To - _offset);

    /// <summary>Local time of a row.</summary>
    private string Local(string utc) => $"({utc} + {Fields.Interval(_offset)})";

    private string Bucket(string local) => _query.Rhythm
        ? $"(TIMESTAMP '{FactQuery.RhythmMonday:yyyy-MM-dd} 00:00:00' + (CAST(EXTRACT(ISODOW FROM {local}) AS INTEGER) - 1) * INTERVAL '1 day' + CAST(EXTRACT(HOUR FROM {local}) AS INTEGER) * INTERVAL '1 hour')"
        : _query.Grain is { } grain
        ? $"date_trunc('{grain.ToString().ToLowerInvariant()}', {local})"
        : $"CAST({P(_query.Period.From)} AS TIMESTAMP)";

    private static string Time(Selector s, string row) => $"{row}.{Fields.Time(s.Table)}";

    /// <summary>Columns <c>d0…</c> of a row.</summary>
    private string Cuts(FactTable table, string row) => string.Concat(_query.By.Select((d, i) => $", {Fields.Dimension(table, row, d)} AS d{i}"));

    private string CutNames(string prefix = "") => string.Concat(_query.By.Select((_, i) => $", {prefix}d{i}"));

    /// <summary>The conditions of a selector on a row, without time.</summary>
    private string Picked(Selector s, string row)
    {
        var text = new StringBuilder($"{row}.service_id = {P(_service)}");
        if (s.Any.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $" AND {row}.{Fields.Code(s.Table)} IN ({string.Join(", ", s.Any.Select(P))})");
        if (s.Table == FactTable.Answer)
            text.Append(CultureInfo.InvariantCulture, $" AND NOT {row}.excluded");
        foreach (var c in s.Where)
            text.Append(" AND ").Append(Holds(c, s.Table, row));
        if (_query.AsOf is { } asOf)
            text.Append(CultureInfo.InvariantCulture, $" AND ({row}.recorded_at IS NULL OR {row}.recorded_at <= {P(asOf.UtcDateTime)}) AND {Time(s, row)} <= {P(asOf.UtcDateTime)}");
        return text.ToString();
    }

    /// <summary>The reader's filter; applied to the rows that a figure is attributed to.</summary>
    private string Filtered(FactTable table, string row) => string.Concat(_query.Filter.Select(p =>
        p.Value.Length == 0 ? " AND FALSE" : $" AND {Fields.Dimension(table, row, p.Key)} IN ({string.Join(", ", p.Value.Select(v => P(v)))})"));

    private string InPeriod(Selector s, string row) => $"{Time(s, row)} >= {From} AND {Time(s, row)} < {To}";

    private string Holds(Condition c, FactTable table, string row)
    {
        string Other() => Fields.Number(_dialect, table, row, c.OtherField!);
        string Compare(string sign)
        {
            var left = Fields.Number(_dialect, table, row, c.Field);
            return c.OtherField is null ? $"{left} {sign} {P(Value(c))}" : $"{left} {sign} {Other()}";
        }

        var text = Fields.IsNumber(c.Field) || c.Field.Contains(" - ", StringComparison.Ordinal) ? null : Fields.Text(table, row, c.Field);
        return c.Op switch
        {
            Comparison.Exists => $"{text ?? Fields.Number(_dialect, table, row, c.Field)} IS NOT NULL",
            Comparison.Missing => $"{text ?? Fields.Number(_dialect, table, row, c.Field)} IS NULL",
            Comparison.Gt => Compare(">"),
            Comparison.Gte => Compare(">="),
            Comparison.Lt => Compare("<"),
            Comparison.Lte => Compare("<="),
            Comparison.Eq when text is null || c.OtherField is not null => Compare("="),
            Comparison.Ne when text is null || c.OtherField is not null => Compare("<>"),
            Comparison.Eq => $"{text} = {P(c.Values[0])}",
            Comparison.Ne => $"({text} IS NULL OR {text} <> {P(c.Values[0])})",
            Comparison.In => $"{text} IN ({string.Join(", ", c.Values.Select(P))})",
            Comparison.NotIn => $"({text} IS NULL OR {text} NOT IN ({string.Join(", ", c.Values.Select(P))}))",
            Comparison.StartsWith => $"left({text}, {P((long)c.Values[0].Length)}{(_dialect == Dialect.Postgres ? "::int" : "")}) = {P(c.Values[0])}",
            _ => throw new ArgumentOutOfRangeException(nameof(c), c.Op, null),
        };
    }

    private static double Value(Condition c) => double.Parse(c.Values[0], CultureInfo.InvariantCulture);

    private string All(IReadOnlyList<Condition> conditions, FactTable table, string row) =>
        conditions.Count == 0 ? "TRUE" : string.Join(" AND ", conditions.Select(c => Holds(c, table, row)));

    /// <summary>The last step of most kinds: rows of <c>u</c> with bucket and cuts, summed as a whole and by each cut.</summary>
    private string Summed(string n, string num, string den, string sumsq = "0", string q = "NULL", string lo = "NULL", string hi = "NULL")
    {
        var by = _query.By;
        var mask = by.Count == 0 ? "0" : $"GROUPING({string.Join(", ", by.Select((_, i) => $"u.d{i}"))})";
        var sets = new List<string> { "(u.bucket)" };
        sets.AddRange(by.Select((_, i) => $"(u.bucket, u.d{i})"));
        for (var i = 0; _query.Crossed && i < by.Count; i++)
            for (var j = i + 1; j < by.Count; j++)
                sets.Add($"(u.bucket, u.d{i}, u.d{j})");
        return $"""
            SELECT u.bucket AS bucket, CAST({mask} AS BIGINT) AS mask{CutNames("u.")},
              CAST({n} AS BIGINT) AS n, {D(num)} AS num, {D(den)} AS den, {D(sumsq)} AS sumsq, {D(q)} AS q, {D(lo)} AS lo, {D(hi)} AS hi
            FROM u GROUP BY GROUPING SETS ({string.Join(", ", sets)}) ORDER BY 1
            """;
    }

    private static string D(string expression) => $"CAST({expression} AS DOUBLE PRECISION)";

    /// <summary>Columns of a mean or of a quantile of <c>u.x</c>; the interval of a quantile lies between order statistics (normal
    /// approximation of the binomial ranks; Conover 1999, §3.2).</summary>
    private string Summarized(Summary summary, string w = "1")
    {
        if (summary == Summary.Mean)
            return Summed("count(u.x)", $"COALESCE(sum(u.x * {w}), 0)", $"COALESCE(sum(CASE WHEN u.x IS NULL THEN 0 ELSE {w} END), 0)", $"COALESCE(sum(u.x * u.x * {w}), 0)");
        if (summary == Summary.Sum)
            return Summed("count(u.x)", "COALESCE(sum(u.x), 0)", "1");
        var p = summary switch { Summary.Median => "0.5", Summary.P90 => "0.9", _ => "0.95" };
        string Rank(string sign, string round) =>
            $"(array_agg(u.x ORDER BY u.x) FILTER (WHERE u.x IS NOT NULL))[CAST(LEAST(count(u.x), GREATEST(1, {round}(count(u.x) * {p} {sign} 1.96 * sqrt(count(u.x) * {p} * (1 - {p}))))) AS INTEGER)]";
        return Summed("count(u.x)", "0", "count(u.x)", "0", $"percentile_cont({p}) WITHIN GROUP (ORDER BY u.x)", Rank("-", "floor"), Rank("+", "ceil"));
    }

    /// <summary>Days with the number of working days up to and including each; name of the table <c>cal</c>.</summary>
    private string Calendar()
    {
        var first = DateOnly.FromDateTime(_query.Period.From).AddDays(-200);
        var last = DateOnly.FromDateTime(_query.Period.To).AddDays(60);
        var text = new StringBuilder();
        var nr = 0;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (_calendar.IsWorking(day))
                nr++;
            text.Append(text.Length > 0 ? "," : "").Append(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Append('|').Append(nr.ToString(CultureInfo.InvariantCulture));
        }

        return $"cal AS (SELECT CAST(split_part(c.line, '|', 1) AS DATE) AS day, CAST(split_part(c.line, '|', 2) AS INTEGER) AS nr FROM unnest(string_to_array({P(text.ToString())}, ',')) AS c(line))";
    }
}
