using System.Text;
using System.Text.Json;

namespace Piaozhi.Tests.Analyze;

/// <summary>contract.md, "Files", "Bad rows" and exact meanings 4–6, sentence by sentence.</summary>
public class ContractFormatTests
{
    private const string Header = "event_id,case_id,activity,occurred_at,recorded_at,outcome,duration_ms,amount,objects,channel,attributes.payment_method";

    static ContractFormatTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task Each_kind_may_come_in_another_form_and_encoding_and_a_table_says_structures_as_json_text()
    {
        using var data = new ADataSet();
        data.With("events.csv", Encoding.GetEncoding("gb18030"),
                Header,
                """E1,C1,order.created,2026-03-01T10:00:00+08:00,,,,128.50,"[{""type"":""ticket"",""id"":""T1""},{""type"":""ticket"",""id"":""T2""}]",app,微信支付""",
                """E2,C1,payment.succeeded,2026-03-01T02:01:00Z,,ok,1200,,,小程序,微信支付""",
                "",
                "  ")
            .Zipped("feedback.ndjson.gz",
                """{"feedback_id":"F1","received_at":"2026-03-01T12:00:00+08:00","source":"hotline","text":"退了十天还没到账","rating":1}""",
                "",
                """{"feedback_id":"F2","received_at":"2026-03-01T12:00:00+08:00","source":"review","text":"ok","language":"en-GB","anything":{"deep":[1,2]}}""")
            .With("responses.csv", new UTF8Encoding(true),
                "response_id,survey,submitted_at,mode,q:overall,q:buy,q:why,case_id",
                "R1,S1,2026-03-01T12:00:00+08:00,online,4,5,价格|时间,C1",
                "R2,S1,2026-03-01T12:05:00+08:00,,2,1,,")
            .With("surveys.ndjson", """{"survey":"S1","questions":[{"code":"overall","type":"rating","scale_max":5,"dimension":"overall"},{"code":"buy","type":"rating","scale_max":5,"dimension":"buy"},{"code":"why","type":"multi"}]}""")
            .Zipped("actions.csv.gz",
                "action_id,title,indicator,expected,expected_change,started_at,scope",
                "A1,换网关,K22,up,0.02,2026-03-01T00:00:00+08:00,\"{\"\"channel\"\":[\"\"app\"\",\"\"web\"\"]}\"")
            .With("readings.csv", "indicator,measured_at,value,weight,outlet", "K91,2026-03-01T23:00:00+08:00,0.9995,86400,东站");
        var found = await data.FoundAsync();
        var counted = found.GetProperty("data");
        Assert.Equal((2, 2, 2, 1, 1, 0, 0), (N(counted, "events"), N(counted, "feedback"), N(counted, "responses"), N(counted, "readings"), N(counted, "actions"), N(counted, "rejected"), N(counted, "duplicates")));
        Assert.Equal("2026-03-01T23:00:00+08:00", found.GetProperty("as_of").GetString());
        Assert.Equal(50, found.GetProperty("satisfaction").GetProperty("dimensions")[0].GetProperty("score").GetDouble());
        var words = data.Lines("findings-feedback.ndjson");
        Assert.Equal(["F1", "F2"], words.Select(w => w.GetProperty("feedback_id").GetString()!).Order());
        Assert.Equal("06.1", words.Single(w => w.GetProperty("feedback_id").GetString() == "F1").GetProperty("taxonomy").GetString());
        Assert.Equal("en-GB", words.Single(w => w.GetProperty("feedback_id").GetString() == "F2").GetProperty("language").GetString());
        Assert.Equal(2, data.Lines("findings-responses.ndjson").Count);
        Assert.Empty(data.Lines("findings-rejects.ndjson"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_with_file_line_field_text_and_reason_and_optional_fields_keep_the_row()
    {
        using var data = new ADataSet();
        data.With("events.ndjson",
                """{"event_id":"E1","case_id":"C1","activity":"order.created","occurred_at":"2026-03-01T10:00:00+08:00"}""",
                "   ",
                """{"event_id":"E2","case_id":"","activity":"order.created","occurred_at":"2026-03-01T10:00:00+08:00"}""",
                """{"event_id":"E3","case_id":"C3","activity":"order.created","occurred_at":"2026-03-01T10:00:00"}""",
                """{"event_id":"E4","case_id":"C4","activity":"order.created","occurred_at":"2026-03-01T10:00:00Z","outcome":"done"}""",
                """{"event_id":"E5","case_id":"C5","activity":"order.created","occurred_at":"2026-03-01T10:00:00Z","duration_ms":-5}""",
                """{"event_id":"E6","case_id":"C6","activity":"order.created","occurred_at":"2026-03-01T10:00:00Z","amount":"many"}""",
                """{"event_id":"E7","case_id":"C7","activity":"never.heard","occurred_at":"2026-03-01T10:00:00Z","outcome":"","reason":""}""",
                "{broken")
            .With("readings.csv", "indicator,measured_at,value,weight", "K91,2026-03-01T10:00:00Z,high,1", "K91,2026-03-01T10:00:00Z,0.99,heavy");
        var found = await data.FoundAsync();
        Assert.Equal((3, 1, 6), (N(found.GetProperty("data"), "events"), N(found.GetProperty("data"), "readings"), N(found.GetProperty("data"), "rejected")));
        var rejects = data.Lines("findings-rejects.ndjson").Select(r => (File: S(r, "file"), Line: r.GetProperty("line").GetInt32(), Field: S(r, "field"), Text: S(r, "text"), Reason: S(r, "reason"))).ToList();
        Assert.Equal(
            [
                ("events.ndjson", 3, "case_id", "required-missing"), ("events.ndjson", 4, "occurred_at", "time-without-offset"), ("events.ndjson", 5, "outcome", "unknown-outcome"),
                ("events.ndjson", 6, "duration_ms", "negative-duration"), ("events.ndjson", 7, "amount", "unreadable-number"), ("events.ndjson", 9, "", "unreadable-json"),
                ("readings.csv", 2, "value", "unreadable-number"), ("readings.csv", 3, "weight", "unreadable-number"),
            ],
            rejects.Select(r => (r.File, r.Line, r.Field, r.Reason)));
        Assert.Equal(["", "2026-03-01T10:00:00", "done", "-5", "many"], rejects.Take(5).Select(r => r.Text));
    }

    [Fact]
    public async Task A_key_counts_once_the_later_recording_wins_and_as_of_looks_only_at_what_was_recorded_by_then()
    {
        using var data = new ADataSet();
        string Feedback(string id, string at, string text) => $$"""{"feedback_id":"{{id}}","received_at":"2026-03-01T08:00:00+08:00","recorded_at":"2026-03-0{{at}}T09:00:00+08:00","source":"web","text":"{{text}}"}""";
        data.With("feedback.ndjson", Feedback("F1", "1", "支付失败"), Feedback("F1", "3", "退款一直没到账"), Feedback("F1", "2", "态度很差"), Feedback("F2", "2", "排队太长"), Feedback("F2", "2", "排队太长"), Feedback("F3", "4", "很好"));
        var all = await data.FoundAsync();
        Assert.Equal((3, 3), (N(all.GetProperty("data"), "feedback"), N(all.GetProperty("data"), "duplicates")));
        Assert.Equal("2026-03-04T09:00:00+08:00", all.GetProperty("as_of").GetString());
        Assert.Equal("06.1", S(data.Lines("findings-feedback.ndjson").Single(l => S(l, "feedback_id") == "F1"), "taxonomy"));

        var then = await data.FoundAsync("--as-of", "2026-03-02T23:00:00+08:00");
        Assert.Equal((2, 2), (N(then.GetProperty("data"), "feedback"), N(then.GetProperty("data"), "duplicates")));
        Assert.Equal("2026-03-02T23:00:00+08:00", then.GetProperty("as_of").GetString());
        Assert.Equal("07.1", S(data.Lines("findings-feedback.ndjson").Single(l => S(l, "feedback_id") == "F1"), "taxonomy"));
    }

    [Fact]
    public async Task The_same_event_without_an_id_is_known_by_its_source_or_its_content()
    {
        using var data = new ADataSet();
        const string Row = """{"case_id":"C1","activity":"order.created","occurred_at":"2026-03-01T10:00:00+08:00","channel":"app"}""";
        data.With("events.ndjson", Row, Row, Row.Replace("app", "web", StringComparison.Ordinal), Row.Replace("}", ",\"source\":\"pos\",\"source_id\":\"1\"}", StringComparison.Ordinal), Row.Replace("}", ",\"source\":\"pos\",\"source_id\":\"1\",\"reason\":\"x\"}", StringComparison.Ordinal));
        var found = await data.FoundAsync();
        Assert.Equal((3, 2), (N(found.GetProperty("data"), "events"), N(found.GetProperty("data"), "duplicates")));
    }

    [Fact]
    public async Task A_file_of_which_nothing_can_be_read_ends_with_2_and_the_rest_is_analyzed_all_the_same()
    {
        using var data = new ADataSet();
        data.With("feedback.ndjson", """{"feedback_id":"F1","received_at":"2026-03-01T08:00:00+08:00","source":"web","text":"排队太长"}""")
            .With("events.csv", "what,is,this", "1,2,3")
            .With("truth.json", "{}").With("feedback-labels.ndjson", "{}").With("events.md", "notes");
        Assert.Equal(2, await data.AnalyzeAsync());
        Assert.Equal(1, N(data.Findings().GetProperty("data"), "feedback"));
        Assert.Equal(["events.csv"], data.Lines("findings-rejects.ndjson").Select(r => S(r, "file")).Distinct());
    }

    [Fact]
    public async Task From_is_the_first_moment_that_is_measured()
    {
        using var data = new ADataSet();
        data.With("events.ndjson", [.. Enumerable.Range(1, 9).Select(d => $$"""{"event_id":"E{{d}}","case_id":"C{{d}}","activity":"order.created","occurred_at":"2026-03-0{{d}}T10:00:00+08:00"}""")]);
        Assert.Equal(4, N((await data.FoundAsync("--from", "2026-03-06T00:00:00+08:00")).GetProperty("data"), "events"));
    }

    private static long N(JsonElement e, string name) => e.GetProperty(name).GetInt64();

    private static string S(JsonElement e, string name) => e.GetProperty(name).GetString()!;
}
