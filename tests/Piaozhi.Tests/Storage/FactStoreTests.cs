using System.Text.Json;
using Piaozhi.Core.Listen;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Tests.Storage;

public class FactStoreTests
{
    public static TheoryData<string> Engines => ["duckdb", "postgres"];

    private static readonly DateTimeOffset Noon = new(2026, 3, 5, 12, 0, 0, TimeSpan.FromHours(8));
    private static readonly Arrival Import = new("i1", Noon);

    private static EventFact Event(int i, string activity = "order.created", DateTimeOffset? recorded = null) => new()
    {
        Id = $"e{i}", CaseId = $"c{i}", Activity = activity, OccurredAt = Noon.AddMinutes(i), RecordedAt = recorded,
        Amount = 12.50m, Dimensions = new Dimensions { Channel = "app" }, Attributes = """{"payment_method":"wechat"}""",
        Objects = [new ObjectRef("ticket", $"t{i}"), new ObjectRef("ticket", $"u{i}")],
    };

    [Theory, MemberData(nameof(Engines))]
    public async Task Loading_twice_changes_nothing(string engine)
    {
        await using var opened = await FactStoreUnderTest.OpenAsync(engine);
        var facts = Enumerable.Range(0, 50).Select(i => (Fact)Event(i)).ToList();
        Assert.Equal(new Appended(50, 0, 0), await opened.Store.AppendAsync(FactKind.Events, facts, Import));
        Assert.Equal(new Appended(0, 50, 0), await opened.Store.AppendAsync(FactKind.Events, facts, Import));
        Assert.Equal(50, await opened.Store.ScalarAsync<long>("SELECT count(*) FROM listen_event"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_later_recording_replaces_and_an_earlier_one_does_not(string engine)
    {
        await using var opened = await FactStoreUnderTest.OpenAsync(engine);
        await opened.Store.AppendAsync(FactKind.Events, [Event(1, "payment.initiated", Noon)], Import);
        Assert.Equal(new Appended(0, 0, 1), await opened.Store.AppendAsync(FactKind.Events, [Event(1, "payment.failed", Noon.AddHours(1))], Import));
        Assert.Equal(new Appended(0, 1, 0), await opened.Store.AppendAsync(FactKind.Events, [Event(1, "payment.succeeded", Noon.AddMinutes(1))], Import));
        Assert.Equal("payment.failed", await opened.Store.ScalarAsync<string>("SELECT activity FROM listen_event"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Times_lie_in_UTC_and_attributes_and_tickets_can_be_asked(string engine)
    {
        await using var opened = await FactStoreUnderTest.OpenAsync(engine);
        await opened.Store.AppendAsync(FactKind.Events, [Event(0)], Import);
        var row = (await opened.Store.QueryAsync(
            "SELECT occurred_at, attributes->>'payment_method', tickets, ticket_id, amount FROM listen_event WHERE channel = $1",
            ["app"], r => (r.GetDateTime(0), r.GetString(1), r.GetInt32(2), r.GetString(3), r.GetDecimal(4)))).Single();
        Assert.Equal((new DateTime(2026, 3, 5, 4, 0, 0), "wechat", 2, "t0", 12.50m), row);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_questionnaire_that_arrives_after_its_answers_gives_them_their_meaning(string engine)
    {
        await using var opened = await FactStoreUnderTest.OpenAsync(engine);
        var answers = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"q1":5,"q2":["a","b"],"q3":"好"}""")!;
        await opened.Store.AppendAsync(FactKind.Responses, [new ResponseFact { Id = "r1", Survey = "s", SubmittedAt = Noon, Answers = answers }], Import);
        await opened.Store.AppendAsync(FactKind.Surveys, [new SurveyFact { Id = "s", Questions = [new Question { Code = "q1", Type = QuestionType.Rating, Dimension = "overall", ScaleMax = 5 }] }], Import);
        Assert.Equal(4, await opened.Store.ScalarAsync<long>("SELECT count(*) FROM listen_answer"));
        Assert.Equal(5.0, await opened.Store.ScalarAsync<double>("SELECT value FROM listen_answer WHERE dimension = 'overall' AND type = 'rating'"));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_kind_of_fact_and_a_reject_can_be_stored(string engine)
    {
        await using var opened = await FactStoreUnderTest.OpenAsync(engine);
        await opened.Store.AppendAsync(FactKind.Feedback, [new FeedbackFact { Id = "f", ReceivedAt = Noon, Source = "review", Text = "慢", Classification = new("09.1", "negative", 3, 0.8) }], Import);
        await opened.Store.AppendAsync(FactKind.Readings, [new ReadingFact { Id = "d", Indicator = "K20", MeasuredAt = Noon, Value = 0.98 }], Import);
        await opened.Store.AppendAsync(FactKind.Actions, [new ActionFact { Id = "a", Indicator = "K16", StartedAt = Noon, Scope = Piaozhi.Core.Loop.Slice.Of("outlet", "东站") }], Import);
        for (var time = 0; time < 2; time++)
            await opened.Store.AppendRejectsAsync([new Reject("x.csv", 3, "occurred_at", "昨天", "time-unreadable")], Import, "x");
        foreach (var table in (string[])["listen_feedback", "listen_reading", "listen_action", "listen_reject"])
            Assert.Equal(1, await opened.Store.ScalarAsync<long>($"SELECT count(*) FROM {table}"));
    }

    [Fact]
    public async Task Every_table_and_every_unique_key_of_the_facts_carries_the_column_by_which_they_can_be_sharded()
    {
        await using var opened = await FactStoreUnderTest.OpenAsync("postgres");
        var tables = await opened.Store.QueryAsync(
            "SELECT t.table_name FROM information_schema.tables t WHERE t.table_schema = 'public' AND NOT EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.table_name = t.table_name AND c.column_name = 'case_id')", [], r => r.GetString(0));
        Assert.Empty(tables);
        var keys = await opened.Store.QueryAsync("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE 'CREATE UNIQUE%'", [], r => r.GetString(0));
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains("(service_id, case_id", key, StringComparison.Ordinal));
    }
}
