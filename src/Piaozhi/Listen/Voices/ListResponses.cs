using System.Globalization;
using System.Text.Json;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Listen.Voices;

/// <summary>One answered questionnaire.</summary>
/// <param name="Reasons">Codes of why it does not count, or did not until somebody took it in again.</param>
public sealed record ResponseLine(string Id, string CaseId, string Survey, DateTime SubmittedAt, TimeSpan? Took, string? Mode, IReadOnlyDictionary<string, string> Answers, bool Excluded, IReadOnlyList<string> Reasons, string? Channel, string? Outlet);

/// <summary>Answered questionnaires, the latest first.</summary>
public static class ListResponses
{
    public const int Most = 500;

    public sealed record Input(string? Survey = null, bool? Excluded = null, Period? Period = null, string? Outlet = null);

    public sealed record Found(long Total, long Excluded, IReadOnlyList<ResponseLine> Lines, IReadOnlyList<string> Surveys);

    public static async Task<Outcome<Found>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ReadRows) is { } no)
            return no;
        var rows = new RowCondition(session).Is("survey", input.Survey).Is("outlet", input.Outlet).In("submitted_at", input.Period);
        var (total, excluded) = (await session.Facts.QueryAsync($"SELECT count(*), count(*) FILTER (WHERE excluded) FROM listen_response WHERE {rows}", rows.Parameters,
            r => (r.GetInt64(0), r.GetInt64(1)), ct))[0];
        var only = input.Excluded switch { true => " AND excluded", false => " AND NOT excluded", _ => "" };
        var offset = session.Options.UtcOffset;
        var lines = await session.Facts.QueryAsync(
            $"SELECT response_id, case_id, survey, submitted_at, started_at, mode, CAST(answers AS VARCHAR), excluded, COALESCE(reasons, ''), channel, outlet FROM listen_response WHERE {rows}{only} ORDER BY submitted_at DESC LIMIT {Most.ToString(CultureInfo.InvariantCulture)}",
            rows.Parameters,
            r => new ResponseLine(r.GetString(0), r.GetString(1), r.GetString(2), r.GetDateTime(3) + offset, r.IsDBNull(4) ? null : r.GetDateTime(3) - r.GetDateTime(4), r.IsDBNull(5) ? null : r.GetString(5), Answers(r.IsDBNull(6) ? "{}" : r.GetString(6)), r.GetBoolean(7), r.GetString(8).Split(' ', StringSplitOptions.RemoveEmptyEntries), r.IsDBNull(9) ? null : r.GetString(9), r.IsDBNull(10) ? null : r.GetString(10)), ct);
        var surveys = await session.Facts.QueryAsync("SELECT DISTINCT survey FROM listen_response WHERE service_id = $1 ORDER BY 1", [session.Options.ServiceId], r => r.GetString(0), ct);
        return new Found(total, excluded, lines, surveys);
    }

    internal static IReadOnlyDictionary<string, string> Answers(string json)
    {
        using var parsed = JsonDocument.Parse(json);
        return parsed.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Array ? string.Join('、', p.Value.EnumerateArray().Select(v => v.ToString())) : p.Value.ToString(), StringComparer.Ordinal);
    }
}

/// <summary>Leaves an answered questionnaire out of the figures, or takes it in again; either way it stays and can be undone.</summary>
public static class ExcludeResponse
{
    public const string ByHand = "by-hand";

    public sealed record Input(string Id, bool Exclude);

    public static async Task<Outcome<Done>> RunAsync(Input input, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.ImportFacts) is { } no)
            return no;
        var one = new RowCondition(session);
        one.And($"response_id = {one.P(input.Id)}");
        var found = await session.Facts.QueryAsync($"SELECT COALESCE(reasons, '') FROM listen_response WHERE {one}", one.Parameters, r => r.GetString(0), ct);
        if (found is not [var reasons])
            return new Refusal("listen.response.unknown", input.Id) { Kind = RefusalKind.NotFound };
        var codes = reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(r => r != ByHand);
        // The time of arrival moves, so that the days it belongs to are counted again.
        await session.Facts.ExecuteAsync(
            "UPDATE listen_response SET excluded = $3, reasons = $4, arrived_at = $5 WHERE service_id = $1 AND response_id = $2",
            [session.Options.ServiceId, input.Id, input.Exclude, string.Join(' ', input.Exclude ? codes.Append(ByHand) : codes), FactRows.Utc(session.Now)], ct);
        await session.Facts.ExecuteAsync("UPDATE listen_answer SET excluded = $3, arrived_at = $4 WHERE service_id = $1 AND response_id = $2", [session.Options.ServiceId, input.Id, input.Exclude, FactRows.Utc(session.Now)], ct);
        session.Trail(new Artefact(ArtefactKind.Import, "responses"), input.Exclude ? "listen.response.excluded" : "listen.response.included", null, input.Id);
        await session.Records.SaveChangesAsync(ct);
        return default(Done);
    }
}
