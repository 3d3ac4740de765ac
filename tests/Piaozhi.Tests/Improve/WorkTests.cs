using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Improve;
using Piaozhi.Storage.Records;

namespace Piaozhi.Tests.Improve;

public class WorkTests
{
    private static string[] Codes<T>(Outcome<T> outcome) => [.. outcome.Refusals.Select(r => r.Code)];

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task A_pdca_walks_from_its_opening_to_giving_up_with_its_trail(string records)
    {
        await using var shop = await Workshop.OpenAsync(records);
        await using var session = shop.As(Workshop.Li);
        var id = (await OpenImprovement.RunAsync(new("Payments", Method.Pdca, "Li", null, "fail too often", "K22", "channel=app"), session)).Value;
        Assert.Equal(["improve.gate.needs-cause", "improve.gate.needs-action"], Codes(await MoveImprovement.AdvanceAsync(id, session)));
        Assert.True((await WriteImprovement.RunAsync(id, new(Cause: "timeout too short"), session)).Ok);
        var action = (await AddAction.RunAsync(new(id, "Longer timeout", "Wang", new(2026, 5, 10), "K22", Direction.Up, 0.03, "channel=app"), session)).Value;
        Assert.True((await MoveImprovement.AdvanceAsync(id, session)).Ok);
        Assert.Equal("Longer timeout", Assert.Single((await MoveImprovement.AdvanceAsync(id, session)).Refusals).Subject);
        Assert.True((await CompleteAction.RunAsync(action, new(2026, 4, 30), session)).Ok);
        Assert.Equal("check", (await MoveImprovement.AdvanceAsync(id, session)).Value.Step);
        Assert.Equal(["improve.gate.needs-verdict"], Codes(await MoveImprovement.AdvanceAsync(id, session)));
        Assert.Equal(["improve.gate.needs-lesson", "improve.close.needs-verdict"], Codes(await MoveImprovement.CloseAsync(id, Closing.Effective, "", session)));
        Assert.Equal("plan", (await MoveImprovement.ReturnAsync(id, "plan", "another cause", session)).Value.Step);
        Assert.True((await MoveImprovement.CloseAsync(id, Closing.Abandoned, "gateway replaced", session)).Ok);
        Assert.Equal(["improve.gate.closed"], Codes(await WriteImprovement.RunAsync(id, new(Cause: "late thought"), session)));
        Assert.True((await WriteImprovement.RunAsync(id, new(Lesson: "ask the gateway first"), session)).Ok);
        var one = (await ShowImprovement.RunAsync(id, session)).Value;
        Assert.Equal(
            ["improve.written", "improve.closed.Abandoned", "improve.returned", "improve.advanced", "improve.action.done", "improve.action.started", "improve.advanced", "improve.action.added", "improve.written", "improve.opened"],
            one.Trail.Select(t => t.Code));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Two_people_writing_the_same_text_never_overwrite_one_another_and_different_texts_do_not_collide(string records)
    {
        await using var shop = await Workshop.OpenAsync(records);
        await using var before = shop.As(Workshop.Li);
        await using var wang = shop.As(Workshop.Wang);
        var id = (await OpenImprovement.RunAsync(new("Payments", Method.Pdca, "Li"), before)).Value;
        Assert.True((await WriteImprovement.RunAsync(id, WriteImprovement.Of(Section.Cause, "by Wang", ""), wang)).Ok);
        await using var li = shop.As(Workshop.Li);
        var late = await WriteImprovement.RunAsync(id, WriteImprovement.Of(Section.Cause, "by Li", ""), li);
        Assert.Equal("improve.write.conflict", Assert.Single(late.Refusals).Code);
        Assert.Equal(RefusalKind.Conflict, late.Refusals[0].Kind);
        Assert.Equal("by Wang", (await ShowImprovement.RunAsync(id, li)).Value.Row.Cause);
        Assert.True((await WriteImprovement.RunAsync(id, WriteImprovement.Of(Section.Problem, "what is wrong", ""), li)).Ok);
        Assert.True((await WriteImprovement.RunAsync(id, WriteImprovement.Of(Section.Cause, "by both", "by Wang"), li)).Ok);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Two_saves_of_one_improvement_at_the_same_moment_are_told_apart_by_the_database(string records)
    {
        await using var shop = await Workshop.OpenAsync(records);
        await using var li = shop.As(Workshop.Li);
        await using var wang = shop.As(Workshop.Wang);
        var id = (await OpenImprovement.RunAsync(new("Payments", Method.QuickFix, "Li", null, "p"), li)).Value;
        // Wang has read it; Li saves; what Wang read is old now.
        await wang.Records.Set<ImprovementRow>().SingleAsync(r => r.Id == id);
        Assert.True((await WriteImprovement.RunAsync(id, new(Cause: "a"), li)).Ok);
        var refused = await WriteImprovement.RunAsync(id, new(Lesson: "b"), wang);
        Assert.Equal("improve.conflict", Assert.Single(refused.Refusals).Code);
        Assert.True((await WriteImprovement.RunAsync(id, new(Lesson: "b"), wang)).Ok);
        var row = (await ShowImprovement.RunAsync(id, li)).Value.Row;
        Assert.Equal(("a", "b"), (row.Cause, row.Lesson));
    }

    [Fact]
    public async Task The_promise_of_an_action_is_fixed_when_it_starts_and_free_again_when_the_start_is_taken_back()
    {
        await using var shop = await Workshop.OpenAsync();
        var (_, action) = await shop.AQuickFixAsync(new(2026, 4, 11));
        await using var session = shop.As(Workshop.Li);
        Assert.Equal(["improve.action.promise-fixed"], Codes(await ChangeAction.RunAsync(action, new(ExpectedChange: 0.01), session)));
        Assert.Equal(["improve.action.promise-fixed"], Codes(await ChangeAction.RunAsync(action, new(Main: false), session)));
        Assert.True((await ChangeAction.RunAsync(action, new(Title: "Retry twice", Due: new(2026, 6, 1)), session)).Ok);
        Assert.True((await MoveAction.TakeBackAsync(action, session)).Ok);
        Assert.True((await ChangeAction.RunAsync(action, new(ExpectedChange: 0.01), session)).Ok);
        Assert.Equal(["improve.action.starts-in-future"], Codes(await MoveAction.StartAsync(action, new(2026, 5, 2), session)));
    }

    [Fact]
    public async Task What_was_deleted_comes_back_until_a_month_has_passed()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var session = shop.As(Workshop.Li);
        var id = (await OpenImprovement.RunAsync(new("Payments", Method.QuickFix, "Li", null, "p"), session)).Value;
        var action = (await AddAction.RunAsync(new(id, "Retry", "Li", new(2026, 6, 1), "K22", Direction.Up, 0.1, ""), session)).Value;
        var comment = (await Comment.AddAsync(id, "as agreed", session)).Value;
        Assert.True((await RemoveWork.ActionAsync(action, false, session)).Ok);
        Assert.True((await RemoveWork.CommentAsync(comment, false, session)).Ok);
        var without = (await ShowImprovement.RunAsync(id, session)).Value;
        Assert.Empty(without.Listed.Actions);
        Assert.Empty(without.Comments);
        Assert.True((await RemoveWork.ActionAsync(action, true, session)).Ok);
        Assert.True((await RemoveWork.CommentAsync(comment, true, session)).Ok);
        Assert.Equal("Retry", Assert.Single((await ShowImprovement.RunAsync(id, session)).Value.Listed.Actions).Title);
        Assert.True((await RemoveWork.ImprovementAsync(id, false, session)).Ok);
        Assert.Equal(["improve.not-found"], Codes(await ShowImprovement.RunAsync(id, session)));
        shop.Clock.Now += TimeSpan.FromDays(31);
        await ForgetDeleted.RunAsync(session);
        Assert.Equal(["improve.not-found"], Codes(await RemoveWork.ImprovementAsync(id, true, session)));
        Assert.Equal(0, await session.Records.Set<ActionRow>().IgnoreQueryFilters().CountAsync());
    }

    [Fact]
    public async Task A_comment_is_changed_and_deleted_by_its_author_only()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var li = shop.As(Workshop.Li);
        await using var wang = shop.As(Workshop.Wang);
        var id = (await OpenImprovement.RunAsync(new("Payments", Method.QuickFix, "Li"), li)).Value;
        var comment = (await Comment.AddAsync(id, "first", li)).Value;
        Assert.Equal(["improve.comment.empty"], Codes(await Comment.AddAsync(id, "  ", li)));
        Assert.Equal(["improve.comment.not-yours"], Codes(await Comment.EditAsync(comment, "mine now", wang)));
        Assert.Equal(["improve.comment.not-yours"], Codes(await RemoveWork.CommentAsync(comment, false, wang)));
        Assert.True((await Comment.EditAsync(comment, "second", li)).Ok);
        var kept = Assert.Single((await ShowImprovement.RunAsync(id, wang)).Value.Comments);
        Assert.Equal("second", kept.Text);
        Assert.NotNull(kept.EditedAt);
    }

    [Fact]
    public async Task Whoever_has_no_right_is_refused_by_every_use_case_that_writes_and_an_outlet_may_work_but_not_close()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var li = shop.As(Workshop.Li);
        await using var clerk = shop.As(Workshop.Clerk);
        await using var outlet = shop.As(Workshop.Outlet);
        var id = (await OpenImprovement.RunAsync(new("Gates", Method.QuickFix, "Li", Scope: "outlet=East"), li)).Value;
        var action = (await AddAction.RunAsync(new(id, "Clean lenses", "Zhao", new(2026, 6, 1), "K44", Direction.Up, 0.01, "outlet=East"), li)).Value;
        string[][] refused =
        [
            Codes(await OpenImprovement.RunAsync(new("x", Method.Pdca, "x"), clerk)), Codes(await WriteImprovement.RunAsync(id, new(Cause: "x"), clerk)), Codes(await MoveImprovement.AdvanceAsync(id, clerk)),
            Codes(await MoveImprovement.CloseAsync(id, Closing.Abandoned, "x", clerk)), Codes(await AddAction.RunAsync(new(id, "x", "x", null, "", null, null, null), clerk)), Codes(await ChangeAction.RunAsync(action, new(Title: "x"), clerk)),
            Codes(await MoveAction.StartAsync(action, new(2026, 4, 1), clerk)), Codes(await RemoveWork.ActionAsync(action, false, clerk)), Codes(await RemoveWork.ImprovementAsync(id, false, clerk)), Codes(await Comment.AddAsync(id, "x", clerk)),
            Codes(await AttachFile.RunAsync(new(id, "x.txt", Stream.Null), clerk)), Codes(await MoveImprovement.CloseAsync(id, Closing.Abandoned, "x", outlet)), Codes(await RemoveWork.ImprovementAsync(id, false, outlet)),
        ];
        Assert.All(refused, codes => Assert.Equal(["access.forbidden"], codes));
        Assert.True((await MoveAction.StartAsync(action, new(2026, 4, 1), outlet)).Ok);
    }

    [Fact]
    public async Task A_person_of_one_outlet_sees_its_improvements_and_those_that_name_the_person_and_no_other()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var li = shop.As(Workshop.Li);
        await using var outlet = shop.As(Workshop.Outlet);
        var east = (await OpenImprovement.RunAsync(new("East", Method.QuickFix, "Li", Scope: "outlet=East"), li)).Value;
        var west = (await OpenImprovement.RunAsync(new("West", Method.QuickFix, "Li", Scope: "outlet=West"), li)).Value;
        var all = (await OpenImprovement.RunAsync(new("All", Method.QuickFix, "Li"), li)).Value;
        await AddAction.RunAsync(new(all, "Do it in the East", "Zhao", new(2026, 6, 1), "K44", Direction.Up, 0.01, "", OwnerId: "zhao"), li);
        Assert.Equal(new[] { all, east }.Order(), (await ListImprovements.RunAsync(new(), outlet)).Value.Select(l => l.Row.Id).Order());
        Assert.Equal(["improve.not-found"], Codes(await ShowImprovement.RunAsync(west, outlet)));
        Assert.Equal(["improve.not-found"], Codes(await WriteImprovement.RunAsync(west, new(Cause: "x"), outlet)));
    }

    [Fact]
    public async Task Every_sentence_of_a_trail_is_written_in_both_languages()
    {
        await using var shop = await Workshop.OpenAsync();
        var factory = (Microsoft.Extensions.Localization.IStringLocalizerFactory)shop.App.Services.GetService(typeof(Microsoft.Extensions.Localization.IStringLocalizerFactory))!;
        var codes = typeof(Piaozhi.Improve.Text).Assembly.GetTypes().Where(t => t.Namespace is "Piaozhi.Improve" or "Piaozhi.Verify" or "Piaozhi.Standardize").Any();
        Assert.True(codes);
        foreach (var culture in new[] { "zh-CN", "en" })
        {
            System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo(culture);
            var step = new TrailRow { Code = "improve.advanced", Of = "improvement:I1", Actor = "li", ActorName = "Li", Args = """["检查","Check","",""]""" };
            Assert.Equal(culture == "en" ? "Moved on to Check" : "进入“检查”", Piaozhi.Host.TrailWords.Say(factory, step));
        }
    }
}
