using Microsoft.Playwright;
using Piaozhi.Core.Diagnose.Causes;
using Piaozhi.Diagnose.Causes;
using Piaozhi.Diagnose.Problems;
using static Microsoft.Playwright.Assertions;

namespace Piaozhi.Tests.Diagnose;

/// <summary>People edit the five whys and the fishbone in a real browser; what they see is what is kept.</summary>
public sealed class CausesInBrowserTests : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private PiaozhiApp _app = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await AProblem.WithTwoAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _app.DisposeAsync();
    }

    private async Task<IPage> OpenAsync(int width = 1440)
    {
        var context = await _browser.NewContextAsync(new() { Locale = "zh-CN", ViewportSize = new() { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(_app.Address, "/diagnose/" + AProblem.Gate).ToString());
        // The circuit is there when the tabs answer.
        await Expect(page.Locator(".pz-whys")).ToBeVisibleAsync();
        await Expect(async () =>
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "鱼骨图" }).ClickAsync();
            return await page.Locator(".pz-whys").CountAsync() == 0;
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "5 个为什么" }).ClickAsync();
        return page;
    }

    private static async Task Expect(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 100 && !await holds(); i++)
            await Task.Yield();
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private async Task<CauseTree> TreeAsync()
    {
        await using var session = _app.Session();
        return (await ReadCauses.RunAsync(AProblem.Gate, session, Ct)).Value.Tree;
    }

    [Fact]
    public async Task A_why_is_asked_answered_confirmed_and_taken_back()
    {
        var page = await OpenAsync();
        await page.Locator(".pz-whys li").First.GetByRole(AriaRole.Button, new() { Name = "为什么？" }).First.ClickAsync();
        await page.GetByLabel("原因", new() { Exact = true }).FillAsync("东站闸机固件没有升级");
        await page.GetByRole(AriaRole.Button, new() { Name = "增加", Exact = true }).ClickAsync();
        var added = page.GetByRole(AriaRole.Button, new() { Name = "东站闸机固件没有升级" });
        await Expect(added).ToBeVisibleAsync();
        Assert.Equal(2, (await TreeAsync()).Depth((await TreeAsync()).Nodes[^1]));

        // Confirming takes evidence; without it the dialog says so and stays.
        await added.ClickAsync();
        await page.GetByLabel("已确认").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Expect(page.Locator(".mud-dialog .pz-refused")).ToContainTextAsync("依据");
        await page.GetByLabel("依据", new() { Exact = true }).FillAsync("版本清单");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Expect(page.Locator(".pz-whys li.confirmed .proof")).ToContainTextAsync("版本清单");
        Assert.Equal(["东站闸机固件没有升级"], (await TreeAsync()).Roots.Select(n => n.Text.Zh));

        await page.GetByRole(AriaRole.Button, new() { Name = "撤销", Exact = true }).ClickAsync();
        await Expect(page.Locator(".pz-whys li.confirmed")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销", Exact = true }).ClickAsync();
        await Expect(added).ToHaveCountAsync(0);
        await Expect(page.Locator(".pz-history summary")).ToContainTextAsync("4");
    }

    [Fact]
    public async Task A_cause_is_added_on_its_bone_and_read_back_in_the_whys()
    {
        var page = await OpenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "鱼骨图" }).ClickAsync();
        await page.Locator(".pz-fishbone .name", new() { HasText = "人员" }).ClickAsync();
        await page.GetByLabel("原因", new() { Exact = true }).FillAsync("夜班只有一人");
        await page.GetByRole(AriaRole.Button, new() { Name = "增加", Exact = true }).ClickAsync();
        await Expect(page.Locator(".pz-fishbone .twig", new() { HasText = "夜班只有一人" })).ToBeVisibleAsync();
        Assert.Equal(Bone.People, (await TreeAsync()).Nodes[^1].Bone);
        await page.GetByRole(AriaRole.Button, new() { Name = "人机料法环测" }).ClickAsync();
        await Expect(page.Locator(".pz-fishbone .bonename").First).ToHaveTextAsync("人 +");
        await page.GetByRole(AriaRole.Button, new() { Name = "5 个为什么" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "夜班只有一人" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task On_a_phone_the_bones_are_lists_and_nothing_is_too_wide()
    {
        var page = await OpenAsync(390);
        await page.GetByRole(AriaRole.Button, new() { Name = "鱼骨图" }).ClickAsync();
        await Expect(page.Locator(".pz-bones-narrow h3").First).ToBeVisibleAsync();
        await Expect(page.Locator(".pz-fishbone")).ToBeHiddenAsync();
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0);
    }

    [Fact]
    public async Task A_problem_is_dismissed_with_its_reason_and_restored()
    {
        var page = await OpenAsync();
        await page.Locator(".pz-head .pz-menu summary").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "不是问题…" }).ClickAsync();
        await page.GetByLabel("因为").FillAsync("施工演练");
        await page.GetByRole(AriaRole.Button, new() { Name = "排除", Exact = true }).ClickAsync();
        await Expect(page.Locator(".pz-note")).ToContainTextAsync("施工演练");
        await using var session = _app.Session();
        Assert.Equal(ProblemState.Dismissed, (await ShowProblem.RunAsync(AProblem.Gate, session, [], Ct)).Value.Line.State);
        await page.Locator(".pz-head .pz-menu summary").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "恢复为问题" }).ClickAsync();
        await Expect(page.Locator(".pz-note")).ToHaveCountAsync(0);
    }
}
