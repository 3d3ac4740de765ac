using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Detect.Log;

/// <summary>Fills a log with facts as they come from the door, one id once. The same columns as a log that is read from storage.</summary>
public sealed class LogFacts
{
    /// <summary>Texts and numbers of each kind of row, in the order in which a log takes them.</summary>
    public static IReadOnlyDictionary<FactTable, (string[] Texts, string[] Numbers)> Columns { get; } = new Dictionary<FactTable, (string[], string[])>
    {
        [FactTable.Event] = (["activity", "outcome", "reason", "currency", .. Dimensions.Names, "ticket_id", "source"], ["duration_ms", "amount", "tickets"]),
        [FactTable.Feedback] = (["source", "language", "taxonomy", "polarity", .. Dimensions.Names], ["rating", "rating_max", "intensity", "confidence"]),
        [FactTable.Response] = (["survey", "mode", "reasons", "excluded", .. Dimensions.Names], ["weight"]),
        [FactTable.Answer] = (["survey", "question", "type", "dimension", "expectation_of", "text", "excluded", "response_id", .. Dimensions.Names], ["value", "scale_max"]),
        [FactTable.Reading] = (["indicator", .. Dimensions.Names], ["value", "weight"]),
    };

    private readonly FactLog _log = new();
    private readonly Dictionary<FactTable, LogBuilder> _tables;
    private readonly HashSet<(Type, string)> _seen = [];
    private readonly Dictionary<string, Dictionary<string, Question>> _surveys = new(StringComparer.Ordinal);
    private readonly List<ResponseFact> _responses = [];
    private readonly TimeSpan _offset;

    public LogFacts(TimeSpan offset)
    {
        _offset = offset;
        _tables = Columns.ToDictionary(c => c.Key, c => _log.Begin(c.Key, c.Value.Texts, c.Value.Numbers));
    }

    public void Add(Fact fact)
    {
        if (!_seen.Add((fact.GetType(), fact.Id)))
            return;
        switch (fact)
        {
            case EventFact e:
                var tickets = e.Objects.Where(o => o.Type == "ticket").ToList();
                Row(FactTable.Event, e, e.CaseId, e.OccurredAt,
                    [e.Activity, e.Outcome.ToString().ToLowerInvariant(), e.Reason, e.Currency, .. Of(e), tickets.FirstOrDefault()?.Id, e.Source],
                    [e.DurationMs ?? double.NaN, e.Amount is { } a ? (double)a : double.NaN, tickets.Count]);
                break;
            case FeedbackFact f:
                Row(FactTable.Feedback, f, f.CaseId, f.ReceivedAt, [f.Source, f.Language, f.Classification?.Taxonomy, f.Classification?.Polarity, .. Of(f)],
                    [f.Rating ?? double.NaN, f.RatingMax, f.Classification?.Intensity ?? double.NaN, f.Classification?.Confidence ?? double.NaN]);
                break;
            case ResponseFact r:
                Row(FactTable.Response, r, r.CaseId, r.SubmittedAt, [r.Survey, r.Mode, string.Join(' ', r.Exclusions), r.Exclusions.Count > 0 ? "true" : "false", .. Of(r)], [r.Weight]);
                _responses.Add(r);
                break;
            case ReadingFact d:
                Row(FactTable.Reading, d, null, d.MeasuredAt, [d.Indicator, .. Of(d)], [d.Value, d.Weight]);
                break;
            case SurveyFact s:
                _surveys[s.Id] = s.Questions.ToDictionary(q => q.Code, StringComparer.Ordinal);
                break;
        }
    }

    /// <param name="asOf">Last moment that is known, local time.</param>
    public FactLog Build(DateTime asOf)
    {
        foreach (var r in _responses)
            Answers(r);
        return _log.Build(asOf);
    }

    private void Answers(ResponseFact r)
    {
        var questions = _surveys.GetValueOrDefault(r.Survey);
        foreach (var (code, answer) in r.Answers)
            foreach (var one in answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray()] : new[] { answer })
            {
                var q = questions?.GetValueOrDefault(code);
                var number = one.ValueKind == JsonValueKind.Number ? one.GetDouble() : double.NaN;
                Row(FactTable.Answer, r with { Attributes = null }, r.CaseId, r.SubmittedAt,
                    [r.Survey, code, q?.Type.ToString().ToLowerInvariant(), q?.Dimension, q?.ExpectationOf, double.IsNaN(number) ? one.ToString() : null, r.Exclusions.Count > 0 ? "true" : "false", r.Id, .. Of(r)],
                    [number, q?.ScaleMax ?? double.NaN]);
            }
    }

    private void Row(FactTable table, Fact fact, string? caseId, DateTimeOffset at, string?[] texts, double[] numbers) =>
        _tables[table].Add(caseId, at.ToOffset(_offset).DateTime, texts, numbers, fact.Attributes, fact.Id);

    private static string?[] Of(Fact fact) => [.. Dimensions.Names.Select(n => fact.Dimensions[n])];
}
