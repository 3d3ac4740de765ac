using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Door;
using Piaozhi.Access.Tokens;
using Piaozhi.Host;
using Piaozhi.Tests.Host;

namespace Piaozhi.Tests.Access;

/// <summary>Tokens of programs: what they open, and what ends them.</summary>
public class TokenTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_intake_asks_for_a_token_of_its_kind_of_row_even_on_this_machine()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var visitor = app.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(visitor, "events"));
        using var client = await app.TokenClientAsync("listen.events");
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(client, "events"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(client, "readings"));
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/improve", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/settings/accounts", Ct)).StatusCode);
    }

    [Fact]
    public async Task A_reading_scope_reads_its_stage_and_changes_nothing()
    {
        await using var app = await PiaozhiApp.StartAsync();
        using var client = await app.TokenClientAsync("read.improve");
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/improve", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/measure/indicators", Ct)).StatusCode);
        using var body = new StringContent("""{"title":"x","method":"pdca","owner":"y"}""", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/api/v1/improve", body, Ct)).StatusCode);
    }

    [Fact]
    public async Task A_token_ends_when_it_is_revoked_expires_or_its_owner_is_shut()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await DoorTests.ReadyAdministratorAsync(app);
        using var anna = await app.AccountClientAsync(Roles.Administrator);
        await using var session = app.Session();
        var account = await session.Records.Set<AccountRow>().AsNoTracking().OrderByDescending(a => a.LastSignInAt).FirstAsync(Ct);
        var known = app.Services.GetRequiredService<KnownTokens>();
        await using var hers = app.Services.GetRequiredSessions().Open(Actors.Of(account));

        var first = (await MakeToken.RunAsync(new("a", ["read.improve"]), hers, known, Ct)).Value;
        var second = (await MakeToken.RunAsync(new("b", ["read.improve"]), hers, known, Ct)).Value;
        var third = (await MakeToken.RunAsync(new("c", ["read.improve"]), hers, known, Ct)).Value;
        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, first.Token));
        Assert.True((await RevokeToken.RunAsync(first.Prefix, session, known, Ct)).Ok);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(app, first.Token));

        (await session.Records.Set<TokenRow>().SingleAsync(t => t.Id == second.Id, Ct)).ExpiresAt = DateTime.UnixEpoch;
        await session.Records.SaveChangesAsync(Ct);
        known.Forget();
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(app, second.Token));

        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, third.Token));
        await ChangeAccount.RunAsync(account.Id, new(Disabled: true), app.Services.GetRequiredService<Identities>(), app.Services.GetRequiredService<Actors>(), session, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(app, third.Token));
    }

    [Fact]
    public async Task Only_a_hash_is_kept_and_the_last_use_is_seen()
    {
        await using var app = await PiaozhiApp.StartAsync();
        await using var session = app.Session();
        var made = (await MakeToken.RunAsync(new("feed", ["read.improve"], 30), session, app.Services.GetRequiredService<KnownTokens>(), Ct)).Value;
        Assert.Equal(HttpStatusCode.OK, await GetAsync(app, made.Token));
        var listed = Assert.Single((await ListTokens.RunAsync(session, Ct)).Value);
        Assert.NotNull(listed.LastUsedAt);
        Assert.Equal(made.Prefix, listed.Token.Prefix);
        Assert.DoesNotContain(made.Token, await File.ReadAllTextAsync(Path.Combine(app.Folder, "records.db"), Encoding.Latin1, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_makes_lists_and_ends_tokens()
    {
        var folder = Directory.CreateTempSubdirectory("piaozhi-token-").FullName;
        var (exit, token, error) = await LocalCommandsTests.CommandAsync(folder, "access", "token", "add", "--name", "feed", "--scope", "listen.events", "--data", folder);
        Assert.True(exit == 0, error);
        Assert.StartsWith("pz_", token, StringComparison.Ordinal);
        var prefix = token[..9];
        Assert.Equal(0, (await LocalCommandsTests.CommandAsync(folder, "access", "token", "revoke", prefix, "--data", folder)).Exit);
        Assert.Contains("revoked", (await LocalCommandsTests.CommandAsync(folder, "access", "token", "list", "--data", folder)).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await LocalCommandsTests.CommandAsync(folder, "access", "token", "revoke", "pz_nothere", "--data", folder)).Exit);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string kind)
    {
        using var body = new StringContent("""{"case_id":"T1","activity":"a.b","occurred_at":"2026-01-15T10:00:00Z"}""", Encoding.UTF8, "application/x-ndjson");
        return (await client.PostAsync("/api/v1/listen/" + kind, body, Ct)).StatusCode;
    }

    private static async Task<HttpStatusCode> GetAsync(PiaozhiApp app, string token)
    {
        using var client = app.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await client.GetAsync("/api/v1/improve", Ct)).StatusCode;
    }
}
