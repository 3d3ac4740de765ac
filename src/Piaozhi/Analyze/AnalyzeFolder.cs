using System.Globalization;
using System.Text.Json.Nodes;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Detect.Log;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Diagnose.Process;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Detect;
using Piaozhi.Host;
using Piaozhi.Listen.Import;
using Piaozhi.Measure;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Analyze;

/// <summary>What the one-shot job is asked.</summary>
/// <param name="AsOf">Rows recorded later are ignored; null = the latest recording.</param>
/// <param name="From">First moment that is measured; null = the first row.</param>
public sealed record AnalyzeInput(string Folder, string Output, DateTimeOffset? AsOf, DateTimeOffset? From, bool Zh);

/// <summary>The one-shot job: a folder of the contract in, findings and report out; no server, no set-up.</summary>
public static class AnalyzeFolder
{
    /// <summary>Days before the last moment that are looked at.</summary>
    private const int LongestDays = 400;

    public static async Task<Outcome<Findings>> RunAsync(AnalyzeInput input, Session session, PrivacyKey key, IProgress<string> progress, CancellationToken ct)
    {
        progress.Report(input.Zh ? "读入" : "reading");
        var imported = await ImportFiles.RunAsync(new ImportFiles.Input([input.Folder], Until: input.AsOf), session, key, new ImportProgress(), ct);
        if (!imported.Ok)
            return Outcome<Findings>.Refuse(imported.Refusals);
        if (imported.Value.All(f => f.Accepted == 0))
        {
            await WriteFindings.RejectsAsync(input.Output, await VoiceFindings.RejectLinesAsync(session.Facts, ct));
            return new Refusal("analyze.nothing-readable", input.Folder);
        }

        var read = await CountsAsync(session, imported.Value, ct);
        var asOf = input.AsOf ?? await LatestAsync(session, ct);
        await KeepAsync(session, input, ct);

        // What the import needed is not needed beside the log; one machine of 2 GB is to be enough.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        progress.Report(input.Zh ? "监测" : "detecting");
        var catalog = await Indicators.AllAsync(session, ct);
        var run = await DetectRun.RunAsync(session, asOf, LongestDays, ct: ct) ?? throw new InvalidOperationException("no facts");
        progress.Report(input.Zh ? "诊断" : "diagnosing");
        var signals = run.Found.Signals;
        var problems = Diagnosis.Of(run.Log, run.Found, run.Options);

        progress.Report(input.Zh ? "验证" : "verifying");
        var (effects, actions) = await ActionEffects.RunAsync(session, asOf, ct);
        var outOfControl = signals.Where(s => s.Label is null && s.Bad && s.End is null).Select(s => s.Indicator).ToHashSet(StringComparer.Ordinal);
        var findings = new Findings
        {
            AsOf = asOf.ToOffset(session.Options.UtcOffset),
            Data = await CountsAsync(session, imported.Value, ct) with { Duplicates = read.Duplicates },
            Unreadable = [.. imported.Value.Where(f => f.IsUnreadable).Select(f => f.File)],
            Signals = SignalFindings.Of(signals, problems, session.Options.UtcOffset),
            Problems = [.. problems.Select((p, i) => SignalFindings.Problem(p, i, session.Options.UtcOffset))],
            Effects = [.. effects.Select(Effect)],
            Satisfaction = await VoiceFindings.SatisfactionAsync(session.Facts, FactRows.Utc(asOf), ct),
            Indicators = [.. catalog.All.Concat(FreeReading.Among(run.Found.Units.Keys.Where(c => !c.Contains('.', StringComparison.Ordinal)), catalog)).Where(i => run.Found.Units.ContainsKey(i.Code)).Select(i => Indicator(run.Found.Units[i.Code], outOfControl))],
            Process = Process(run.Log),
        };

        progress.Report(input.Zh ? "写报告" : "writing");
        var lines = new Dictionary<string, IReadOnlyList<JsonObject>>
        {
            ["findings-feedback.ndjson"] = await VoiceFindings.FeedbackLinesAsync(session.Facts, FactRows.Utc(asOf), ProblemOf(problems), ct),
            ["findings-responses.ndjson"] = await VoiceFindings.ResponseLinesAsync(session.Facts, FactRows.Utc(asOf), ct),
            ["findings-rejects.ndjson"] = await VoiceFindings.RejectLinesAsync(session.Facts, ct),
        };
        var report = ReportHtml.Write(await MakeReport.RunAsync(findings, problems, run, effects, actions, lines["findings-rejects.ndjson"], input, catalog, session.Facts, ct));
        await WriteFindings.RunAsync(input.Output, findings, report, lines, ct);
        return findings;
    }

    /// <summary>
    /// The latest recording. Where most rows do not say when they were recorded, the latest moment of any row: a few recordings would
    /// hide the rest of the data.
    /// </summary>
    private static async Task<DateTimeOffset> LatestAsync(Session session, CancellationToken ct)
    {
        var all = string.Join(" UNION ALL ", Times.Select(t => $"SELECT count(*) AS n, count(recorded_at) AS told, max(recorded_at) AS recorded, max({t.At}) AS at FROM {t.Table}"));
        var (told, recorded, at) = (await session.Facts.QueryAsync(
            $"SELECT CAST(sum(x.told) * 2 >= sum(x.n) AS INTEGER), max(x.recorded), max(x.at) FROM ({all}) x", [],
            r => (r.GetInt32(0) != 0, Moment(r, 1), Moment(r, 2)), ct))[0];
        return (told ? recorded : new[] { recorded, at }.Max()) ?? at ?? session.Now;
    }

    private static DateTimeOffset? Moment(System.Data.Common.DbDataReader r, int column) =>
        r.IsDBNull(column) ? null : new DateTimeOffset(DateTime.SpecifyKind(r.GetDateTime(column), DateTimeKind.Utc));

    private static readonly (string Table, string At)[] Times =
        [("listen_event", "occurred_at"), ("listen_feedback", "received_at"), ("listen_response", "submitted_at"), ("listen_reading", "measured_at")];

    /// <summary>
    /// The store is the job's own: what lies before "from" simply leaves it, and so does what does not say when it was recorded and had
    /// not happened yet "as of" then.
    /// </summary>
    private static async Task KeepAsync(Session session, AnalyzeInput input, CancellationToken ct)
    {
        foreach (var (table, at) in Times.Append(("listen_answer", "submitted_at")))
        {
            if (input.AsOf is { } last)
                await session.Facts.ExecuteAsync($"DELETE FROM {table} WHERE recorded_at IS NULL AND {at} > $1", [FactRows.Utc(last)], ct);
            if (input.From is { } first)
                await session.Facts.ExecuteAsync($"DELETE FROM {table} WHERE {at} < $1", [FactRows.Utc(first)], ct);
        }
    }

    /// <summary>Distinct rows by kind; what was read beyond them came more than once.</summary>
    private static async Task<DataCounts> CountsAsync(Session session, IReadOnlyList<ImportedFile> files, CancellationToken ct)
    {
        async Task<long> Count(string table) => await session.Facts.ScalarAsync<long>($"SELECT count(*) FROM {table}", [], ct);
        var counts = new DataCounts(await Count("listen_event"), await Count("listen_feedback"), await Count("listen_response"), await Count("listen_reading"),
            await Count("listen_action"), files.Sum(f => f.Rejected), 0);
        var distinct = counts.Events + counts.Feedback + counts.Responses + counts.Readings + counts.Actions + await Count("listen_survey");
        return counts with { Duplicates = files.Sum(f => f.Accepted + f.Duplicates) - distinct };
    }

    /// <summary>The value over the whole time.</summary>
    private static IndicatorFinding Indicator(Units units, HashSet<string> outOfControl)
    {
        var indicator = units.Indicator;
        var estimate = Estimates.Of(indicator, DaySeries.Whole(units));
        var value = VoiceFindings.Finite(estimate.Value);
        return new IndicatorFinding(indicator.Code, value, estimate.N, indicator.Target?.Value,
            value is { } v && indicator.Target is { } target ? target.Met(v) : null, !outOfControl.Contains(indicator.Code));
    }

    private static ProcessFinding Process(FactLog log)
    {
        var traces = FactEvents.Of(log);
        var graph = DirectlyFollowsGraph.Of(traces);
        static double Told(double seconds) => Math.Round(seconds, 3);
        return new ProcessFinding(graph.Cases, graph.Variants!.Count,
            [.. Bottlenecks.Of(log, traces, graph).Select(b => new BottleneckFinding(b.From, b.To, Told(b.Median), Told(b.P90), b.Cases, Told(b.Excess)))]);
    }

    /// <summary>The problem that each linked feedback speaks of; the likelier one where two claim it.</summary>
    private static Dictionary<string, string> ProblemOf(IReadOnlyList<Problem> problems)
    {
        var best = new Dictionary<string, (double Weight, string Problem)>(StringComparer.Ordinal);
        for (var i = 0; i < problems.Count; i++)
            foreach (var m in problems[i].Mentions)
                if (!best.TryGetValue(m.FeedbackId, out var other) || m.Weight > other.Weight)
                    best[m.FeedbackId] = (m.Weight, SignalFindings.Name(i));
        return best.ToDictionary(b => b.Key, b => b.Value.Problem, StringComparer.Ordinal);
    }

    private static EffectFinding Effect(Effect e) => new(
        e.ActionId, e.Indicator, e.Method switch
        {
            EffectMethod.Did => "did",
            EffectMethod.Its => "its",
            EffectMethod.SyntheticControl => "synthetic_control",
            EffectMethod.Ab => "ab",
            EffectMethod.None => "none",
            _ => throw new ArgumentOutOfRangeException(nameof(e), e.Method, null),
        },
        VoiceFindings.Finite(e.Estimate), [VoiceFindings.Finite(e.Low), VoiceFindings.Finite(e.High)], e.Level, e.Verdict switch
        {
            Verdict.Effective => "effective",
            Verdict.NotEffective => "not_effective",
            Verdict.Harmful => "harmful",
            Verdict.Inconclusive => "inconclusive",
            _ => throw new ArgumentOutOfRangeException(nameof(e), e.Verdict, null),
        },
        new Words(e.Why.Zh, e.Why.En));
}
