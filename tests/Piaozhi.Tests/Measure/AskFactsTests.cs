using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Storage;

namespace Piaozhi.Tests.Measure;

public class AskFactsTests
{
    public static TheoryData<string> Engines => ["duckdb", "postgres"];

    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly Period Week = Period.Days(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 8));
    private static readonly string[] Channels = ["app", "web"];

    private static int _next;

    private static EventFact Event(string order, string activity, DateTimeOffset at, string channel, string? attributes = null, decimal? amount = null) => new()
    {
        Id = $"e{_next++}", CaseId = order, Activity = activity, OccurredAt = at, Amount = amount, Attributes = attributes,
        Dimensions = new Dimensions { Channel = channel, CustomerId = "c" + order },
    };

    /// <summary>Orders over five days: every third fails to pay, every fourth has two attempts, every fifth asks for a refund.</summary>
    private static List<Fact> Log()
    {
        var log = new List<Fact>();
        for (var i = 0; i < 200; i++)
        {
            var (order, at, channel) = ($"o{i}", Monday.AddMinutes(30 + i * 35), Channels[i % 2]);
            const string By = """{"payment_method":"wechat"}""";
            if (i % 4 == 0)
                log.Add(Event(order, "payment.initiated", at.AddMinutes(-3), channel, By));
            log.Add(Event(order, "payment.initiated", at, channel, By));
            if (i % 3 == 0)
                continue;
            log.Add(Event(order, "payment.succeeded", at.AddSeconds(10 + i % 7), channel, By, 100 + i));
            log.Add(Event(order, "ticket.issued", at.AddSeconds(30), channel));
            if (i % 5 == 0)
                log.Add(Event(order, "refund.requested", at.AddHours(2), channel));
            if (i % 10 == 0)
                log.Add(Event(order, "refund.sent", at.AddHours(20), channel));
        }

        return log;
    }

    private static async Task<FactStoreUnderTest> FilledAsync(string engine, IReadOnlyList<Fact> log)
    {
        var opened = await FactStoreUnderTest.OpenAsync(engine);
        await opened.Store.AppendAsync(FactKind.Events, log, new Arrival("i", Monday.AddDays(9)));
        return opened;
    }

    private static Task<List<FactRow>> AskAsync(FactStoreUnderTest opened, string code, Grain? grain = Grain.Day, Slice? filter = null) =>
        AskFacts.RunAsync(new FactQuery(IndicatorCatalog.BuiltIn.Find(code)!, Week, grain, filter ?? Slice.Whole, ["channel", "outlet"]), opened.Store, new PiaozhiOptions(), null);

    private static DateTime Day(EventFact e) => e.OccurredAt.ToOffset(TimeSpan.FromHours(8)).Date;

    [Theory, MemberData(nameof(Engines))]
    public async Task A_share_equals_a_plain_count_of_the_log(string engine)
    {
        var log = Log();
        await using var opened = await FilledAsync(engine, log);
        var rows = await AskAsync(opened, "K22");
        var events = log.Cast<EventFact>().ToList();
        var paid = events.Where(e => e.Activity == "payment.succeeded").Select(e => e.CaseId).ToHashSet();
        // One unit a case and day, by the last attempt of the day.
        var units = events.Where(e => e.Activity == "payment.initiated").GroupBy(e => (Day(e), e.CaseId)).Select(g => g.MaxBy(e => e.OccurredAt)!).ToList();
        foreach (var (slice, mine) in new[] { (Slice.Whole, units), (Slice.Of("channel", "web"), units.Where(e => e.Dimensions.Channel == "web").ToList()) })
        {
            var expected = mine.GroupBy(Day).ToDictionary(g => g.Key, g => ((double)g.Count(e => paid.Contains(e.CaseId)), (double)g.Count()));
            var found = rows.Where(r => r.Slice.Equals(slice)).ToDictionary(r => r.Point.At, r => (r.Point.Statistic.Numerator, r.Point.Statistic.Denominator));
            Assert.Equal(expected.OrderBy(p => p.Key), found.OrderBy(p => p.Key));
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_quantile_of_times_a_rate_and_a_filter_equal_plain_counts(string engine)
    {
        var log = Log();
        await using var opened = await FilledAsync(engine, log);
        var app = log.Cast<EventFact>().Where(e => e.Dimensions.Channel == "app").ToList();
        var lags = app.Where(e => e.Activity == "payment.succeeded").Select(e => (e.OccurredAt - app.Where(p => p.Activity == "payment.initiated" && p.CaseId == e.CaseId).Max(p => p.OccurredAt)).TotalSeconds).Order().ToList();
        var position = .95 * (lags.Count - 1);
        var p95 = lags[(int)position] + (position - (int)position) * (lags[Math.Min((int)position + 1, lags.Count - 1)] - lags[(int)position]);
        var whole = Assert.Single(await AskAsync(opened, "K23", null, Slice.Of("channel", "app")), r => r.Slice.IsWhole).Point.Statistic;
        Assert.Equal(p95, whole.Quantile, 6);
        Assert.Equal(lags.Count, whole.N);
        Assert.True(whole.Low <= p95 && whole.High >= p95);
        var rate = Assert.Single(await AskAsync(opened, "K35", null), r => r.Slice.IsWhole).Point.Statistic;
        Assert.Equal((app.Count(e => e.Activity == "ticket.issued") * 1.0, true), (rate.Denominator - log.Cast<EventFact>().Count(e => e.Activity == "ticket.issued" && e.Dimensions.Channel == "web"), rate.Numerator > 0));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_backlog_counts_what_was_asked_for_and_not_sent(string engine)
    {
        var log = Log();
        await using var opened = await FilledAsync(engine, log);
        var sunday = (await AskAsync(opened, "K40")).Single(r => r.Slice.IsWhole && r.Point.At == Week.To.AddDays(-1)).Point.Statistic;
        var events = log.Cast<EventFact>().ToList();
        var sent = events.Where(e => e.Activity == "refund.sent").Select(e => e.CaseId).ToHashSet();
        // By Sunday more than three working days have gone by only for what was asked for on Monday.
        Assert.Equal(events.Count(e => e.Activity == "refund.requested" && !sent.Contains(e.CaseId) && WorkCalendar.Chinese.Between(DateOnly.FromDateTime(Day(e)), new DateOnly(2026, 3, 8)) > 3), sunday.Numerator);
        Assert.True(sunday.Numerator > 0);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_indicator_in_the_box_is_understood_by_the_engine(string engine)
    {
        await using var opened = await FilledAsync(engine, Log());
        var failed = new List<string>();
        foreach (var indicator in IndicatorCatalog.BuiltIn.All)
            foreach (var grain in new Grain?[] { Grain.Day, null })
            {
                try
                {
                    await AskFacts.RunAsync(new FactQuery(indicator, Week, grain, Slice.Of("channel", "app"), MeasurePoints.BreakdownsOf(indicator), Monday.AddDays(8)), opened.Store, new PiaozhiOptions(), null);
                }
                catch (System.Data.Common.DbException e)
                {
                    failed.Add($"{indicator.Code} {grain}: {e.Message}");
                }
            }

        Assert.Empty(failed);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Answers_give_the_net_promoter_score(string engine)
    {
        await using var opened = await FactStoreUnderTest.OpenAsync(engine);
        var import = new Arrival("i", Monday.AddDays(9));
        await opened.Store.AppendAsync(FactKind.Surveys, [new SurveyFact { Id = "s", Questions = [new Question { Code = "q", Type = QuestionType.Nps, ScaleMax = 10 }] }], import);
        double[] answers = [10, 9, 8, 7, 6, 0, 10, 10, 9, 3];
        await opened.Store.AppendAsync(FactKind.Responses, [.. answers.Select((a, i) => (Fact)new ResponseFact
        {
            Id = $"r{i}", Survey = "s", SubmittedAt = Monday.AddHours(i), Answers = new Dictionary<string, JsonElement> { ["q"] = JsonSerializer.SerializeToElement(a) },
        })], import);
        var whole = Assert.Single(await AskAsync(opened, "K86", null), r => r.Slice.IsWhole).Point.Statistic;
        Assert.Equal(20, whole.Value(StatisticKind.Mean), 9);
    }
}
