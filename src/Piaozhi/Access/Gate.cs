using System.Security.Claims;
using Piaozhi.Access.Door;
using Piaozhi.Access.Tokens;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access;

/// <summary>The scope that a token needs for an endpoint. Endpoints of the API get theirs from their address unless they name another.</summary>
public sealed record NeedsScope(string Scope);

/// <summary>The right that a person or a token's owner needs for an endpoint, where the use case behind it does not ask itself.</summary>
public sealed record NeedsRight(Right Right);

/// <summary>Who comes in: fills <see cref="Who"/> and holds every request to what its endpoint asks for.</summary>
public static class Gate
{
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeedsScope(scope));

    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Right right) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new NeedsRight(right));

    /// <summary>True for what a person looks at in a browser, false for what programs call.</summary>
    public static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/openapi")
        && !request.Path.StartsWithSegments("/_blazor") && TokenSignIn.Shown(request) is null;

    /// <summary>Where a person acts from, for the audit trail.</summary>
    public static string From(HttpContext http) => $"web {http.Connection.RemoteIpAddress}";

    /// <summary>Gives every endpoint of the API the scope of its stage: reading for GET, changing for everything else.</summary>
    public static void NameScopes(RouteGroupBuilder api) => ((IEndpointConventionBuilder)api).Finally(endpoint =>
    {
        if (endpoint.Metadata.OfType<NeedsScope>().Any() || endpoint is not RouteEndpointBuilder route)
            return;
        var stage = route.RoutePattern.RawText!.Split('/', StringSplitOptions.RemoveEmptyEntries)[2];
        var reads = route.Metadata.OfType<HttpMethodMetadata>().SelectMany(m => m.HttpMethods).All(m => HttpMethods.IsGet(m) || HttpMethods.IsHead(m));
        endpoint.Metadata.Add(new NeedsScope(reads ? TokenScopes.Read(stage) : TokenScopes.Write(stage)));
    });

    /// <summary>
    /// A browser sends its cookies, and on this machine needs none, whichever site made it ask. What changes something must come from our own pages.
    /// </summary>
    public static void UseOwnOriginOnly(this WebApplication app) => app.Use((http, next) =>
    {
        var request = http.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || TokenSignIn.Shown(request) is not null)
            return next(http);
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        var foreign = site.Length > 0 ? site is not ("same-origin" or "none")
            : origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
        return foreign ? Refused.With(StatusCodes.Status403Forbidden, new Refusal("access.other-site")).ExecuteAsync(http) : next(http);
    });

    /// <summary>After authorization: knows the actor, the token's scopes and the account that must first set its password.</summary>
    public static void UseWho(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.User.Identity?.IsAuthenticated != true)
        {
            await next(http);
            return;
        }

        var actors = http.RequestServices.GetRequiredService<Actors>();
        // A circuit that this request opens knows from the same person where it is looked at from.
        if (http.User.FindFirstValue(Actors.From) is null)
            http.User.AddIdentity(new ClaimsIdentity([new Claim(Actors.From, From(http))]));
        var actor = await actors.OfAsync(http.User, http.RequestAborted);
        http.RequestServices.GetRequiredService<Who>().Actor = actor;
        var endpoint = http.GetEndpoint();
        var open = endpoint?.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null;
        if (open)
        {
            await next(http);
            return;
        }

        if (await NoAsync(http, actor, actors, endpoint) is { } no)
            await no.ExecuteAsync(http);
        else
            await next(http);
    });

    private static async Task<IResult?> NoAsync(HttpContext http, Actor actor, Actors actors, Endpoint? endpoint)
    {
        if (http.User.FindFirstValue(Actors.Scopes) is { } scopes)
        {
            if (actor == Actor.Nobody)
                return Refused.With(StatusCodes.Status401Unauthorized, new Refusal("access.token.unknown"));
            // A token opens what names a scope, and nothing else.
            var needed = endpoint?.Metadata.GetMetadata<NeedsScope>()?.Scope;
            if (needed is null || !scopes.Split(' ').Contains(needed))
                return Refused.With(StatusCodes.Status403Forbidden, new Refusal("access.token.scope", needed ?? "-"));
        }
        else if (endpoint?.Metadata.GetMetadata<TokenOnly>() is not null)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Refused.With(StatusCodes.Status401Unauthorized, new Refusal("access.token.needed", endpoint.Metadata.GetMetadata<NeedsScope>()?.Scope ?? "-"));
        }
        else if (!http.Request.Path.StartsWithSegments(DoorApi.PasswordPath) && await actors.AccountAsync(http.User, http.RequestAborted) is { OneTime: true })
        {
            return IsPage(http.Request) ? Results.Redirect(DoorApi.PasswordPath) : Refused.With(StatusCodes.Status403Forbidden, new Refusal("access.password.one-time"));
        }

        return endpoint?.Metadata.GetMetadata<NeedsRight>() is { } needs && !actor.May(needs.Right)
            ? Refused.With(StatusCodes.Status403Forbidden, new Refusal("access.forbidden", needs.Right.ToString()) { Kind = RefusalKind.Forbidden }) : null;
    }
}

/// <summary>An endpoint for programs only: being signed in is not enough, a token is needed.</summary>
public sealed record TokenOnly;
