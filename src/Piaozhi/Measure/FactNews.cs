using System.Globalization;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Measure;

/// <summary>
/// What arrived since the points were last counted: for each table and code (activity, source, survey, reading) the days that the new
/// rows speak of. What was seen is remembered as counts an import and a code in a window of arrival times, so that asking again touches
/// only rows that came in lately, however many there are in all.
/// </summary>
public sealed class FactNews
{
    /// <summary>Rows of one import carry the moment at which it began; an import that runs longer than this is not expected.</summary>
    private static readonly TimeSpan _longestImport = TimeSpan.FromHours(6);

    private const string Seen = "(seen)";

    private static readonly (FactTable Table, string Name, string Code, string Time)[] _tables =
    [
        (FactTable.Event, "listen_event", "activity", "occurred_at"), (FactTable.Feedback, "listen_feedback", "source", "received_at"),
        (FactTable.Response, "listen_response", "survey", "submitted_at"), (FactTable.Answer, "listen_answer", "survey", "submitted_at"),
        (FactTable.Reading, "listen_reading", "indicator", "measured_at"),
    ];

    private readonly Dictionary<(FactTable Table, string Code), Span> _new = [];
    private readonly List<(string Key, DateTime Arrived, long Rows)> _seen = [];
    private readonly List<string> _moved = [];

    /// <summary>First and last day.</summary>
    public readonly record struct Span(DateTime From, DateTime To)
    {
        public static Span? Join(Span? a, Span? b) => a is not { } x ? b : b is not { } y ? a
            : new Span(x.From < y.From ? x.From : y.From, x.To > y.To ? x.To : y.To);
    }

    /// <summary>True when nothing has been counted yet.</summary>
    public bool First { get; private init; }

    public bool Any => _new.Count > 0;

    /// <summary>Rows looked at; more than are new where an import is still running.</summary>
    public long Rows => _seen.Sum(s => s.Rows);

    public static async Task<FactNews> ReadAsync(FactStore facts, PiaozhiOptions options, CancellationToken ct = default)
    {
        var seen = (await facts.QueryAsync("SELECT value, bucket, n FROM measure_point WHERE service_id = $1 AND indicator = $2",
            [options.ServiceId, Seen], r => (Key: r.GetString(0), Arrived: r.GetDateTime(1), Rows: r.GetInt64(2)), ct)).ToDictionary(r => r.Key, r => (r.Arrived, r.Rows));
        var news = new FactNews { First = seen.Count == 0 };
        var since = seen.Count == 0 ? DateTime.UnixEpoch : seen.Values.Max(s => s.Arrived) - _longestImport;
        foreach (var (table, name, code, time) in _tables)
        {
            var rows = await facts.QueryAsync(
                $"SELECT {code}, import_id, count(*), max(arrived_at), min({time}), max({time}) FROM {name} WHERE service_id = $1 AND arrived_at >= $2 GROUP BY {code}, import_id",
                [options.ServiceId, since],
                r => (Code: r.GetString(0), Import: r.GetString(1), Rows: Convert.ToInt64(r.GetValue(2), CultureInfo.InvariantCulture), Arrived: r.GetDateTime(3), From: r.GetDateTime(4), To: r.GetDateTime(5)), ct);
            foreach (var row in rows)
            {
                var key = $"{name}|{row.Import}|{row.Code}";
                news._seen.Add((key, row.Arrived, row.Rows));
                if (seen.TryGetValue(key, out var before) && before == (row.Arrived, row.Rows))
                    continue;
                news.Add((table, row.Code), new Span((row.From + options.UtcOffset).Date, (row.To + options.UtcOffset).Date));
            }
        }

        // Where rows stood before a later recording took their place.
        foreach (var (id, name, code, from, to) in await facts.QueryAsync("SELECT move_id, fact_table, code, first_at, last_at FROM listen_moved WHERE service_id = $1",
            [options.ServiceId], r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetDateTime(3), r.GetDateTime(4)), ct))
        {
            news._moved.Add(id);
            foreach (var (table, _, _, _) in _tables.Where(t => t.Name == name || (name == "listen_response" && t.Table == FactTable.Answer)))
                news.Add((table, code), new Span((from + options.UtcOffset).Date, (to + options.UtcOffset).Date));
        }

        return news;
    }

    private void Add((FactTable, string) key, Span span) => _new[key] = Span.Join(_new.TryGetValue(key, out var known) ? known : null, span)!.Value;

    /// <summary>The days that new rows of a selector speak of; null when none came.</summary>
    public Span? Of(Selector? selector)
    {
        if (selector is null)
            return null;
        Span? span = null;
        if (selector.Any.Count == 0)
            foreach (var (_, found) in _new.Where(n => n.Key.Table == selector.Table))
                span = Span.Join(span, found);
        foreach (var code in selector.Any)
            if (_new.TryGetValue((selector.Table, code), out var found))
                span = Span.Join(span, found);
        return span;
    }

    /// <summary>Remembers what was seen; called when all of it has been counted.</summary>
    public async Task RememberAsync(FactStore facts, PiaozhiOptions options, CancellationToken ct = default)
    {
        await facts.ExecuteAsync("DELETE FROM measure_point WHERE service_id = $1 AND indicator = $2", [options.ServiceId, Seen], ct);
        foreach (var some in _moved.Distinct(StringComparer.Ordinal).Chunk(500))
            await facts.ExecuteAsync("DELETE FROM listen_moved WHERE service_id = $1 AND move_id IN (SELECT unnest(string_to_array($2, ',')))", [options.ServiceId, string.Join(',', some)], ct);
        await facts.BulkAsync("measure_point", MeasurePoints.Columns,
            _seen.Select(s => new object?[] { options.ServiceId, "", Seen, 1, "state", s.Arrived, "", s.Key, s.Rows, 0d, 0d, 0d, null, null, null, true }), ct);
    }
}
