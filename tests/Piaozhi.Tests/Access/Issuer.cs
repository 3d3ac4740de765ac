using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Piaozhi.Tests.Access;

/// <summary>A small OpenID Connect provider on a port of its own: discovery, keys, authorization code with PKCE, tokens. Whoever comes is <see cref="Claims"/>.</summary>
public sealed class Issuer : IAsyncDisposable
{
    public const string ClientId = "piaozhi";
    public const string Secret = "only-the-server-knows";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly RSA _foreign = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge, string Redirect)> _codes = new();
    private readonly WebApplication _app;

    private Issuer(WebApplication app) => _app = app;

    /// <summary>What the provider says of the person who signs in next.</summary>
    public Dictionary<string, object> Claims { get; } = new() { ["sub"] = "p-1" };

    /// <summary>True: tokens are signed by a key that the provider does not publish.</summary>
    public bool Forge { get; set; }

    public int Tokens { get; private set; }

    public string Address => _app.Urls.First();

    public static async Task<Issuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var issuer = new Issuer(builder.Build());
        issuer.Map();
        await issuer._app.StartAsync();
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rsa.Dispose();
        _foreign.Dispose();
    }

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Address, authorization_endpoint = Address + "/authorize", token_endpoint = Address + "/token", jwks_uri = Address + "/jwks",
            response_types_supported = new[] { "code" }, subject_types_supported = new[] { "public" }, id_token_signing_alg_values_supported = new[] { "RS256" },
        }));
        _app.MapGet("/jwks", () =>
        {
            var key = _rsa.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "k1", alg = "RS256", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
        });
        _app.MapGet("/authorize", (string client_id, string redirect_uri, string state, string nonce, string code_challenge, string code_challenge_method, string response_type) =>
        {
            if ((client_id, code_challenge_method, response_type) != (ClientId, "S256", "code"))
                return Results.BadRequest();
            var code = Guid.NewGuid().ToString("N");
            _codes[code] = (nonce, code_challenge, redirect_uri);
            return Results.Redirect($"{redirect_uri}?code={code}&state={Uri.EscapeDataString(state)}");
        });
        _app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
            if (!_codes.TryRemove(form["code"].ToString(), out var known) || known.Challenge != challenge || known.Redirect != form["redirect_uri"] || form["client_secret"] != Secret)
                return Results.BadRequest(new { error = "invalid_grant" });
            Tokens++;
            return Results.Json(new { access_token = "unused", token_type = "Bearer", expires_in = 300, id_token = Token(known.Nonce) });
        });
    }

    private string Token(string nonce) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Address, Audience = ClientId, Claims = new Dictionary<string, object>(Claims) { ["nonce"] = nonce }, Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(Forge ? _foreign : _rsa) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
    });
}
