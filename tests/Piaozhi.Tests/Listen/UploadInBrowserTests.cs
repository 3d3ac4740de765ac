using System.Text;
using Microsoft.Playwright;
using Piaozhi.Access;
using Piaozhi.Core.Listen.Habits;
using static Microsoft.Playwright.Assertions;

namespace Piaozhi.Tests.Listen;

/// <summary>Somebody chooses the exports of six systems in a real browser and none of them asks a question.</summary>
public sealed class UploadInBrowserTests
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    [Fact]
    public async Task Six_exports_are_chosen_at_once_loaded_without_a_question_and_loading_them_again_changes_nothing()
    {
        await using var app = await PiaozhiApp.StartAsync();
        // Own rows ask for an account; one is there already, so that the page stays.
        await app.LoadAsync("first.ndjson", """{"event_id":"f1","case_id":"F1","activity":"order.created","occurred_at":"2026-01-15T10:00:00Z"}""");
        var (name, password) = await app.AccountAsync(Roles.Administrator);
        FilePayload[] files =
        [
            File("热线.csv", Encodings.Gb18030.GetBytes(Exports.Hotline)), File("闸机.csv", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Exports.Gate)]),
            File("窗口.csv", Encodings.Gb18030.GetBytes(Exports.Window)), File("对账.csv", Encoding.UTF8.GetBytes(Exports.Payment)),
            File("queue_log.txt", Encoding.UTF8.GetBytes(Exports.QueueLog)), File("reviews.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Exports.Play)]),
        ];
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
        await using (var context = await browser.NewContextAsync(new() { Locale = "zh-CN" }))
        {
            var page = await context.NewPageAsync();
            page.SetDefaultTimeout(60_000);
            SetDefaultExpectTimeout(60_000);
            await page.GotoAsync(new Uri(app.Address, "/access/sign-in?back=%2Flisten%2Fimport").ToString());
            await page.Locator("input[name=userName]").FillAsync(name);
            await page.Locator("input[name=password]").FillAsync(password);
            await page.Locator("button[type=submit]").ClickAsync();
            await page.WaitForURLAsync("**/listen/import");
            foreach (var (accepted, duplicates) in new[] { ("29", "0"), ("0", "29") })
            {
                await page.GotoAsync(new Uri(app.Address, "/listen/import").ToString());
                await Expect(page.Locator("main[data-live=yes]")).ToHaveCountAsync(1);
                await page.Locator(".ls-drop input[type=file]").SetInputFilesAsync(files);
                var first = page.Locator(".pz-grid tbody tr").First;
                await Expect(first).ToContainTextAsync("已完成");
                await Expect(first.Locator("td").Nth(3)).ToHaveTextAsync(accepted);
                await Expect(first.Locator("td").Nth(4)).ToHaveTextAsync(duplicates);
                await Expect(first.Locator("td").Nth(5)).ToHaveTextAsync("0");
                await first.Locator("a").First.ClickAsync();
                await Expect(page.Locator(".pz-grid tbody tr")).ToHaveCountAsync(6);
                await Expect(page.Locator(".pz-grid")).Not.ToContainTextAsync("待列映射");
                if (accepted != "0")
                    break;
            }
        }

        await using var session = app.Session();
        Assert.Equal(0, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_reject"));
        Assert.Equal(2, await session.Facts.ScalarAsync<long>("SELECT count(*) FROM listen_feedback WHERE source = 'app_store'"));
    }

    private static FilePayload File(string name, byte[] content) => new() { Name = name, MimeType = "application/octet-stream", Buffer = content };
}
