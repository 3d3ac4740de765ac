using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Piaozhi.Access.Accounts;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access.Door;

/// <summary>The cookie of a signed-in account: an id and the stamp of its password, nothing else.</summary>
public static class AccountSignIn
{
    public const string Scheme = "account";
    public const string SignInPath = "/access/sign-in";

    public static Task SignInAsync(HttpContext http, AccountRow account, bool remember) =>
        http.SignInAsync(Scheme, Principal(account), new AuthenticationProperties { IsPersistent = remember });

    public static ClaimsPrincipal Principal(AccountRow account) => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, account.Id), new(ClaimTypes.Name, account.UserName!), new(Actors.Stamp, account.SecurityStamp!)], Scheme));

    public static void Configure(CookieAuthenticationOptions o)
    {
        o.Cookie.Name = "piaozhi.account";
        o.Cookie.HttpOnly = true;
        o.Cookie.SameSite = SameSiteMode.Lax;
        o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        o.ExpireTimeSpan = TimeSpan.FromDays(14);
        o.SlidingExpiration = true;
        o.LoginPath = SignInPath;
        o.ReturnUrlParameter = "back";
        o.Events = new CookieAuthenticationEvents
        {
            // A session ends with the password it was opened with, and with the account.
            OnValidatePrincipal = async c =>
            {
                if (await c.HttpContext.RequestServices.GetRequiredService<Actors>().AccountAsync(c.Principal!, c.HttpContext.RequestAborted) is not null)
                    return;
                c.RejectPrincipal();
                await c.HttpContext.SignOutAsync(Scheme);
            },
            OnRedirectToLogin = c => ChallengeAsync(c, "access.sign-in-needed", StatusCodes.Status401Unauthorized),
            OnRedirectToAccessDenied = c => ChallengeAsync(c, "access.forbidden", StatusCodes.Status403Forbidden),
        };
    }

    /// <summary>A page leads to the sign-in page; a program is told in its own way.</summary>
    private static Task ChallengeAsync(RedirectContext<CookieAuthenticationOptions> c, string code, int status)
    {
        if (status == StatusCodes.Status401Unauthorized && Gate.IsPage(c.Request))
        {
            c.Response.Redirect(c.RedirectUri);
            return Task.CompletedTask;
        }

        return Refused.With(status, new Refusal(code)).ExecuteAsync(c.HttpContext);
    }
}
