using Microsoft.Playwright;

namespace Piaozhi.Tests.Browser;

/// <summary>Every page in a real browser: both languages, both themes, desktop and phone. Pictures go to artifacts/screenshots for people to look at.</summary>
public sealed class PagesTests(Operation operation)
{
    private static readonly SemaphoreSlim One = new(1, 1);
    private static Dictionary<string, string>? _addresses;

    public static TheoryData<string, int, bool> Views { get; } = new()
    {
        { "zh-CN", 1440, false }, { "zh-CN", 390, false }, { "en", 1440, false }, { "en", 390, false },
        { "zh-CN", 1440, true }, { "zh-CN", 390, true }, { "en", 1440, true }, { "en", 390, true },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task Every_page_opens_without_an_error_fits_its_screen_speaks_one_language_and_can_be_read(string language, int width, bool dark)
    {
        await using var window = await operation.OpenAsync(language, width, dark);
        var broken = new List<string>();
        foreach (var (template, address) in await AddressesAsync())
        {
            var response = await window.GoAsync(address);
            if (response is { Status: >= 400 })
                broken.Add($"{address}: answers {response.Status}");
            await window.PictureAsync($"{language}-{width}{(dark ? "-dark" : "")}{template.Replace('/', '-').Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal)}");
            broken.AddRange((await Looks.BrokenAsync(window, operation.OwnWords, language == "en")).Select(b => $"{address}: {b}"));
        }

        broken.AddRange(window.Errors);
        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Theory]
    [InlineData("chair")]
    [InlineData("engineer")]
    [InlineData("outlet")]
    [InlineData("complaints")]
    public async Task Today_opens_for_each_role_on_a_phone_and_says_one_sentence_for_each_part(string role)
    {
        await using var window = await operation.OpenAsync(width: 390, role: role);
        await window.GoAsync("/");
        Assert.Equal(3, await window.Page.Locator(".pz-block:not(.pz-loop) h2").CountAsync());
        await window.PictureAsync("today-" + role);
        Assert.Empty(window.Errors);
    }

    [Fact]
    public async Task The_rules_see_what_breaks_them()
    {
        await using var window = await operation.OpenAsync("en");
        await window.GoAsync("/");
        await window.Page.EvaluateAsync("""
            document.querySelector('main').insertAdjacentHTML('beforeend', '<button style="width:20px;height:20px"></button><input name="x"><p style="color:#ccc;background:#fff">pale</p><p>improve.close.needs-verdict StateOpen Kind.Fault 本页文字</p><div style="width:3000px">wide</div><h4>deep</h4><nav>no name</nav><table><th></th></table><button aria-label="other">reads</button><a href="/x" tabindex="3">first</a>')
            """);
        var broken = string.Join('\n', await Looks.BrokenAsync(window, "", english: true));
        foreach (var rule in (string[])["without a name", "without a label", "contrast 1.6", "improve.close.needs-verdict", "StateOpen", "Kind.Fault", "本页文字", "too wide", "skips a level", "no name of their own", "without a head", "called otherwise", "order of its own"])
            Assert.Contains(rule, broken, StringComparison.Ordinal);
    }

    private async Task<Dictionary<string, string>> AddressesAsync()
    {
        await One.WaitAsync();
        try
        {
            if (_addresses is null)
            {
                await using var window = await operation.OpenAsync();
                _addresses = await Addresses.FindAsync(window);
            }

            return _addresses;
        }
        finally
        {
            One.Release();
        }
    }
}
