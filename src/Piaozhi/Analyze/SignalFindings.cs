using System.Globalization;
using System.Text.Json.Nodes;
using Piaozhi.Core.Detect;
using Piaozhi.Core.Diagnose;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;

namespace Piaozhi.Analyze;

/// <summary>Signals and problems as the contract writes them.</summary>
public static class SignalFindings
{
    public static IReadOnlyList<SignalFinding> Of(IReadOnlyList<Signal> signals, IReadOnlyList<Problem> problems, TimeSpan offset)
    {
        // Where two problems claim a signal, the worse one has it.
        var owner = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < problems.Count; i++)
            foreach (var s in problems[i].Signals)
                owner.TryAdd(s.Id, Name(i));
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
