using System.Globalization;
using System.Text.Json;
using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Mining;

/// <summary>The events of the installation as a log, narrowed to what the reader may see.</summary>
public static class ReadEvents
{
    /// <summary>What is asked for.</summary>
    /// <param name="Period">Cases that begin in it, in the operator's local time, each to its end: cut cases would break rules that they kept. Null = all.</param>
    /// <param name="Local">Times as the clock on the wall, for questions of hours and weekdays; else UTC.</param>
    public sealed record Input(Period? Period = null, Slice? Within = null, IReadOnlyList<string>? Attributes = null, bool Local = false, IReadOnlyList<string>? Activities = null);

    /// <summary>Attributes that tell nothing of a person.</summary>
    public static IReadOnlyList<string> Plain { get; } = ["channel", "outlet", "region", "product", "session", "device", "outcome", "reason", "ticket_id"];

    /// <summary>What the rules of ticketing ask for.</summary>
    public static IReadOnlyList<string> Numbers { get; } = ["amount", "tickets"];

    public static async Task<EventLog> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        var asked = Rows(input, session);
        var attributes = (input.Attributes ?? []).Where(a => Plain.Contains(a) || Numbers.Contains(a) || a == "staff_id").ToArray();
        var only = input.Activities is null ? "" : $" AND activity IN ({string.Join(", ", input.Activities.Select(asked.Add))})";
        var columns = string.Concat(attributes.Select(a => Numbers.Contains(a) ? $", CAST({a} AS TEXT)" : $", {a}"));
        var (builder, offset) = (new EventLogBuilder(), input.Local ? session.Options.UtcOffset : TimeSpan.Zero);
        // Events of one moment come in one order on both engines.
        await session.Facts.QueryAsync($"SELECT case_id, occurred_at, activity{columns} FROM listen_event WHERE {asked.Where}{only}{Begun(input, asked, session)} AND case_id <> '' ORDER BY occurred_at, event_id", asked.Values, r =>
        {
            builder.Add(r.GetString(0), r.GetString(2), Milliseconds(r.GetDateTime(1) + offset));
            for (var i = 0; i < attributes.Length; i++)
                if (!r.IsDBNull(3 + i))
                    builder.Set(attributes[i], r.GetString(3 + i), attributes[i] switch { "amount" => AttributeKind.Real, "tickets" => AttributeKind.Integer, _ => AttributeKind.Text });
            return 0;
        }, ct);
        return builder.Build();
    }

    /// <summary>The same with every object that an event names, but for people.</summary>
    public static async Task<ObjectLog> ObjectsAsync(Input input, Session session, CancellationToken ct = default)
    {
        var (asked, objects) = (Rows(input, session), new Dictionary<string, LogObject>(StringComparer.Ordinal));
        var events = await session.Facts.QueryAsync($"SELECT event_id, case_id, occurred_at, activity, CAST(objects AS TEXT), channel, outlet FROM listen_event WHERE {asked.Where}{Begun(input, asked, session)} ORDER BY occurred_at, event_id", asked.Values, r =>
        {
            var links = new List<ObjectLink>();
            void Link(string id, string type)
            {
                objects.TryAdd(id, new LogObject(id, type, [], []));
                links.Add(new ObjectLink(id, type));
            }

            if (r.GetString(1) is { Length: > 0 } order)
                Link("case:" + order, "case");
            if (!r.IsDBNull(4))
                foreach (var (type, id) in Named(r.GetString(4)))
                    Link(type + ":" + id, type);
            (string, string)[] values = [.. new[] { ("channel", 5), ("outlet", 6) }.Where(v => !r.IsDBNull(v.Item2)).Select(v => (v.Item1, r.GetString(v.Item2)))];
            return new ObjectEvent(r.GetString(0), r.GetString(3), Milliseconds(r.GetDateTime(2)), values, links);
        }, ct);
        return new ObjectLog([.. objects.Values], events);
    }

    private static readonly string[] People = ["customer", "staff", "clerk", "agent", "person"];

    private static IEnumerable<(string Type, string Id)> Named(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            return [];
        return [.. document.RootElement.EnumerateArray().Where(o => o.TryGetProperty("type", out _) && o.TryGetProperty("id", out _))
            .Select(o => (o.GetProperty("type").ToString(), o.GetProperty("id").ToString())).Where(o => !People.Contains(o.Item1))];
    }

    private static string Begun(Input input, SliceRows asked, Session session)
    {
        if (input.Period is not { } p)
            return "";
        var (from, to) = (asked.Add(p.From - session.Options.UtcOffset), p.To < DateTime.MaxValue.AddDays(-2) ? asked.Add(p.To - session.Options.UtcOffset) : null);
        return $" AND case_id IN (SELECT case_id FROM listen_event WHERE service_id = {asked.Add(session.Options.ServiceId)} GROUP BY case_id HAVING min(occurred_at) >= {from}{(to is null ? "" : $" AND min(occurred_at) < {to}")})";
    }

    private static SliceRows Rows(Input input, Session session)
    {
        var slice = session.Actor.Scope;
        foreach (var (dimension, values) in input.Within ?? Slice.Whole)
            slice = slice.With(dimension, [.. slice[dimension].IsEmpty ? values : slice[dimension].Intersect(values)]);
        return new SliceRows(session.Options.ServiceId, FactTable.Event, "occurred_at", slice, null, session.Options.UtcOffset);
    }

    private static long Milliseconds(DateTime at) => (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    internal static string Moment(long milliseconds, TimeSpan offset) => (DateTime.UnixEpoch.AddMilliseconds(milliseconds) + offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
