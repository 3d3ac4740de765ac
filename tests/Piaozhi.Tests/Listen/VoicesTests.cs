using Piaozhi.Access;
using Piaozhi.Core.Listen.Feedback;
using Piaozhi.Core.Loop;
using Piaozhi.Listen.Cases;
using Piaozhi.Listen.Quality;
using Piaozhi.Listen.Voices;

namespace Piaozhi.Tests.Listen;

/// <summary>Looking at what came in: feedback, answers, cases, the state of the data; each narrowed to what the person may see.</summary>
public class VoicesTests
{
    public static TheoryData<string> Engines => OnEngine.Engines;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines))]
    public async Task Feedback_is_found_by_words_topic_polarity_source_and_period_and_signs_are_no_patterns(string engine)
    {
        await using var app = await OnEngine.StartAsync(engine);
        await app.LoadAsync("feedback.ndjson",
            """{"feedback_id":"a","source":"hotline","received_at":"2026-01-15T10:00:00+08:00","text":"退了十天还没到账，太慢了","case_id":"T1","outlet":"东站"}""",
            """{"feedback_id":"b","source":"web","received_at":"2026-01-16T10:00:00+08:00","text":"工作人员特别耐心，谢谢 100%","outlet":"西站"}""");
        await using var session = app.Session();
        async Task<string> IdsAsync(ListFeedback.Input input) => string.Join(',', (await ListFeedback.RunAsync(input, session, Ct)).Value.Lines.Select(l => l.Id));
        Assert.Equal("b,a", await IdsAsync(new()));
        Assert.Equal("a", await IdsAsync(new(Words: "到账 太慢")));
        Assert.Equal("b", await IdsAsync(new(Words: "100%")));
        Assert.Equal("", await IdsAsync(new(Words: "1_0")));
        Assert.Equal("a", await IdsAsync(new(Topic: "06.1")));
        Assert.Equal("a", await IdsAsync(new(Topic: "06")));
        Assert.Equal("b", await IdsAsync(new(Polarity: "positive")));
        Assert.Equal("a", await IdsAsync(new(Source: "hotline")));
        Assert.Equal("b", await IdsAsync(new(Period: Period.Days(new DateOnly(2026, 1, 16), new DateOnly(2026, 1, 16)))));
        Assert.Equal(["hotline", "web"], (await ListFeedback.RunAsync(new(), session, Ct)).Value.Sources);

        await using var west = app.As(Roles.Complaints, "西站");
        Assert.Equal("b", Assert.Single((await ListFeedback.RunAsync(new(), west, Ct)).Value.Lines).Id);
        Assert.Equal(RefusalKind.NotFound, (await FindCase.RunAsync("T1", west, Ct)).Refusals[0].Kind);
        await using var clerk = app.As(Roles.Clerk);
        Assert.Equal(RefusalKind.Forbidden, (await ListFeedback.RunAsync(new(), clerk, Ct)).Refusals[0].Kind);
        Assert.Equal(RefusalKind.Forbidden, (await FindCase.RunAsync("T1", clerk, Ct)).Refusals[0].Kind);
        Assert.Equal(RefusalKind.Forbidden, (await ListResponses.RunAsync(new(), clerk, Ct)).Refusals[0].Kind);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_case_is_told_in_the_order_of_time_whatever_the_kind(string engine)
    {
        await using var app = await OnEngine.StartAsync(engine);
        await app.LoadAsync("events.ndjson",
            """{"event_id":"2","case_id":"T1","activity":"payment.failed","occurred_at":"2026-01-15T10:01:00+08:00","outcome":"failed","reason":"TIMEOUT","duration_ms":65000,"amount":19.5,"channel":"app","attributes":{"payment_method":"wechat"}}""",
            """{"event_id":"1","case_id":"T1","activity":"order.created","occurred_at":"2026-01-15T10:00:00+08:00"}""");
        await app.LoadAsync("feedback.ndjson", """{"feedback_id":"a","source":"app_store","received_at":"2026-01-15T12:00:00+08:00","text":"一直提示支付失败","case_id":"T1"}""");
        await app.LoadAsync("responses.ndjson", """{"response_id":"r","survey":"S1","submitted_at":"2026-01-15T11:00:00+08:00","answers":{"Q1":2,"Q2":["a","b"]},"case_id":"T1"}""");
        await using var session = app.Session();
        var story = (await FindCase.RunAsync("T1", session, Ct)).Value;
        Assert.Equal(["order.created", "payment.failed", "response", "feedback"], story.Moments.Select(m => m.Activity));
        var failed = story.Moments[1];
        Assert.Equal((new DateTime(2026, 1, 15, 10, 1, 0), "failed", "TIMEOUT", TimeSpan.FromSeconds(65), 19.5m, "wechat"), (failed.At, failed.Outcome, failed.Reason, failed.Took, failed.Amount, failed.Details["attributes.payment_method"]));
        Assert.Equal("Q1：2；Q2：a、b", story.Moments[2].Text);
        Assert.Equal("03.1", story.Moments[3].Topic);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_response_is_left_out_by_hand_and_taken_in_again_and_its_day_is_counted_anew(string engine)
    {
        await using var app = await OnEngine.StartAsync(engine);
        var same = string.Join(',', Enumerable.Range(1, 9).Select(i => $"\"Q{i}\":3"));
        await app.LoadAsync("responses.ndjson", """{"response_id":"a","survey":"S1","submitted_at":"2026-01-15T11:00:00+08:00","answers":{"Q1":2}}""", $$"""{"response_id":"b","survey":"S1","submitted_at":"2026-01-15T11:00:00+08:00","answers":{ {{same}} } }""");
        await using var session = app.Session();
        Assert.Equal((2L, 1L), Counts((await ListResponses.RunAsync(new(), session, Ct)).Value));
        Assert.Equal([Careless.StraightLine], Assert.Single((await ListResponses.RunAsync(new(Excluded: true), session, Ct)).Value.Lines).Reasons);
        var before = await session.Facts.ScalarAsync<DateTime>("SELECT arrived_at FROM listen_response WHERE response_id = 'a'");
        Assert.True((await ExcludeResponse.RunAsync(new("a", true), session, Ct)).Ok);
        Assert.Equal((2L, 2L), Counts((await ListResponses.RunAsync(new(), session, Ct)).Value));
        Assert.Equal(10, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_answer WHERE excluded"));
        Assert.True(await session.Facts.ScalarAsync<DateTime>("SELECT arrived_at FROM listen_response WHERE response_id = 'a'") > before);
        Assert.True((await ExcludeResponse.RunAsync(new("b", false), session, Ct)).Ok);
        var b = (await ListResponses.RunAsync(new(Excluded: false), session, Ct)).Value.Lines.Single();
        Assert.Equal(("b", Careless.StraightLine), (b.Id, b.Reasons.Single()));
        Assert.Equal("listen.response.unknown", (await ExcludeResponse.RunAsync(new("z", true), session, Ct)).Refusals[0].Code);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task The_state_of_the_data_tells_silence_lateness_unknown_activities_duplicates_and_rejects(string engine)
    {
        await using var app = await OnEngine.StartAsync(engine);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));
        var lines = new List<string>();
        for (var hour = 0; hour < 24 * 30; hour++)
        {
            var at = start.AddHours(hour);
            // The gate falls silent for good after three weeks; the shop goes on.
            foreach (var source in hour < 24 * 21 ? (string[])["gate", "shop"] : ["shop"])
                lines.Add($$"""{"case_id":"{{source}}{{hour}}","activity":"{{(hour == 5 ? "gate.kicked" : "order.created")}}","occurred_at":"{{at:yyyy-MM-ddTHH:mm:sszzz}}","recorded_at":"{{at.AddHours(source == "gate" ? 30 : 0):yyyy-MM-ddTHH:mm:sszzz}}","source":"{{source}}"}""");
        }

        await app.LoadAsync("events.ndjson", [.. lines, """{"case_id":"x","activity":"a.b","occurred_at":"noon"}"""]);
        await app.LoadAsync("events.ndjson", [.. lines]);
        await using var session = app.Session();
        await ((Piaozhi.Listen.Import.IntakeCounts)app.Services.GetService(typeof(Piaozhi.Listen.Import.IntakeCounts))!).RunAsync(session, Ct);
        var report = await DataQuality.RunAsync(session, Ct);
        Assert.True(report.IsPast);
        var gate = report.Sources.Single(s => s.Source == "gate");
        Assert.True(gate.IsSilent);
        Assert.Equal(start.DateTime.AddDays(21), Assert.Single(gate.Silences).From);
        Assert.Equal(1.0, gate.LateShare);
        var shop = report.Sources.Single(s => s.Source == "shop");
        Assert.Equal((false, 0.0, 720L), (shop.IsSilent, shop.LateShare, shop.Rows));
        Assert.Equal(("gate.kicked", 2L), (report.Unknown[0].Activity, report.Unknown.Sum(u => u.Rows)));
        Assert.Equal((1L, (long)lines.Count), (report.OpenRejects, report.Duplicates));
    }

    private static (long, long) Counts(ListResponses.Found found) => (found.Total, found.Excluded);
}
