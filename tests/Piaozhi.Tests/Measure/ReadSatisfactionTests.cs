using System.Net;
using System.Text.Json;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure.Satisfaction.Scores;
using Piaozhi.Core.Measure.Satisfaction.Weighting;
using Piaozhi.Measure;
using Piaozhi.Tests.Listen;

namespace Piaozhi.Tests.Measure;

/// <summary>Answers come in as people send them and are read back as an index, by page, endpoint and command alike.</summary>
public class ReadSatisfactionTests
{
    private const string Questionnaire = """
        {"survey":"trip","title":"出行后","questions":[
        {"code":"Q1","type":"rating","scale_max":5,"dimension":"buy","tier":"basic"},{"code":"Q2","type":"rating","scale_max":5,"dimension":"refund","tier":"basic"},
        {"code":"Q3","type":"rating","scale_max":5,"dimension":"seat","tier":"value_added"},{"code":"Q4","type":"rating","scale_max":5,"dimension":"overall"},{"code":"Q5","type":"nps"},
        {"code":"E1","type":"rating","scale_max":5,"dimension":"buy","expectation_of":"Q1"}]}
        """;

    public static TheoryData<string> Engines => OnEngine.Engines;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines))]
    public async Task Answers_become_an_index_in_branches_with_gaps_priorities_and_what_was_set_aside(string engine)
    {
        await using var app = await AnsweredAsync(engine);
        await using var session = app.Session();
        var found = (await ReadSatisfaction.RunAsync(new(), session, Ct)).Value;
        Assert.Equal(("trip", 200L), (found.Survey, found.Responses));
        Assert.Equal(10, found.SetAside);
        var read = found.Read!;
        Assert.Equal(["basic", "value_added"], read.Tree.Children.Select(c => c.Code).Order());
        Assert.Equal(200, read.Tree.N);
        Assert.Equal(WeightSource.Shapley, read.Source);
        Assert.Equal(Priority.Concentrate, read.Grid.Value.Points.Single(p => p.Code == "refund").Priority);
        // The ones set aside were all fives: with them the index would be higher.
        Assert.True(read.Uncleaned!.Score > read.Tree.Score);
        Assert.Equal(3, read.Outlets.Value.Areas.Count);
        Assert.Equal(200, read.Csat.Value.N);
        Assert.Equal(-1, Math.Round(found.Gaps!.Value.Value.Dimensions.Single().Gap, 1), .6);
        Assert.Equal(WeightSource.Equal, (await ReadSatisfaction.RunAsync(new(Weights: WeightSource.Equal), session, Ct)).Value.Read!.Source);
        var west = (await ReadSatisfaction.RunAsync(new(Scope: Slice.Of("outlet", "西站")), session, Ct)).Value;
        Assert.InRange(west.Responses, 60, 70);
        await using var bound = app.As(Roles.Outlet, "西站");
        Assert.Equal(west.Responses, (await ReadSatisfaction.RunAsync(new(), bound, Ct)).Value.Responses);
        Assert.Equal("measure.satisfaction.unknown-survey", (await ReadSatisfaction.RunAsync(new(Survey: "none"), session, Ct)).Refusals[0].Code);
    }

    [Fact]
    public async Task Experts_compare_and_their_weights_stand_beside_the_others()
    {
        await using var app = await AnsweredAsync("duckdb");
        await using var session = app.Session();
        Judgement[] mine = [new("buy", "refund", 3), new("refund", "seat", 2), new("buy", "seat", 6)];
        Assert.Equal("system", Assert.Single((await CompareForSatisfaction.RunAsync(new("trip", mine), session, Ct)).Value).Person);
        await using (var other = app.As(Roles.Engineer))
            Assert.Equal(2, (await CompareForSatisfaction.RunAsync(new("trip", [new("seat", "buy", 1 / 6.0), new("refund", "buy", 1 / 3.0)]), other, Ct)).Value.Count);
        var read = (await ReadSatisfaction.RunAsync(new(Weights: WeightSource.Given), session, Ct)).Value;
        Assert.Equal((WeightSource.Given, 2), (read.Read!.Source, read.Experts));
        // 6 : 2 : 1, and the second person, who skipped a pair, said the same.
        var weights = read.Read.Ways!.Ways.Single(w => w.Source == WeightSource.Given).Weights;
        Assert.Equal([6 / 9.0, 2 / 9.0, 1 / 9.0], weights.Select(w => Math.Round(w, 9)), (a, b) => Math.Abs(a - b) < 1e-8);
        Assert.Contains(read.Read.Ways.Ways, w => w.Source == WeightSource.Combined);

        Assert.Single((await CompareForSatisfaction.RunAsync(new("trip", []), session, Ct)).Value);
        Assert.Equal("measure.satisfaction.times", (await CompareForSatisfaction.RunAsync(new("trip", [new("buy", "seat", 12)]), session, Ct)).Refusals[0].Code);
        Assert.Equal("measure.satisfaction.unknown-survey", (await CompareForSatisfaction.RunAsync(new("none", mine), session, Ct)).Refusals[0].Code);
        await using var clerk = app.As(Roles.Clerk);
        Assert.Equal(RefusalKind.Forbidden, (await CompareForSatisfaction.RunAsync(new("trip", mine), clerk, Ct)).Refusals[0].Kind);
    }

    [Fact]
    public async Task The_endpoint_says_the_same_and_refuses_what_there_is_not()
    {
        await using var app = await AnsweredAsync("duckdb");
        using var client = await app.TokenClientAsync("read.measure");
        using var body = JsonDocument.Parse(await client.GetStringAsync("/api/v1/measure/satisfaction?weights=equal", Ct));
        Assert.Equal("equal", body.RootElement.GetProperty("weights").GetString());
        Assert.Equal(10, body.RootElement.GetProperty("set_aside").GetProperty("count").GetInt64());
        Assert.Equal(2, body.RootElement.GetProperty("index").GetProperty("parts").GetArrayLength());
        using var missing = await client.GetAsync("/api/v1/measure/satisfaction?survey=none", Ct);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task The_model_in_the_box_finds_what_acts_on_satisfaction_or_says_why_not()
    {
        await using var app = await AnsweredAsync("duckdb");
        await using var session = app.Session();
        var model = (await FitSatisfactionModel.RunAsync(new(), session, Ct)).Value;
        Assert.Equal("refund", model.Fit.Paths.Where(p => p.To == "satisfaction").MaxBy(p => p.Coefficient)!.From);
        Assert.True(model.Bootstrap.Paths[("refund", "satisfaction")].IsClear);
        Assert.Equal(1, model.Fit.Path("satisfaction", "loyalty"), 1e-9);
        Assert.InRange(model.Fit.Concepts.Single(c => c.Code == "refund").Index, 45, 55);
        Assert.Equal("measure.satisfaction.unknown-survey", (await FitSatisfactionModel.RunAsync(new(Survey: "none"), session, Ct)).Refusals[0].Code);
    }

    [Fact]
    public async Task Without_answers_there_is_nothing_and_no_error()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var found = (await ReadSatisfaction.RunAsync(new(), session, Ct)).Value;
        Assert.Null(found.Read);
        Assert.Equal((0L, 0L), (found.Responses, found.SetAside));
    }

    private static async Task<PiaozhiApp> AnsweredAsync(string engine)
    {
        var app = await OnEngine.StartAsync(engine);
        var random = new Rng(3);
        var lines = new List<string>();
        for (var i = 0; i < 210; i++)
        {
            var careless = i >= 200;
            int Mark(double mean) => careless ? 5 : Math.Clamp((int)Math.Round(mean + random.Normal(0, .8)), 1, 5);
            var (buy, refund, seat) = (Mark(4), Mark(3), Mark(4));
            var overall = careless ? 5 : Math.Clamp((int)Math.Round(.2 * buy + .7 * refund + .1 * seat + random.Normal(0, .3)), 1, 5);
            var outlet = ((string[])["东站", "西站", "南站"])[i % 3];
            var seconds = careless ? 2 : 60;
            lines.Add($$"""{"response_id":"r{{i}}","survey":"trip","started_at":"2026-03-01T10:00:00+08:00","submitted_at":"2026-03-01T10:{{seconds / 60:00}}:{{seconds % 60:00}}+08:00","outlet":"{{outlet}}","channel":"app","answers":{"Q1":{{buy}},"Q2":{{refund}},"Q3":{{seat}},"Q4":{{overall}},"Q5":{{2 * overall}},"E1":5 } }""");
        }

        await app.LoadAsync("surveys.ndjson", Questionnaire.ReplaceLineEndings(""));
        await app.LoadAsync("responses.ndjson", [.. lines]);
        return app;
    }
}
