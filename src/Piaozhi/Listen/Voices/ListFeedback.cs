using System.Globalization;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Listen.Voices;

/// <summary>One thing that a customer said; the text is masked.</summary>
public sealed record FeedbackLine(string Id, string CaseId, DateTime ReceivedAt, string Source, string Text, double? Rating, double? RatingMax, string Topic, string Polarity, int Intensity, string? Channel, string? Outlet);

/// <summary>What customers said, the latest first, narrowed to what is asked and to what the person may see.</summary>
public static class ListFeedback
{
    public const int Most = 500;

    /// <param name="Topic">Leaf or main topic of the taxonomy.</param>
    /// <param name="Words">All of them must stand in the text.</param>
    public sealed record Input(string? Topic = null, string? Polarity = null, string? Source = null, string? Words = null, Period? Period = null, string? Outlet = null);

    /// <param name="Total">How many there are; the lines are the latest of them.</param>
    /// <param name="Sources">All sources, for choosing.</param>
    public sealed record Found(long Total, long Negative, IReadOnlyList<FeedbackLine> Lines, IReadOnlyList<string> Sources);

    public static async Task<Outcome<Found>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ReadRows) is { } no)
            return no;
        var rows = new RowCondition(session).Is("polarity", input.Polarity).Is("source", input.Source).Is("outlet", input.Outlet).In("received_at", input.Period);
        if (input.Topic is { Length: > 0 } topic)
            rows.And(topic.Contains('.', StringComparison.Ordinal) ? $"taxonomy = {rows.P(topic)}" : $"taxonomy LIKE {rows.P(topic + ".%")}");
        foreach (var word in (input.Words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8))
            rows.And($"lower(text) LIKE {rows.P("%" + Plain(word.ToLowerInvariant()) + "%")} ESCAPE '!'");
        var (total, negative) = (await session.Facts.QueryAsync($"SELECT count(*), count(*) FILTER (WHERE polarity = 'negative') FROM listen_feedback WHERE {rows}", rows.Parameters,
            r => (r.GetInt64(0), r.GetInt64(1)), ct))[0];
        var lines = await session.Facts.QueryAsync(
            $"SELECT feedback_id, case_id, received_at, source, text, rating, rating_max, COALESCE(taxonomy, ''), COALESCE(polarity, 'neutral'), COALESCE(intensity, 1), channel, outlet FROM listen_feedback WHERE {rows} ORDER BY received_at DESC LIMIT {Most.ToString(CultureInfo.InvariantCulture)}",
            rows.Parameters,
            r => new FeedbackLine(r.GetString(0), r.GetString(1), r.GetDateTime(2) + session.Options.UtcOffset, r.GetString(3), r.GetString(4), r.IsDBNull(5) ? null : r.GetDouble(5), r.IsDBNull(6) ? null : r.GetDouble(6), r.GetString(7), r.GetString(8), r.GetInt32(9), r.IsDBNull(10) ? null : r.GetString(10), r.IsDBNull(11) ? null : r.GetString(11)), ct);
        var sources = await session.Facts.QueryAsync("SELECT DISTINCT source FROM listen_feedback WHERE service_id = $1 ORDER BY 1", [session.Options.ServiceId], r => r.GetString(0), ct);
        return new Found(total, negative, lines, sources);
    }

    /// <summary>A word in which no sign stands for others.</summary>
    private static string Plain(string word) => word.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
