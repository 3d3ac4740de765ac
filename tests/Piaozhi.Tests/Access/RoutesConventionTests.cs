using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Piaozhi.Access;
using Piaozhi.Access.Audit;
using Piaozhi.Access.Tokens;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Tests.Access;

/// <summary>Every route of the running application asks who comes, except a list that is written down here.</summary>
public class RoutesConventionTests
{
    /// <summary>What may be reached by anybody, and why.</summary>
    private static readonly Dictionary<string, string> Public = new()
    {
        ["/health"] = "load balancers ask it",
        ["/health/live"] = "load balancers ask it",
        ["/health/ready"] = "load balancers ask it",
        ["/access/sign-in"] = "the door",
        ["/access/set-up"] = "the door of a new installation; asks for the one-time password",
        ["/access/sign-out"] = "leaving must always work",
        ["/access/oidc"] = "leads to the identity provider",
        ["/language/{culture}"] = "the door can be read in both languages",
        ["/api/reference/scalar.js"] = "a script without data",
        ["/api/reference/scalar.aspnetcore.js"] = "a script without data",
        ["/api/reference/favicon.svg"] = "a picture",
        ["/local/commands"] = "asks for the key in the data folder",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_asks_who_comes_or_is_written_down_as_public()
    {
        await using var app = await PiaozhiApp.StartAsync(o => (o.Oidc.Authority, o.Oidc.ClientId) = ("http://127.0.0.1:9", "x"));
        var open = Endpoints(app).Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null && e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Distinct().ToList();
        Assert.NotEmpty(open);
        Assert.DoesNotContain(open, o => !Public.ContainsKey(o));
    }

    [Fact]
    public async Task Every_endpoint_of_the_API_names_a_scope_that_tokens_can_have()
    {
        await using var app = await PiaozhiApp.StartAsync();
        var api = Endpoints(app).Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("api/v1/", StringComparison.Ordinal)).ToList();
        Assert.True(api.Count > 20);
        Assert.Empty(api.Where(e => e.Metadata.GetMetadata<NeedsScope>() is not { } needs || !TokenScopes.All.ContainsKey(needs.Scope)).Select(e => e.RoutePattern.RawText));
    }

    [Fact]
    public async Task Nobody_gets_anything_anywhere_without_signing_in()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var stranger = DoorTests.Browser(app);
        stranger.DefaultRequestHeaders.Host = "quality.example";
        foreach (var (method, path) in Calls(app))
        {
            using var answer = await CallAsync(stranger, method, path);
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized
                || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.Contains("/access/", StringComparison.Ordinal)), $"{method} {path}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Whoever_may_only_look_can_change_nothing_through_the_API()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var looker = await app.AccountClientAsync(Roles.Regulator);
        foreach (var (method, path) in Calls(app).Where(c => c.Method != "GET" && c.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            using var answer = await CallAsync(looker, method, path);
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{method} {path}: {answer.StatusCode}");
        }

        // Nothing was changed by a regulator; what stands in the trail are the account and its sign-in.
        await using var session = app.Session();
        Assert.DoesNotContain(await session.Records.Set<AuditRow>().ToListAsync(Ct), r => r.Roles.Contains(Roles.Regulator, StringComparison.Ordinal) && r.Entity != "access_account");
    }

    [Fact]
    public async Task Every_kind_of_row_in_the_trail_has_a_word_for_people()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var texts = app.Services.GetRequiredService<IStringLocalizerFactory>();
        Assert.DoesNotContain(session.Records.Model.GetEntityTypes().Where(t => t.ClrType != typeof(AuditRow)).Select(t => t.GetTableName()!), t => AuditWords.Of(texts, t) is null);
    }

    private static IEnumerable<RouteEndpoint> Endpoints(PiaozhiApp app) => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static IEnumerable<(string Method, string Path)> Calls(PiaozhiApp app) => Endpoints(app)
        .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
        .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(m => (m, Filled(e)))).Distinct();

    /// <summary>An address of the pattern: every parameter is "1".</summary>
    private static string Filled(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart text ? text.Content
        : p is Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart sign ? sign.Content : "1"))));

    private static Task<HttpResponseMessage> CallAsync(HttpClient client, string method, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method != "GET")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        return client.SendAsync(request, Ct);
    }
}
