using System.Net;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose.Drill;
using Piaozhi.Diagnose.Journey;
using Piaozhi.Diagnose.Topics;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;
using Microsoft.Extensions.DependencyInjection;

namespace Piaozhi.Tests.Diagnose;

public sealed class DiagnosePagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Ten complaints of queues and thirty of refunds, half of them at either outlet.</summary>
    private static IEnumerable<Fact> Voices() => Enumerable.Range(0, 40).Select(i => new FeedbackFact
    {
        Id = "f" + i, CaseId = "o" + i, ReceivedAt = FindProblemsTests.First.AddDays(50).AddMinutes(i), Source = "review", Text = i % 4 == 0 ? "窗口排队太久" : "退票手续费太高",
        Dimensions = new Dimensions { Outlet = i % 8 < 4 ? "东站" : "西站" }, Classification = new Classification(i % 4 == 0 ? "09.1" : "06.1", "negative", 3, .9),
    });

    private static async Task<PiaozhiApp> WithVoicesAsync()
    {
        var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        await session.Facts.AppendAsync(FactKind.Events, [.. FindProblemsTests.Payments()], new Arrival("i", FindProblemsTests.First), Ct);
        await session.Facts.AppendAsync(FactKind.Feedback, [.. Voices()], new Arrival("i", FindProblemsTests.First), Ct);
        await app.Services.GetRequiredService<LoopRunner>().AdvanceAsync(Ct);
        return app;
    }

    [Fact]
    public async Task A_change_is_charged_to_the_value_that_made_it()
    {
        await using var app = await WithVoicesAsync();
        await using var session = app.Session();
        var first = FindProblemsTests.First.DateTime.Date;
        var taken = (await TakeApart.RunAsync(new("K22", new Period(first.AddDays(50), first.AddDays(60))), session, Ct)).Value;
        Assert.True(taken.Is.Value < taken.Was.Value);
        var (dimension, parts) = taken.Dimensions[0];
        Assert.Equal(("attributes.payment_method", "unionpay"), (dimension, parts.Parts[0].Value));
        Assert.InRange(parts.Parts[0].Total / parts.Change, .9, 1.1);
        Assert.Equal("diagnose.drill.unknown-indicator", (await TakeApart.RunAsync(new("K999"), session, Ct)).Refusals[0].Code);
    }

    [Theory]
    [InlineData("/diagnose/topics", "退票退款 占全部抱怨的 75.0%")]
    [InlineData("/diagnose/journey", "支付")]
    [InlineData("/diagnose/drill?indicator=K22", "支付成功率")]
    public async Task The_pages_of_the_stage_tell_what_they_found(string path, string said)
    {
        await using var app = await WithVoicesAsync();
        using var client = app.Client();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        Assert.Contains(said, WebUtility.HtmlDecode(await client.GetStringAsync(path, Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journey_has_every_stage_with_its_figures_and_problems()
    {
        await using var app = await WithVoicesAsync();
        await using var session = app.Session();
        var stages = (await ReadJourney.RunAsync(Slice.Whole, session, [], Ct)).Value;
        Assert.Equal(11, stages.Count);
        var pay = stages.Single(s => s.Code == "pay");
        Assert.Contains(pay.Indicators, i => i.Indicator.Code == "K22");
        Assert.Contains(stages, s => s.Problems.Count > 0);
    }

    [Fact]
    public async Task Complaints_are_counted_by_topic_within_what_the_person_may_see()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using (var session = app.Session())
            await session.Facts.AppendAsync(FactKind.Feedback, [.. Voices()], new Arrival("i", FindProblemsTests.First), Ct);
        await using var all = app.Session();
        var counted = (await CountTopics.RunAsync(new(), all, Ct)).Value;
        Assert.Equal(["06", "09"], counted.Bars.Select(b => b.Code));
        Assert.Equal([30, 10], counted.Bars.Select(b => (int)b.Count));
        var leaves = (await CountTopics.RunAsync(new(Group: "06"), all, Ct)).Value;
        Assert.All(leaves.Bars, b => Assert.StartsWith("06.", b.Code, StringComparison.Ordinal));

        await using var west = app.Services.GetRequiredService<Sessions>().Open(new Actor("u", "u", new HashSet<string> { "outlet" }, new HashSet<string> { "西站" }));
        Assert.Equal(20, (await CountTopics.RunAsync(new(), west, Ct)).Value.Total);
    }
}
