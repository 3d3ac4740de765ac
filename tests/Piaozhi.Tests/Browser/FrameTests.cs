using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Piaozhi.Tests.Browser;

/// <summary>The frame around the pages, used as people use it.</summary>
public sealed partial class FrameTests(Operation operation)
{
    [Fact]
    public async Task The_language_is_switched_on_the_page_where_one_is_and_stays()
    {
        await using var window = await operation.OpenAsync("zh-CN");
        await window.GoAsync("/measure?search=K22");
        await window.Page.Locator(".pz-language").ClickAsync();
        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(window.Page).ToHaveURLAsync(new Regex("/measure\\?search=K22$"));
        await window.GoAsync("/");
        await Expect(window.Page.Locator(".pz-rail li.on").First).ToContainTextAsync("Today");
    }

    [Fact]
    public async Task The_theme_is_switched_at_once_kept_and_there_before_the_page_is_painted()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/");
        var light = await GroundAsync(window);
        await window.Page.Locator(".pz-look summary").ClickAsync();
        await window.Page.Locator("[data-pz-theme=dark]").ClickAsync();
        var dark = await GroundAsync(window);
        Assert.NotEqual(light, dark);
        // Nothing but the document and what it links in its head: no script of the page has run when it is first painted.
        await window.Page.RouteAsync("**/blazor.web.js", route => route.AbortAsync());
        await window.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        Assert.Equal(dark, await GroundAsync(window));
        await window.Page.Locator(".pz-look summary").ClickAsync();
        await window.Page.Locator("[data-pz-theme=system]").ClickAsync();
        Assert.Equal(light, await GroundAsync(window));
    }

    [Fact]
    public async Task A_chart_follows_the_theme_when_it_is_switched()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/measure/K22");
        await Expect(window.Page.Locator(".pz-canvas canvas").First).ToBeVisibleAsync();
        var light = await AxisAsync(window);
        await window.Page.EvaluateAsync("document.documentElement.dataset.theme = 'dark'");
        await Expect(window.Page.Locator(".pz-canvas[data-drawn=dark]").First).ToBeVisibleAsync();
        var dark = await AxisAsync(window);
        Assert.Matches("^#[0-9a-f]{6}$", dark);
        Assert.NotEqual(light, dark);
    }

    [Fact]
    public async Task Period_and_scope_go_along_from_page_to_page()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/");
        await window.Page.Locator(".pz-period").Locator("summary").ClickAsync();
        await window.Page.Locator(".pz-period").Locator("a").First.ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new Regex("from=.*to="));
        await window.Page.Locator(".pz-scope").Locator("summary").ClickAsync();
        var outlet = window.Page.Locator(".pz-choices a").Nth(1);
        await Expect(outlet).ToHaveAttributeAsync("href", new Regex("from="));
        var name = (await outlet.InnerTextAsync()).Trim();
        await outlet.ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new Regex("from=.*outlet="));
        await window.Page.Locator(".pz-rail a[href*='/diagnose?'][href*='outlet=']").ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new Regex("/diagnose\\?from=.*outlet="));
        await Expect(window.Page.Locator(".pz-scope").Locator("summary")).ToContainTextAsync(name);
        // A link that says nothing of the view takes it along all the same.
        await window.Page.EvaluateAsync("Blazor.navigateTo('/measure')");
        await Expect(window.Page).ToHaveURLAsync(new Regex("/measure\\?from=.*outlet="));
    }

    [Fact]
    public async Task Search_finds_an_indicator_by_the_initials_of_its_pinyin_with_the_keyboard_alone()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/");
        await window.Page.Keyboard.PressAsync("Control+k");
        await Expect(window.Page.Locator(".pz-palette input")).ToBeFocusedAsync();
        await window.Page.Keyboard.TypeAsync("zfcgl");
        await Expect(window.Page.Locator(".pz-found a").First).ToContainTextAsync("支付成功率");
        await window.PictureAsync("zh-CN-1440-search");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page).ToHaveURLAsync(new Regex("/measure/K22"));
        await Expect(window.Page.Locator(".pz-palette")).ToBeHiddenAsync();
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task On_a_phone_the_menu_is_a_drawer_that_opens_leads_on_and_closes()
    {
        await using var window = await operation.OpenAsync(width: 390);
        await window.GoAsync("/");
        await Expect(window.Page.Locator(".pz-rail")).ToBeHiddenAsync();
        await window.Page.Locator(".pz-phone").ClickAsync();
        await Expect(window.Page.Locator(".pz-rail")).ToBeVisibleAsync();
        await window.PictureAsync("zh-CN-390-menu");
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.Page.Locator(".pz-rail")).ToBeHiddenAsync();
        await window.Page.Locator(".pz-phone").ClickAsync();
        await window.Page.Locator(".pz-rail a[href*='/diagnose']").ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new Regex("/diagnose"));
        await Expect(window.Page.Locator(".pz-rail")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_rail_is_narrowed_to_icons_and_stays_so()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/");
        await window.Page.Locator("[data-pz=rail]").ClickAsync();
        await window.GoAsync("/diagnose");
        Assert.Equal(64, (await window.Page.Locator(".pz-rail").BoundingBoxAsync())!.Width);
        await window.PictureAsync("zh-CN-1440-narrow");
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_gets_our_page_and_says_404()
    {
        await using var window = await operation.OpenAsync("en");
        var response = await window.GoAsync("/nowhere/at/all");
        Assert.Equal(404, response!.Status);
        await Expect(window.Page.Locator("h1")).ToContainTextAsync("no such page");
        await window.PictureAsync("en-1440-not-found");
        await window.Page.Locator(".pz-page a.pz-button").ClickAsync();
        await Expect(window.Page.Locator(".pz-rail li.on").First).ToContainTextAsync("Today");
    }

    [Fact]
    public async Task With_the_keyboard_alone_one_gets_past_the_menu_to_the_content_and_sees_where_one_is()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/diagnose");
        await window.Page.EvaluateAsync("document.activeElement?.blur(); window.getSelection().removeAllRanges(); document.body.tabIndex = -1; document.body.focus()");
        await window.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("pz-skip", await window.Page.EvaluateAsync<string>("document.activeElement.className"));
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Keyboard.PressAsync("Tab");
        Assert.True(await window.Page.EvaluateAsync<bool>("!!document.activeElement.closest('main')"));
        Assert.Equal("solid", await window.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
    }

    [Fact]
    public async Task After_going_to_another_page_the_focus_is_on_its_title()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/");
        await window.Page.Locator(".pz-rail a[href*='/diagnose']").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page).ToHaveURLAsync(new Regex("/diagnose"));
        await Expect(window.Page.Locator("h1")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_table_is_sorted_and_its_rows_opened_with_the_keyboard_alone()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/diagnose");
        var head = window.Page.Locator(".pz-grid th button").First;
        await head.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.Locator(".pz-grid th[aria-sort=ascending], .pz-grid th[aria-sort=descending]")).ToHaveCountAsync(1);
        var row = window.Page.Locator(".pz-grid tbody a.pz-open").First;
        await row.FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page).ToHaveURLAsync(new Regex("/diagnose/P"));
    }

    [Fact]
    public async Task A_dialog_takes_the_focus_keeps_it_and_is_left_with_Escape_without_a_deed()
    {
        await using var window = await operation.OpenAsync();
        await window.GoAsync("/kit");
        await window.Page.Locator(".pz-actions button").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        var dialog = window.Page.Locator("[role=dialog]");
        await Expect(dialog).ToBeVisibleAsync();
        for (var n = 0; n < 5; n++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
            Assert.True(await window.Page.EvaluateAsync<bool>("!!document.activeElement.closest('[role=dialog]')"), $"the focus left the dialog after {n + 1} steps");
        }

        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(window.Page.Locator("[role=status]").Filter(new() { HasText = "取消" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task When_the_server_goes_away_the_page_says_so_in_its_own_words()
    {
        await operation.StartAsync();
        var app = await PiaozhiApp.StartAsync();
        await using var context = await operation.Browser.NewContextAsync(new() { Locale = "zh-CN" });
        await using var window = new Window(app.Address, context, await context.NewPageAsync());
        await window.GoAsync("/");
        var stopping = app.DisposeAsync();
        await Expect(window.Page.Locator("#components-reconnect-modal")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(window.Page.Locator("#components-reconnect-modal")).ToContainTextAsync("连接");
        await window.PictureAsync("zh-CN-1440-reconnect");
        // A page that reconnects in the last moment would hold the server up.
        await context.CloseAsync();
        await stopping;
    }

    private const string Axis = "echarts.getInstanceByDom(document.querySelector('.pz-canvas')).getOption().xAxis[0].axisLabel.color";

    private static Task<string> AxisAsync(Window window) => window.Page.EvaluateAsync<string>(Axis);

    private static Task<string> GroundAsync(Window window) => window.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
