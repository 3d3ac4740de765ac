using System.Globalization;
using System.Text.Json.Nodes;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Detect;

namespace Piaozhi.Analyze;

/// <summary>Signals and problems as the contract writes them.</summary>
public static class SignalFindings
{
    public static IReadOnlyList<SignalFinding> Of(IReadOnlyList<Signal> signals, IReadOnlyList<Problem> problems, TimeSpan offset)
    {
        var owner = problems.SelectMany((p, i) => p.Signals.Select(s => (s.Id, Problem: Name(i)))).ToDictionary(p => p.Id, p => p.Problem, StringComparer.Ordinal);
        return [.. signals.Select((s, i) => new SignalFinding(
            "S" + (i + 1).ToString(CultureInfo.InvariantCulture), s.Indicator, Json(s.Slice), new DateTimeOffset(s.Start, offset),
            s.End is { } end ? new DateTimeOffset(end, offset) : null, s.Sign > 0 ? "up" : "down", s.Observed, s.Expected, s.QValue,
            Chart(s.Chart), owner.GetValueOrDefault(s.Id)))];
    }

    public static ProblemFinding Problem(Problem p, int index, TimeSpan offset) => new(
        Name(index), p.Kind.ToString().ToLowerInvariant(), new Words(p.Title.Zh, p.Title.En), new DateTimeOffset(p.StartedAt, offset),
        p.EndedAt is { } end ? new DateTimeOffset(end, offset) : null, new DateTimeOffset(p.DetectedAt, offset),
        new CauseFinding(Json(p.Cause.Slice), p.Cause.Activity, p.Cause.Reason, p.Cause.Taxonomy), Codes(p),
        new ImpactFinding(p.Impact.Cases, p.Impact.Customers, p.Impact.Amount), p.Confidence,
        [.. p.Evidence.Select(e => new EvidenceFinding(e.Kind.ToString().ToLowerInvariant(), new Words(e.Text.Zh, e.Text.En)))]);

    /// <summary>Codes of the catalogue; free names only where nothing else moved.</summary>
    private static IReadOnlyList<string> Codes(Problem p)
    {
        var all = p.Indicators.ToList();
        var known = all.Where(c => IndicatorCatalog.BuiltIn.Find(c) is not null || !c.Contains('.', StringComparison.Ordinal)).ToList();
        return known.Count > 0 ? known : all;
    }

    /// <summary>The chart of the signal that the problem is named after; null when its series is not at hand.</summary>
    public static ProblemChart? Chart(Problem problem, DetectRun run, CultureInfo culture)
    {
        if (problem.Signals.Count == 0)
            return null;
        var lead = problem.Signals.FirstOrDefault(s => s.Slice.Equals(problem.Cause.Slice)) ?? problem.Signals[0];
        if (!run.Found.Units.TryGetValue(lead.Indicator, out var units))
            return null;
        var (indicator, zh) = (units.Indicator, Bilingual.IsChinese(culture));
        var points = DaySeries.Of(run.Log, units, problem.Cause.Slice).Where(p => p.Complete).Select(p =>
        {
            var estimate = Estimates.Of(indicator, p.Statistic);
            var outside = p.At >= lead.Start.Date && (lead.End is not { } end || p.At < end);
            return new ReportPoint(p.At, estimate.Value, lead.Expected, double.NaN, double.NaN, outside);
        }).ToList();
        return new ProblemChart($"{indicator.Code} {(zh ? indicator.Name.Zh : indicator.Name.En)} · {Place(problem.Cause.Slice, zh)}", points, v => Shown.Value(v, indicator.Unit, culture));
    }

    private static string Place(Slice slice, bool zh) => slice.IsWhole ? (zh ? "全部" : "everywhere") : string.Join(" · ", slice.Select(p => string.Join('/', p.Value)));

    public static string Name(int index) => "P" + (index + 1).ToString(CultureInfo.InvariantCulture);

    private static JsonObject Json(Slice slice)
    {
        var json = new JsonObject();
        foreach (var (dimension, values) in slice)
            json[dimension] = values.Length == 1 ? values[0] : new JsonArray([.. values.Select(v => JsonValue.Create(v))]);
        return json;
    }

    private static string Chart(ChartKind kind) => kind switch
    {
        ChartKind.P => "p",
        ChartKind.LaneyP => "laney_p",
        ChartKind.U => "u",
        ChartKind.LaneyU => "laney_u",
        ChartKind.IndividualsRaw => "i_mr",
        ChartKind.IndividualsLog => "i_mr_log",
        ChartKind.XbarS => "xbar_s",
        ChartKind.XbarSLog => "xbar_s_log",
        ChartKind.T => "t",
        ChartKind.G => "g",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
