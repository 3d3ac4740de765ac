using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Door;
using Piaozhi.Host;

namespace Piaozhi.Tests.Access;

/// <summary>Signing in at an identity provider that runs beside the test.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private Issuer _issuer = null!;
    private PiaozhiApp _app = null!;
    private HttpClient _browser = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _issuer = await Issuer.StartAsync();
        _app = await PiaozhiApp.StartAsync(o =>
        {
            (o.Oidc.Authority, o.Oidc.ClientId, o.Oidc.ClientSecret, o.Oidc.Label) = (_issuer.Address, Issuer.ClientId, Issuer.Secret, "City ID");
            o.Oidc.Roles["quality-office"] = "engineer";
        });
        await DoorTests.ReadyAdministratorAsync(_app);
        await using var session = _app.Session();
        await _app.Services.GetRequiredService<Installation>().BeginOwnAsync(session, Ct);
        _browser = new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = _app.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task The_providers_person_comes_in_with_the_roles_and_outlets_that_it_names_each_time()
    {
        Assert.Contains("City ID", await _browser.GetStringAsync("/access/sign-in", Ct), StringComparison.Ordinal);
        _issuer.Claims["name"] = "赵敏";
        _issuer.Claims["preferred_username"] = "zhao.min";
        _issuer.Claims["roles"] = new[] { "quality-office", "unknown-here" };
        _issuer.Claims["outlets"] = new[] { "东站" };
        var answer = await _browser.GetAsync("/access/oidc?back=/api/v1/improve", Ct);
        Assert.Equal((HttpStatusCode.OK, "/api/v1/improve"), (answer.StatusCode, answer.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Equal(1, _issuer.Tokens);
        var account = await AccountAsync();
        Assert.Equal(("zhao.min", "赵敏", "engineer", "东站", true), (account.UserName, account.Name, account.Roles, account.Outlets, account.External));

        _issuer.Claims["roles"] = "auditor";
        await _browser.GetAsync("/access/oidc", Ct);
        Assert.Equal("auditor", (await AccountAsync()).Roles);
    }

    [Fact]
    public async Task Whoever_has_no_role_here_is_told_so_and_gets_no_account()
    {
        var answer = await _browser.GetAsync("/access/oidc?culture=en", Ct);
        Assert.Equal("/access/sign-in", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("没有给你分配本系统的角色", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        await using var session = _app.Session();
        Assert.False(await session.Records.Set<AccountRow>().AnyAsync(a => a.External, Ct));
    }

    [Fact]
    public async Task A_token_that_the_provider_did_not_sign_opens_nothing()
    {
        _issuer.Claims["roles"] = "administrator";
        _issuer.Forge = true;
        var answer = await _browser.GetAsync("/access/oidc", Ct);
        Assert.Equal("/access/sign-in", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/api/v1/improve", Ct)).StatusCode);
    }

    [Fact]
    public async Task An_account_that_was_shut_here_stays_shut_whatever_the_provider_says()
    {
        _issuer.Claims["roles"] = "engineer";
        await _browser.GetAsync("/access/oidc", Ct);
        await using var session = _app.Session();
        await ChangeAccount.RunAsync((await AccountAsync()).Id, new(Disabled: true), _app.Services.GetRequiredService<Identities>(), _app.Services.GetRequiredService<Actors>(), session, Ct);
        var answer = await _browser.GetAsync("/access/oidc", Ct);
        Assert.Equal("/access/sign-in", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _browser.GetAsync("/api/v1/improve", Ct)).StatusCode);
    }

    private async Task<AccountRow> AccountAsync()
    {
        await using var session = _app.Session();
        return await session.Records.Set<AccountRow>().AsNoTracking().SingleAsync(a => a.External, Ct);
    }
}
