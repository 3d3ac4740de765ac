using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Piaozhi.Access;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Door;
using Piaozhi.Host;

namespace Piaozhi.Tests.Access;

/// <summary>Open pages in a real browser notice what changes about the person who looks at them.</summary>
public sealed class CircuitTests : IAsyncLifetime
{
    private PiaozhiApp _app = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await PiaozhiApp.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"] });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task The_first_real_data_leads_an_open_page_of_a_visitor_to_the_set_up()
    {
        await using (var session = _app.Session())
            await FirstAccount.MakeAsync(_app.Services.GetRequiredService<Identities>(), session, Ct);
        var page = await OpenAsync("/settings/accounts");
        await using (var session = _app.Session())
            await _app.Services.GetRequiredService<Installation>().BeginOwnAsync(session, Ct);
        await page.WaitForURLAsync("**/access/set-up");
        await Assertions.Expect(page.Locator("#oneTime")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_visitor_changes_eyes_from_the_person_menu()
    {
        var page = await OpenAsync("/settings");
        await Assertions.Expect(page.Locator(".pz-settings nav, .pz-sections").GetByText("账号")).ToBeVisibleAsync();
        await page.Locator(".pz-person summary").ClickAsync();
        await page.Locator(".pz-person").GetByText("售票员").ClickAsync();
        await Assertions.Expect(page.Locator(".pz-person summary")).ToContainTextAsync("售票员");
        await Assertions.Expect(page.Locator(".pz-sections").GetByText("账号")).ToHaveCountAsync(0);
        await page.GotoAsync(new Uri(_app.Address, "/settings/accounts").ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("你的角色不能做这件事");
    }

    [Fact]
    public async Task An_open_page_is_drawn_anew_when_the_roles_of_its_person_change()
    {
        await DoorTests.ReadyAdministratorAsync(_app);
        var (identities, actors) = (_app.Services.GetRequiredService<Identities>(), _app.Services.GetRequiredService<Actors>());
        await using var session = _app.Session();
        await _app.Services.GetRequiredService<Installation>().BeginOwnAsync(session, Ct);
        var account = new AccountRow { UserName = "li.na", Name = "李娜", Roles = Roles.Administrator, SecurityStamp = "s" };
        await identities.Of(session).CreateAsync(account);
        Assert.True((await identities.SetPasswordAsync(account, "seven green lanterns", session)).Ok);
        await using var context = await _browser.NewContextAsync(new() { Locale = "zh-CN" });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(_app.Address, "/settings").ToString());
        await page.Locator("#userName").FillAsync("li.na");
        await page.Locator("#password").FillAsync("seven green lanterns");
        await page.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("main[data-live=yes]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".pz-sections").GetByText("账号")).ToBeVisibleAsync();

        Assert.True((await ChangeAccount.RunAsync("li.na", new(new Standing([Roles.Clerk], ["东站"])), identities, actors, session, Ct)).Ok);
        await Assertions.Expect(page.Locator(".pz-sections").GetByText("账号")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".pz-sections").GetByText("关于")).ToBeVisibleAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(_app.Address, "/settings").ToString());
        Assert.True((await ChangeAccount.RunAsync("li.na", new(new Standing([Roles.Administrator])), identities, actors, session, Ct)).Ok);
        await Assertions.Expect(page.Locator(".pz-sections").GetByText("账号")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_door_wears_the_look_that_was_chosen_and_without_one_the_systems()
    {
        await using var context = await _browser.NewContextAsync(new() { Locale = "zh-CN", ColorScheme = ColorScheme.Light });
        await using (var session = _app.Session())
            await _app.Services.GetRequiredService<Installation>().BeginOwnAsync(session, Ct);
        var page = await context.NewPageAsync();
        async Task<string> GroundAsync()
        {
            await page.GotoAsync(new Uri(_app.Address, "/access/sign-in").ToString());
            return await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        }

        var light = await GroundAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await GroundAsync();
        Assert.NotEqual(light, dark);
        await context.AddCookiesAsync([new() { Name = "pz-theme", Value = "light", Url = _app.Address.ToString() }]);
        Assert.Equal(light, await GroundAsync());
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await context.AddCookiesAsync([new() { Name = "pz-theme", Value = "dark", Url = _app.Address.ToString() }]);
        Assert.Equal(dark, await GroundAsync());
    }

    private async Task<IPage> OpenAsync(string path)
    {
        var page = await _browser.NewPageAsync(new() { Locale = "zh-CN" });
        await page.GotoAsync(new Uri(_app.Address, path).ToString());
        // The circuit is open as soon as the grid or list of the page, drawn in it, answers.
        await Assertions.Expect(page.Locator("h1").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main[data-live=yes]")).ToHaveCountAsync(1);
        return page;
    }
}
