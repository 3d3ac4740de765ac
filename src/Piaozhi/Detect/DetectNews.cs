using System.Globalization;
using System.Text.Json;
using Piaozhi.Detect.Watch;
using Piaozhi.Host;
using Piaozhi.Measure;

namespace Piaozhi.Detect;

/// <summary>
/// What a run of the detection rests on. Charts are hourly: until an hour is over, more rows of it change nothing that a run would say, so
/// that a stream of single rows does not make the product read its months again with each of them.
/// </summary>
/// <param name="Hour">The last hour that facts reach into.</param>
/// <param name="Rows">How many facts there are.</param>
/// <param name="Asked">Indicators, their definitions, calendar and settings, as a text.</param>
public sealed record DetectNews(DateTime? Hour, long Rows, string Asked)
{
    /// <summary>Rows that came late, or were loaded for days long gone, count from this share of all on.</summary>
    private const double Late = .002;

    private static readonly string[] Tables = ["listen_event", "listen_feedback", "listen_response", "listen_reading"];

    public static async Task<DetectNews> ReadAsync(Session session, CancellationToken ct)
    {
        var watermark = await AskFacts.WatermarkAsync(session.Facts, session.Options, ct);
        long rows = 0;
        foreach (var table in Tables)
            rows += await session.Facts.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE service_id = $1", [session.Options.ServiceId], ct);
        var watch = await WatchSettings.ReadAsync(session, ct);
        string[] asked =
        [
            watch.Level.ToString(CultureInfo.InvariantCulture),
            .. watch.Muted.Where(m => m.Until > DateOnly.FromDateTime(session.LocalNow)).Select(m => m.Id),
            JsonSerializer.Serialize(await WorkCalendars.DaysAsync(session, ct)),
            .. (await DefinitionChanges.OfAsync(session, null, ct)).Select(c => c.ToString()!),
            .. (await Indicators.VersionsAsync(session, ct)).Select(v => $"{v.Code} {v.All.Count}"),
        ];
        return new DetectNews(watermark is { } w ? w.Date.AddHours(w.Hour) : null, rows, string.Join('\n', asked));
    }

    /// <summary>True when a run on these would tell nothing that one on the others has not told.</summary>
    public bool SameAs(DetectNews? before) =>
        before is not null && Hour == before.Hour && Asked == before.Asked && Rows >= before.Rows && Rows - before.Rows <= Late * before.Rows;
}
