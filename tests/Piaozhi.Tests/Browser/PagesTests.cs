using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Piaozhi.Core.Listen;
using Piaozhi.Host;
using Piaozhi.Storage.Facts;
using Piaozhi.Tests.Diagnose;

namespace Piaozhi.Tests.Browser;

/// <summary>Every page in a real browser: both languages, desktop and phone. Pictures go to artifacts/screenshots for people to look at.</summary>
public sealed class PagesTests : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private PiaozhiApp _app = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private string _problem = "";

    public async ValueTask InitializeAsync()
    {
        _app = await PiaozhiApp.StartAsync();
        await using var session = _app.Session();
        await session.Facts.AppendAsync(FactKind.Events, [.. FindProblemsTests.Payments()], new Arrival("i", FindProblemsTests.First));
        await _app.Services.GetRequiredService<LoopRunner>().AdvanceAsync();
        _problem = (await Piaozhi.Diagnose.ListProblems.RunAsync(session)).Value[0].Id;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("zh-CN", 1440)]
    [InlineData("zh-CN", 390)]
    [InlineData("en", 1440)]
    [InlineData("en", 390)]
    public async Task Every_page_opens_without_an_error_and_fits_its_screen(string language, int width)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots")).FullName;
        await using var context = await _browser.NewContextAsync(new() { Locale = language, ViewportSize = new() { Width = width, Height = 900 } });
        var page = await context.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                errors.Add($"{page.Url}: {message.Text}");
        };
        foreach (var route in Routes())
        {
            await page.GotoAsync(new Uri(_app.Address, route).ToString(), new() { WaitUntil = WaitUntilState.Load });
            await Assertions.Expect(page.Locator("h1").First).ToBeVisibleAsync();
            var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{route} at {width} is {overflow} px too wide");
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{language}-{width}{route.Replace('/', '-')}.png"), FullPage = true });
        }

        Assert.Empty(errors);
    }

    [Fact]
    public async Task The_page_of_a_problem_draws_its_chart()
    {
        var page = await _browser.NewPageAsync(new() { Locale = "zh-CN" });
        await page.GotoAsync(new Uri(_app.Address, "/diagnose/" + _problem).ToString());
        await Assertions.Expect(page.Locator(".pz-chart canvas").First).ToBeVisibleAsync();
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots")).FullName;
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "zh-CN-1440-problem.png"), FullPage = true });
    }

    /// <summary>Addresses of all pages that need no id.</summary>
    private static IEnumerable<string> Routes() => typeof(Program).Assembly.GetTypes()
        .SelectMany(t => t.GetCustomAttributes<RouteAttribute>()).Select(r => r.Template)
        .Where(t => !t.Contains('{', StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
