using Microsoft.Playwright;

namespace Piaozhi.Tests.Browser;

/// <summary>One window of a browser, with what its console complained about.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Window(Uri address, IBrowserContext context, IPage page)
    {
        (Address, _context, Page) = (address, context, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                Errors.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => Errors.Add($"{page.Url}: {error}");
    }

    public Uri Address { get; }

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    /// <summary>Goes to an address and waits until its page answers to clicks and has nothing left to read.</summary>
    public async Task<IResponse?> GoAsync(string address)
    {
        var response = await Page.GotoAsync(new Uri(Address, address).ToString(), new() { WaitUntil = WaitUntilState.Load });
        await ReadyAsync();
        return response;
    }

    public async Task ReadyAsync()
    {
        // The policy of the site forbids the browser tool's own waiting by script; what is waited for shows in the document.
        if (await Page.Locator(".pz-frame").CountAsync() > 0)
            await Assertions.Expect(Page.Locator("main[data-live=yes]")).ToHaveCountAsync(1, new() { Timeout = 20_000 });
        await Assertions.Expect(Page.Locator(".pz-wait")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        await Assertions.Expect(Page.Locator("h1").First).ToBeVisibleAsync();
    }

    public async Task PictureAsync(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots")).FullName;
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
