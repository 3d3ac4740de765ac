namespace Piaozhi.Core.Diagnose.Process;

/// <summary>One object of an object-centric log: an order, a ticket, a customer.</summary>
/// <param name="Values">Attribute values, each from a moment on.</param>
public sealed record LogObject(string Id, string Type, IReadOnlyList<ObjectValue> Values, IReadOnlyList<ObjectLink> Links);

public sealed record ObjectValue(string Name, long At, string Value);

/// <summary>A relation to an object, with the role that it plays.</summary>
public sealed record ObjectLink(string ObjectId, string Qualifier);

public sealed record ObjectEvent(string Id, string Activity, long At, IReadOnlyList<(string Name, string Value)> Values, IReadOnlyList<ObjectLink> Links);

/// <summary>A log of one object type, and how many times an event of the object-centric log stands in it on average.</summary>
/// <param name="Duplication">Above 1: figures count an event once for each object it belongs to (convergence).</param>
public sealed record Flattened(EventLog Log, string Type, double Duplication, long EventsWithout);

/// <summary>The directly-follows graph of one object type.</summary>
public sealed record ObjectGraph(string Type, long Objects, double Duplication, DirectlyFollowsGraph Graph);

/// <summary>An object-centric event log (OCEL 2.0; Berti and others 2023): events belong to any number of objects of any type.</summary>
public sealed record ObjectLog(IReadOnlyList<LogObject> Objects, IReadOnlyList<ObjectEvent> Events)
{
    public IReadOnlyList<string> Types => [.. Objects.Select(o => o.Type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The log as the objects of one type see it: each object is a case.</summary>
    public Flattened Flatten(string type)
    {
        var of = Objects.Where(o => o.Type == type).Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        var builder = new EventLogBuilder();
        foreach (var o in Objects.Where(o => o.Type == type))
        {
            builder.AddCase(o.Id);
            foreach (var value in o.Values)
                builder.SetOfCase(o.Id, value.Name, value.Value);
        }

        var (without, with, rows) = (0L, 0L, 0L);
        foreach (var e in Events)
        {
            // An object named twice with different roles is still one object.
            var ids = e.Links.Select(l => l.ObjectId).Where(of.Contains).Distinct(StringComparer.Ordinal).ToArray();
            (without, with, rows) = ids.Length == 0 ? (without + 1, with, rows) : (without, with + 1, rows + ids.Length);
            foreach (var id in ids)
            {
                builder.Add(id, e.Activity, e.At);
                foreach (var (name, value) in e.Values)
                    builder.Set(name, value);
            }
        }

        return new Flattened(builder.Build(), type, with == 0 ? double.NaN : (double)rows / with, without);
    }

    /// <summary>The object-centric directly-follows graph: one graph for each type, over the same activities.</summary>
    public IReadOnlyList<ObjectGraph> Graphs() => [.. Types.Select(t => Flatten(t) is var f ? new ObjectGraph(t, f.Log.Cases, f.Duplication, DirectlyFollowsGraph.Of(f.Log)) : null!)];

    /// <summary>A log of cases as an object-centric one: the case is the object.</summary>
    public static ObjectLog Of(EventLog log, string type)
    {
        var objects = Enumerable.Range(0, log.Cases).Select(c => new LogObject(log.CaseName(c), type,
            [.. log.CaseAttributes.Where(a => a[c] is not null).Select(a => new ObjectValue(a.Name, 0, a[c]!))], [])).ToArray();
        var events = new List<ObjectEvent>(log.Events);
        for (var c = 0; c < log.Cases; c++)
            for (var row = log.Start[c]; row < log.Start[c + 1]; row++)
                events.Add(new ObjectEvent($"e{row + 1}", log.Activities[log.Activity[row]], log.At[row],
                    [.. log.Attributes.Where(a => a[row] is not null).Select(a => (a.Name, a[row]!))], [new ObjectLink(objects[c].Id, type)]));
        return new ObjectLog(objects, [.. events.OrderBy(e => e.At)]);
    }
}
