using System.Globalization;
using System.Text.RegularExpressions;
using Piaozhi.Core.Listen;

namespace Piaozhi.Core.Measure.Sql;

/// <summary>Names of a fact table's columns, and which text reads a field as text or as a number. Nothing but known names gets into SQL.</summary>
public static partial class Fields
{
    private static readonly string[] Numbers = ["duration_ms", "amount", "tickets", "rating", "rating_max", "intensity", "confidence", "weight", "value", "scale_max"];

    private static readonly Dictionary<FactTable, string[]> Texts = new()
    {
        [FactTable.Event] = ["activity", "outcome", "reason", "currency", "ticket_id", "source", "case_id"],
        [FactTable.Feedback] = ["source", "language", "taxonomy", "polarity", "case_id"],
        [FactTable.Response] = ["survey", "mode", "reasons", "excluded", "case_id"],
        [FactTable.Answer] = ["survey", "question", "type", "dimension", "expectation_of", "text", "case_id"],
        [FactTable.Reading] = ["indicator"],
    };

    private static readonly Dictionary<FactTable, string[]> NumbersOf = new()
    {
        [FactTable.Event] = ["duration_ms", "amount", "tickets"],
        [FactTable.Feedback] = ["rating", "rating_max", "rating_share", "rating_stars", "intensity", "confidence"],
        [FactTable.Response] = ["weight"],
        [FactTable.Answer] = ["value", "scale_max", "value_share", "index_100", "gap"],
        [FactTable.Reading] = ["value", "weight"],
    };

    /// <summary>True when the field can be asked of the table.</summary>
    public static bool Known(FactTable table, string field) =>
        Texts[table].Contains(field) || NumbersOf[table].Contains(field) || Dimensions.Names.Contains(field)
        || (field.StartsWith("attributes.", StringComparison.Ordinal) && AttributeName().IsMatch(field["attributes.".Length..]));

    /// <summary>The named fields of a table; attributes come beside them.</summary>
    public static IReadOnlyList<string> Of(FactTable table) => [.. Texts[table], .. NumbersOf[table], .. Dimensions.Names];

    internal static string TableName(FactTable table) => "listen_" + table.ToString().ToLowerInvariant();

    internal static string Time(FactTable table) => table switch
    {
        FactTable.Event => "occurred_at",
        FactTable.Feedback => "received_at",
        FactTable.Response or FactTable.Answer => "submitted_at",
        FactTable.Reading => "measured_at",
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, null),
    };

    internal static string Id(FactTable table) => table == FactTable.Answer ? "response_id" : table.ToString().ToLowerInvariant() + "_id";

    /// <summary>The column that <see cref="Selector.Any"/> restricts.</summary>
    internal static string Code(FactTable table) => table switch
    {
        FactTable.Event => "activity",
        FactTable.Feedback => "source",
        FactTable.Response or FactTable.Answer => "survey",
        FactTable.Reading => "indicator",
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, null),
    };

    public static bool IsNumber(string field) => Numbers.Contains(field) || field is "value_share" or "index_100" or "gap" or "rating_share" or "rating_stars";

    /// <summary>The field as text, of the row called <paramref name="row"/>.</summary>
    internal static string Text(FactTable table, string row, string field)
    {
        if (!Known(table, field))
            throw new ArgumentOutOfRangeException(nameof(field), field, $"not a field of {table}");
        if (field.StartsWith("attributes.", StringComparison.Ordinal))
            return table == FactTable.Answer ? "CAST(NULL AS TEXT)" : $"({row}.attributes->>'{field["attributes.".Length..]}')";
        return field == "excluded" ? $"(CASE WHEN {row}.excluded THEN 'true' ELSE 'false' END)" : $"{row}.{field}";
    }

    /// <summary>The field as a number; a text that is none counts as missing.</summary>
    internal static string Number(Dialect dialect, FactTable table, string row, string field)
    {
        var minus = field.IndexOf(" - ", StringComparison.Ordinal);
        if (minus > 0)
            return $"({Number(dialect, table, row, field[..minus])} - {Number(dialect, table, row, field[(minus + 3)..])})";
        switch (field)
        {
            case "tickets": return $"CAST(GREATEST({row}.tickets, 1) AS DOUBLE PRECISION)";
            case "value_share": return $"({row}.value / COALESCE(NULLIF({row}.scale_max, 0), 5))";
            case "index_100": return $"(100.0 * ({row}.value - 1) / (COALESCE(NULLIF({row}.scale_max, 1), 5) - 1))";
            case "rating_share": return $"({row}.rating / COALESCE(NULLIF({row}.rating_max, 0), 5))";
            case "rating_stars": return $"(5.0 * {row}.rating / COALESCE(NULLIF({row}.rating_max, 0), 5))";
            case "gap":
                return $"({row}.value - (SELECT max(e.value) FROM listen_answer e WHERE e.service_id = {row}.service_id AND e.case_id = {row}.case_id "
                    + $"AND e.response_id = {row}.response_id AND e.expectation_of = {row}.question))";
        }

        var text = Text(table, row, field);
        if (Numbers.Contains(field))
            return $"CAST({text} AS DOUBLE PRECISION)";
        return dialect == Dialect.DuckDb
            ? $"TRY_CAST({text} AS DOUBLE)"
            : $"(CASE WHEN {text} ~ '^\\s*[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?\\s*$' THEN CAST({text} AS DOUBLE PRECISION) END)";
    }

    /// <summary>A dimension or attribute by which rows are cut, as text.</summary>
    internal static string Dimension(FactTable table, string row, string dimension) => Text(table, row, dimension);

    internal static string Interval(TimeSpan span) =>
        $"INTERVAL '{((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture)} seconds'";

    [GeneratedRegex(@"^\p{L}[\p{L}\p{Nd}_]{0,63}$")]
    private static partial Regex AttributeName();
}
