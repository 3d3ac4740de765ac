using Microsoft.Playwright;
using Piaozhi.Core.Listen;
using Piaozhi.Measure;
using Piaozhi.Storage.Facts;
using static Microsoft.Playwright.Assertions;

namespace Piaozhi.Tests.Measure;

/// <summary>A quality engineer makes an indicator in a real browser, sees it before it is kept, and goes down to its rows.</summary>
public sealed class DefineInBrowserTests
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    [Fact]
    public async Task An_indicator_is_made_without_code_previewed_saved_and_opened_down_to_its_rows()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using (var session = app.Session())
        {
            var facts = new List<Fact>();
            for (var i = 0; i < 200; i++)
            {
                var at = new DateTimeOffset(session.LocalNow.Date.AddDays(-20).AddHours(2 * i), session.Options.UtcOffset);
                facts.Add(new EventFact { Id = $"p{i}", CaseId = $"o{i}", Activity = "payment.succeeded", OccurredAt = at, Dimensions = new Dimensions { Channel = i % 2 == 0 ? "app" : "web" } });
                if (i % 4 > 0)
                    facts.Add(new EventFact { Id = $"t{i}", CaseId = $"o{i}", Activity = "ticket.issued", OccurredAt = at.AddSeconds(30) });
            }

            await session.Facts.AppendAsync(FactKind.Events, facts, new Arrival("a", session.Now));
            await MeasurePoints.RunAsync(session);
        }

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
        var page = await (await browser.NewContextAsync(new() { Locale = "zh-CN" })).NewPageAsync();
        page.SetDefaultTimeout(60_000);
        SetDefaultExpectTimeout(60_000);
        await page.GotoAsync(new Uri(app.Address, "/measure/new").ToString());
        await TypeAsync(page, "统计对象", "支付成功");
        await TypeAsync(page, "之后的环节", "ticket.issued");
        await page.GetByLabel("时限").FillAsync("1");
        await page.GetByLabel("时限").BlurAsync();
        // Three of four tickets come within the hour; the form says so before anything is kept.
        await Expect(page.Locator(".pz-preview .pz-big")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^7[3-7]"));
        await Expect(page.Locator(".pz-preview")).ToContainTextAsync("同一单1 小时内有「出票」");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(page.Locator(".pz-refused")).ToContainTextAsync("请填写中英文名称");
        foreach (var (label, text) in new[] { ("代码", "Q01"), ("中文名称", "一小时出票率"), ("英文名称", "Issued within an hour"), ("一句话说明（中文）", "支付后一小时内出票的比例"), ("一句话说明（英文）", "Payments issued within an hour") })
        {
            await page.GetByLabel(label, new() { Exact = true }).FillAsync(text);
            await page.GetByLabel(label, new() { Exact = true }).BlurAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await page.WaitForURLAsync("**/measure/Q01");
        await using (var session = app.Session())
            await MeasurePoints.RunAsync(session);
        await page.GotoAsync(new Uri(app.Address, "/measure/Q01?tab=rows&part=others").ToString());
        await Expect(page.Locator("h1")).ToContainTextAsync("一小时出票率");
        await Expect(page.Locator(".pz-grid tbody tr").First).ToContainTextAsync("支付成功");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "未计入" })).ToHaveAttributeAsync("aria-current", "true");
        await page.GetByRole(AriaRole.Link, new() { Name = "拆分", Exact = true }).ClickAsync();
        await Expect(page.Locator(".pz-grid")).ToContainTextAsync("App");
    }

    /// <summary>Until the circuit stands a change does nothing; it is repeated until the picked step is there.</summary>
    private static async Task TypeAsync(IPage page, string label, string text)
    {
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = label });
        for (var i = 0; i < 12; i++)
        {
            await field.FillAsync(text);
            await field.BlurAsync();
            try
            {
                await Expect(page.Locator("fieldset", new() { HasText = label }).Locator(".pz-picked").First).ToBeVisibleAsync(new() { Timeout = 4000 });
                return;
            }
            catch (PlaywrightException)
            {
                await field.FillAsync("");
            }
        }
    }
}
