using System.Globalization;
using Piaozhi.Core.Diagnose.Flow;
using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Diagnose.Flow;

/// <summary>One process as its cases went it.</summary>
/// <param name="Starts">First activities with their cases, most first: what kinds of case there are.</param>
/// <param name="Start">The one whose cases are shown.</param>
/// <param name="Waits">Arcs that end with something the operator does: there the time is a wait. The most time lost first.</param>
/// <param name="Cut">True when only the latest cases of the period were read.</param>
public sealed record ReadProcess(Period Period, IReadOnlyList<(string Activity, long Cases)> Starts, string Start, FlowMap Map, IReadOnlyList<FlowArc> Waits, int Variants, double MainShare, bool Cut);

/// <summary>Reads the events of a period as cases and draws what directly follows what.</summary>
public static class ReadFlow
{
    public const int Days = 14;

    /// <summary>Events that are read at the most; the latest, so that a busy year does not fill the memory.</summary>
    private const int Most = 1_000_000;

    private const long LeastCases = 20;

    /// <param name="Start">First activity of the cases that are wanted; null = the most frequent.</param>
    /// <param name="Detail">0–1.</param>
    public sealed record Input(Period? Period = null, Slice? Within = null, string? Start = null, double Detail = .9);

    /// <summary>Null inside when there are no events at all.</summary>
    public static async Task<Outcome<ReadProcess?>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (AskFacts.Narrow(input.Within ?? Slice.Whole, session) is not { } within
            || await AskFacts.WatermarkAsync(session.Facts, session.Options, ct) is not { } last)
            return (ReadProcess?)null;
        var period = input.Period ?? new Period(last.Date.AddDays(1 - Days), last.Date.AddDays(1));
        var (log, cut) = await ReadAsync(period, within, session, ct);
        if (log.Cases == 0)
            return (ReadProcess?)null;
        var starts = Enumerable.Range(0, log.Cases).Where(c => log.Start[c + 1] > log.Start[c]).GroupBy(c => log.Activities[log.Activity[log.Start[c]]], StringComparer.Ordinal)
            .Select(g => (Activity: g.Key, Cases: (long)g.Count())).OrderByDescending(s => s.Cases).ThenBy(s => s.Activity, StringComparer.Ordinal).ToList();
        var start = starts.Any(s => s.Activity == input.Start) ? input.Start! : starts[0].Activity;
        var first = log.Find(start);
        var chosen = log.Where(c => log.Start[c + 1] > log.Start[c] && log.Activity[log.Start[c]] == first);
        var variants = Variants.From(chosen);
        var graph = DirectlyFollowsGraph.Of(chosen, medians: true, variants);
        var everything = FlowMap.Of(graph, 1);
        var waits = everything.Arcs.Where(a => a.Cases >= LeastCases && a.From != a.To && Core.Diagnose.Process.Bottlenecks.IsWait(a.To)).OrderByDescending(a => a.Mean * a.Count).Take(12).ToList();
        return new ReadProcess(period, starts, start, FlowMap.Of(graph, Math.Clamp(input.Detail, .3, 1)), waits, variants.Count, variants.Count == 0 ? 0 : variants.Share(1), cut);
    }

    /// <summary>Every event of the period; within a scope, of the cases that touched it.</summary>
    private static async Task<(EventLog Log, bool Cut)> ReadAsync(Period period, Slice within, Session session, CancellationToken ct)
    {
        var rows = new SliceRows(session.Options.ServiceId, FactTable.Event, "occurred_at", Slice.Whole, period, session.Options.UtcOffset);
        var (sql, values) = ("SELECT case_id, activity, occurred_at FROM listen_event WHERE " + rows.Where, rows.Values.ToList());
        if (!within.IsWhole)
        {
            var touched = new SliceRows(session.Options.ServiceId, FactTable.Event, "occurred_at", within, period, session.Options.UtcOffset);
            sql = "SELECT case_id, activity, occurred_at FROM listen_event WHERE service_id = $1 AND occurred_at >= $2 AND occurred_at < $3 AND case_id IN "
                + $"(SELECT case_id FROM listen_event WHERE {touched.Where})";
            values = [.. touched.Values];
        }

        sql += string.Create(CultureInfo.InvariantCulture, $" ORDER BY occurred_at DESC, event_id DESC LIMIT {Most}");
        var read = await session.Facts.QueryAsync(sql, values, r => (Case: r.GetString(0), Activity: r.GetString(1), At: r.GetDateTime(2)), ct);
        var builder = new EventLogBuilder();
        for (var i = read.Count - 1; i >= 0; i--)
            builder.Add(read[i].Case, read[i].Activity, (long)(read[i].At - DateTime.UnixEpoch).TotalMilliseconds);
        return (builder.Build(), read.Count == Most);
    }
}
