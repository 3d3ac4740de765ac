using System.Globalization;
using System.Text;

namespace Piaozhi.Core.Measure.Sql;

/// <content>One text a kind of definition.</content>
public sealed partial class RenderQuery
{
    private string Share(ShareDefinition s) => $"WITH {ShareUnits(s)} {Summed("sum(u.w)", "sum(u.k)", "sum(u.w)")}";

    /// <summary>The tables that end in <c>u</c>: one row a unit, with what it weighs (w) and what of it counts (k).</summary>
    private string ShareUnits(ShareDefinition s)
    {
        var table = s.Population.Table;
        var time = Time(s.Population, "p");
        var local = Local(time);
        // A unit is counted once a day: a day's count does not change with what happens on others, so days add up.
        var unit = s.Of switch
        {
            CountedUnit.Row => null,
            CountedUnit.Case => "p.case_id",
            CountedUnit.Ticket => table == FactTable.Event ? "COALESCE(p.ticket_id, p.case_id)" : "p.case_id",
            CountedUnit.Customer => "p.customer_id",
            _ => throw new ArgumentOutOfRangeException(nameof(s), s.Of, null),
        };
        var id = Fields.Id(table);
        var weight = s.Of == CountedUnit.Ticket && table == FactTable.Event ? "GREATEST(p.tickets, 1)" : "1";
        var once = unit is null ? "" : $"DISTINCT ON (date_trunc('day', {local}), {unit}) ";
        var order = unit is null ? "" : $" ORDER BY date_trunc('day', {local}), {unit}, {time} {(s.Pick == Pick.Last ? "DESC" : "ASC")}, p.{id} DESC";
        var known = s.Of == CountedUnit.Customer ? " AND p.customer_id IS NOT NULL" : "";
        var with = s.WithinWorkingDays is null ? "" : Calendar() + ", ";
        var columns = $"p.service_id, p.case_id, {(table == FactTable.Event ? "p.ticket_id, " : "")}p.customer_id, p.{id} AS id, {time} AS ts";
        var hit = s.Then is null ? "p.own" : $"(p.own AND {(s.Negate ? "NOT " : "")}{Follows(s, s.Then, same: s.Population)})";
        if (s.Then is null && s.Negate)
            hit = "(NOT p.own)";
        var except = s.Except is null ? "" : $" WHERE NOT {Follows(s, s.Except, same: s.Population, anyTime: true)}";
        return $"""
            {with}p AS (
              SELECT {once}{columns}, {Bucket(local)} AS bucket, {weight} AS w, COALESCE({All(s.When, table, "p")}, FALSE) AS own{Cuts(table, "p")}
              FROM {Fields.TableName(table)} p
              WHERE {Picked(s.Population, "p")} AND {InPeriod(s.Population, "p")}{known}{Filtered(table, "p")}{order}
            ), u AS (
              SELECT p.id, p.case_id, p.ts, p.bucket, p.w, CASE WHEN {hit} THEN p.w ELSE 0 END AS k{CutNames("p.")} FROM p{except}
            )
            """;
    }

    /// <summary>Whether a matching row of the same case (or customer) follows within the time allowed.</summary>
    private string Follows(ShareDefinition s, Selector then, Selector same, bool anyTime = false)
    {
        var t = Time(then, "t");
        var link = s.SameCustomer && !anyTime ? "t.customer_id = p.customer_id" : "t.case_id = p.case_id";
        if (s.SameTicket && then.Table == FactTable.Event && same.Table == FactTable.Event)
            link += " AND COALESCE(t.ticket_id, '') = COALESCE(p.ticket_id, '')";
        var self = then.Table == same.Table ? $" AND t.{Fields.Id(then.Table)} <> p.id" : "";
        var text = new StringBuilder($"EXISTS (SELECT 1 FROM {Fields.TableName(then.Table)} t");
        if (s.WithinWorkingDays is { } days)
            text.Append(CultureInfo.InvariantCulture, $" JOIN cal tc ON tc.day = CAST({Local(t)} AS DATE) JOIN cal pc ON pc.day = CAST({Local("p.ts")} AS DATE) AND tc.nr - pc.nr <= {days}");
        text.Append(CultureInfo.InvariantCulture, $" WHERE {link}{self} AND {Picked(then, "t")} AND {t} >= {From}");
        text.Append(CultureInfo.InvariantCulture, $" AND {t} >= p.ts{(s.NotBefore is { } wait && !anyTime ? " + " + Fields.Interval(wait) : "")}");
        if (s.Within is { } within)
            text.Append(CultureInfo.InvariantCulture, $" AND {t} <= p.ts + {Fields.Interval(within)} AND {t} < {P(_query.Period.To - _offset + within + TimeSpan.FromSeconds(1))}");
        return text.Append(')').ToString();
    }

    private string Duration(DurationDefinition d) => $"WITH {DurationUnits(d)} {Summarized(d.Summary)}";

    private string DurationUnits(DurationDefinition d)
    {
        var to = Time(d.To, "t");
        var atMost = d.AtMost ?? DurationDefinition.Longest;
        var length = d.WorkingDays
            ? "CAST(tc.nr - fc.nr AS DOUBLE PRECISION)"
            : $"(CAST(EXTRACT(EPOCH FROM (t.ts - t.begun)) AS DOUBLE PRECISION) / {SecondsPerUnit.ToString(CultureInfo.InvariantCulture)})";
        var joins = d.WorkingDays ? $" JOIN cal tc ON tc.day = CAST({Local("t.ts")} AS DATE) JOIN cal fc ON fc.day = CAST({Local("t.begun")} AS DATE)" : "";
        // The latest beginning before the end: a retry starts the clock anew.
        return $"""
            {(d.WorkingDays ? Calendar() + ", " : "")}t AS (
              SELECT {to} AS ts, max({Time(d.From, "f")}) AS begun, t.{Fields.Id(d.To.Table)} AS id, t.case_id{Cuts(d.To.Table, "t")}
              FROM {Fields.TableName(d.To.Table)} t JOIN {Fields.TableName(d.From.Table)} f ON f.case_id = t.case_id AND {Time(d.From, "f")} <= {to}
                AND {Time(d.From, "f")} >= {to} - {Fields.Interval(atMost)} AND {Picked(d.From, "f")} AND {Time(d.From, "f")} >= {P(_query.Period.From - _offset - atMost)}
                AND {Time(d.From, "f")} < {To}
              WHERE {Picked(d.To, "t")} AND {InPeriod(d.To, "t")}{Filtered(d.To.Table, "t")}
              GROUP BY t.{Fields.Id(d.To.Table)}, t.case_id, {to}{string.Concat(_query.By.Select(b => ", " + Fields.Dimension(d.To.Table, "t", b)))}
            ), u AS (SELECT t.id, t.case_id, t.ts, {Bucket(Local("t.ts"))} AS bucket, {length} AS x{CutNames("t.")} FROM t{joins})
            """;
    }

    private double SecondsPerUnit => _query.Indicator.Unit switch
    {
        Unit.Minutes => 60,
        Unit.Hours => 3600,
        Unit.Days => 86400,
        _ => 1,
    };

    private string Value(ValueDefinition v) => $"WITH {ValueUnits(v)} {Summarized(v.Summary, "u.w")}";

    private string ValueUnits(ValueDefinition v)
    {
        var x = Fields.Number(_dialect, v.Rows.Table, "p", v.Field);
        if (v.Divide != 1)
            x = $"({x} / {P(v.Divide)})";
        if (v.Map.Count > 0)
            x = $"(CASE WHEN {x} IS NULL THEN NULL {string.Concat(v.Map.Select(m => $"WHEN {x} <= {P(m.UpTo)} THEN CAST({P(m.Value)} AS DOUBLE PRECISION) "))}END)";
        var w = v.Weight is null ? "1" : Fields.Number(_dialect, v.Rows.Table, "p", v.Weight);
        return $"""
            u AS (
              SELECT p.{Fields.Id(v.Rows.Table)} AS id, p.case_id, {Time(v.Rows, "p")} AS ts, {Bucket(Local(Time(v.Rows, "p")))} AS bucket, {x} AS x, {w} AS w{Cuts(v.Rows.Table, "p")}
              FROM {Fields.TableName(v.Rows.Table)} p WHERE {Picked(v.Rows, "p")} AND {InPeriod(v.Rows, "p")}{Filtered(v.Rows.Table, "p")}
            )
            """;
    }

    private string Rate(RateDefinition r) =>
        $"WITH {RateUnits(r)} {Summed("sum(u.one)", r.Complement ? "sum(u.e) - sum(u.c)" : "sum(u.c)", "sum(u.e)")}";

    private string RateUnits(RateDefinition r)
    {
        string Side(Selector s, string? field, bool count)
        {
            var amount = field is null ? "CAST(1 AS DOUBLE PRECISION)" : $"COALESCE({Fields.Number(_dialect, s.Table, "p", field)}, 0)";
            var zero = "CAST(0 AS DOUBLE PRECISION)";
            return $"SELECT p.{Fields.Id(s.Table)} AS id, p.case_id, {Time(s, "p")} AS ts, {Bucket(Local(Time(s, "p")))} AS bucket, {(count ? amount : zero)} AS c, {(count ? zero : amount)} AS e, {(count ? 0 : 1)} AS one{Cuts(s.Table, "p")} "
                + $"FROM {Fields.TableName(s.Table)} p WHERE {Picked(s, "p")} AND {InPeriod(s, "p")}{Filtered(s.Table, "p")}";
        }

        return $"u AS ({Side(r.Count, r.CountField, true)} UNION ALL {Side(r.Exposure, r.ExposureField, false)})";
    }

    /// <summary>From each event back to the one before it, within the whole and within each value of each dimension.</summary>
    private string Gap(GapDefinition g) => $"""
        WITH {GapUnits(g)}
        SELECT u.bucket AS bucket, u.mask AS mask{CutNames("u.")}, count(*) AS n, sum(u.x) AS num, {D("count(*)")} AS den, sum(u.x * u.x) AS sumsq,
          {D("NULL")} AS q, {D("NULL")} AS lo, {D("NULL")} AS hi
        FROM u GROUP BY u.bucket, u.mask{CutNames("u.")} ORDER BY 1
        """;

    private string GapUnits(GapDefinition g)
    {
        var time = Time(g.Events, "p");
        var per = SecondsPerUnit.ToString(CultureInfo.InvariantCulture);
        string Branch(int dimension)
        {
            var cut = dimension < 0 ? "" : $"PARTITION BY {Fields.Dimension(g.Events.Table, "p", _query.By[dimension])} ";
            var x = $"(CAST(EXTRACT(EPOCH FROM (e.ts - e.prev)) AS DOUBLE PRECISION) / {per})";
            if (g.Between is { } between)
            {
                var same = dimension < 0 ? "" : $" AND {Fields.Dimension(between.Table, "b", _query.By[dimension])} = e.cut";
                x = $"(SELECT CAST(count(*) AS DOUBLE PRECISION) FROM {Fields.TableName(between.Table)} b WHERE {Picked(between, "b")}{Filtered(between.Table, "b")} AND {Time(between, "b")} > e.prev AND {Time(between, "b")} <= e.ts{same})";
            }

            var mask = Enumerable.Range(0, _query.By.Count).Sum(i => i == dimension ? 0L : 1L << (_query.By.Count - 1 - i));
            var names = string.Concat(_query.By.Select((_, i) => i == dimension ? $", e.cut AS d{i}" : $", CAST(NULL AS TEXT) AS d{i}"));
            var value = dimension < 0 ? "CAST(NULL AS TEXT)" : Fields.Dimension(g.Events.Table, "p", _query.By[dimension]);
            return $"""
                SELECT e.id, e.case_id, e.ts, {Bucket(Local("e.ts"))} AS bucket, CAST({mask} AS BIGINT) AS mask{names}, {x} AS x
                FROM (SELECT p.{Fields.Id(g.Events.Table)} AS id, p.case_id, {time} AS ts, lag({time}) OVER ({cut}ORDER BY {time}, p.{Fields.Id(g.Events.Table)}) AS prev, {value} AS cut
                  FROM {Fields.TableName(g.Events.Table)} p WHERE {Picked(g.Events, "p")} AND {time} < {To}{Filtered(g.Events.Table, "p")}) e
                WHERE e.prev IS NOT NULL AND e.ts >= {From}
                """;
        }

        var branches = string.Join(" UNION ALL ", Enumerable.Range(-1, _query.By.Count + 1).Select(Branch));
        return $"u AS ({branches})";
    }

    private string Stock(StockDefinition s) => $"WITH {StockUnits(s)} {Summed("sum(u.one)", "sum(u.one)", "1")}";

    private string StockUnits(StockDefinition s)
    {
        var begun = Time(s.Begun, "p");
        var days = s.OlderThanWorkingDays;
        var age = days is { } d
            ? $" AND bc.nr - pc.nr > {d}"
            : s.OlderThan is { } older ? $" AND p.ts + {Fields.Interval(older)} <= b.ends" : "";
        var joins = days is null ? "" : $" JOIN cal pc ON pc.day = CAST({Local("p.ts")} AS DATE) JOIN cal bc ON bc.day = CAST({Local("b.ends")} - INTERVAL '1 second' AS DATE)";
        return $"""
            {(days is null ? "" : Calendar() + ", ")}b AS (
              SELECT CAST(split_part(c.line, '|', 1) AS TIMESTAMP) AS bucket, CAST(split_part(c.line, '|', 2) AS TIMESTAMP) AS ends
              FROM unnest(string_to_array({P(Buckets())}, ',')) AS c(line)
            ), p AS (
              SELECT p.case_id, min(p.{Fields.Id(s.Begun.Table)}) AS id, min({begun}) AS ts{string.Concat(_query.By.Select((x, i) => $", min({Fields.Dimension(s.Begun.Table, "p", x)}) AS d{i}"))},
                (SELECT min({Time(s.Ended, "t")}) FROM {Fields.TableName(s.Ended.Table)} t WHERE t.case_id = p.case_id AND {Picked(s.Ended, "t")}) AS ended
              FROM {Fields.TableName(s.Begun.Table)} p
              WHERE {Picked(s.Begun, "p")} AND {begun} >= {P(_query.Period.From - _offset - TimeSpan.FromDays(120))} AND {begun} < {To}{Filtered(s.Begun.Table, "p")}
              GROUP BY p.case_id
            ), u AS (
              SELECT p.id, p.case_id, p.ts, b.bucket{CutNames("p.")}, 1 AS one FROM b CROSS JOIN p{joins}
              WHERE p.ts < b.ends AND (p.ended IS NULL OR p.ended >= b.ends){age}
              UNION ALL SELECT NULL, NULL, NULL, b.bucket{string.Concat(_query.By.Select(_ => ", NULL"))}, 0 FROM b
            )
            """;
    }

    /// <summary>Every bucket of the period with the moment (UTC) at which it ends.</summary>
    private string Buckets()
    {
        const string Format = "yyyy-MM-dd HH:mm:ss";
        var text = new List<string>();
        for (var at = _query.Period.From; at < _query.Period.To;)
        {
            var next = _query.Grain is { } grain ? Loop.Grains.Next(grain, at) : _query.Period.To;
            var start = _query.Grain is { } g ? Loop.Grains.Floor(g, at) : at;
            text.Add(start.ToString(Format, CultureInfo.InvariantCulture) + "|" + (next - _offset).ToString(Format, CultureInfo.InvariantCulture));
            at = next;
        }

        return string.Join(',', text);
    }
}
