using System.Net;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access.Audit;
using Piaozhi.Tests.Access;

namespace Piaozhi.Tests.Host;

/// <summary>Behind a proxy that ends TLS.</summary>
public class ProxyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_known_proxy_says_of_the_caller_is_taken_and_the_browser_is_told_to_stay_with_TLS()
    {
        await using var app = await PiaozhiApp.StartAsync(o => (o.Proxies, o.Limits.Door) = ("127.0.0.1", 2));
        await DoorTests.ReadyAdministratorAsync(app);
        using var caller = Caller(app, "203.0.113.9");
        using var page = await caller.GetAsync("/access/sign-in", Ct);
        Assert.StartsWith("max-age=", Assert.Single(page.Headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
        using var signedIn = await PiaozhiApp.SignInAsync(caller, "lin", "seven green lanterns");
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Contains(signedIn.Headers.GetValues("Set-Cookie"), c => c.Contains("secure", StringComparison.OrdinalIgnoreCase) && c.Contains("httponly", StringComparison.OrdinalIgnoreCase));
        await using var session = app.Session();
        Assert.Contains(await session.Records.Set<AuditRow>().Select(r => r.Origin).ToListAsync(Ct), o => o == "web 203.0.113.9");

        // The limit at the door counts callers, not the proxy.
        for (var n = 0; n < 3; n++)
            await PiaozhiApp.SignInAsync(caller, "lin", "wrong");
        using var other = Caller(app, "203.0.113.10");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PiaozhiApp.SignInAsync(other, "lin", "wrong")).StatusCode);
    }

    [Fact]
    public async Task What_anybody_else_says_of_the_caller_is_not_taken()
    {
        await using var app = await PiaozhiApp.StartAsync(o => o.Proxies = "192.0.2.1");
        await DoorTests.ReadyAdministratorAsync(app);
        using var caller = Caller(app, "203.0.113.9");
        using var page = await caller.GetAsync("/access/sign-in", Ct);
        Assert.False(page.Headers.Contains("Strict-Transport-Security"));
        await PiaozhiApp.SignInAsync(caller, "lin", "seven green lanterns");
        await using var session = app.Session();
        Assert.DoesNotContain(await session.Records.Set<AuditRow>().Select(r => r.Origin).ToListAsync(Ct), o => o.Contains("203.0.113.9", StringComparison.Ordinal));
    }

    private static HttpClient Caller(PiaozhiApp app, string address)
    {
        // Cookies that are sent back only over TLS would be kept from this plain connection; the proxy's side of it has none.
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new() }) { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Host = "quality.example";
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        return client;
    }
}
