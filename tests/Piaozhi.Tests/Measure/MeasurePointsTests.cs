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

    [Theory, InlineData("duckdb"), InlineData("postgres")]
    public async Task A_row_that_a_later_recording_moves_to_another_day_leaves_the_day_where_it_stood(string engine)
    {
        var connection = engine == "postgres" ? await Storage.FactStoreUnderTest.NewDatabaseAsync() : null;
        await using var app = await PiaozhiApp.StartAsync(o => (o.Facts, o.Postgres) = (engine, connection));
        await using var session = app.Session();
        // Two orders on Tuesday, so that the day keeps a row; a week of others around it, so that it is neither the first nor the last.
        await session.Facts.AppendAsync(FactKind.Events, [.. Orders(0, 84), .. Order(900, Monday.AddDays(1), true)], new Arrival("a", Monday.AddDays(8)));
        await MeasurePoints.RunAsync(session);
        var before = (await PointsAsync(app)).Where(p => p.Item1.Length == 0).ToDictionary(p => p.Item2.Date, p => p.Item3.N);
        // It comes much later than any import that might still run.
        List<Fact> moved = [.. Order(900, Monday.AddDays(4), true).Select(e => e with { RecordedAt = Monday.AddDays(20) })];
        Assert.Equal(2, (await session.Facts.AppendAsync(FactKind.Events, moved, new Arrival("b", Monday.AddDays(20)))).Replaced);
        Assert.True(await MeasurePoints.RunAsync(session) > 0);
        var after = (await PointsAsync(app)).Where(p => p.Item1.Length == 0).ToDictionary(p => p.Item2.Date, p => p.Item3.N);
        Assert.Equal(before[Monday.AddDays(1).Date] - 1, after[Monday.AddDays(1).Date]);
        Assert.Equal(before[Monday.AddDays(4).Date] + 1, after[Monday.AddDays(4).Date]);
        Assert.Equal(0, await MeasurePoints.RunAsync(session));
        Assert.Equal(0, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_moved"));
    }

    [Theory, InlineData("duckdb"), InlineData("postgres")]
    public async Task Every_indicator_counted_as_facts_arrive_is_what_it_is_counted_at_once(string engine)
    {
        var log = ARandomLog.Make(3);
        async Task<List<(string, string, DateTime, Sufficient, bool)>> CountAsync(int parts)
        {
            var connection = engine == "postgres" ? await Storage.FactStoreUnderTest.NewDatabaseAsync() : null;
            await using var app = await PiaozhiApp.StartAsync(o => (o.Facts, o.Postgres) = (engine, connection));
            await using var session = app.Session();
            for (var part = 0; part < parts; part++)
            {
                // Nearly in the order of time, and some rows very late.
                foreach (var (kind, facts) in log)
                    await session.Facts.AppendAsync(kind, [.. facts.Select((f, i) => (f, i)).Where(x => parts == 1 || (x.i % 10 == 0 ? parts - 1 : x.i * parts / facts.Count) == part).Select(x => x.f)],
                        new Arrival(part == 1 ? "one" : "two", ARandomLog.Start.AddDays(30).AddHours(part)));
                Assert.True(await MeasurePoints.RunAsync(session) > 0);
            }

            Assert.Equal(0, await MeasurePoints.RunAsync(session));
            // Sums of fractions differ in their last digits with the order in which an engine adds them up.
            static Sufficient Rounded(Sufficient s) => new(s.N, Math.Round(s.Numerator, 6), Math.Round(s.Denominator, 6), Math.Round(s.SumSquares, 6), Math.Round(s.Quantile, 6), Math.Round(s.Low, 6), Math.Round(s.High, 6));
            return [.. (await PointSeries.RunAsync(new SeriesInput(), session)).SelectMany(s => s.Points.Select(p => (s.Indicator.Code, s.Slice.ToString(), p.At, Rounded(p.Statistic), p.Complete)))
                .OrderBy(p => p.Code, StringComparer.Ordinal).ThenBy(p => p.Item2, StringComparer.Ordinal).ThenBy(p => p.At)];
        }

        var atOnce = await CountAsync(1);
        var stepwise = await CountAsync(4);
        Assert.True(atOnce.Select(p => p.Item1).Distinct().Count() > 100);
        var differ = atOnce.Except(stepwise).Concat(stepwise.Except(atOnce)).Select(p => p.Item1).Distinct();
        Assert.Empty(differ);
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
        Assert.Contains("网站", System.Net.WebUtility.HtmlDecode(await client.GetStringAsync("/measure/K22?by=channel", ct)), StringComparison.Ordinal);
        Assert.Contains("payment.initiated", await client.GetStringAsync("/measure/K999?culture=en", ct) + await client.GetStringAsync("/api/v1/measure/indicators/K22", ct), StringComparison.Ordinal);
        Assert.Contains("\"K22\"", await client.GetStringAsync("/api/v1/measure/indicators?search=K22", ct), StringComparison.Ordinal);
        Assert.Contains("channel=web", await client.GetStringAsync("/api/v1/measure/indicators/K22/points?by=channel", ct), StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_of_the_indicators_is_current() =>
        Assert.Equal(IndicatorsDocument.Text(IndicatorCatalog.BuiltIn), File.ReadAllText(Path.Combine(Repository.Root, "docs/indicators.md")));
}
