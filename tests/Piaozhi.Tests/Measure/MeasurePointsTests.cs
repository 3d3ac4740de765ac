using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Measure;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Conventions;

namespace Piaozhi.Tests.Measure;

public class MeasurePointsTests
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    private static EventFact[] Order(int i, DateTimeOffset at, bool paid)
    {
        EventFact One(string activity, DateTimeOffset when) => new()
        {
            Id = $"{i}{activity}", CaseId = $"o{i}", Activity = activity, OccurredAt = when, Dimensions = new Dimensions { Channel = i % 2 == 0 ? "app" : "web" },
        };
        return paid ? [One("payment.initiated", at), One("payment.succeeded", at.AddMinutes(1))] : [One("payment.initiated", at)];
    }

    private static List<Fact> Orders(int from, int to) => [.. Enumerable.Range(from, to - from).SelectMany(i => Order(i, Monday.AddHours(i * 2), i % 3 > 0))];

    private static async Task<List<(string, DateTime, Sufficient)>> PointsAsync(PiaozhiApp app)
    {
        await using var session = app.Session();
        var series = await PointSeries.RunAsync(new SeriesInput(["K22"]), session);
        return [.. series.SelectMany(s => s.Points.Select(p => (s.Slice.ToString(), p.At, p.Statistic))).OrderBy(p => p.Item1, StringComparer.Ordinal).ThenBy(p => p.At)];
    }

    [Fact]
    public async Task Counting_as_facts_arrive_gives_what_counting_them_at_once_gives()
    {
        await using var stepwise = await PiaozhiApp.StartAsync();
        await using var atOnce = await PiaozhiApp.StartAsync();
        await using (var session = stepwise.Session())
        {
            await session.Facts.AppendAsync(FactKind.Events, Orders(0, 60), new Arrival("a", Monday.AddDays(6)));
            Assert.True(await MeasurePoints.RunAsync(session) > 0);
            Assert.Equal(0, await MeasurePoints.RunAsync(session));
            await session.Facts.AppendAsync(FactKind.Events, [.. Orders(60, 90), .. Order(900, Monday.AddHours(3), true)], new Arrival("b", Monday.AddDays(9)));
            Assert.True(await MeasurePoints.RunAsync(session) > 0);
        }

        await using (var session = atOnce.Session())
        {
            await session.Facts.AppendAsync(FactKind.Events, [.. Orders(0, 90), .. Order(900, Monday.AddHours(3), true)], new Arrival("a", Monday.AddDays(9)));
            await MeasurePoints.RunAsync(session);
        }

        var points = await PointsAsync(atOnce);
        Assert.Equal(91, points.Where(p => p.Item1.Length == 0).Sum(p => p.Item3.N));
        Assert.Equal(points, await PointsAsync(stepwise));
    }

    [Fact]
    public async Task Page_and_endpoints_show_what_was_counted()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using (var session = app.Session())
        {
            await session.Facts.AppendAsync(FactKind.Events, Orders(0, 60), new Arrival("a", Monday.AddDays(6)));
            await MeasurePoints.RunAsync(session);
            var found = await ListIndicators.RunAsync(new(Code: "K22"), session);
            Assert.Equal("missed", Assert.Single(found.Value).State);
            Assert.Equal("measure.indicator.unknown", Assert.Single((await ListIndicators.RunAsync(new(Code: "K999"), session)).Refusals).Code);
        }

        using var client = app.Client();
        var ct = TestContext.Current.CancellationToken;
        Assert.Contains("支付成功率", System.Net.WebUtility.HtmlDecode(await client.GetStringAsync("/measure?culture=zh-CN&journey=pay", ct)), StringComparison.Ordinal);
        Assert.Contains("web", await client.GetStringAsync("/measure/K22?by=channel", ct), StringComparison.Ordinal);
        Assert.Contains("\"K22\"", await client.GetStringAsync("/api/v1/measure/indicators?search=K22", ct), StringComparison.Ordinal);
        Assert.Contains("channel=web", await client.GetStringAsync("/api/v1/measure/indicators/K22/points?by=channel", ct), StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_of_the_indicators_is_current() =>
        Assert.Equal(IndicatorsDocument.Text(IndicatorCatalog.BuiltIn), File.ReadAllText(Path.Combine(Repository.Root, "docs/indicators.md")));
}
