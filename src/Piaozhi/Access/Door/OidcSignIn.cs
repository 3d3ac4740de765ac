using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Piaozhi.Access.Accounts;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access.Door;

/// <summary>Signing in at the organization's identity provider. The provider says who it is and which roles; the account here is kept in step with it.</summary>
public static class OidcSignIn
{
    public const string Scheme = "oidc";
    public const string Path = "/access/oidc";

    public static void Configure(OpenIdConnectOptions o, OidcOptions settings)
    {
        o.Authority = settings.Authority;
        o.ClientId = settings.ClientId;
        o.ClientSecret = settings.ClientSecret;
        o.SignInScheme = AccountSignIn.Scheme;
        o.ResponseType = OpenIdConnectResponseType.Code;
        // An answer in the address and not as a foreign form, so that its cookies need no SameSite=None.
        o.ResponseMode = OpenIdConnectResponseMode.Query;
        o.UsePkce = true;
        o.MapInboundClaims = false;
        o.GetClaimsFromUserInfoEndpoint = false;
        o.CallbackPath = "/access/oidc/callback";
        o.SignedOutCallbackPath = "/access/oidc/signed-out";
        o.RemoteSignOutPath = "/access/oidc/sign-out";
        o.NonceCookie.SameSite = o.CorrelationCookie.SameSite = SameSiteMode.Lax;
        o.NonceCookie.SecurePolicy = o.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        // Plain http only for a provider on this very machine.
        o.RequireHttpsMetadata = !WebHost.IsLoopback(settings.Authority!);
        o.Scope.Clear();
        foreach (var scope in (string[])["openid", "profile"])
            o.Scope.Add(scope);
        o.Events = new OpenIdConnectEvents
        {
            OnTokenValidated = async c =>
            {
                var outcome = await AdmitAsync(c.Principal!, settings, c.HttpContext);
                if (outcome.Ok)
                    c.Principal = AccountSignIn.Principal(outcome.Value);
                else
                    Refuse(c, outcome.Refusals[0].Code);
            },
            OnRemoteFailure = c =>
            {
                c.Response.Redirect($"{AccountSignIn.SignInPath}?refused=access.oidc.failed");
                c.HandleResponse();
                return Task.CompletedTask;
            },
        };
    }

    public static void Map(WebApplication web) => web.MapGet(Path, (string? back) =>
        Results.Challenge(new AuthenticationProperties { RedirectUri = DoorApi.Back(back) }, [Scheme])).AllowAnonymous().RequireRateLimiting(RateLimits.Door).ExcludeFromDescription();

    /// <summary>The account of the provider's person: found, or opened at the first sign-in, with the roles that the provider names now.</summary>
    private static async Task<Outcome<AccountRow>> AdmitAsync(ClaimsPrincipal person, OidcOptions settings, HttpContext http)
    {
        if (person.FindFirstValue("sub") is not { Length: > 0 } subject)
            return new Refusal("access.oidc.failed");
        var roles = person.FindAll(settings.RoleClaim).SelectMany(c => c.Value.Split(',', StringSplitOptions.TrimEntries))
            .Select(v => settings.Roles.TryGetValue(v, out var mapped) ? mapped : v).Where(Roles.Names.ContainsKey).Distinct().ToList();
        if (roles.Count == 0)
            return new Refusal("access.oidc.no-role");

        var services = http.RequestServices;
        await using var session = services.GetRequiredService<Sessions>().Open(Actor.Nobody with { From = Gate.From(http) });
        var users = services.GetRequiredService<Identities>().Of(session);
        var account = await users.FindByLoginAsync(Scheme, subject);
        if (account is { Disabled: true })
            return new Refusal("access.oidc.shut");
        var fresh = account is null;
        account ??= new AccountRow
        {
            UserName = await FreeNameAsync(person.FindFirstValue("preferred_username") ?? subject, users), CreatedAt = session.Now.UtcDateTime, External = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        session.Records.Actor = Actors.Of(account) with { From = Gate.From(http) };
        account.Name = person.FindFirstValue(settings.NameClaim) ?? account.Name;
        account.LastSignInAt = session.Now.UtcDateTime;
        var outlets = person.FindAll(settings.OutletClaim).Select(c => c.Value).ToList();
        new Standing(roles, outlets, person.FindFirstValue(settings.DepartmentClaim)).Give(account);
        if (fresh)
        {
            await users.CreateAsync(account);
            await users.AddLoginAsync(account, new UserLoginInfo(Scheme, subject, settings.Label));
        }
        else
        {
            await users.UpdateAsync(account);
        }

        services.GetRequiredService<Actors>().Forget(account.Id);
        return account;
    }

    /// <summary>A local account of the same name is another person as far as anybody here can know.</summary>
    private static async Task<string> FreeNameAsync(string wished, UserManager<AccountRow> users)
    {
        var name = wished;
        for (var n = 2; await users.FindByNameAsync(name) is not null; n++)
            name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wished}-{n}");
        return name;
    }

    private static void Refuse(TokenValidatedContext c, string code)
    {
        c.Response.Redirect($"{AccountSignIn.SignInPath}?refused={code}");
        c.HandleResponse();
    }
}
