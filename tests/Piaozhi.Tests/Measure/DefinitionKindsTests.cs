using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Storage;

namespace Piaozhi.Tests.Measure;

/// <summary>Each kind of definition on facts small enough to be counted by hand, on both engines.</summary>
public class DefinitionKindsTests
{
    public static TheoryData<string> Engines => ["duckdb", "postgres"];

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private readonly List<Fact> _facts = [];

    private static DateTimeOffset At(int month, int day, int hour = 10, int minute = 0, int second = 0) => new(2026, month, day, hour, minute, second, China);

    private void Event(string order, string activity, DateTimeOffset at, string? channel = null, string? customer = null, string? ticket = null, int tickets = 0,
        decimal? amount = null, long? ms = null, string? reason = null, EventOutcome outcome = EventOutcome.Ok) =>
        _facts.Add(new EventFact
        {
            Id = $"e{_facts.Count}", CaseId = order, Activity = activity, OccurredAt = at, Amount = amount, DurationMs = ms, Reason = reason, Outcome = outcome,
            Objects = ticket is not null ? [new ObjectRef("ticket", ticket)] : [.. Enumerable.Range(0, tickets).Select(t => new ObjectRef("ticket", $"{order}.{t}"))],
            Dimensions = new Dimensions { Channel = channel, CustomerId = customer },
        });

    private static Selector Of(params string[] activities) => new() { Any = activities };

    private static Indicator An(Definition definition, Unit unit = Unit.Count) => new()
    {
        Code = "X1", Name = new("测", "Test"), Formula = new("测", "Test"), Unit = unit, Direction = Direction.Up, Journey = "buy", Chart = ChartKind.IndividualsRaw, Definition = definition,
    };

    private async Task<List<FactRow>> AskAsync(string engine, Indicator indicator, (int Month, int Day) from, (int Month, int Day) to, Grain? grain = null, string[]? by = null, bool rhythm = false)
    {
        await using var opened = await FactStoreUnderTest.OpenAsync(engine);
        foreach (var kind in _facts.GroupBy(f => f switch { EventFact => FactKind.Events, FeedbackFact => FactKind.Feedback, ReadingFact => FactKind.Readings, SurveyFact => FactKind.Surveys, _ => FactKind.Responses }).OrderByDescending(g => g.Key))
            await opened.Store.AppendAsync(kind.Key, [.. kind], new Arrival("i", At(6, 1)));
        var period = Period.Days(new DateOnly(2026, from.Month, from.Day), new DateOnly(2026, to.Month, to.Day));
        return await AskFacts.RunAsync(new FactQuery(indicator, period, grain, Slice.Whole, by ?? []) { Rhythm = rhythm }, opened.Store, new PiaozhiOptions(), null);
    }

    private static Sufficient Whole(List<FactRow> rows) => Assert.Single(rows, r => r.Slice.IsWhole).Point.Statistic;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_time_in_working_days_skips_the_spring_festival_and_counts_make_up_days(string engine)
    {
        // Friday before the festival to the Tuesday after: Saturday the 14th and Tuesday the 24th are worked, nothing between.
        Event("a", "refund.requested", At(2, 13));
        Event("a", "refund.settled", At(2, 24));
        Event("b", "refund.requested", At(3, 2));
        Event("b", "refund.settled", At(3, 5));
        Event("c", "refund.requested", At(3, 2));
        Event("c", "refund.settled", At(3, 2, 18));
        var whole = Whole(await AskAsync(engine, An(new DurationDefinition { From = Of("refund.requested"), To = Of("refund.settled"), WorkingDays = true }, Unit.WorkingDays), (2, 1), (3, 31)));
        Assert.Equal((3L, 5d, 13d), (whole.N, whole.Numerator, whole.SumSquares));
        var median = Whole(await AskAsync(engine, An(new DurationDefinition { From = Of("refund.requested"), To = Of("refund.settled"), WorkingDays = true, Summary = Summary.Median }, Unit.WorkingDays), (2, 1), (3, 31)));
        Assert.Equal(2, median.Quantile);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_share_within_working_days_ends_on_the_day_on_which_they_are_over(string engine)
    {
        foreach (var order in (string[])["in time", "late", "rejected", "never"])
            Event(order, "refund.requested", At(2, 13));
        // The seventh working day after 13 February is 2 March: 14, 24, 25, 26, 27, 28 February and 2 March.
        Event("in time", "refund.settled", At(3, 2, 23));
        Event("late", "refund.settled", At(3, 3, 0, 30));
        Event("rejected", "refund.rejected", At(2, 14));
        var whole = Whole(await AskAsync(engine, An(new ShareDefinition
        {
            Of = CountedUnit.Case, Population = Of("refund.requested"), Then = Of("refund.settled"), WithinWorkingDays = 7, Except = Of("refund.rejected"),
        }), (2, 13), (2, 13)));
        Assert.Equal((1d, 3d), (whole.Numerator, whole.Denominator));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Means_sums_weights_and_steps_are_what_they_say(string engine)
    {
        foreach (var (value, weight) in new[] { (.5, 1.0), (1, 3) })
            _facts.Add(new ReadingFact { Id = $"r{value}", Indicator = "A", MeasuredAt = At(3, 2), Value = value, Weight = weight });
        var rows = new Selector { Table = FactTable.Reading, Any = ["A"] };
        var mean = Whole(await AskAsync(engine, An(new ValueDefinition { Rows = rows, Field = "value", Weight = "weight" }), (3, 2), (3, 2)));
        Assert.Equal((2L, 3.5, 4d, .875), (mean.N, mean.Numerator, mean.Denominator, mean.Value(StatisticKind.Mean)));
        var sum = Whole(await AskAsync(engine, An(new ValueDefinition { Rows = rows, Field = "value", Summary = Summary.Sum }), (3, 2), (3, 2)));
        Assert.Equal(1.5, sum.Value(StatisticKind.Level));
        var stepped = Whole(await AskAsync(engine, An(new ValueDefinition { Rows = rows, Field = "value", Map = [new(.5, -100), new(1, 100)] }), (3, 2), (3, 2)));
        Assert.Equal((0d, 20000d), (stepped.Numerator, stepped.SumSquares));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_ratio_divides_sums_and_a_complement_is_what_is_left(string engine)
    {
        Event("a", "payment.succeeded", At(3, 2), "app", amount: 100);
        Event("b", "payment.succeeded", At(3, 2), "web", amount: 300);
        Event("b", "compensation.paid", At(3, 2), "web", amount: 20);
        var ratio = new RateDefinition { Count = Of("compensation.paid"), CountField = "amount", Exposure = Of("payment.succeeded"), ExposureField = "amount" };
        var rows = await AskAsync(engine, An(ratio), (3, 2), (3, 2), by: ["channel"]);
        Assert.Equal((20d, 400d, 2L), (Whole(rows).Numerator, Whole(rows).Denominator, Whole(rows).N));
        Assert.Equal(20d / 300, rows.Single(r => r.Slice.Equals(Slice.Of("channel", "web"))).Point.Statistic.Value(StatisticKind.Ratio), 12);
        Assert.Equal(.95, Whole(await AskAsync(engine, An(ratio with { Complement = true }), (3, 2), (3, 2))).Value(StatisticKind.Ratio), 12);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_gap_lies_between_an_event_and_the_one_before_it_on_the_same_slice(string engine)
    {
        foreach (var (day, channel) in new[] { (1, "app"), (4, "web"), (5, "app") })
            Event($"o{day}", "seat.conflict", At(3, day), channel);
        for (var day = 1; day <= 6; day++)
            Event($"p{day}", "ticket.issued", At(3, day, 12), day % 2 == 0 ? "web" : "app");
        var days = await AskAsync(engine, An(new GapDefinition { Events = Of("seat.conflict") }, Unit.Days), (3, 2), (3, 31), by: ["channel"]);
        Assert.Equal((2L, 4d), (Whole(days).N, Whole(days).Numerator));
        Assert.Equal(4, rowsOf(days, "app").Numerator);
        var issued = await AskAsync(engine, An(new GapDefinition { Events = Of("seat.conflict"), Between = Of("ticket.issued") }), (3, 1), (3, 31), by: ["channel"]);
        Assert.Equal((2L, 4d), (Whole(issued).N, Whole(issued).Numerator));
        Assert.Equal(2, rowsOf(issued, "app").Numerator);

        static Sufficient rowsOf(List<FactRow> rows, string channel) => rows.Single(r => r.Slice.Equals(Slice.Of("channel", channel))).Point.Statistic;
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Tickets_are_counted_singly_and_followed_singly(string engine)
    {
        Event("o", "ticket.issued", At(3, 1), tickets: 3);
        foreach (var (ticket, outcome) in new[] { ("t1", EventOutcome.Failed), ("t2", EventOutcome.Ok), ("t3", EventOutcome.Failed) })
            Event("o", "gate.attempted", At(3, 2), ticket: ticket, outcome: outcome);
        Event("o", "gate.passed", At(3, 2, 10, 0, 20), ticket: "t2");
        Event("o", "gate.passed", At(3, 2, 10, 4), ticket: "t1");
        var issued = An(new RateDefinition { Count = Of("gate.passed"), CountField = "tickets", Exposure = Of("ticket.issued"), ExposureField = "tickets" });
        Assert.Equal((StatisticKind.Rate, 2d, 3d), (issued.Statistic, Whole(await AskAsync(engine, issued, (3, 1), (3, 2))).Numerator, Whole(await AskAsync(engine, issued, (3, 1), (3, 2))).Denominator));
        // Rejected although the same ticket passes within five minutes: t1; t3 never passes, whatever the others do.
        var rejected = new ShareDefinition
        {
            Of = CountedUnit.Row, Population = Of("gate.attempted"), When = [new Condition("outcome", Comparison.Eq, ["failed"])], Then = Of("gate.passed"), Within = TimeSpan.FromMinutes(5), SameTicket = true,
        };
        var whole = Whole(await AskAsync(engine, An(rejected), (3, 2), (3, 2)));
        Assert.Equal((1d, 3d), (whole.Numerator, whole.Denominator));
        Assert.Equal(2, Whole(await AskAsync(engine, An(rejected with { SameTicket = false }), (3, 2), (3, 2))).Numerator);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_repeat_is_looked_for_on_the_customer_and_not_before_its_time(string engine)
    {
        Event("c1", "call.answered", At(3, 2), customer: "u1");
        Event("c2", "call.queued", At(3, 5), customer: "u1");
        Event("c3", "call.answered", At(3, 2), customer: "u2");
        Event("c4", "call.queued", At(3, 2, 10, 3), customer: "u2");
        Event("c5", "call.answered", At(3, 2), customer: "u3");
        Event("c6", "call.queued", At(3, 12), customer: "u3");
        var resolved = new ShareDefinition
        {
            Of = CountedUnit.Row, Population = Of("call.answered"), Then = Of("call.queued"), SameCustomer = true, NotBefore = TimeSpan.FromMinutes(10), Within = TimeSpan.FromDays(7), Negate = true,
        };
        var whole = Whole(await AskAsync(engine, An(resolved), (3, 2), (3, 2)));
        Assert.Equal((2d, 3d), (whole.Numerator, whole.Denominator));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_rhythm_puts_the_same_hours_of_all_weeks_together(string engine)
    {
        foreach (var day in (int[])[2, 9])
            Event($"o{day}", "search.queried", At(3, day, 9, 30), ms: day * 1000);
        Event("x", "search.queried", At(3, 3, 9), ms: 5000);
        var rows = await AskAsync(engine, An(new ValueDefinition { Rows = Of("search.queried"), Field = "duration_ms", Divide = 1000, Summary = Summary.Median }, Unit.Seconds), (3, 1), (3, 31), rhythm: true);
        Assert.Equal(
            [(FactQuery.RhythmMonday.AddHours(9), 2L, 5.5), (FactQuery.RhythmMonday.AddDays(1).AddHours(9), 1L, 5d)],
            rows.Select(r => (r.Point.At, r.Point.Statistic.N, r.Point.Statistic.Quantile)).OrderBy(r => r.At));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Stars_of_another_scale_and_gaps_to_the_expectation_are_put_on_one_scale(string engine)
    {
        _facts.Add(new FeedbackFact { Id = "f1", ReceivedAt = At(3, 2), Source = "review", Text = "-", Rating = 2, RatingMax = 10 });
        _facts.Add(new FeedbackFact { Id = "f2", ReceivedAt = At(3, 2), Source = "review", Text = "-", Rating = 4 });
        Assert.Equal(2.5, Whole(await AskAsync(engine, IndicatorCatalog.BuiltIn.Find("K82")!, (3, 2), (3, 2))).Value(StatisticKind.Mean), 12);
        Assert.Equal(.5, Whole(await AskAsync(engine, IndicatorCatalog.BuiltIn.Find("K81")!, (3, 2), (3, 2))).Value(StatisticKind.Proportion), 12);
        _facts.Clear();
        _facts.Add(new SurveyFact { Id = "s", Questions = [new Question { Code = "p", ScaleMax = 5, Dimension = "REL" }, new Question { Code = "e", ScaleMax = 5, ExpectationOf = "p" }] });
        foreach (var (perceived, expected) in new[] { (4, 5), (3, 5) })
            _facts.Add(new ResponseFact { Id = $"r{perceived}", Survey = "s", SubmittedAt = At(3, 2), Answers = new Dictionary<string, JsonElement> { ["p"] = JsonSerializer.SerializeToElement(perceived), ["e"] = JsonSerializer.SerializeToElement(expected) } });
        Assert.Equal(-1.5, Whole(await AskAsync(engine, IndicatorCatalog.BuiltIn.Find("K88")!, (3, 2), (3, 2))).Value(StatisticKind.Mean), 12);
    }

    [Fact]
    public void A_day_is_complete_when_what_may_still_follow_has_had_its_time()
    {
        var calendar = WorkCalendar.Chinese;
        var noon = new DateTime(2026, 3, 3, 12, 0, 0);
        Assert.Equal(noon.AddHours(1), Waiting.CompleteUntil(new ValueDefinition { Rows = new Selector(), Field = "value" }, noon, calendar));
        Assert.Equal(noon.AddHours(-23), Waiting.CompleteUntil(new ShareDefinition { Population = new Selector(), Within = TimeSpan.FromDays(1) }, noon, calendar));
        // Seven working days after 13 February end with 2 March; those after 14 February end with 3 March, which is not over.
        Assert.Equal(new DateTime(2026, 2, 14), Waiting.CompleteUntil(new ShareDefinition { Population = new Selector(), WithinWorkingDays = 7 }, noon, calendar));
    }
}
