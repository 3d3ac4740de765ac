using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Diagnose.Problems;

/// <summary>One feedback that speaks of a problem, with its words.</summary>
/// <param name="CaseId">Where the whole story is; empty when it belongs to none.</param>
public sealed record MentionLine(string FeedbackId, string CaseId, DateTime At, string Source, string Text, string Taxonomy, string? Polarity, int? Intensity, MentionBy By);

/// <summary>Lists the feedback that speaks of a problem, the surest first. Texts were freed of personal data at the door.</summary>
public static class ListMentions
{
    public const int Most = 200;

    public static async Task<Outcome<List<MentionLine>>> RunAsync(string id, Session session, CancellationToken ct = default)
    {
        var all = (await ListProblems.AllAsync(new(), session, [], ct)).Value;
        if (all.All(l => l.Row.Id != id))
            return ListProblems.Missing(id);
        var ids = all.Where(l => l.Work?.MergedInto == id).Select(l => l.Row.Id).Append(id).ToList();
        var rows = await session.Records.Set<MentionRow>().AsNoTracking().Where(m => ids.Contains(m.ProblemId))
            .OrderByDescending(m => m.Weight).ThenByDescending(m => m.At).Take(Most).ToListAsync(ct);
        var links = rows.DistinctBy(m => m.FeedbackId).ToDictionary(m => m.FeedbackId, StringComparer.Ordinal);
        if (links.Count == 0)
            return new List<MentionLine>();
        var values = new List<object?> { session.Options.ServiceId };
        string Add(object value)
        {
            values.Add(value);
            return "$" + values.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var where = $"service_id = $1 AND feedback_id IN ({string.Join(", ", links.Keys.Select(Add))})";
        foreach (var (dimension, allowed) in session.Actor.Scope)
            where += allowed.IsEmpty ? " AND FALSE" : $" AND {dimension} IN ({string.Join(", ", allowed.Select(Add))})";
        var found = await session.Facts.QueryAsync(
            $"SELECT feedback_id, case_id, received_at, source, text, polarity, intensity FROM listen_feedback WHERE {where}", values, r =>
            {
                var link = links[r.GetString(0)];
                return new MentionLine(
                    link.FeedbackId, r.GetString(1), r.GetDateTime(2) + session.Options.UtcOffset, r.GetString(3), r.GetString(4), link.Taxonomy,
                    r.IsDBNull(5) ? null : r.GetString(5), r.IsDBNull(6) ? null : r.GetInt32(6), link.By);
            }, ct);
        return found.OrderByDescending(m => links[m.FeedbackId].Weight).ThenByDescending(m => m.At).ToList();
    }
}
