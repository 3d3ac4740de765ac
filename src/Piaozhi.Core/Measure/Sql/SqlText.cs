using System.Globalization;

namespace Piaozhi.Core.Measure.Sql;

/// <summary>A query that is ready to run: text with <c>$1…</c>, its values, and the dimensions behind the columns <c>d0…</c>.</summary>
public sealed record SqlQuery(string Text, IReadOnlyList<object?> Parameters, IReadOnlyList<string> By);

/// <summary>The engine that a text is for. Both share one text but for reading a number out of a string.</summary>
public enum Dialect
{
    DuckDb,
    Postgres,
}

/// <summary>Collects the values of a query; a value that occurs again keeps its number.</summary>
internal sealed class SqlValues
{
    private readonly Dictionary<object, string> _names = [];

    public List<object?> All { get; } = [];

    public string Add(object value)
    {
        if (_names.TryGetValue(value, out var name))
            return name;
        All.Add(value);
        return _names[value] = "$" + All.Count.ToString(CultureInfo.InvariantCulture);
    }
}
