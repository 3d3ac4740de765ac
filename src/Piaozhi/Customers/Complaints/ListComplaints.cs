using System.Globalization;
using Piaozhi.Access;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Listen;
using Piaozhi.Listen.Voices;
using Piaozhi.Measure;

namespace Piaozhi.Customers.Complaints;

/// <summary>A complaint that is not closed, with the day by which it has to be.</summary>
/// <param name="State">The last activity that moved it.</param>
/// <param name="Due">The last day on which closing is in time.</param>
/// <param name="DaysLeft">Working days until then; negative when it has passed.</param>
/// <param name="Unacknowledged">The customer was to hear by now that somebody looks after it.</param>
/// <param name="Topic">Leaf of the taxonomy; empty when nothing was said or nothing recognized.</param>
/// <param name="Text">What the customer said, masked; empty for who may not read rows.</param>
public sealed record OpenComplaint(string Id, DateTime Registered, string State, DateOnly Due, int DaysLeft, bool Unacknowledged, bool Escalated, string Topic, string Text, string? Outlet, string? Channel)
{
    public bool Overdue => DaysLeft < 0;

    public Bilingual? TopicName => Taxonomy.Of(Topic) is { } topic ? new Bilingual(topic.Zh, Capital(topic.En)) : null;

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}

/// <param name="Days">Working days from registration to closing, as the indicator K74 defines them.</param>
/// <param name="Hours">Hours from registration to the acknowledgement, as K73 defines them.</param>
/// <param name="Kept">False where no source ever says that a complaint was closed: deadlines cannot be watched then.</param>
public sealed record ComplaintQueue(IReadOnlyList<OpenComplaint> Open, int Days, double Hours, bool Kept);

/// <summary>The complaints that wait, by deadline. Everybody sees how many there are in their scope; what was said, only who may read rows or handles complaints.</summary>
public static class ListComplaints
{
    /// <summary>A deadline is near from so many working days on.</summary>
    public const int Near = 2;

    public const int Most = 2000;

    private static string At(string activity) => $"max(CASE WHEN activity = 'complaint.{activity}' THEN occurred_at END)";

    public static async Task<Outcome<ComplaintQueue>> RunAsync(Session session, CancellationToken ct = default)
    {
        var catalog = await Indicators.AllAsync(session, ct);
        var days = (catalog.Find("K74")?.Definition as ShareDefinition)?.WithinWorkingDays ?? 10;
        var hours = (catalog.Find("K73")?.Definition as ShareDefinition)?.Within?.TotalHours ?? 24;
        var seen = new RowCondition(session);
        var kept = await session.Facts.ScalarAsync<long>("SELECT count(*) FROM (SELECT 1 FROM listen_event WHERE service_id = $1 AND activity = 'complaint.closed' LIMIT 1) AS one", [session.Options.ServiceId], ct) > 0;
        if (!kept)
            return new ComplaintQueue([], days, hours, false);
        var calendar = await WorkCalendars.OfAsync(session, ct);
        var rows = await session.Facts.RememberedAsync(
            $"""
            SELECT case_id, registered, reopened, acknowledged, assigned, responded, escalated, outlet, channel FROM (
              SELECT case_id, {At("registered")} AS registered, {At("reopened")} AS reopened, {At("acknowledged")} AS acknowledged, {At("assigned")} AS assigned,
                {At("responded")} AS responded, {At("escalated")} AS escalated, {At("closed")} AS closed, {At("withdrawn")} AS withdrawn, max(outlet) AS outlet, max(channel) AS channel
              FROM listen_event WHERE {seen} AND activity LIKE 'complaint.%' GROUP BY case_id) AS c
            WHERE registered IS NOT NULL AND withdrawn IS NULL AND (closed IS NULL OR reopened > closed)
            ORDER BY registered LIMIT {Most.ToString(CultureInfo.InvariantCulture)}
            """, seen.Parameters, r => Row(r, session, calendar, days, hours), ct);
        var said = rows.Count > 0 && (session.Actor.May(Right.ReadRows) || session.Actor.May(Right.HandleComplaints)) ? await SaidAsync(rows, session, ct) : [];
        return new ComplaintQueue(
            [.. rows.Select(c => said.TryGetValue(c.Id, out var s) ? c with { Topic = s.Topic, Text = s.Text } : c).OrderBy(c => c.Due).ThenBy(c => c.Registered)], days, hours, true);
    }

    private static OpenComplaint Row(System.Data.Common.DbDataReader r, Session session, WorkCalendar calendar, int days, double hours)
    {
        DateTime? Time(int i) => r.IsDBNull(i) ? null : r.GetDateTime(i) + session.Options.UtcOffset;
        var (registered, reopened) = (Time(1)!.Value, Time(2));
        var begun = reopened > registered ? reopened.Value : registered;
        var today = DateOnly.FromDateTime(session.LocalNow);
        var due = calendar.Add(DateOnly.FromDateTime(begun), days);
        var state = new[] { ("complaint.registered", registered), ("complaint.acknowledged", Time(3)), ("complaint.assigned", Time(4)), ("complaint.responded", Time(5)), ("complaint.reopened", reopened), ("complaint.escalated", Time(6)) }
            .Where(s => s.Item2 is not null).MaxBy(s => s.Item2!.Value).Item1;
        return new OpenComplaint(
            r.GetString(0), registered, state, due, due >= today ? calendar.Between(today, due) : -calendar.Between(due, today),
            Time(3) is null && Time(4) is null && Time(5) is null && session.LocalNow > registered.AddHours(hours), Time(6) is not null,
            "", "", r.IsDBNull(7) ? null : r.GetString(7), r.IsDBNull(8) ? null : r.GetString(8));
    }

    /// <summary>What was said with each complaint: under its own number, or naming it.</summary>
    private static async Task<Dictionary<string, (string Topic, string Text)>> SaidAsync(IReadOnlyList<OpenComplaint> open, Session session, CancellationToken ct)
    {
        var seen = new RowCondition(session);
        seen.And($"received_at >= {seen.P(open[0].Registered - session.Options.UtcOffset - TimeSpan.FromDays(1))}");
        var ids = open.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var said = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var (id, topic, text, attributes) in await session.Facts.RememberedAsync(
            $"""
            SELECT case_id, COALESCE(taxonomy, ''), text, CAST(attributes AS VARCHAR) FROM listen_feedback WHERE {seen}
              AND (CAST(attributes AS VARCHAR) LIKE '%"complaint"%' OR case_id IN (SELECT case_id FROM listen_event WHERE service_id = $1 AND activity = 'complaint.registered'))
            """, seen.Parameters, r => (r.GetString(0), r.GetString(1), r.GetString(2), r.IsDBNull(3) ? "{}" : r.GetString(3)), ct))
        {
            var of = ids.Contains(id) ? id : ListResponses.Answers(attributes).GetValueOrDefault("complaint", "");
            if (ids.Contains(of))
                said[of] = (topic, text);
        }

        return said;
    }
}
