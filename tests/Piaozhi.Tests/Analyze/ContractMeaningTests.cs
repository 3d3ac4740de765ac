using System.Globalization;
using System.Text.Json;

namespace Piaozhi.Tests.Analyze;

/// <summary>contract.md, "The one-shot job" and exact meanings 1–3 and 7: effects, verdicts, satisfaction, indicators, process.</summary>
public class ContractMeaningTests
{
    private static readonly DateTimeOffset First = new(2026, 1, 5, 0, 0, 0, TimeSpan.FromHours(8));

    private static string At(double days) => First.AddDays(days).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>A level in four places with the same weather for all, and a step in one of them.</summary>
    private static IEnumerable<string> Levels(string indicator, double level, double noise, double step, int from, int seed)
    {
        var chance = new Random(seed);
        for (var day = 0; day < 80; day++)
        {
            var weather = (chance.NextDouble() - .5) * noise;
            foreach (var outlet in (string[])["东站", "西站", "南站", "北站"])
            {
                var value = level + weather + (chance.NextDouble() - .5) * noise + (outlet == "西站" && day >= from ? step : 0);
                yield return string.Create(CultureInfo.InvariantCulture, $$"""{"indicator":"{{indicator}}","measured_at":"{{At(day + .9)}}","value":{{value:0.#####}},"weight":200,"outlet":"{{outlet}}"}""");
            }
        }
    }

    [Fact]
    public async Task Each_action_has_one_effect_in_the_unit_of_its_indicator_and_the_verdict_that_its_interval_gives()
    {
        using var data = new ADataSet();
        data.With("readings.ndjson", [.. Levels("walk_minutes", 7, 1, -1.5, 40, 3), .. Levels("K103", .95, .02, 0, 40, 5)])
            .With("actions.ndjson",
                $$$"""{"action_id":"A1","indicator":"walk_minutes","expected":"down","expected_change":1.2,"started_at":"{{{At(40)}}}","scope":{"outlet":"西站"}}""",
                $$$"""{"action_id":"A2","indicator":"walk_minutes","expected":"up","expected_change":1,"started_at":"{{{At(40)}}}","scope":{"outlet":["西站"]}}""",
                $$$"""{"action_id":"A3","indicator":"K103","expected":"up","expected_change":0.04,"started_at":"{{{At(40)}}}","scope":{"outlet":["西站","北站"]}}""",
                $$"""{"action_id":"A4","indicator":"K22","expected":"up","started_at":"{{At(40)}}"}""",
                $$"""{"action_id":"A5","indicator":"K103","started_at":"{{At(78)}}"}""",
                $$"""{"action_id":"A5","indicator":"K103","started_at":"{{At(78)}}"}""");
        var found = await data.FoundAsync();
        Assert.Contains(found.GetProperty("signals").EnumerateArray(), s =>
            s.GetProperty("indicator").GetString() == "walk_minutes" && s.GetProperty("direction").GetString() == "down"
            && s.GetProperty("slice").TryGetProperty("outlet", out var outlet) && outlet.GetString() == "西站" && Math.Abs((s.GetProperty("start").GetDateTimeOffset() - First.AddDays(40)).TotalDays) <= 2);
        Assert.Contains(found.GetProperty("indicators").EnumerateArray(), i => i.GetProperty("code").GetString() == "walk_minutes");
        var effects = found.GetProperty("effects").EnumerateArray().ToDictionary(e => e.GetProperty("action_id").GetString()!);
        Assert.Equal(["A1", "A2", "A3", "A4", "A5"], effects.Keys.Order());
        Assert.Equal(("effective", "harmful", "not_effective", "inconclusive"), (Verdict("A1"), Verdict("A2"), Verdict("A3"), Verdict("A4")));
        Assert.Equal(-1.5, effects["A1"].GetProperty("estimate").GetDouble(), .2);
        Assert.Equal("did", effects["A1"].GetProperty("method").GetString());
        Assert.InRange(effects["A3"].GetProperty("estimate").GetDouble(), -.01, .01);
        Assert.Equal("none", effects["A4"].GetProperty("method").GetString());
        Assert.Equal(JsonValueKind.Null, effects["A4"].GetProperty("estimate").ValueKind);
        foreach (var (_, effect) in effects)
            Assert.True(effect.GetProperty("level").GetDouble() == .95 && effect.GetProperty("why").GetProperty("zh").GetString()!.Length > 0);

        string Verdict(string id) => effects[id].GetProperty("verdict").GetString()!;
    }

    [Fact]
    public async Task The_satisfaction_of_several_questionnaires_is_one_index_with_the_drivers_of_the_one_that_asked_for_the_outcome()
    {
        using var data = new ADataSet();
        var chance = new Random(4);
        var responses = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            var (speed, kind) = (1 + chance.Next(5), 1 + chance.Next(5));
            var overall = Math.Clamp((int)Math.Round(.8 * speed + .2 * kind + chance.NextDouble() - .5), 1, 5);
            responses.Add($$$"""{"response_id":"R{{{i}}}","survey":"S1","started_at":"{{{At(i / 3.0)}}}","submitted_at":"{{{At(i / 3.0 + .001)}}}","answers":{"overall":{{{overall}}},"speed":{{{speed}}},"kind":{{{kind}}},"nps":{{{Math.Min(10, overall * 2)}}},"why":["a","b"]}}""");
            if (i % 10 == 0)
                responses.Add($$$"""{"response_id":"T{{{i}}}","survey":"S2","submitted_at":"{{{At(i / 3.0)}}}","answers":{"handling":3}}""");
        }

        responses.Add($$$"""{"response_id":"X1","survey":"S1","started_at":"{{{At(3)}}}","submitted_at":"{{{At(3.00002)}}}","answers":{"overall":5,"speed":5,"kind":1,"nps":3,"why":["a"]}}""");
        data.With("responses.ndjson", [.. responses])
            .With("surveys.ndjson",
                """{"survey":"S1","questions":[{"code":"overall","type":"rating","scale_max":5,"dimension":"overall"},{"code":"speed","type":"rating","scale_max":5,"dimension":"SPEED"},{"code":"kind","type":"rating","scale_max":5,"dimension":"KIND"},{"code":"nps","type":"nps","scale_max":10},{"code":"why","type":"multi"}]}""",
                """{"survey":"S2","questions":[{"code":"handling","type":"rating","scale_max":5,"dimension":"complaint_handling"}]}""");
        var found = (await data.FoundAsync()).GetProperty("satisfaction");
        var dimensions = found.GetProperty("dimensions").EnumerateArray().ToDictionary(d => d.GetProperty("code").GetString()!);
        double Of(string dimension, string field) => dimensions[dimension].GetProperty(field).GetDouble();
        Assert.Equal(["KIND", "SPEED", "complaint_handling"], dimensions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(50, Of("complaint_handling", "score"), 6);
        Assert.Equal(1, dimensions.Keys.Sum(d => Of(d, "weight")), 9);
        Assert.Equal(1, dimensions.Keys.Sum(d => Of(d, "importance")), 9);
        Assert.InRange(Of("SPEED", "importance"), .8, .99);
        Assert.Equal(0, Of("complaint_handling", "importance"));
        Assert.Equal(found.GetProperty("index").GetDouble(), dimensions.Keys.Sum(d => Of(d, "weight") * Of(d, "score")), 6);
        Assert.InRange(found.GetProperty("csat").GetDouble(), .2, .6);
        Assert.InRange(found.GetProperty("nps").GetDouble(), -100, 100);
        Assert.Equal([("X1", "speeding")], found.GetProperty("excluded").EnumerateArray().Select(e => (e.GetProperty("response_id").GetString()!, e.GetProperty("reason").GetString()!)));
        var line = data.Lines("findings-responses.ndjson").Single(l => l.GetProperty("response_id").GetString() == "X1");
        Assert.True(line.GetProperty("excluded").GetBoolean());
        Assert.Equal("speeding", line.GetProperty("reasons")[0].GetString());
        Assert.Equal(221, data.Lines("findings-responses.ndjson").Count);
    }

    [Fact]
    public async Task Indicators_are_fractions_against_their_target_sold_out_does_not_count_and_the_process_names_its_slow_steps()
    {
        using var data = new ADataSet();
        var events = new List<string>();
        void Say(int order, string activity, double minutes, string more = "") =>
            events.Add($$"""{"case_id":"C{{order}}","activity":"{{activity}}","occurred_at":"{{At(order / 20.0 + minutes / 1440)}}","channel":"app"{{more}}}""");
        for (var i = 0; i < 600; i++)
        {
            Say(i, "order.submitted", 0);
            if (i % 10 == 1)
            {
                Say(i, "order.rejected", .1, ",\"outcome\":\"failed\",\"reason\":\"sold_out\"");
                continue;
            }

            Say(i, "payment.initiated", 1);
            // The activity decides; an outcome that says otherwise does not.
            Say(i, i % 10 == 2 ? "payment.failed" : "payment.succeeded", 2, ",\"outcome\":\"ok\"");
            if (i % 10 != 2)
                Say(i, "ticket.issued", i % 2 == 0 ? 3 : 30);
        }

        data.With("events.ndjson", [.. events]);
        var found = await data.FoundAsync("--language", "en");
        var indicators = found.GetProperty("indicators").EnumerateArray().ToDictionary(i => i.GetProperty("code").GetString()!);
        // Orders of the last moments may still be paid and issued, so they are not judged yet.
        Assert.InRange(indicators["K22"].GetProperty("n").GetInt64(), 535, 540);
        Assert.Equal(8.0 / 9, indicators["K22"].GetProperty("value").GetDouble(), 2);
        Assert.Equal(8.0 / 9, indicators["K01"].GetProperty("value").GetDouble(), 2);
        Assert.Equal((.95, false, true), (indicators["K22"].GetProperty("target").GetDouble(), indicators["K22"].GetProperty("met").GetBoolean(), indicators["K22"].GetProperty("in_control").GetBoolean()));
        Assert.Equal(28 * 60, indicators["K27"].GetProperty("value").GetDouble(), 1.5);
        var process = found.GetProperty("process");
        Assert.Equal((600, 4), (process.GetProperty("cases").GetInt32(), process.GetProperty("variants").GetInt32() + 1));
        var slow = process.GetProperty("bottlenecks")[0];
        Assert.Equal(("payment.succeeded", "ticket.issued"), (slow.GetProperty("from").GetString(), slow.GetProperty("to").GetString()));
        Assert.Empty(found.GetProperty("problems").EnumerateArray());
    }
}
