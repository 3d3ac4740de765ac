using Microsoft.EntityFrameworkCore;
using Piaozhi.Access.Accounts;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Measure;
using Piaozhi.Detect.Alerts;
using Piaozhi.Improve;
using Piaozhi.Shell;
using Piaozhi.Storage.Records;

namespace Piaozhi.Tests.Improve;

public class RemindOwnersTests
{
    [Fact]
    public async Task Owners_are_reminded_once_each_morning_of_what_is_due_soon_or_late_until_it_is_done()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var session = shop.As(Workshop.Li);
        var today = DateOnly.FromDateTime(session.LocalNow);
        var id = (await OpenImprovement.RunAsync(new("Payments", Method.QuickFix, "Li", null, "p", OwnerId: "li"), session)).Value;
        async Task<string> Add(string title, int days) => (await AddAction.RunAsync(new(id, title, "Li", today.AddDays(days), "K22", Direction.Up, 0.1, "channel=app", OwnerId: "li"), session)).Value;
        await Add("far", 20);
        var soon = await Add("soon", 2);
        await Add("late", -5);

        var job = new RemindOwners();
        shop.Clock.Now = new DateTimeOffset(today.ToDateTime(new TimeOnly(7, 0)), TimeSpan.FromHours(8));
        await RunAsync(shop, job);
        Assert.Empty(await RemindersAsync(session));
        shop.Clock.Now += TimeSpan.FromHours(2);
        await RunAsync(shop, job);
        await RunAsync(shop, job);
        Assert.Equal(["improve.reminded.overdue", "improve.reminded.soon"], await RemindersAsync(session));
        var lines = await new TodayImprovements().LinesAsync(session, default);
        Assert.Equal([TodayGroup.Late, TodayGroup.Mine], lines.Where(l => l.Text.En.Contains("due", StringComparison.Ordinal)).Select(l => l.Group));
        Assert.True(lines[0].Bad);
        Assert.False(lines[1].Bad);

        await CompleteAction.RunAsync(soon, today, session);
        shop.Clock.Now += TimeSpan.FromDays(1);
        await RunAsync(shop, job);
        Assert.Equal(["improve.reminded.overdue", "improve.reminded.soon", "improve.reminded.overdue"], await RemindersAsync(session));
        await MoveImprovement.CloseAsync(id, Closing.Abandoned, "not needed", session);
        shop.Clock.Now += TimeSpan.FromDays(1);
        await RunAsync(shop, job);
        Assert.Equal(3, (await RemindersAsync(session)).Count);
    }

    [Fact]
    public async Task Reminders_go_out_by_mail_to_the_owner_and_in_one_message_to_the_group()
    {
        await using var shop = await Workshop.OpenAsync();
        await using var session = shop.System();
        session.Records.Add(new AccountRow { Id = "li", UserName = "li", Name = "Li", Email = "li@example.com", Roles = "engineer" });
        session.Records.Add(new AlertRouteRow { Id = "mail", Name = "Mail", Channel = AlertChannel.Mail, Language = "en" });
        session.Records.Add(new AlertRouteRow { Id = "group", Name = "Group", Channel = AlertChannel.WeCom });
        session.Records.Add(new AlertRouteRow { Id = "west", Name = "West", Channel = AlertChannel.Feishu, Within = "outlet=West" });
        await session.Records.SaveChangesAsync();
        var id = (await OpenImprovement.RunAsync(new("Gates", Method.QuickFix, "Li"), session)).Value;
        foreach (var (title, owner) in new[] { ("mine", "li"), ("somebody else's", "nobody") })
            await AddAction.RunAsync(new(id, title, owner, DateOnly.FromDateTime(session.LocalNow), "K44", Direction.Up, 0.01, "outlet=East", OwnerId: owner), session);
        await RunAsync(shop, new RemindOwners());
        var told = await session.Records.Set<DeliveryRow>().OrderBy(d => d.RouteId).ToListAsync();
        Assert.Equal([("group", ""), ("mail", "li@example.com")], told.Select(d => (d.RouteId, d.To)));
        Assert.Contains("mine", told[1].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("else", told[1].Message, StringComparison.Ordinal);
        Assert.Contains("else", told[0].Message, StringComparison.Ordinal);
    }

    private static async Task RunAsync(Workshop shop, RemindOwners job)
    {
        await using var session = shop.System();
        await job.RunAsync(session, default);
    }

    private static async Task<List<string>> RemindersAsync(Piaozhi.Host.Session session) =>
        await session.Records.Set<TrailRow>().Where(t => t.Code.StartsWith("improve.reminded")).OrderBy(t => t.Id).Select(t => t.Code).ToListAsync();
}
