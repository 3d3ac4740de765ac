using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Diagnose;
using Piaozhi.Diagnose.Problems;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;

namespace Piaozhi.Tests.Diagnose;

public sealed class ProblemWorkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Session As(PiaozhiApp app, string role, params string[] outlets) => app.Services.GetRequiredService<Sessions>()
        .Open(new Actor("u1", "李工", new HashSet<string> { role }, outlets.Length == 0 ? null : outlets.ToHashSet()));

    private static async Task<List<ProblemLine>> AllAsync(Session session) => (await ListProblems.AllAsync(new(), session, [], Ct)).Value;

    [Fact]
    public async Task What_was_dismissed_leaves_the_list_with_its_reason_and_comes_back()
    {
        await using var app = await AProblem.WithTwoAsync();
        await using var session = As(app, Roles.Engineer);
        Assert.Equal("diagnose.dismiss.needs-reason", (await DismissProblem.RunAsync(AProblem.App, " ", session, Ct)).Refusals[0].Code);
        Assert.True((await DismissProblem.RunAsync(AProblem.App, "压测", session, Ct)).Ok);
        Assert.Equal([AProblem.Gate], (await ListProblems.RunAsync(session, Ct)).Value.Select(p => p.Id));
        var line = (await AllAsync(session)).Single(l => l.Row.Id == AProblem.App);
        Assert.Equal((ProblemState.Dismissed, "压测", "李工"), (line.State, line.Work!.Dismissal, line.Work.DismissedBy));

        Assert.True((await DismissProblem.RestoreAsync(AProblem.App, session, Ct)).Ok);
        Assert.Equal(2, (await ListProblems.RunAsync(session, Ct)).Value.Count);
        var trail = (await ListProblems.OneAsync(AProblem.App, session, Ct)).Value.Trail;
        Assert.Equal(["diagnose.problem.dismissed", "diagnose.problem.restored"], trail.Select(t => t.Code));
        Assert.Equal("""["\u538B\u6D4B"]""", trail[0].Args);
    }

    [Fact]
    public async Task A_merged_problem_brings_its_signals_and_is_separated_again()
    {
        await using var app = await AProblem.WithTwoAsync();
        await using var session = As(app, Roles.Engineer);
        Assert.True((await MergeProblems.RunAsync(AProblem.App, AProblem.Gate, session, Ct)).Ok);
        var file = (await ShowProblem.RunAsync(AProblem.Gate, session, [], Ct)).Value;
        Assert.Equal(["S1", "S2", "S3"], file.Signals.Select(s => s.Id).Order());
        Assert.Equal([AProblem.App], file.Merged.Select(m => m.Id));
        Assert.Equal([AProblem.Gate], (await ListProblems.RunAsync(session, Ct)).Value.Select(p => p.Id));
        Assert.Equal("diagnose.merge.into-merged", (await MergeProblems.RunAsync(AProblem.Gate, AProblem.App, session, Ct)).Refusals[0].Code);

        Assert.True((await MergeProblems.ReleaseAsync(AProblem.App, session, Ct)).Ok);
        Assert.Empty((await ShowProblem.RunAsync(AProblem.Gate, session, [], Ct)).Value.Merged);
    }

    [Fact]
    public async Task Signals_split_off_are_a_problem_of_their_own_also_after_the_next_run()
    {
        await using var app = await AProblem.WithTwoAsync();
        await using var session = As(app, Roles.Engineer);
        Assert.Equal("diagnose.split.all-signals", (await SplitProblem.RunAsync(AProblem.Gate, ["S1", "S2"], session, Ct)).Refusals[0].Code);
        Assert.Equal("diagnose.split.not-its-signals", (await SplitProblem.RunAsync(AProblem.Gate, ["S3"], session, Ct)).Refusals[0].Code);
        var made = (await SplitProblem.RunAsync(AProblem.Gate, ["S2"], session, Ct)).Value;
        await FindProblems.RunAsync(session, Ct);
        await FollowSplits.RunAsync(session, Ct);

        var all = await AllAsync(session);
        Assert.Equal("S2", all.Single(l => l.Row.Id == made).Row.Signals);
        Assert.DoesNotContain(all, l => l.Row.Id != made && l.Row.StillFound && l.Row.Signals.Split(' ').Contains("S2"));
        Assert.Contains("东站", all.Single(l => l.Row.Id == made).Row.TitleZh, StringComparison.Ordinal);

        Assert.True((await SplitProblem.JoinAsync(made, session, Ct)).Ok);
        Assert.Contains(await AllAsync(session), l => l.Row.Id != made && l.Row.StillFound && l.Row.Signals.Split(' ').Contains("S2"));
    }

    [Fact]
    public async Task The_manager_of_an_outlet_sees_what_lies_in_it_and_nothing_else()
    {
        await using var app = await AProblem.WithTwoAsync();
        await using (var session = app.Session())
        {
            await session.Facts.AppendAsync(FactKind.Events, [new EventFact
            {
                Id = "e", CaseId = "c", Activity = "gate.rejected", OccurredAt = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(8)), Attributes = """{"method":"face"}""",
                Dimensions = new Dimensions { Outlet = "西站", Device = "G9" },
            }], new Arrival("i", DateTimeOffset.UnixEpoch), Ct);
            session.Records.AddRange(
                AProblem.Row("P-device", "闸机 G9", "gate G9", "K44", "device=G9", "", 10),
                AProblem.Row("P-face", "人脸", "face", "K44", "attributes.method=face", "", 9));
            await session.Records.SaveChangesAsync(Ct);
            await LocateProblems.RunAsync(session, Ct);
        }

        await using var east = As(app, Roles.Outlet, "东站");
        Assert.Equal([AProblem.Gate], (await ListProblems.RunAsync(east, Ct)).Value.Select(p => p.Id));
        Assert.Equal("diagnose.problem.no-such", (await ShowProblem.RunAsync(AProblem.App, east, [], Ct)).Refusals[0].Code);
        Assert.Equal("diagnose.problem.no-such", (await AssignProblem.RunAsync(AProblem.App, new(null, "我"), east, Ct)).Refusals[0].Code);
        await using var west = As(app, Roles.Outlet, "西站");
        Assert.Equal(["P-device", "P-face"], (await ListProblems.RunAsync(west, Ct)).Value.Select(p => p.Id));
    }

    [Fact]
    public async Task Who_may_not_work_on_problems_is_refused_and_nothing_is_written()
    {
        await using var app = await AProblem.WithTwoAsync();
        await using var session = As(app, Roles.Clerk);
        Assert.Equal(RefusalKind.Forbidden, (await AssignProblem.RunAsync(AProblem.App, new(null, "我"), session, Ct)).Refusals[0].Kind);
        Assert.Equal(RefusalKind.Forbidden, (await CommentOnProblem.RunAsync(AProblem.App, "x", session, Ct)).Refusals[0].Kind);
        Assert.Empty((await ListProblems.OneAsync(AProblem.App, session, Ct)).Value.Trail);
    }

    [Fact]
    public async Task The_interface_changes_and_tells_the_same()
    {
        await using var app = await AProblem.WithTwoAsync();
        using var client = app.Client();
        using var patched = await client.PatchAsJsonAsync($"/api/v1/diagnose/problems/{AProblem.App}", new { owner = "张三" }, Ct);
        Assert.Equal(HttpStatusCode.OK, patched.StatusCode);
        using var line = JsonDocument.Parse(await patched.Content.ReadAsStringAsync(Ct));
        Assert.Equal(("in_work", "张三"), (line.RootElement.GetProperty("state").GetString(), line.RootElement.GetProperty("owner").GetString()));

        using var wrong = await client.PostAsJsonAsync($"/api/v1/diagnose/problems/{AProblem.App}/merge", new { into = AProblem.App }, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var comment = await client.PostAsJsonAsync($"/api/v1/diagnose/problems/{AProblem.App}/comments", new { text = "已联系支付方" }, Ct);
        Assert.Equal(HttpStatusCode.OK, comment.StatusCode);
        using var one = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/diagnose/problems/{AProblem.App}", Ct));
        Assert.Equal("已联系支付方", one.RootElement.GetProperty("comments")[0].GetProperty("text").GetString());
        using var inWork = JsonDocument.Parse(await client.GetStringAsync("/api/v1/diagnose/problems?state=in_work", Ct));
        Assert.Equal(AProblem.App, Assert.Single(inWork.RootElement.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.GetAsync("/api/v1/diagnose/problems?state=odd", Ct)).StatusCode);
    }
}
