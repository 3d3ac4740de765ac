using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Piaozhi.Access.Door;

namespace Piaozhi.Access.Tokens;

/// <summary>Signs in whoever shows a token in <c>Authorization: Bearer</c>.</summary>
public sealed class TokenSignIn(KnownTokens tokens, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public new const string Scheme = "token";

    public static string? Shown(HttpRequest request) =>
        request.Headers[HeaderNames.Authorization].ToString() is { Length: > 7 } value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value[7..].Trim() : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Shown(Request) is not { } text)
            return AuthenticateResult.NoResult();
        if (await tokens.FindAsync(text, Context.RequestAborted) is not { } token)
            return AuthenticateResult.Fail("unknown, expired or revoked");
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, token.Owner), new(Actors.Scopes, token.Scopes), new(Actors.From, "api " + token.Prefix)], Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Host.Refused.With(StatusCodes.Status401Unauthorized, new Core.Loop.Refusal("access.token.unknown")).ExecuteAsync(Context);
    }
}
