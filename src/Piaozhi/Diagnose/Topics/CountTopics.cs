using System.Globalization;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Topics;

/// <summary>What customers complain of, the most frequent first.</summary>
/// <param name="Untold">Complaints whose topic could not be told.</param>
public sealed record TopicCounts(Period? Period, IReadOnlyList<ParetoBar> Bars, long Total, long Untold, IReadOnlyDictionary<string, long> Before);

/// <summary>Counts complaints by topic, with the same span before beside it.</summary>
public static class CountTopics
{
    /// <param name="Group">A group of topics (<c>03</c>) whose topics are wanted; null = the groups.</param>
    public sealed record Input(Period? Period = null, Slice? Within = null, string? Group = null);

    public static async Task<Outcome<TopicCounts>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (input.Group is { Length: > 0 } group && Taxonomy.Of(group) is null)
            return new Refusal("diagnose.topics.unknown", group) { Kind = RefusalKind.NotFound };
        var latest = await session.Facts.QueryAsync("SELECT max(received_at) FROM listen_feedback WHERE service_id = $1", [session.Options.ServiceId], r => r.IsDBNull(0) ? (DateTime?)null : r.GetDateTime(0), ct);
        if (latest[0] is not { } last)
            return new TopicCounts(null, [], 0, 0, new Dictionary<string, long>());
        var end = (last + session.Options.UtcOffset).Date.AddDays(1);
        var period = input.Period ?? new Period(end.AddDays(-28), end);
        var now = await CountAsync(input, period, session, ct);
        var before = await CountAsync(input, new Period(period.From - period.Length, period.From), session, ct);
        var untold = now.GetValueOrDefault("");
        now.Remove("");
        return new TopicCounts(period, Pareto.Of(now.Select(c => (c.Key, c.Value))), now.Values.Sum(), untold, before);
    }

    private static async Task<Dictionary<string, long>> CountAsync(Input input, Period period, Session session, CancellationToken ct)
    {
        var slice = session.Actor.Scope;
        foreach (var (dimension, values) in input.Within ?? Slice.Whole)
            slice = slice.With(dimension, [.. slice[dimension].IsEmpty ? values : slice[dimension].Intersect(values)]);
        var asked = new SliceRows(session.Options.ServiceId, FactTable.Feedback, "received_at", slice, period, session.Options.UtcOffset);
        var rows = await session.Facts.QueryAsync(
            $"SELECT COALESCE(taxonomy, ''), count(*) FROM listen_feedback WHERE {asked.Where} AND polarity = {asked.Add("negative")} GROUP BY 1", asked.Values,
            r => (Code: r.GetString(0), Count: Convert.ToInt64(r.GetValue(1), CultureInfo.InvariantCulture)), ct);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (code, count) in rows)
        {
            var group = code.Split('.')[0];
            if (input.Group is { Length: > 0 } only && only != group)
                continue;
            var key = input.Group is { Length: > 0 } ? code : group;
            counts[key] = counts.GetValueOrDefault(key) + count;
        }

        return counts;
    }
}
