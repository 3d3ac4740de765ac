using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Measure;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Tests.Measure;

public class DefineIndicatorTests
{
    private static Indicator Own(int seconds = 60) => new()
    {
        Code = "Q01", Name = new("一分钟内出票率", "Issued within a minute"), Formula = new("支付后一分钟内出票的比例", "Payments issued within a minute"), Unit = Unit.Percent, Direction = Direction.Up, Journey = "issue", Quality = ["RSP"],
        Chart = ChartKind.P, Target = new Target(.9, null, "合同"),
        Definition = new ShareDefinition { Of = CountedUnit.Case, Population = new Selector { Any = ["payment.succeeded"] }, Then = new Selector { Any = ["ticket.issued"] }, Within = TimeSpan.FromSeconds(seconds) },
    };

    /// <summary>One order every three hours for twenty days until yesterday, its ticket after 10 to 190 s.</summary>
    private static async Task<DateTime> FillAsync(PiaozhiApp app)
    {
        await using var session = app.Session();
        var start = session.LocalNow.Date.AddDays(-20);
        var facts = new List<Fact>();
        for (var i = 0; i < 160; i++)
        {
            var at = new DateTimeOffset(start.AddHours(3 * i), session.Options.UtcOffset);
            facts.Add(new EventFact { Id = $"p{i}", CaseId = $"o{i}", Activity = "payment.succeeded", OccurredAt = at });
            facts.Add(new EventFact { Id = $"t{i}", CaseId = $"o{i}", Activity = "ticket.issued", OccurredAt = at.AddSeconds(10 + 20 * (i % 10)) });
        }

        await session.Facts.AppendAsync(FactKind.Events, facts, new Arrival("a", session.Now));
        await MeasurePoints.RunAsync(session);
        return start;
    }

    private static async Task<Dictionary<DateTime, double>> DaysAsync(PiaozhiApp app)
    {
        await using var session = app.Session();
        await MeasurePoints.RunAsync(session);
        return (await PointSeries.RunAsync(new(["Q01"], null, [""]), session)).Single().Points.ToDictionary(p => p.At, p => p.Statistic.Numerator);
    }

    [Fact]
    public async Task An_own_indicator_is_counted_and_a_new_version_counts_from_its_day_on()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var start = await FillAsync(app);
        await using (var session = app.Session())
            Assert.Equal(1, (await DefineIndicator.RunAsync(new(Own()), session)).Value.Version);
        // Eight orders a day, delays 10, 30, … 190 s in turn: three of ten within a minute.
        Assert.Equal(48, (await DaysAsync(app)).Values.Sum());

        var changed = start.AddDays(10);
        await using (var session = app.Session())
        {
            Assert.Equal(2, (await DefineIndicator.RunAsync(new(Own(300), DateOnly.FromDateTime(changed), "放宽"), session)).Value.Version);
            Assert.Equal(changed, Assert.Single(await DefinitionChanges.OfAsync(session)).On.ToDateTime(TimeOnly.MinValue));
        }

        var days = await DaysAsync(app);
        Assert.All(days.Where(d => d.Key >= changed), d => Assert.Equal(8, d.Value));
        Assert.Equal(24, days.Where(d => d.Key < changed).Sum(d => d.Value));
        await using (var session = app.Session())
        {
            var reading = (await ReadIndicator.RunAsync(new("Q01"), session, [])).Value;
            Assert.Equal((2, 1), (reading.Indicator.Version, reading.Changes.Count));
        }
    }

    [Fact]
    public async Task The_target_of_one_in_the_box_changes_from_a_day_on_and_its_definition_does_not()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var tomorrow = DateOnly.FromDateTime(session.LocalNow).AddDays(1);
        Assert.True((await SetTarget.RunAsync(new("K22", .99, null, "委员会决定"), session)).Ok);
        Assert.True((await SetTarget.RunAsync(new("K22", .995, null, "委员会决定", tomorrow), session)).Ok);
        Assert.Equal(.99, (await Indicators.AllAsync(session)).Find("K22")!.Target!.AtLeast);
        var versions = (await Indicators.VersionsAsync("K22", session))!;
        Assert.Equal([.95, .99, .995], versions.All.Select(v => v.Indicator.Target!.AtLeast!.Value));
        Assert.Empty(versions.DefinitionChanges());
        var other = versions.All[0].Indicator with { Definition = Own().Definition };
        Assert.Equal("measure.indicator.built-in", Assert.Single((await DefineIndicator.RunAsync(new(other), session)).Refusals).Code);
        Assert.Equal("measure.indicator.unchanged", Assert.Single((await SetTarget.RunAsync(new("K22", .995, null, "委员会决定"), session)).Refusals).Code);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_all_at_once_and_nothing_is_kept()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var bad = Own() with { Code = "1 x", Unit = Unit.Minutes, Chart = ChartKind.T, Name = new("", ""), Definition = new ShareDefinition { Population = new Selector(), Then = new Selector { Any = ["ticket.issued"] } } };
        var codes = (await DefineIndicator.RunAsync(new(bad), session)).Refusals.Select(r => r.Code["measure.indicator.".Length..]).Order(StringComparer.Ordinal);
        Assert.Equal(["chart", "code", "name", "population", "unit", "within"], codes);
        Assert.True((await DefineIndicator.RunAsync(new(Own()), session)).Ok);
        var otherUnit = Own() with { Unit = Unit.Permille };
        Assert.Equal("measure.indicator.other-kind", Assert.Single((await DefineIndicator.RunAsync(new(otherUnit), session)).Refusals).Code);
        await using var clerk = app.Services.GetRequiredService<Sessions>().Open(new Actor("u", "u", new HashSet<string> { Roles.Clerk }));
        Assert.Equal("access.forbidden", Assert.Single((await DefineIndicator.RunAsync(new(Own(90)), clerk)).Refusals).Code);
        Assert.Single((await Indicators.VersionsAsync("Q01", session))!.All);
    }

    [Fact]
    public async Task An_indicator_is_retired_restored_and_deleted_with_its_points()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await FillAsync(app);
        await using var session = app.Session();
        await DefineIndicator.RunAsync(new(Own()), session);
        await MeasurePoints.RunAsync(session);
        Assert.True((await RetireIndicator.RunAsync("Q01", true, session)).Ok);
        Assert.Null((await Indicators.AllAsync(session)).Find("Q01"));
        Assert.Equal("measure.indicator.built-in-stays", Assert.Single((await DeleteIndicator.RunAsync("K22", session)).Refusals).Code);
        Assert.True((await RetireIndicator.RunAsync("Q01", false, session)).Ok);
        Assert.NotNull((await Indicators.AllAsync(session)).Find("Q01"));
        Assert.True((await DeleteIndicator.RunAsync("Q01", session)).Ok);
        Assert.Equal(0, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM measure_point WHERE indicator = $1", ["Q01"]));
        Assert.Null(await Indicators.VersionsAsync("Q01", session));
    }

    [Fact]
    public async Task Over_http_a_definition_is_made_shown_and_refused_with_a_reason()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var start = await FillAsync(app);
        using var client = app.Client();
        var ct = TestContext.Current.CancellationToken;
        StringContent Body(string text) => new(text, Encoding.UTF8, "application/json");
        var made = await client.PostAsync("/api/v1/measure/indicators", Body(JsonSerializer.Serialize(Own(), IndicatorCatalog.Json)), ct);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Contains("\"version\":1", await client.GetStringAsync("/api/v1/measure/indicators/Q01", ct), StringComparison.Ordinal);
        var unreadable = await client.PostAsync("/api/v1/measure/indicators?culture=zh-CN", Body("""{"code": "Q02", "definition": {"kind": "nonsense"}}"""), ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unreadable.StatusCode);
        Assert.Contains("无法读取", JsonDocument.Parse(await unreadable.Content.ReadAsStringAsync(ct)).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await using (var session = app.Session())
            await MeasurePoints.RunAsync(session);
        var (from, to) = ($"{start:yyyy-MM-dd}", $"{start.AddDays(19):yyyy-MM-dd}");
        var rows = await client.GetFromJsonAsync<JsonElement>($"/api/v1/measure/indicators/Q01/rows?from={from}&to={to}&part=counted", ct);
        Assert.Equal(48, rows.GetProperty("total").GetInt64());
        var compared = await client.GetFromJsonAsync<JsonElement>($"/api/v1/measure/indicators/Q01/compare?from={start.AddDays(10):yyyy-MM-dd}&to={to}", ct);
        Assert.Equal(80, compared[0].GetProperty("now").GetProperty("n").GetInt64());
        Assert.Contains("一分钟内出票率", WebUtility.HtmlDecode(await client.GetStringAsync("/measure/Q01?culture=zh-CN", ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_added_to_the_calendar_changes_what_is_counted_in_working_days()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        EventFact One(string activity, DateTime at) => new() { Id = activity, CaseId = "r", Activity = activity, OccurredAt = new DateTimeOffset(at, session.Options.UtcOffset) };
        await session.Facts.AppendAsync(FactKind.Events, [One("refund.requested", new(2026, 3, 2)), One("refund.settled", new(2026, 3, 5))], new Arrival("a", session.Now));
        async Task<double> DaysAsync()
        {
            await MeasurePoints.RunAsync(session);
            return (await PointSeries.RunAsync(new(["K37"], null, [""]), session)).Single().Points.Single().Statistic.Quantile;
        }

        Assert.Equal(3, await DaysAsync());
        Assert.True((await ChangeCalendar.RunAsync(new([new(2026, 3, 3)], [], [new(new(2026, 3, 9), "五一车票开售")]), session)).Ok);
        Assert.Equal(2, await DaysAsync());
        Assert.Equal(DayKind.Release, (await WorkCalendars.OfAsync(session)).Kind(new(2026, 3, 9)));
        Assert.Equal("measure.calendar.both", Assert.Single((await ChangeCalendar.RunAsync(new([new(2026, 3, 3)], [new(2026, 3, 3)], []), session)).Refusals).Code);
    }
}
