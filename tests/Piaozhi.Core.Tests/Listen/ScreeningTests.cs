using System.Text;
using System.Text.Json;
using CsCheck;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Listen.Habits;
using Piaozhi.Core.Listen.Screening;

namespace Piaozhi.Core.Tests.Listen;

public class ScreeningTests
{
    private const string Good = """{"case_id":"T1","activity":"order.created","occurred_at":"2026-01-15T10:00:00+08:00","channel":"app","coach":7,"attributes":{"seat":"12A"}}""";

    [Fact]
    public void A_row_of_the_contract_becomes_a_fact_and_keeps_what_is_not_listed()
    {
        var (fact, rejects) = Screen(FactKind.Events, Good);
        var e = Assert.IsType<EventFact>(fact);
        Assert.Empty(rejects);
        Assert.Equal(("T1", "order.created", EventOutcome.Ok, "app"), (e.CaseId, e.Activity, e.Outcome, e.Dimensions.Channel));
        Assert.Equal(new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.FromHours(8)), e.OccurredAt);
        Assert.Equal("""{"coach":7,"seat":"12A"}""", e.Attributes);
    }

    [Theory]
    [InlineData("""{"activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}""", "case_id", Reasons.RequiredMissing)]
    [InlineData("""{"case_id":"1","activity":"a.b","occurred_at":"2026-01-15T10:00:00"}""", "occurred_at", Reasons.TimeWithoutOffset)]
    [InlineData("""{"case_id":"1","activity":"a.b","occurred_at":"2026-02-30T10:00:00Z"}""", "occurred_at", Reasons.UnreadableTime)]
    [InlineData("""{"case_id":"1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z","outcome":"maybe"}""", "outcome", Reasons.UnknownOutcome)]
    [InlineData("""{"case_id":"1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z","duration_ms":-1}""", "duration_ms", Reasons.NegativeDuration)]
    public void A_row_that_the_contract_refuses_is_rejected_with_its_field_and_the_whole_row(string json, string field, string reason)
    {
        var (fact, rejects) = Screen(FactKind.Events, json);
        Assert.Null(fact);
        var reject = Assert.Single(rejects);
        Assert.Equal((field, reason, json, 3L), (reject.Field, reject.Reason, reject.Row, reject.Line));
    }

    [Fact]
    public void An_unreadable_optional_field_keeps_the_row_drops_the_field_and_is_listed()
    {
        var (fact, rejects) = Screen(FactKind.Events, """{"case_id":"1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z","amount":"much"}""");
        Assert.Null(Assert.IsType<EventFact>(fact).Amount);
        Assert.Equal(("amount", Reasons.UnreadableNumber, null), (rejects[0].Field, rejects[0].Reason, rejects[0].Row));
    }

    [Fact]
    public void The_id_comes_from_the_source_else_from_the_content_without_the_time_of_recording()
    {
        Assert.Equal("pos:7", Screen(FactKind.Events, Good.Replace("{\"case_id\"", "{\"source\":\"pos\",\"source_id\":\"7\",\"case_id\"", StringComparison.Ordinal)).Fact!.Id);
        var (a, b) = (Screen(FactKind.Events, Good).Fact!, Screen(FactKind.Events, Good.Replace("{\"case_id\"", "{\"recorded_at\":\"2026-01-16T00:00:00Z\",\"case_id\"", StringComparison.Ordinal)).Fact!);
        Assert.Equal(a.Id, b.Id);
        Assert.NotEqual(a.Id, Screen(FactKind.Events, Good.Replace("T1", "T2", StringComparison.Ordinal)).Fact!.Id);
    }

    [Fact]
    public void Answers_come_as_columns_and_several_choices_are_joined_by_a_bar()
    {
        var fact = Table(FactKind.Responses, "response_id,survey,submitted_at,q:Q1,q:Q2,q:Q3\nR1,S1,2026-01-15T10:00:00+08:00,5,\"a|b\",不错\n").Facts.Cast<ResponseFact>().Single();
        Assert.Equal(5, fact.Answers["Q1"].GetDouble());
        Assert.Equal(["a", "b"], fact.Answers["Q2"].EnumerateArray().Select(v => v.GetString()));
        Assert.Equal("不错", fact.Answers["Q3"].GetString());
    }

    [Fact]
    public void Blank_lines_are_neither_rows_nor_rejects_and_quoted_line_breaks_belong_to_the_cell()
    {
        var (facts, rejects) = Table(FactKind.Feedback, "source,received_at,text\r\n\r\nweb,2026-01-15T10:00:00Z,\"two\r\nlines, \"\"quoted\"\"\"\r\n\r\nweb,2026-01-15,later\r\n");
        Assert.Equal("two\r\nlines, \"quoted\"", Assert.IsType<FeedbackFact>(Assert.Single(facts)).Text);
        var reject = Assert.Single(rejects);
        Assert.Equal((6L, Reasons.TimeWithoutOffset, "web,2026-01-15,later"), (reject.Line, reject.Reason, reject.Row));
    }

    [Fact]
    public void The_header_name_that_comes_twice_is_kept_beside_the_first()
    {
        var fact = Table(FactKind.Readings, "indicator,measured_at,value,note,note\nK98,2026-01-15T10:00:00Z,0.99,a,b\n").Facts.Single();
        Assert.Equal("""{"note":"a","note_2":"b"}""", fact.Attributes);
    }

    [Fact]
    public void Every_reason_says_in_both_languages_what_to_mend() =>
        Assert.All(Reasons.All, code => Assert.True(Reasons.Text(code).Zh.Length > 5 && Reasons.Text(code).En.Length > 10));

    [Fact]
    public void What_was_written_as_separated_text_is_read_back_whatever_it_holds() =>
        Gen.String[Gen.Char["ab,\"\n|;票\t "], 0, 12].Array[2, 5].Sample(cells =>
        {
            var line = string.Join(',', cells.Select(c => "\"" + c.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""));
            var reader = new DelimitedReader(new StringReader(line));
            Assert.True(reader.Read());
            Assert.Equal(cells.Length, reader.Count);
            for (var i = 0; i < cells.Length; i++)
                Assert.Equal(cells[i].Trim(), reader[i].ToString());
        });

    [Fact]
    public void No_text_however_odd_makes_the_screener_throw() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((a, b, c) =>
        {
            foreach (var kind in Enum.GetValues<FactKind>())
            {
                var screener = new Screener(kind, "f");
                screener.Row.Clear(1);
                foreach (var (field, i) in Fields.Of(kind).Select((f, i) => (f, i)))
                    screener.Row.Put(field, (i % 3) switch { 0 => a, 1 => b, _ => c });
                screener.Screen([]);
            }
        });

    private static (Fact? Fact, List<Reject> Rejects) Screen(FactKind kind, string json)
    {
        using var parsed = JsonDocument.Parse(json);
        var screener = new Screener(kind, "events.ndjson");
        screener.Row.Clear(3);
        screener.Row.Original = () => json;
        screener.Row.Fill(parsed.RootElement);
        var rejects = new List<Reject>();
        return (screener.Screen(rejects), rejects);
    }

    private static (List<Fact> Facts, List<Reject> Rejects) Table(FactKind kind, string text)
    {
        var cells = new DelimitedReader(new StringReader(text));
        cells.Read();
        var plan = ColumnPlan.Compile(kind, [.. Enumerable.Range(0, cells.Count).Select(i => cells[i].ToString())]);
        var screener = new Screener(kind, "f.csv");
        screener.Row.Original = cells.Original;
        var (facts, rejects) = (new List<Fact>(), new List<Reject>());
        while (cells.Read())
        {
            screener.Row.Clear(cells.Line);
            plan.Fill(screener.Row, cells);
            if (screener.Screen(rejects) is { } fact)
                facts.Add(fact);
        }

        return (facts, rejects);
    }
}
