using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Piaozhi.Access.Accounts;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access.Door;

/// <summary>
/// Signing in and out, set-up and one's own password. Plain forms drawn by the server, because only an answer to a request can set a cookie.
/// </summary>
public static class DoorApi
{
    public const string SetUpPath = "/access/set-up";
    public const string PasswordPath = "/access/password";

    public static void Map(WebApplication web)
    {
        var door = web.MapGroup("/access").ExcludeFromDescription();
        door.MapGet("/sign-in", ShowSignInAsync).AllowAnonymous();
        door.MapPost("/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(RateLimits.Door);
        door.MapGet("/set-up", ShowSetUpAsync).AllowAnonymous();
        door.MapPost("/set-up", SetUpAsync).AllowAnonymous().RequireRateLimiting(RateLimits.Door);
        door.MapGet("/password", (HttpContext http, Actors actors) => ShowPasswordAsync(http, actors, []));
        door.MapPost("/password", PasswordAsync).RequireRateLimiting(RateLimits.Door);
        // Guarded against other sites like everything that is not GET (Gate.UseOwnOriginOnly); needs no token of a form.
        door.MapPost("/sign-out", async (HttpContext http) =>
        {
            await http.SignOutAsync(AccountSignIn.Scheme);
            return Results.Redirect(AccountSignIn.SignInPath);
        }).AllowAnonymous().DisableAntiforgery();
        // Nothing but a choice of what invented data one looks at; without effect once there are accounts.
        door.MapGet("/role/{role}", (string role, string? back, HttpContext http) =>
        {
            if (Roles.Names.ContainsKey(role))
                http.Response.Cookies.Append(SampleVisit.Cookie, role, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true });
            else
                http.Response.Cookies.Delete(SampleVisit.Cookie);
            return Results.LocalRedirect(Back(back));
        });
    }

    /// <summary>An address of our own; a foreign one would make the sign-in page a springboard.</summary>
    public static string Back(string? back) =>
        back is { Length: > 0 } && back[0] == '/' && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal)
        && !back.StartsWith("/access/", StringComparison.Ordinal) ? back : "/";

    private static Session Open(HttpContext http) => http.RequestServices.GetRequiredService<Sessions>().Open(Actor.Nobody with { From = Gate.From(http) });

    private static async Task<IResult> ShowSignInAsync(HttpContext http, SampleVisit visit, string? back, string? refused, CancellationToken ct)
    {
        // The identity provider sends people back here with the reason why not; only reasons of ours are shown.
        if (refused is not null && refused.StartsWith("access.oidc.", StringComparison.Ordinal) && refused.Length < 40)
            return SignInForm(http, back, null, [new Refusal(refused)]);
        if (visit.Admits(http))
            return Results.LocalRedirect(Back(back));
        await using var session = Open(http);
        return await SetUp.IsNeededAsync(session, ct) ? Results.Redirect(SetUpPath) : SignInForm(http, back, null, []);
    }

    private static async Task<IResult> SignInAsync(HttpContext http, Identities identities, [FromForm] string? userName, [FromForm] string? password, [FromForm] bool? remember, [FromForm] string? back, CancellationToken ct)
    {
        await using var session = Open(http);
        var outcome = await SignIn.RunAsync(new(userName, password), identities, session, ct);
        if (!outcome.Ok)
            return SignInForm(http, back, userName, outcome.Refusals);
        await AccountSignIn.SignInAsync(http, outcome.Value, remember ?? false);
        return outcome.Value.OneTime ? Results.Redirect(PasswordPath) : Results.LocalRedirect(Back(back));
    }

    private static async Task<IResult> ShowSetUpAsync(HttpContext http, CancellationToken ct)
    {
        await using var session = Open(http);
        return await SetUp.IsNeededAsync(session, ct) ? SetUpForm(http, new(null, null, null, null, null), []) : Results.Redirect(AccountSignIn.SignInPath);
    }

    private static async Task<IResult> SetUpAsync(
        HttpContext http, Identities identities, Actors actors, [FromForm] string? oneTime, [FromForm] string? userName, [FromForm] string? name, [FromForm] string? password, [FromForm] string? repeat, CancellationToken ct)
    {
        await using var session = Open(http);
        var input = new SetUp.Input(oneTime, userName, name, password, repeat);
        var outcome = await SetUp.RunAsync(input, identities, actors, session, ct);
        if (!outcome.Ok)
            return SetUpForm(http, input, outcome.Refusals);
        await AccountSignIn.SignInAsync(http, outcome.Value, remember: false);
        return Results.LocalRedirect("/");
    }

    private static async Task<IResult> ShowPasswordAsync(HttpContext http, Actors actors, IReadOnlyList<Refusal> refusals) =>
        await actors.AccountAsync(http.User, http.RequestAborted) is { PasswordHash: not null } account
            ? Form<PasswordForm>(http, refusals, new() { ["OneTime"] = account.OneTime }) : Results.Redirect("/");

    private static async Task<IResult> PasswordAsync(
        HttpContext http, Identities identities, Actors actors, [FromForm] string? current, [FromForm] string? password, [FromForm] string? repeat, CancellationToken ct)
    {
        if (http.User.FindFirstValue(Actors.Stamp) is null)
            return Results.Redirect("/");
        await using var session = Open(http);
        session.Records.Actor = http.RequestServices.GetRequiredService<Who>().Actor;
        var outcome = await ChangePassword.RunAsync(http.User.FindFirstValue(ClaimTypes.NameIdentifier)!, new(current, password, repeat), identities, actors, session, ct);
        if (!outcome.Ok)
            return await ShowPasswordAsync(http, actors, outcome.Refusals);
        // Every other session of the account has ended with the old password; this one goes on.
        await AccountSignIn.SignInAsync(http, outcome.Value, remember: false);
        return Results.LocalRedirect("/");
    }

    private static IResult SignInForm(HttpContext http, string? back, string? userName, IReadOnlyList<Refusal> refusals) =>
        Form<SignInForm>(http, refusals, new() { ["UserName"] = userName, ["Back"] = Back(back) });

    private static IResult SetUpForm(HttpContext http, SetUp.Input input, IReadOnlyList<Refusal> refusals) => Form<SetUpForm>(http, refusals, new() { ["Input"] = input });

    private static RazorComponentResult Form<T>(HttpContext http, IReadOnlyList<Refusal> refusals, Dictionary<string, object?> values) where T : Microsoft.AspNetCore.Components.IComponent
    {
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        values["Token"] = new FormToken(tokens.FormFieldName, tokens.RequestToken!);
        values["Refusals"] = refusals;
        http.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<T>(values) { StatusCode = refusals.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }
}

/// <summary>What a form carries so that only our own pages can send it.</summary>
public sealed record FormToken(string Name, string Value);
