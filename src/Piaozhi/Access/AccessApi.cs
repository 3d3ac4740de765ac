using Piaozhi.Access.Accounts;
using Piaozhi.Access.Audit;
using Piaozhi.Access.Door;
using Piaozhi.Access.Tokens;
using Piaozhi.Host;

namespace Piaozhi.Access;

/// <summary>Endpoints below <c>/api/v1/access</c>.</summary>
public static class AccessApi
{
    public sealed record AccountShape(string Id, string? UserName, string Name, IEnumerable<string> Roles, IEnumerable<string>? Outlets, string? Department, bool Disabled, bool Invited, DateTime? LastSignInAt);

    public sealed record TokenShape(string Id, string Name, string Prefix, IEnumerable<string> Scopes, DateTime CreatedAt, DateTime? ExpiresAt, DateTime? RevokedAt, DateTime? LastUsedAt);

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/access").WithTags("access");
        group.MapGet("/accounts", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await ListAccounts.RunAsync(session, ct);
            return found.Ok ? Results.Ok(found.Value.Select(Shape)) : found.ToResult();
        }).WithName("ListAccounts").WithSummary("Accounts, by name").Produces<IEnumerable<AccountShape>>();
        group.MapPost("/accounts", async (OpenAccount.Input input, Who who, Identities identities, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await OpenAccount.RunAsync(input, identities, session, ct)).ToResult();
        }).WithName("OpenAccount").WithSummary("Opens an account; the answer holds its one-time password").Produces<Invitation>();
        group.MapPatch("/accounts/{id}", async (string id, ChangeAccount.Input input, Who who, Identities identities, Actors actors, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await ChangeAccount.RunAsync(id, input, identities, actors, session, ct)).ToResult();
        }).WithName("ChangeAccount").WithSummary("Changes roles, scope or name of an account, shuts or opens it");
        group.MapPost("/accounts/{id}/reset", async (string id, Who who, Identities identities, Actors actors, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await ResetAccount.RunAsync(id, identities, actors, session, ct)).ToResult();
        }).WithName("ResetAccount").WithSummary("Gives an account a new one-time password").Produces<Invitation>();

        group.MapGet("/tokens", async (Who who, CancellationToken ct) =>
        {
            await using var session = who.Open();
            var found = await ListTokens.RunAsync(session, ct);
            return found.Ok ? Results.Ok(found.Value.Select(Shape)) : found.ToResult();
        }).WithName("ListTokens").WithSummary("Tokens, the youngest first").Produces<IEnumerable<TokenShape>>();
        group.MapPost("/tokens", async (MakeToken.Input input, Who who, KnownTokens known, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await MakeToken.RunAsync(input, session, known, ct)).ToResult();
        }).WithName("MakeToken").WithSummary("Makes a token; the answer is the only place where it stands").Produces<MakeToken.Made>();
        group.MapDelete("/tokens/{id}", async (string id, Who who, KnownTokens known, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await RevokeToken.RunAsync(id, session, known, ct)).ToResult();
        }).WithName("RevokeToken").WithSummary("Ends a token at once");

        group.MapGet("/audit", async (Who who, string? entity, string? key, string? actor, long? before, int? most, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await ListAudit.RunAsync(new(entity, key, actor, before, most ?? 500), session, ct)).ToResult();
        }).WithName("ListAudit").WithSummary("Entries of the audit trail, the youngest first").Produces<IEnumerable<AuditRow>>();
        group.MapGet("/audit/verdict", async (Who who, AuditAnchors anchors, string[]? against, CancellationToken ct) =>
        {
            await using var session = who.Open();
            return (await VerifyAudit.RunAsync([.. await anchors.ReadAsync(ct), .. against ?? []], session, ct)).ToResult();
        }).WithName("VerifyAudit").WithSummary("Whether the audit trail is unbroken, and where not").Produces<AuditVerdict>();
    }

    private static AccountShape Shape(AccountRow a) => new(a.Id, a.UserName, a.Name, a.RoleSet, a.OutletSet, a.Department, a.Disabled, a.OneTime, a.LastSignInAt);

    private static TokenShape Shape(ListTokens.Listed t) =>
        new(t.Token.Id, t.Token.Name, t.Token.Prefix, t.Token.ScopeSet, t.Token.CreatedAt, t.Token.ExpiresAt, t.Token.RevokedAt, t.LastUsedAt);
}
