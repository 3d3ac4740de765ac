using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Piaozhi.Detect.Alerts;
using static Microsoft.Playwright.Assertions;

namespace Piaozhi.Tests.Detect.Alerts;

/// <summary>An administrator sets up an alert in a real browser and tries it against a real receiver.</summary>
public sealed class AlertsInBrowserTests
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    [Fact]
    public async Task An_alert_is_set_up_tried_and_shows_what_became_of_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var app = await PiaozhiApp.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        await using (var session = app.Session())
            await SaveAlertSettings.RunAsync(new("https://q.example.cn", true, "", 465, MailSecurity.Tls, "", null, ""), app.Services.GetRequiredService<AlertSecrets>(), session, ct);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
        var page = await (await browser.NewContextAsync(new() { Locale = "zh-CN" })).NewPageAsync();
        await page.GotoAsync(new Uri(app.Address, "/settings/alerts").ToString());
        await OpenDialogAsync(page);
        await page.GetByLabel("名称", new() { Exact = true }).FillAsync("质量办群");
        await page.GetByLabel("发送方式").SelectOptionAsync("WeCom");
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(page.Locator(".mud-dialog .pz-refused")).ToContainTextAsync("机器人地址");
        await page.GetByLabel("机器人地址（属于密钥，保存后不再显示）").FillAsync(receiver.Address + "/cgi-bin/webhook/send?key=SECRETKEY9876");
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(page.Locator(".pz-routes li")).ToContainTextAsync("127.0.0.1 …9876");

        await page.GetByRole(AriaRole.Button, new() { Name = "发送测试" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("已被对方接收");
        Assert.Equal("/cgi-bin/webhook/send", Assert.Single(receiver.All).Path);
        receiver.Answer = () => (200, """{"errcode":93000,"errmsg":"invalid webhook url"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "发送测试" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).First).ToContainTextAsync("93000");
        Assert.DoesNotContain("SECRETKEY", await page.ContentAsync(), StringComparison.Ordinal);
    }

    /// <summary>Until the circuit stands a click does nothing; it is repeated as long as no dialog came of it.</summary>
    private static async Task OpenDialogAsync(IPage page)
    {
        for (var i = 0; i < 10; i++)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "新增提醒" }).ClickAsync();
            try
            {
                await Expect(page.Locator(".mud-dialog")).ToBeVisibleAsync(new() { Timeout = 3000 });
                return;
            }
            catch (PlaywrightException)
            {
                // Not yet.
            }
        }
    }
}
