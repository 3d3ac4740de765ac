using System.Globalization;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Log;

/// <summary>Selectors and conditions of definitions, made ready to be asked of the rows of a table; the same meaning as their SQL.</summary>
internal static class RowTest
{
    /// <summary>Null when no row of the log can match.</summary>
    public static (LogTable Table, Func<int, bool> Matches)? Of(FactLog log, Selector s)
    {
        if (log.Table(s.Table) is not { } table)
            return null;
        var tests = new List<Func<int, bool>>();
        if (s.Any.Count > 0)
        {
            var field = CodeField(s.Table);
            if (table.Text(field) is not { } column || In(log.Values(field), s.Any) is not { } wanted)
                return null;
            tests.Add(row => column[row] >= 0 && wanted[column[row]]);
        }

        if (s.Table == FactTable.Answer && table.Text("excluded") is { } excluded)
        {
            var yes = log.Values("excluded").Find("true");
            tests.Add(row => excluded[row] != yes);
        }

        foreach (var c in s.Where)
            tests.Add(Holds(log, table, c));
        return (table, All(tests));
    }

    public static Func<int, bool> All(FactLog log, LogTable table, IReadOnlyList<Condition> conditions) =>
        All([.. conditions.Select(c => Holds(log, table, c))]);

    /// <summary>A field as a number; NaN when it is absent or none.</summary>
    public static Func<int, double> Number(FactLog log, LogTable table, string field)
    {
        var minus = field.IndexOf(" - ", StringComparison.Ordinal);
        if (minus > 0)
        {
            var (a, b) = (Number(log, table, field[..minus]), Number(log, table, field[(minus + 3)..]));
            return row => a(row) - b(row);
        }

        switch (field)
        {
            case "tickets": return table.Number(field) is { } tickets ? row => Math.Max(1, double.IsNaN(tickets[row]) ? 1 : tickets[row]) : _ => 1;
            case "value_share": return Scaled(table, (v, scale) => v / (scale > 0 ? scale : 5));
            case "index_100": return Scaled(table, (v, scale) => 100 * (v - 1) / ((scale > 0 && scale != 1 ? scale : 5) - 1));
            case "rating_share": return Rated(table, 1);
            case "rating_stars": return Rated(table, 5);
            case "gap": return GapToExpectation(log, table);
        }

        if (table.Number(field) is { } numbers)
            return row => numbers[row];
        if (table.Text(field) is not { } texts || table.Kind == FactTable.Answer && field.StartsWith("attributes.", StringComparison.Ordinal))
            return _ => double.NaN;
        var set = log.Values(field);
        return row => set.Number(texts[row]);
    }

    internal static string CodeField(FactTable table) => table switch
    {
        FactTable.Event => "activity",
        FactTable.Feedback => "source",
        FactTable.Response or FactTable.Answer => "survey",
        FactTable.Reading => "indicator",
        _ => throw new ArgumentOutOfRangeException(nameof(table), table, null),
    };

    private static Func<int, bool> All(List<Func<int, bool>> tests) => tests switch
    {
        [] => _ => true,
        [var one] => one,
        [var a, var b] => row => a(row) && b(row),
        _ => row => tests.TrueForAll(t => t(row)),
    };

    private static bool[]? In(ValueSet set, IEnumerable<string> values)
    {
        var known = values.Select(set.Find).Where(c => c >= 0).ToList();
        if (known.Count == 0)
            return null;
        var wanted = new bool[set.Count];
        foreach (var c in known)
            wanted[c] = true;
        return wanted;
    }

    private static Func<int, bool> Holds(FactLog log, LogTable table, Condition c)
    {
        var text = c.Field.Contains(" - ", StringComparison.Ordinal) ? null : table.Text(c.Field);
        var isText = text is not null || (table.Number(c.Field) is null && c.Op is Comparison.In or Comparison.NotIn or Comparison.StartsWith or Comparison.Exists or Comparison.Missing);
        if (c.Op is Comparison.Exists or Comparison.Missing)
        {
            var wanted = c.Op == Comparison.Exists;
            var number = Number(log, table, c.Field);
            return text is not null ? row => text[row] >= 0 == wanted : row => !double.IsNaN(number(row)) == wanted;
        }

        if (c.Op is Comparison.Gt or Comparison.Gte or Comparison.Lt or Comparison.Lte || c.OtherField is not null || (!isText && c.Op is Comparison.Eq or Comparison.Ne && table.Number(c.Field) is not null))
            return Compared(log, table, c);
        var set = log.Values(c.Field);
        if (c.Op == Comparison.StartsWith)
            return row => text is not null && text[row] >= 0 && set[text[row]].StartsWith(c.Values[0], StringComparison.Ordinal);
        var hit = In(set, c.Values);
        bool Found(int row) => text is not null && hit is not null && text[row] >= 0 && text[row] < hit.Length && hit[text[row]];
        return c.Op is Comparison.Eq or Comparison.In ? Found : row => !Found(row);
    }

    private static Func<int, bool> Compared(FactLog log, LogTable table, Condition c)
    {
        var left = Number(log, table, c.Field);
        Func<int, double> right = c.OtherField is { } other ? Number(log, table, other) : Constant(double.Parse(c.Values[0], CultureInfo.InvariantCulture));
        static Func<int, double> Constant(double x) => _ => x;
        return c.Op switch
        {
            Comparison.Gt => row => left(row) > right(row),
            Comparison.Gte => row => left(row) >= right(row),
            Comparison.Lt => row => left(row) < right(row),
            Comparison.Lte => row => left(row) <= right(row),
            Comparison.Eq => row => left(row) == right(row),
            Comparison.Ne => row => !double.IsNaN(left(row)) && !double.IsNaN(right(row)) && left(row) != right(row),
            _ => throw new ArgumentOutOfRangeException(nameof(c), c.Op, null),
        };
    }

    private static Func<int, double> Scaled(LogTable table, Func<double, double, double> of)
    {
        if (table.Number("value") is not { } value)
            return _ => double.NaN;
        var scale = table.Number("scale_max");
        return row => of(value[row], scale is null ? double.NaN : scale[row]);
    }

    private static Func<int, double> Rated(LogTable table, double of)
    {
        if (table.Number("rating") is not { } rating)
            return _ => double.NaN;
        var most = table.Number("rating_max");
        return row => of * rating[row] / (most is not null && most[row] > 0 ? most[row] : 5);
    }

    /// <summary>Perception less expectation of one response.</summary>
    private static Func<int, double> GapToExpectation(FactLog log, LogTable table)
    {
        if (table.Number("value") is not { } value || table.Text("expectation_of") is not { } of || table.Text("response_id") is not { } response || table.Text("question") is not { } question)
            return _ => double.NaN;
        var (asked, questions) = (log.Values("expectation_of"), log.Values("question"));
        var expected = new Dictionary<(int, int), double>();
        for (var row = 0; row < table.Count; row++)
            if (of[row] >= 0 && !double.IsNaN(value[row]))
            {
                var key = (response[row], questions.Find(asked[of[row]]));
                expected[key] = expected.TryGetValue(key, out var e) ? Math.Max(e, value[row]) : value[row];
            }

        return row => expected.TryGetValue((response[row], question[row]), out var e) ? value[row] - e : double.NaN;
    }
}
