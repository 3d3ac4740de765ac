using System.Globalization;
using System.Text.Json.Nodes;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Verify;
using Piaozhi.Detect;
using Piaozhi.Storage.Facts;
using Piaozhi.Verify;

namespace Piaozhi.Analyze;

/// <summary>Gathers what the report shows beside the findings: charts, places and names in words, customers' own words.</summary>
internal static class MakeReport
{
    /// <summary>Quotes of a problem; one says it, two show that it is not one person.</summary>
    private const int Quoted = 2;

    private const int LongestQuote = 120;

    public static async Task<ReportInput> RunAsync(
        Findings findings, IReadOnlyList<Problem> problems, DetectRun run, IReadOnlyList<Effect> effects, IReadOnlyList<Treatment> actions,
        IReadOnlyList<JsonObject> rejects, AnalyzeInput input, IndicatorCatalog catalog, FactStore facts, CancellationToken ct)
    {
        var culture = CultureInfo.GetCultureInfo(input.Zh ? "zh-CN" : "en");
        var charts = new Dictionary<string, ProblemChart>();
        var quotes = new Dictionary<string, IReadOnlyList<string>>();
        var told = problems.Select((p, i) => (Problem: p, Id: findings.Problems[i].Id)).Where(p => p.Problem.Kind == ProblemKind.Fault).OrderBy(p => p.Problem.EndedAt is not null).Take(ReportHtml.Told).ToList();
        foreach (var (problem, id) in told)
        {
            if (Chart(problem, run, culture) is { } chart)
                charts[id] = chart;
            quotes[id] = await QuotesAsync(problem, facts, ct);
        }

        var units = catalog.All.ToDictionary(i => i.Code, StringComparer.Ordinal);
        foreach (var other in run.Found.Units.Values.Select(u => u.Indicator).Concat(actions.Select(a => a.Indicator)))
            units.TryAdd(other.Code, other);
        return new ReportInput(findings, input.Zh, new Period(run.Log.First.Date, run.Log.AsOf))
        {
            Charts = charts,
            Quotes = quotes,
            Places = problems.Select((p, i) => (findings.Problems[i].Id, Place: SliceText.Of(p.Cause.Slice, culture))).ToDictionary(p => p.Id, p => p.Place),
            Actions = actions.Zip(effects, (a, e) => (a.Id, Story: new ActionStory(a.Title, SliceText.Of(a.Scope, culture), a.Start, a.ExpectedChange is { } promise ? promise * (a.Promised == Direction.Down ? -1 : 1) : null, e.Path))).ToDictionary(a => a.Id, a => a.Story),
            Names = units.Values.ToDictionary(i => i.Code, i => i.Name.In(culture), StringComparer.Ordinal),
            Formats = (code, value) => Shown.Value(value, units.GetValueOrDefault(code)?.Unit ?? Unit.Points, culture),
            Changes = (code, change) => Shown.Change(change, units.GetValueOrDefault(code)?.Unit ?? Unit.Points, culture),
            Rejects = [.. rejects.GroupBy(r => ((string)r["file"]!, (string)r["reason"]!)).Select(g => (g.Key.Item1, g.Key.Item2, g.Count())).OrderByDescending(g => g.Item3)],
        };
    }

    /// <summary>The chart of the signal that the problem is named after; null when its series is not at hand.</summary>
    private static ProblemChart? Chart(Problem problem, DetectRun run, CultureInfo culture)
    {
        if (problem.Signals.Count == 0)
            return null;
        // The chart shows what the title names.
        var lead = problem.Signals.FirstOrDefault(s => run.Found.Units.TryGetValue(s.Indicator, out var own) && problem.Title.Zh.StartsWith(own.Indicator.Name.Zh, StringComparison.Ordinal))
            ?? problem.Signals.FirstOrDefault(s => s.Slice.Equals(problem.Cause.Slice)) ?? problem.Signals[0];
        if (!run.Found.Units.TryGetValue(lead.Indicator, out var units))
            return null;
        var indicator = units.Indicator;
        var points = DaySeries.Of(run.Log, units, problem.Cause.Slice).Where(p => p.Complete)
            .Select(p => new ReportPoint(p.At, Estimates.Of(indicator, p.Statistic).Value, p.At >= problem.StartedAt.Date && (problem.EndedAt is not { } end || p.At < end))).ToList();
        var place = problem.Cause.Slice.IsWhole ? "" : " · " + SliceText.Of(problem.Cause.Slice, culture);
        return new ProblemChart(indicator.Name.In(culture) + place, points, v => Shown.Value(v, indicator.Unit, culture), problem.StartedAt, problem.EndedAt);
    }

    /// <summary>Short texts that surely speak of it; personal data were masked at the door.</summary>
    private static async Task<IReadOnlyList<string>> QuotesAsync(Problem problem, FactStore facts, CancellationToken ct)
    {
        var quotes = new List<string>();
        foreach (var mention in problem.Mentions.OrderByDescending(m => m.Weight).ThenBy(m => m.At).Take(12))
        {
            var text = (await facts.QueryAsync("SELECT text FROM listen_feedback WHERE feedback_id = $1", [mention.FeedbackId], r => r.GetString(0), ct)).FirstOrDefault()?.Trim();
            if (text is { Length: > 6 } && !quotes.Contains(text))
                quotes.Add(text.Length > LongestQuote ? text[..LongestQuote] + "…" : text);
            if (quotes.Count == Quoted)
                break;
        }

        return quotes;
    }
}
