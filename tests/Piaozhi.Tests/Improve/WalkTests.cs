using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Piaozhi.Core.Improve;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Measure;
using Piaozhi.Host;
using Piaozhi.Improve;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Diagnose;
using Piaozhi.Verify;
using static Microsoft.Playwright.Assertions;

namespace Piaozhi.Tests.Improve;

/// <summary>A person's way through an improvement in a real browser.</summary>
public sealed class WalkTests : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private Workshop _shop = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Workshop.OpenAsync();
        await using (var session = _shop.System())
            await _shop.App.Services.GetRequiredService<Installation>().SetAsync(Holding.Sample, session);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task From_a_problem_through_the_steps_to_a_refusal_that_says_what_is_missing()
    {
        await using (var session = _shop.System())
            await session.Facts.AppendAsync(FactKind.Events, [.. FindProblemsTests.Payments()], new Arrival("i", FindProblemsTests.First));
        await _shop.App.Services.GetRequiredService<LoopRunner>().AdvanceAsync();
        string problem;
        await using (var session = _shop.System())
            problem = (await Piaozhi.Diagnose.ListProblems.RunAsync(session)).Value[0].Id;
        var page = await PageAsync("/diagnose/" + problem);
        await page.Locator("a[href^='/improve/open']").First.ClickAsync();
        await Expect(page.Locator("#baseline")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("K22.+95%"));
        await page.Locator("input[value=Pdca]").CheckAsync();
        await page.Locator("#title").FillAsync("UnionPay works again");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("UnionPay works again: at Plan, still missing: 2");

        await page.GetByRole(AriaRole.Button, new() { Name = "Move on to Do" }).ClickAsync();
        await Expect(page.Locator(".pz-refused")).ToContainTextAsync("The root cause is missing");
        await page.Locator("#sec-cause header button").ClickAsync();
        await page.Locator("#sec-cause textarea").FillAsync("certificate expired");
        await page.Locator("#sec-cause").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("still missing: 1");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add an action" }).ClickAsync();
        await page.Locator("#a-title").FillAsync("Renew the certificate");
        await page.Locator("#a-due").FillAsync("2030-01-01");
        await page.Locator("#a-change").FillAsync("5");
        await Expect(page.Locator(".im-promise")).ToContainTextAsync("→");
        await page.Locator(".im-form.panel").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("UnionPay works again: Plan is complete, Do comes next");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move on to Do" }).ClickAsync();
        await page.Locator(".im-action").GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.Locator(".im-action input[type=date]").FillAsync("2026-03-01");
        await page.Locator(".im-action .pz-button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move on to Check" }).ClickAsync();
        await Expect(page.Locator(".im-steps [aria-current=step]")).ToContainTextAsync("Check");

        await page.Locator(".pz-actions .pz-menu summary").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Close it" }).ClickAsync();
        await Expect(page.Locator(".im-promise[role=status]")).ToContainTextAsync("Renew the certificate");
        await page.Locator("form.im-form .mud-button-root").ClickAsync();
        await Expect(page.Locator(".pz-refused")).ToContainTextAsync("Renew the certificate");
        await page.Locator("form.im-form .pz-quiet").ClickAsync();
        await Expect(page.Locator(".im-trail")).ToContainTextAsync("Moved on to Check");
    }

    [Fact]
    public async Task What_the_data_prove_is_shown_with_its_plot_closes_and_leaves_a_lesson()
    {
        await _shop.PaymentsAsync(0, 60, day => day < 40 ? 0.80 : 0.95);
        var (id, action) = await _shop.AQuickFixAsync(new(2026, 4, 11));
        await using (var session = _shop.System())
        {
            await VerifyEffects.RunAsync(session);
            Assert.True((await MoveImprovement.AdvanceAsync(id, session)).Ok);
        }

        var page = await PageAsync("/verify/" + action);
        await Expect(page.Locator("h1")).ToContainTextAsync("Effective:");
        await Expect(page.Locator(".pz-chart canvas").First).ToBeVisibleAsync();
        await GoAsync(page, "/improve/" + id);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Retry: proved effective, may be closed");
        await page.Locator(".im-gate").GetByRole(AriaRole.Button, new() { Name = "Close it" }).ClickAsync();
        await page.Locator("#closelesson").FillAsync("Retry at the gateway before anything else");
        await page.Locator("form.im-form .mud-button-root").ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Closed as effective");
        await GoAsync(page, "/standardize");
        await page.Locator(".im-lesson a").First.ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Retry at the gateway before anything else");
        await Expect(page.Locator("main")).ToContainTextAsync("pp (95% interval");
    }

    [Fact]
    public async Task Who_saves_second_sees_what_the_first_wrote_and_loses_nothing()
    {
        string id;
        await using (var session = _shop.System())
            id = (await OpenImprovement.RunAsync(new("Payments", Method.Pdca, "Li"), session)).Value;
        var page = await PageAsync("/improve/" + id);
        await page.Locator("#sec-cause header button").ClickAsync();
        await page.Locator("#sec-cause textarea").FillAsync("mine");
        await using (var session = _shop.As(Workshop.Wang))
            Assert.True((await WriteImprovement.RunAsync(id, new(Cause: "theirs"), session)).Ok);
        await page.Locator("#sec-cause").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator("#sec-cause .im-theirs")).ToContainTextAsync("theirs");
        await Expect(page.Locator("#sec-cause textarea")).ToHaveValueAsync("mine");
        await page.Locator("#sec-cause").GetByRole(AriaRole.Button, new() { Name = "Save mine" }).ClickAsync();
        await Expect(page.Locator("#sec-cause .text")).ToHaveTextAsync("mine");
    }

    [Fact]
    public async Task A_card_moves_by_its_menu_and_by_dragging_and_stays_where_its_gate_holds_it()
    {
        await using (var session = _shop.System())
        {
            var ready = (await OpenImprovement.RunAsync(new("Ready", Method.Pdca, "Li", null, "p"), session)).Value;
            await WriteImprovement.RunAsync(ready, new(Cause: "c"), session);
            await AddAction.RunAsync(new(ready, "Act", "Li", new(2030, 1, 1), "K22", Direction.Up, 0.1, ""), session);
            await OpenImprovement.RunAsync(new("Held", Method.Pdca, "Li"), session);
        }

        var page = await PageAsync("/improve");
        await page.Locator(".im-card", new() { HasText = "Ready" }).DragToAsync(page.Locator(".im-col").Nth(1));
        await Expect(page.Locator(".im-col").Nth(1)).ToContainTextAsync("Ready");
        var held = page.Locator(".im-card", new() { HasText = "Held" });
        await held.Locator("summary").ClickAsync();
        await held.GetByRole(AriaRole.Menuitem, new() { Name = "Move on to Do" }).ClickAsync();
        await Expect(page.Locator(".pz-refused")).ToContainTextAsync("The root cause is missing");
        await Expect(page.Locator(".im-col").First).ToContainTextAsync("Held");
    }

    private async Task<IPage> PageAsync(string path)
    {
        var page = await _browser.NewPageAsync(new() { Locale = "en", ViewportSize = new() { Width = 1440, Height = 1000 } });
        await GoAsync(page, path);
        return page;
    }

    /// <summary>Opens an address and waits until the page answers, not only until the server has drawn it.</summary>
    private async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(Address(path));
        await Expect(page.Locator("main[data-live]")).ToBeVisibleAsync();
        await Expect(page.Locator("h1").First).ToBeVisibleAsync();
    }

    private string Address(string path) => new Uri(_shop.App.Address, path).ToString();
}
