using System.Net;
using System.Text.Json;
using Piaozhi.Access;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Standardize;
using Piaozhi.Improve;
using Piaozhi.Standardize;
using Piaozhi.Tests.Improve;

namespace Piaozhi.Tests.Standardize;

public class LessonsTests
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task What_did_not_work_leaves_a_lesson_too_that_is_found_by_words_and_by_likeness(string records)
    {
        await using var shop = await Workshop.OpenAsync(records);
        await using var session = shop.As(Workshop.Li);
        await CloseAsync("支付失败", "网关超时", "K22", "channel=app", Closing.NotEffective, session);
        await CloseAsync("闸机排队", "镜头脏", "K44", "outlet=东站", Closing.Abandoned, session);
        Assert.Equal(["闸机排队"], (await ListLessons.RunAsync(new("镜头"), session)).Value.Where(f => f.Score is null).Select(f => f.Row.Title));
        var alike = (await ListLessons.RunAsync(new("支付网关失败了"), session)).Value;
        Assert.Equal("支付失败", Assert.Single(alike).Row.Title);
        Assert.NotNull(alike[0].Score);
        Assert.Equal("支付失败", Assert.Single(await ListLessons.LikeAsync(new LessonQuery("", ["K22"], null, Slice.Of("channel", "web")), session)).Row.Title);
        Assert.Empty((await ListLessons.RunAsync(new(null, true), session)).Value);
    }

    [Fact]
    public async Task What_people_add_stays_when_the_improvement_closes_again_and_two_writers_do_not_overwrite_one_another()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var session = shop.As(Workshop.Li);
        var id = await CloseAsync("Payments", "timeout", "K22", "channel=app", Closing.Abandoned, session);
        var read = (await ListLessons.OneAsync(id, session)).Value.Revision;
        Assert.True((await EditLesson.RunAsync(id, new(Conditions: "only on mobile networks", Revision: read), session)).Ok);
        Assert.Equal("standardize.lesson.conflict", Assert.Single((await EditLesson.RunAsync(id, new(Conditions: "everywhere", Revision: read), session)).Refusals).Code);
        await MoveImprovement.ReopenAsync(id, "second try", session);
        shop.Clock.Now += TimeSpan.FromDays(3);
        await CloseImprovement.RunAsync(new(id, Closing.NotEffective, "no change", "does not help"), [new KeepLessons()], session);
        var lesson = (await ListLessons.OneAsync(id, session)).Value;
        Assert.Equal(("only on mobile networks", "does not help"), (lesson.Conditions, lesson.Text));
    }

    [Fact]
    public async Task Lessons_are_listed_read_and_edited_over_http_with_the_rights_of_the_caller()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var session = shop.As(Workshop.Li);
        var id = await CloseAsync("Payments", "timeout", "K22", "channel=app", Closing.Abandoned, session);
        using var engineer = await shop.App.AccountClientAsync(Roles.Engineer);
        using var list = JsonDocument.Parse(await engineer.GetStringAsync("/api/v1/standardize/lessons?indicators=K22"));
        Assert.Equal(id, Assert.Single(list.RootElement.EnumerateArray()).GetProperty("id").GetString());
        using var body = new StringContent("""{"documents":"WI-07"}""", System.Text.Encoding.UTF8, "application/json");
        using var clerk = await shop.App.AccountClientAsync(Roles.Clerk);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.PutAsync("/api/v1/standardize/lessons/" + id, body)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await engineer.GetAsync("/api/v1/standardize/lessons/nothing")).StatusCode);
    }

    private static async Task<string> CloseAsync(string title, string cause, string indicator, string scope, Closing closing, Piaozhi.Host.Session session)
    {
        var id = (await OpenImprovement.RunAsync(new(title, Method.QuickFix, "Li", null, title, indicator, scope), session)).Value;
        await WriteImprovement.RunAsync(id, new(Cause: cause), session);
        Assert.True((await CloseImprovement.RunAsync(new(id, closing, "because"), [new KeepLessons()], session)).Ok);
        return id;
    }
}
