using System.Globalization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Mapping;
using Piaozhi.Core.Listen.Screening;
using Piaozhi.Host;
using Piaozhi.Listen.Import;

namespace Piaozhi.Listen.Columns;

/// <summary>What a mapping makes of the first rows of a table, without loading anything.</summary>
public static class PreviewMapping
{
    /// <summary>One row of the contract that came out: its fields in the order of the contract.</summary>
    public sealed record Made(IReadOnlyList<(string Field, string Value)> Fields);

    /// <summary>One row of the table, before and after.</summary>
    public sealed record Row(IReadOnlyList<string> Before, IReadOnlyList<Made> After, IReadOnlyList<Reject> Rejects);

    public static IReadOnlyList<Row> Run(Mapping mapping, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows, PrivacyKey key, TimeSpan offset)
    {
        var mapper = new Mapper(mapping, headers);
        var screener = new Screener(mapping.Kind, "", key.Guard);
        var shown = new List<Row>();
        foreach (var cells in rows)
        {
            var (made, rejects) = (new List<Made>(), new List<Reject>());
            foreach (var emission in mapper.Emissions(cells))
            {
                screener.Row.Clear(shown.Count + 1);
                mapper.Fill(screener.Row, emission, cells);
                if (FactBatches.Understood(screener.Screen(rejects)) is { } fact)
                    made.Add(new Made([.. FieldsOf(fact, offset).Where(f => f.Value.Length > 0)]));
            }

            if (made.Count == 0 && rejects.Count == 0)
            {
                var (column, text) = mapper.Deciding(cells);
                rejects.Add(screener.Refuse(0, column, text, Reasons.UnknownWord, ""));
            }

            shown.Add(new Row(cells, made, [.. rejects.DistinctBy(r => (r.Field, r.Reason))]));
        }

        return shown;
    }

    /// <summary>The fields of a fact as texts; moments in the operator's time.</summary>
    public static IEnumerable<(string Field, string Value)> FieldsOf(Fact fact, TimeSpan offset)
    {
        string At(DateTimeOffset? at) => at?.ToOffset(offset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
        string N(IFormattable? n) => n?.ToString(null, CultureInfo.InvariantCulture) ?? "";
        IEnumerable<(string, string)> own = fact switch
        {
            EventFact e => [("case_id", e.CaseId), ("activity", e.Activity), ("occurred_at", At(e.OccurredAt)), ("outcome", e.Outcome == EventOutcome.Ok ? "" : e.Outcome == EventOutcome.Failed ? "failed" : "abandoned"), ("reason", e.Reason ?? ""), ("duration_ms", N(e.DurationMs)), ("amount", N(e.Amount)), ("source", e.Source ?? "")],
            FeedbackFact f => [("received_at", At(f.ReceivedAt)), ("source", f.Source), ("text", f.Text), ("rating", f.Rating is { } r ? $"{N(r)} / {N(f.RatingMax)}" : ""), ("case_id", f.CaseId ?? "")],
            ResponseFact r => [("response_id", r.Id), ("survey", r.Survey), ("submitted_at", At(r.SubmittedAt)), .. r.Answers.Select(a => ("q:" + a.Key, a.Value.ToString()))],
            ReadingFact d => [("indicator", d.Indicator), ("measured_at", At(d.MeasuredAt)), ("value", N(d.Value)), ("weight", d.Weight == 1 ? "" : N(d.Weight))],
            ActionFact a => [("action_id", a.Id), ("title", a.Title ?? ""), ("indicator", a.Indicator), ("started_at", At(a.StartedAt))],
            SurveyFact s => [("survey", s.Id), ("title", s.Title)],
            _ => [],
        };
        foreach (var pair in own)
            yield return pair;
        foreach (var name in Dimensions.Names)
            yield return (name, fact.Dimensions[name] ?? "");
        yield return ("attributes", fact.Attributes ?? "");
    }
}
