using System.Globalization;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Measure.Sql;

namespace Piaozhi.Diagnose.Problems;

/// <summary>Conditions of SQL that pick the rows of a slice in a span of time, with their values.</summary>
internal sealed class SliceRows
{
    private readonly List<object?> _values = [];

    /// <param name="period">In the operator's local time; null = always.</param>
    public SliceRows(string service, FactTable table, string time, Slice slice, Period? period, TimeSpan offset)
    {
        var where = new List<string> { $"service_id = {Add(service)}" };
        if (period is { } p)
        {
            // The calendar has an end; a span that goes on is open towards it.
            where.Add($"{time} >= {Add(p.From - offset)}");
            if (p.To < DateTime.MaxValue.AddDays(-2))
                where.Add($"{time} < {Add(p.To - offset)}");
        }

        foreach (var (dimension, values) in slice)
        {
            if (values.IsEmpty || !Fields.Known(table, dimension))
                where.Add("FALSE");
            else
                where.Add($"{Column(dimension)} IN ({string.Join(", ", values.Select(v => Add(v)))})");
        }

        Where = string.Join(" AND ", where);
    }

    public string Where { get; }

    public IReadOnlyList<object?> Values => _values;

    public string Add(object value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }

    private static string Column(string dimension) =>
        dimension.StartsWith("attributes.", StringComparison.Ordinal) ? $"(attributes->>'{dimension["attributes.".Length..]}')" : dimension;
}
