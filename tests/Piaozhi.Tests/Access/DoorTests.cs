using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Door;
using Piaozhi.Host;

namespace Piaozhi.Tests.Access;

/// <summary>Coming in: the visit of the sample, set-up, sign-in, and what ends a session.</summary>
public class DoorTests
{
    private const string Password = "seven green lanterns";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_is_visited_without_an_account_and_the_first_real_data_ends_the_visit()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var visitor = Browser(app);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/settings/accounts", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/api/v1/improve", Ct)).StatusCode);

        await using (var session = app.Session())
            await app.Services.GetRequiredService<Installation>().BeginOwnAsync(session, Ct);
        var page = await visitor.GetAsync("/measure", Ct);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.StartsWith("/access/sign-in", page.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/api/v1/improve", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("Host", "quality.example")]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    public async Task A_request_that_came_through_another_name_or_a_proxy_is_no_visit(string header, string value)
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var visitor = Browser(app);
        visitor.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/api/v1/improve", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_server_that_others_can_reach_asks_for_accounts_even_from_its_own_machine()
    {
        await using var app = await PiaozhiApp.StartAsync(o => o.Urls = "http://0.0.0.0:0");
        using var visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new UriBuilder(app.Address) { Host = "127.0.0.1" }.Uri };
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/api/v1/improve", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_visitor_looks_through_the_eyes_of_a_role_and_may_only_what_it_may()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var visitor = Browser(app);
        await visitor.GetAsync("/access/role/clerk", Ct);
        var refused = await visitor.PostAsJsonAsync("/api/v1/improve", new { title = "x", method = "pdca", owner = "y" }, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await visitor.GetAsync("/access/role/engineer", Ct);
        Assert.Equal(HttpStatusCode.OK, (await visitor.PostAsJsonAsync("/api/v1/improve", new { title = "x", method = "pdca", owner = "y" }, Ct)).StatusCode);
    }

    [Fact]
    public async Task The_first_administrator_sets_the_account_up_with_the_password_from_the_console_once()
    {
        await using var app = await PiaozhiApp.StartAsync(o => o.Limits.Door = 1000);
        var oneTime = await FirstAsync(app);
        using var browser = Browser(app);
        browser.DefaultRequestHeaders.Host = "quality.example";
        Assert.Equal("/access/set-up", (await browser.GetAsync("/access/sign-in", Ct)).Headers.Location!.OriginalString);

        var wrong = await PiaozhiApp.PostFormAsync(browser, "/access/set-up", SetUp("not-the-one", Password, Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var weak = await PiaozhiApp.PostFormAsync(browser, "/access/set-up", SetUp(oneTime, "password1", "password1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
        var done = await PiaozhiApp.PostFormAsync(browser, "/access/set-up", SetUp(oneTime, Password, Password));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/settings/accounts", Ct)).StatusCode);
        Assert.Contains("access/sign-in", (await browser.GetAsync("/access/set-up", Ct)).Headers.Location!.OriginalString, StringComparison.Ordinal);

        // Nothing of it is kept in clear.
        await using var session = app.Session();
        var account = await session.Records.Set<AccountRow>().SingleAsync(Ct);
        Assert.Equal(("lin", "林", false), (account.UserName, account.Name, account.OneTime));
        Assert.DoesNotContain(oneTime, await File.ReadAllTextAsync(Path.Combine(app.Folder, "records.db"), System.Text.Encoding.Latin1, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_one_time_password_opens_nothing_but_the_change_of_password()
    {
        await using var app = await PiaozhiApp.StartAsync(o => o.Limits.Door = 1000);
        await ReadyAdministratorAsync(app);
        await using var session = app.Session();
        var invited = (await OpenAccount.RunAsync(new("li.na", "李娜", new Standing([Roles.Engineer])), app.Services.GetRequiredService<Identities>(), session, Ct)).Value;
        using var browser = Browser(app);
        Assert.Equal("/access/password", (await PiaozhiApp.SignInAsync(browser, "li.na", invited.OneTimePassword)).Headers.Location!.OriginalString);
        Assert.Equal("/access/password", (await browser.GetAsync("/measure", Ct)).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/api/v1/improve", Ct)).StatusCode);

        var changed = await PiaozhiApp.PostFormAsync(browser, "/access/password", new() { ["current"] = invited.OneTimePassword, ["password"] = Password, ["repeat"] = Password });
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/improve", Ct)).StatusCode);
    }

    [Fact]
    public async Task An_account_is_locked_after_five_wrong_passwords_also_for_the_right_one()
    {
        await using var app = await PiaozhiApp.StartAsync(o => o.Limits.Door = 1000);
        await ReadyAdministratorAsync(app);
        using var browser = Browser(app);
        for (var n = 0; n < 5; n++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PiaozhiApp.SignInAsync(browser, "lin", "wrong")).StatusCode);
        var locked = await PiaozhiApp.SignInAsync(browser, "lin", Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, locked.StatusCode);
        Assert.Contains("15", await locked.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_at_once_when_the_account_is_shut_or_reset()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await ReadyAdministratorAsync(app);
        foreach (var end in (string[])["shut", "reset"])
        {
            using var person = await app.AccountClientAsync(Roles.Engineer);
            Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/api/v1/improve", Ct)).StatusCode);
            await using var session = app.Session();
            var account = await session.Records.Set<AccountRow>().AsNoTracking().Where(a => a.Roles == Roles.Engineer && !a.Disabled).OrderByDescending(a => a.LastSignInAt).FirstAsync(Ct);
            var (identities, actors) = (app.Services.GetRequiredService<Identities>(), app.Services.GetRequiredService<Actors>());
            Assert.True(end == "shut"
                ? (await ChangeAccount.RunAsync(account.Id, new(Disabled: true), identities, actors, session, Ct)).Ok
                : (await ResetAccount.RunAsync(account.Id, identities, actors, session, Ct)).Ok);
            Assert.Equal(HttpStatusCode.Unauthorized, (await person.GetAsync("/api/v1/improve", Ct)).StatusCode);
        }
    }

    [Fact]
    public async Task The_last_administrator_can_neither_be_shut_nor_lose_the_role()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await ReadyAdministratorAsync(app);
        await using var session = app.Session();
        var (identities, actors) = (app.Services.GetRequiredService<Identities>(), app.Services.GetRequiredService<Actors>());
        Assert.Equal("access.account.last-administrator", (await ChangeAccount.RunAsync("lin", new(Disabled: true), identities, actors, session, Ct)).Refusals[0].Code);
        Assert.Equal("access.account.last-administrator", (await ChangeAccount.RunAsync("lin", new(new Standing([Roles.Chair])), identities, actors, session, Ct)).Refusals[0].Code);
    }

    [Fact]
    public async Task Another_site_can_not_make_a_visitors_browser_change_anything()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/improve") { Content = JsonContent.Create(new { title = "x", method = "pdca", owner = "y" }) };
        request.Headers.TryAddWithoutValidation("Origin", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task Too_many_tries_at_the_door_are_told_when_to_come_back_in_the_readers_language()
    {
        await using var app = await PiaozhiApp.StartAsync(o => o.Limits.Door = 2);
        await ReadyAdministratorAsync(app);
        using var browser = Browser(app);
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        HttpResponseMessage answer = null!;
        for (var n = 0; n < 3; n++)
            answer = await PiaozhiApp.SignInAsync(browser, "lin", "wrong");
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Try again in", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    public void The_way_back_never_leads_to_another_site(string back) => Assert.Equal("/", DoorApi.Back(back));

    internal static HttpClient Browser(PiaozhiApp app) =>
        new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = app.Address };

    private static Dictionary<string, string> SetUp(string oneTime, string password, string repeat) =>
        new() { ["oneTime"] = oneTime, ["userName"] = "lin", ["name"] = "林", ["password"] = password, ["repeat"] = repeat };

    private static async Task<string> FirstAsync(PiaozhiApp app)
    {
        await using var session = app.Session();
        return (await FirstAccount.MakeAsync(app.Services.GetRequiredService<Identities>(), session, Ct))!;
    }

    internal static async Task ReadyAdministratorAsync(PiaozhiApp app)
    {
        var oneTime = await FirstAsync(app);
        await using var session = app.Session();
        var input = new SetUp.Input(oneTime, "lin", "林", Password, Password);
        Assert.True((await Piaozhi.Access.Door.SetUp.RunAsync(input, app.Services.GetRequiredService<Identities>(), app.Services.GetRequiredService<Actors>(), session, Ct)).Ok);
    }
}
