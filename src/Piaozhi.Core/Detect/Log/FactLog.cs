using System.Collections.Concurrent;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Log;

/// <summary>
/// The facts in memory as columns: an event log and what customers said and answered, with the cases that join them. Made for work
/// that looks at single rows: counting units, localising, mining. Figures that are shown come from the store.
/// </summary>
public sealed class FactLog
{
    private readonly Dictionary<FactTable, LogBuilder> _builders = [];
    private readonly Dictionary<FactTable, LogTable> _tables = [];
    private readonly Dictionary<string, ValueSet> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<(FactTable, string), int[]?> _dimensions = [];

    /// <summary>Dimensions that belong to the whole case once one of its rows names them; the others belong to the step.</summary>
    private static readonly string[] OfCase = ["channel", "region", "product", "session", "segment", "customer_id"];

    public ValueSet Cases { get; } = new();

    /// <summary>Exposures that many indicators share, counted once.</summary>
    internal ConcurrentDictionary<string, UnitPart> Exposures { get; } = new(StringComparer.Ordinal);

    /// <summary>Last moment that is known, local time.</summary>
    public DateTime AsOf { get; private set; }

    public DateTime First { get; private set; }

    /// <summary>Begins a table; <c>Build</c> ends all of them.</summary>
    public LogBuilder Begin(FactTable kind, string[] texts, string[] numbers) => _builders[kind] = new LogBuilder(this, kind, texts, numbers);

    public FactLog Build(DateTime asOf)
    {
        AsOf = asOf;
        foreach (var (kind, builder) in _builders)
            _tables[kind] = builder.Build(Cases.Count);
        _builders.Clear();
        var first = _tables.Values.Where(t => t.Count > 0).Select(t => t.At.Min()).DefaultIfEmpty(Milliseconds(asOf)).Min();
        First = new DateTime(first * TimeSpan.TicksPerMillisecond);
        return this;
    }

    public ValueSet Values(string field)
    {
        if (!_values.TryGetValue(field, out var set))
            _values[field] = set = new ValueSet();
        return set;
    }

    public LogTable? Table(FactTable kind) => _tables.GetValueOrDefault(kind) is { Count: > 0 } table ? table : null;

    public static long Milliseconds(DateTime at) => at.Ticks / TimeSpan.TicksPerMillisecond;

    public static DateTime Moment(long milliseconds) => new(milliseconds * TimeSpan.TicksPerMillisecond);

    /// <summary>Names of the dimensions that rows of a table can be cut by: the standard ones and every attribute.</summary>
    public IEnumerable<string> Dimensions(LogTable table)
    {
        var own = table.TextFields.Where(f => Listen.Dimensions.Names.Contains(f) || f.StartsWith("attributes.", StringComparison.Ordinal));
        var inherited = table.Kind == FactTable.Event || Table(FactTable.Event) is not { } events ? [] : events.TextFields.Where(Inherited);
        return own.Concat(inherited).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    /// <summary>
    /// The column of a dimension: what the row says, else what an earlier row of its case said. Only earlier ones: what comes later may
    /// be known because of how it ended (an abandoned order has no payment method).
    /// </summary>
    public int[]? Dimension(LogTable table, string field)
    {
        lock (_dimensions)
        {
            if (!_dimensions.TryGetValue((table.Kind, field), out var column))
                _dimensions[(table.Kind, field)] = column = Filled(table, field);
            return column;
        }
    }

    private static bool Inherited(string field) => OfCase.Contains(field) || field.StartsWith("attributes.", StringComparison.Ordinal);

    private int[]? Filled(LogTable table, string field)
    {
        var own = table.Text(field);
        if (!Inherited(field))
            return own;
        if (table.Kind != FactTable.Event)
            return FromEvents(table, own, field);
        if (own is null)
            return null;
        var filled = (int[])own.Clone();
        for (var i = 1; i < filled.Length; i++)
            if (filled[i] < 0 && table.Case[i] >= 0 && table.Case[i] == table.Case[i - 1])
                filled[i] = filled[i - 1];
        return filled;
    }

    private int[]? FromEvents(LogTable table, int[]? own, string field)
    {
        if (Table(FactTable.Event) is not { } events || Dimension(events, field) is not { } from)
            return own;
        var filled = own is null ? Enumerable.Repeat(-1, table.Count).ToArray() : (int[])own.Clone();
        for (var i = 0; i < filled.Length; i++)
        {
            var c = table.Case[i];
            if (filled[i] >= 0 || c < 0)
                continue;
            for (var row = events.Start[c + 1] - 1; row >= events.Start[c]; row--)
                if (events.At[row] <= table.At[i] && from[row] >= 0)
                {
                    filled[i] = from[row];
                    break;
                }
        }

        return filled;
    }
}
