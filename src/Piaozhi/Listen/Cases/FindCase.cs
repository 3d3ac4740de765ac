using System.Globalization;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Listen.Voices;

namespace Piaozhi.Listen.Cases;

/// <summary>One thing that is known of a case, at its moment.</summary>
/// <param name="Activity">Code of the activity; <c>feedback</c> or <c>response</c> for what the customer said.</param>
public sealed record CaseMoment(DateTime At, string Activity, string Outcome, string? Reason, TimeSpan? Took, decimal? Amount, string? Currency, string? Text, string? Topic, string? Polarity, IReadOnlyDictionary<string, string> Details);

/// <summary>Everything that is known of one order, trip, call or complaint, in the order of time.</summary>
public sealed record CaseStory(string Id, IReadOnlyList<CaseMoment> Moments)
{
    public DateTime First => Moments[0].At;

    public DateTime Last => Moments[^1].At;
}

/// <summary>Gathers what is known of one case; the rows behind any figure lead here.</summary>
public static class FindCase
{
    private static readonly string[] Told = ["channel", "outlet", "region", "product", "session", "device", "staff_id", "customer_id", "segment"];

    public static async Task<Outcome<CaseStory>> RunAsync(string id, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ReadRows) is { } no)
            return no;
        var rows = new RowCondition(session);
        rows.And($"case_id = {rows.P(id)}");
        var parameters = rows.Parameters;
        var offset = session.Options.UtcOffset;
        var dims = string.Join(", ", Told);
        var moments = id.Length == 0 ? [] : await session.Facts.QueryAsync(
            $"SELECT occurred_at, activity, outcome, reason, duration_ms, amount, currency, CAST(attributes AS VARCHAR), source, {dims} FROM listen_event WHERE {rows} LIMIT 5000", parameters,
            r => new CaseMoment(r.GetDateTime(0) + offset, r.GetString(1), r.GetString(2), Text(r, 3), r.IsDBNull(4) ? null : TimeSpan.FromMilliseconds(r.GetInt64(4)), r.IsDBNull(5) ? null : r.GetDecimal(5), Text(r, 6), null, null, null, Details(r, 9, Text(r, 7), Text(r, 8))), ct);
        if (id.Length > 0)
        {
            moments.AddRange(await session.Facts.QueryAsync(
                $"SELECT received_at, text, taxonomy, polarity, source, rating, rating_max, {dims} FROM listen_feedback WHERE {rows} LIMIT 500", parameters,
                r => new CaseMoment(r.GetDateTime(0) + offset, "feedback", "ok", null, null, null, null, r.GetString(1), Text(r, 2), Text(r, 3), Details(r, 7, null, r.GetString(4))), ct));
            moments.AddRange(await session.Facts.QueryAsync(
                $"SELECT submitted_at, survey, CAST(answers AS VARCHAR), {dims} FROM listen_response WHERE {rows} LIMIT 500", parameters,
                r => new CaseMoment(r.GetDateTime(0) + offset, "response", "ok", null, null, null, null, string.Join('；', ListResponses.Answers(Text(r, 2) ?? "{}").Select(a => a.Key + "：" + a.Value)), null, null, Details(r, 3, null, r.GetString(1))), ct));
        }

        return moments.Count == 0 ? new Refusal("listen.case.unknown", id) { Kind = RefusalKind.NotFound } : new CaseStory(id, [.. moments.OrderBy(m => m.At)]);
    }

    private static string? Text(System.Data.Common.DbDataReader r, int i) => r.IsDBNull(i) ? null : Convert.ToString(r.GetValue(i), CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Details(System.Data.Common.DbDataReader r, int from, string? attributes, string? source)
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Told.Length; i++)
            if (Text(r, from + i) is { Length: > 0 } value)
                details[Told[i]] = value;
        if (source is { Length: > 0 })
            details["source"] = source;
        foreach (var (name, value) in ListResponses.Answers(attributes is { Length: > 0 } ? attributes : "{}"))
            details["attributes." + name] = value;
        return details;
    }
}
