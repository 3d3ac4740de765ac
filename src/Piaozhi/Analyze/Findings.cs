using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Piaozhi.Analyze;

/// <summary>What the one-shot job found: findings.json of the exchange contract, field by field.</summary>
public sealed record Findings
{
    public required DateTimeOffset AsOf { get; init; }
    public required DataCounts Data { get; init; }
    public IReadOnlyList<SignalFinding> Signals { get; init; } = [];
    public IReadOnlyList<ProblemFinding> Problems { get; init; } = [];
    public IReadOnlyList<EffectFinding> Effects { get; init; } = [];
    public SatisfactionFinding? Satisfaction { get; init; }
    public IReadOnlyList<IndicatorFinding> Indicators { get; init; } = [];
    public required ProcessFinding Process { get; init; }

    /// <summary>Files of which nothing could be read; the job then ends with 2 though the rest is written.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>The one way in which findings are written: snake_case, readable Chinese, no NaN.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static JsonSerializerOptions Line { get; } = new(Json) { WriteIndented = false };
}

public sealed record DataCounts(long Events, long Feedback, long Responses, long Readings, long Actions, long Rejected, long Duplicates);

public sealed record Words(string Zh, string En);

public sealed record SignalFinding(
    string Id, string Indicator, JsonObject Slice, DateTimeOffset Start, DateTimeOffset? End, string Direction,
    double Observed, double Expected, double QValue, string Chart, string? Problem);

public sealed record CauseFinding(JsonObject Slice, string? Activity, string? Reason, string? Taxonomy);

public sealed record ImpactFinding(long Cases, long Customers, decimal Amount);

public sealed record EvidenceFinding(string Kind, Words Text);

public sealed record ProblemFinding(
    string Id, string Kind, Words Title, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, DateTimeOffset DetectedAt,
    CauseFinding Cause, IReadOnlyList<string> Indicators, ImpactFinding Impact, double Confidence, IReadOnlyList<EvidenceFinding> Evidence);

public sealed record EffectFinding(
    string ActionId, string Indicator, string Method, double? Estimate, IReadOnlyList<double?> Interval, double Level, string Verdict, Words Why);

public sealed record DimensionFinding(string Code, double Score, IReadOnlyList<double?> Interval, double Weight, double Importance);

public sealed record ExcludedFinding(string ResponseId, string Reason);

public sealed record SatisfactionFinding(
    double? Index, IReadOnlyList<double?> Interval, long N, IReadOnlyList<DimensionFinding> Dimensions, double? Nps, double? Csat, IReadOnlyList<ExcludedFinding> Excluded);

public sealed record IndicatorFinding(string Code, double? Value, long N, double? Target, bool? Met, bool InControl);

public sealed record BottleneckFinding(string From, string To, double MedianS, double P90S, long Cases, double ExcessS);

public sealed record ProcessFinding(long Cases, long Variants, IReadOnlyList<BottleneckFinding> Bottlenecks);
