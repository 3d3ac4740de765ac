using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access.Accounts;
using Piaozhi.Core.Detect.Alerts;
using Piaozhi.Core.Loop;
using Piaozhi.Detect.Alerts;
using Piaozhi.Diagnose;
using Piaozhi.Diagnose.Alerts;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;

namespace Piaozhi.Tests.Diagnose.Alerts;

public sealed class TellProblemsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Two problems that were opened after the route was made.</summary>
    private static async Task<(PiaozhiApp App, Session Session, string Route)> ARouteAsync(Func<SaveRoute.Input, SaveRoute.Input>? change = null)
    {
        var app = await AProblem.WithTwoAsync();
        var session = app.Session();
        var input = new SaveRoute.Input(null, "群", AlertChannel.WeCom, Address: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k");
        var route = (await SaveRoute.RunAsync(change?.Invoke(input) ?? input, app.Services.GetRequiredService<AlertSecrets>(), session, Ct)).Value;
        foreach (var id in (string[])[AProblem.Gate, AProblem.App])
            session.Trail(new Artefact(ArtefactKind.Problem, id), "diagnose.problem.opened");
        await session.Records.SaveChangesAsync(Ct);
        return (app, session, route);
    }

    private static async Task<List<DeliveryRow>> LogAsync(Session session) => await session.Records.Set<DeliveryRow>().AsNoTracking().OrderBy(d => d.Id).ToListAsync(Ct);

    private static Task EndAsync(Session session, string id) =>
        session.Records.Set<ProblemRow>().Where(p => p.Id == id).ExecuteUpdateAsync(s => s.SetProperty(p => p.EndedAt, new DateTime(2026, 3, 9)), Ct);

    private static Task MarkAsync(Session session, DeliveryState state) => session.Records.Set<DeliveryRow>().ExecuteUpdateAsync(s => s.SetProperty(d => d.State, state), Ct);

    [Fact]
    public async Task A_problem_is_told_once_and_once_more_when_it_has_ended()
    {
        var (app, session, _) = await ARouteAsync();
        await using var _1 = app;
        await using var _2 = session;
        Assert.Equal(2, await TellProblems.RunAsync(session, Ct));
        Assert.Equal(0, await TellProblems.RunAsync(session, Ct));
        await MarkAsync(session, DeliveryState.Sent);
        session.Records.ChangeTracker.Clear();
        await EndAsync(session, AProblem.Gate);
        Assert.Equal(1, await TellProblems.RunAsync(session, Ct));
        Assert.Equal(0, await TellProblems.RunAsync(session, Ct));
        var ended = (await LogAsync(session))[^1];
        Assert.Equal((AlertKind.Ended, "problem:" + AProblem.Gate), (ended.Kind, ended.Subject));
        Assert.Contains("http", System.Text.Json.JsonSerializer.Deserialize<AlertMessage>(ended.Message)!.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_over_before_anybody_was_told_is_not_told()
    {
        var (app, session, _) = await ARouteAsync(i => i with { QuietFrom = new TimeOnly(0, 0), QuietTo = new TimeOnly(23, 59) });
        await using var _1 = app;
        await using var _2 = session;
        await TellProblems.RunAsync(session, Ct);
        await EndAsync(session, AProblem.Gate);
        session.Records.ChangeTracker.Clear();
        await TellProblems.RunAsync(session, Ct);
        Assert.Equal([DeliveryState.Skipped, DeliveryState.Waiting], (await LogAsync(session)).Select(d => d.State));
    }

    [Fact]
    public async Task A_new_route_does_not_bring_up_the_past()
    {
        await using var app = await AProblem.WithTwoAsync();
        await using var session = app.Session();
        foreach (var id in (string[])[AProblem.Gate, AProblem.App])
            session.Trail(new Artefact(ArtefactKind.Problem, id), "diagnose.problem.opened");
        await session.Records.SaveChangesAsync(Ct);
        await SaveRoute.RunAsync(new(null, "群", AlertChannel.WeCom, Address: "https://example.cn/x"), app.Services.GetRequiredService<AlertSecrets>(), session, Ct);
        Assert.Equal(0, await TellProblems.RunAsync(session, Ct));
    }

    [Fact]
    public async Task A_route_hears_of_its_place_and_size_only_and_of_nothing_that_was_dismissed()
    {
        var (app, session, _) = await ARouteAsync(i => i with { Within = "outlet=东站", LeastCases = 500 });
        await using var _1 = app;
        await using var _2 = session;
        Assert.Equal(1, await TellProblems.RunAsync(session, Ct));
        Assert.Equal("problem:" + AProblem.Gate, Assert.Single(await LogAsync(session)).Subject);

        var (other, second, _) = await ARouteAsync();
        await using var _3 = other;
        await using var _4 = second;
        await DismissProblem.RunAsync(AProblem.App, "压测", second, Ct);
        Assert.Equal(1, await TellProblems.RunAsync(second, Ct));
    }

    [Fact]
    public async Task People_of_a_role_hear_of_what_lies_in_their_outlet()
    {
        var (app, session, _) = await ARouteAsync(i => i with { Channel = AlertChannel.Mail, Address = null, Recipients = ["boss@example.cn"], Roles = ["outlet"] });
        await using var _1 = app;
        await using var _2 = session;
        AccountRow Person(string name, string outlet) => new()
        {
            Id = name, UserName = name, NormalizedUserName = name.ToUpperInvariant(), Email = name + "@example.cn", Roles = "outlet", Outlets = outlet, CreatedAt = DateTime.UnixEpoch, SecurityStamp = name,
        };
        session.Records.AddRange(Person("east", "东站"), Person("west", "西站"));
        await session.Records.SaveChangesAsync(Ct);
        await TellProblems.RunAsync(session, Ct);
        Assert.Equal(
            ["boss@example.cn problem:P-app", "boss@example.cn problem:P-gate", "east@example.cn problem:P-gate"],
            (await LogAsync(session)).Select(d => d.To + " " + d.Subject).Order());
    }
}
