using System.Text.Json;
using Piaozhi.Core.Listen;

namespace Piaozhi.Storage.Facts;

/// <summary>One row on its way into a table, value by value in the order of the columns; each engine writes it without boxing.</summary>
public interface IRowWriter
{
    void Text(string? value);

    void Json(string? value);

    void Whole(long? value);

    void Small(int? value);

    void Number(double? value);

    void Money(decimal? value);

    void Flag(bool value);

    void Time(DateTime? value);
}

public static partial class FactRows
{
    /// <summary>Writes the values of a fact in the order of <see cref="Columns"/>.</summary>
    public static void Write<TWriter>(Fact fact, Arrival arrival, string service, ref TWriter to)
        where TWriter : struct, IRowWriter
    {
        switch (fact)
        {
            case EventFact e:
                Begin(e, e.CaseId, service, ref to);
                Event(e, ref to);
                break;
            case FeedbackFact f:
                Begin(f, f.CaseId, service, ref to);
                Feedback(f, ref to);
                break;
            case ResponseFact r:
                Begin(r, r.CaseId, service, ref to);
                Response(r, ref to);
                break;
            case ReadingFact d:
                Begin(d, null, service, ref to);
                to.Text(d.Indicator);
                to.Time(Utc(d.MeasuredAt));
                to.Time(Utc(d.RecordedAt));
                to.Number(d.Value);
                to.Number(d.Weight);
                Met(d.Dimensions, ref to);
                to.Json(d.Attributes);
                break;
            case ActionFact a:
                Begin(a, null, service, ref to);
                Action(a, ref to);
                break;
            case SurveyFact s:
                Begin(s, null, service, ref to);
                to.Text(s.Title);
                to.Json(JsonSerializer.Serialize(s.Questions, JsonSerializerOptions.Web));
                to.Time(Utc(s.RecordedAt));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, null);
        }

        to.Time(Utc(arrival.At));
        to.Text(arrival.ImportId);
    }

    private static void Begin<TWriter>(Fact fact, string? caseId, string service, ref TWriter to)
        where TWriter : struct, IRowWriter
    {
        to.Text(service);
        to.Text(caseId ?? "");
        to.Text(fact.Id);
        to.Whole(Key(fact.Id));
    }

    private static void Event<TWriter>(EventFact e, ref TWriter to)
        where TWriter : struct, IRowWriter
    {
        to.Text(e.Activity);
        to.Time(Utc(e.OccurredAt));
        to.Time(Utc(e.RecordedAt));
        to.Text(Outcome(e.Outcome));
        to.Text(e.Reason);
        to.Whole(e.DurationMs);
        to.Money(e.Amount);
        to.Text(e.Currency);
        Met(e.Dimensions, ref to);
        string? ticket = null;
        var tickets = 0;
        foreach (var o in e.Objects)
            if (o.Type == "ticket")
            {
                ticket ??= o.Id;
                tickets++;
            }

        to.Text(ticket);
        to.Small(tickets);
        to.Json(e.Objects.Count == 0 ? null : JsonSerializer.Serialize(e.Objects, JsonSerializerOptions.Web));
        to.Json(e.Attributes);
        to.Text(e.Source);
        to.Text(e.SourceId);
    }

    private static void Feedback<TWriter>(FeedbackFact f, ref TWriter to)
        where TWriter : struct, IRowWriter
    {
        to.Time(Utc(f.ReceivedAt));
        to.Time(Utc(f.RecordedAt));
        to.Text(f.Source);
        to.Text(f.Text);
        to.Number(f.Rating);
        to.Number(f.RatingMax);
        to.Text(f.Language);
        to.Text(f.Classification?.Taxonomy);
        to.Text(f.Classification?.Polarity);
        to.Small(f.Classification?.Intensity);
        to.Number(f.Classification?.Confidence);
        to.Json(f.Classification?.Topics);
        Met(f.Dimensions, ref to);
        to.Json(f.Attributes);
    }

    private static void Response<TWriter>(ResponseFact r, ref TWriter to)
        where TWriter : struct, IRowWriter
    {
        to.Text(r.Survey);
        to.Time(Utc(r.StartedAt));
        to.Time(Utc(r.SubmittedAt));
        to.Time(Utc(r.RecordedAt));
        to.Text(r.Mode);
        to.Json(JsonSerializer.Serialize(r.Answers));
        to.Flag(r.Exclusions.Count > 0);
        to.Text(string.Join(' ', r.Exclusions));
        to.Number(r.Weight);
        Met(r.Dimensions, ref to);
        to.Json(r.Attributes);
    }

    private static void Action<TWriter>(ActionFact a, ref TWriter to)
        where TWriter : struct, IRowWriter
    {
        to.Text(a.Title);
        to.Text(a.Indicator);
        to.Text(a.Expected);
        to.Number(a.ExpectedChange);
        to.Time(Utc(a.StartedAt));
        to.Time(Utc(a.EndedAt));
        to.Text(a.Scope.ToString());
        to.Time(Utc(a.RecordedAt));
        to.Json(a.Attributes);
    }

    /// <summary>Where it was met.</summary>
    private static void Met<TWriter>(Dimensions d, ref TWriter to)
        where TWriter : struct, IRowWriter
    {
        to.Text(d.Channel);
        to.Text(d.Outlet);
        to.Text(d.Region);
        to.Text(d.Product);
        to.Text(d.Session);
        to.Text(d.Device);
        to.Text(d.StaffId);
        to.Text(d.CustomerId);
        to.Text(d.Segment);
    }

    private static string Outcome(EventOutcome outcome) => outcome switch
    {
        EventOutcome.Ok => "ok",
        EventOutcome.Failed => "failed",
        EventOutcome.Abandoned => "abandoned",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
