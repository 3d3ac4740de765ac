using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Loop;
using Piaozhi.Detect;
using Piaozhi.Detect.Watch;
using Piaozhi.Diagnose;
using Piaozhi.Host;
using Piaozhi.Tests.Diagnose;

namespace Piaozhi.Tests.Detect;

public sealed class WatchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Session As(PiaozhiApp app, string role, params string[] outlets) => app.Services.GetRequiredService<Sessions>()
        .Open(new Actor("u1", "李工", new HashSet<string> { role }, outlets.Length == 0 ? null : outlets.ToHashSet()));

    [Fact]
    public async Task A_muted_place_opens_no_problem_until_it_is_watched_again()
    {
        await using var app = await AProblem.WithTwoAsync();
        await using var session = As(app, Roles.Engineer);
        var until = DateOnly.FromDateTime(session.LocalNow).AddDays(7);
        var muted = await MuteSlice.RunAsync(new("", "outlet=东站", "施工", until), session, Ct);
        Assert.Equal(["S3"], (await ListSignals.RunAsync(new(), session, Ct)).Value.Select(s => s.Id));
        Assert.Equal(3, (await ListSignals.RunAsync(new(Muted: true), session, Ct)).Value.Count);
        await FindProblems.RunAsync(session, Ct);
        Assert.DoesNotContain((await ListProblems.RunAsync(session, Ct)).Value, p => p.Slice == "outlet=东站");

        Assert.True((await MuteSlice.EndAsync(Assert.Single(muted.Value.Muted).Id, session, Ct)).Ok);
        await FindProblems.RunAsync(session, Ct);
        Assert.Contains((await ListProblems.RunAsync(session, Ct)).Value, p => p.Slice == "outlet=东站");
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused_with_every_reason_at_once()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = As(app, Roles.Engineer);
        var today = DateOnly.FromDateTime(session.LocalNow);
        Assert.Equal(["detect.mute.needs-reason", "detect.mute.until", "detect.mute.everything"], (await MuteSlice.RunAsync(new("", "", " ", today), session, Ct)).Refusals.Select(r => r.Code));
        Assert.Equal(["detect.watch.level", "detect.watch.needs-rule-1"], (await SetWatch.RunAsync(.5, [2], session, Ct)).Refusals.Select(r => r.Code));
        Assert.True((await SetWatch.RunAsync(.05, [1, 3], session, Ct)).Ok);
        Assert.Equal((.05, 2), ((await WatchSettings.ReadAsync(session, Ct)).Level, (await WatchSettings.ReadAsync(session, Ct)).Rules.Count));
    }

    [Fact]
    public async Task A_manager_mutes_within_the_own_outlet_only_and_leaves_the_rules_alone()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = As(app, Roles.Outlet, "东站");
        var until = DateOnly.FromDateTime(session.LocalNow).AddDays(7);
        Assert.Equal("detect.mute.outside-scope", (await MuteSlice.RunAsync(new("", "outlet=西站", "施工", until), session, Ct)).Refusals[0].Code);
        Assert.True((await MuteSlice.RunAsync(new("", "outlet=东站", "施工", until), session, Ct)).Ok);
        Assert.Equal(RefusalKind.Forbidden, (await SetWatch.RunAsync(.05, [1], session, Ct)).Refusals[0].Kind);
    }
}
