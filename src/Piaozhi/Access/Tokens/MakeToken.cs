using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access.Tokens;

/// <summary>Makes a token for a program. Whoever makes it lends it their own rights, within its scopes.</summary>
public static class MakeToken
{
    private const string Letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int LongestDays = 3660;

    /// <param name="Days">Days until it expires; null = does not.</param>
    public sealed record Input(string? Name, IReadOnlyList<string> Scopes, int? Days = 365);

    /// <param name="Token">Shown this once.</param>
    public sealed record Made(string Id, string Token, string Prefix, DateTime? ExpiresAt);

    public static async Task<Outcome<Made>> RunAsync(Input input, Session session, KnownTokens known, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        var refusals = new List<Refusal>();
        if (string.IsNullOrWhiteSpace(input.Name))
            refusals.Add(new Refusal("access.token.no-name"));
        if (input.Scopes.Count == 0)
            refusals.Add(new Refusal("access.token.no-scope"));
        refusals.AddRange(input.Scopes.Where(s => !TokenScopes.All.ContainsKey(s)).Select(s => new Refusal("access.token.unknown-scope", s)));
        if (input.Days is <= 0 or > LongestDays)
            refusals.Add(new Refusal("access.token.days", input.Days.Value.ToString(session.Culture), LongestDays));
        if (refusals.Count > 0)
            return refusals;

        var token = "pz_" + RandomNumberGenerator.GetString(Letters, 40);
        var row = new TokenRow
        {
            Id = Guid.NewGuid().ToString("N")[..12],
            Name = input.Name!.Trim(),
            Prefix = token[..9],
            Hash = KnownTokens.Hash(token),
            Scopes = string.Join(' ', input.Scopes.Distinct().Order(StringComparer.Ordinal)),
            Owner = session.Actor.Id,
            OwnerName = session.Actor.Name,
            CreatedAt = session.Now.UtcDateTime,
            ExpiresAt = input.Days is { } days ? session.Now.UtcDateTime.AddDays(days) : null,
        };
        session.Records.Add(row);
        await session.Records.SaveChangesAsync(ct);
        known.Forget();
        return new Made(row.Id, token, row.Prefix, row.ExpiresAt);
    }
}

/// <summary>Ends a token; the row stays, so that old entries of the audit trail can still be read.</summary>
public static class RevokeToken
{
    public static async Task<Outcome<Done>> RunAsync(string idOrPrefix, Session session, KnownTokens known, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (await session.Records.Set<TokenRow>().FirstOrDefaultAsync(t => t.Id == idOrPrefix || t.Prefix == idOrPrefix, ct) is not { } row)
            return new Refusal("access.token.not-found", idOrPrefix) { Kind = RefusalKind.NotFound };
        row.RevokedAt ??= session.Now.UtcDateTime;
        await session.Records.SaveChangesAsync(ct);
        known.Forget();
        return default(Done);
    }
}

/// <summary>All tokens, the youngest first.</summary>
public static class ListTokens
{
    public sealed record Listed(TokenRow Token, DateTime? LastUsedAt);

    public static async Task<Outcome<IReadOnlyList<Listed>>> RunAsync(Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        var used = await session.Records.Set<TokenUseRow>().AsNoTracking().ToDictionaryAsync(u => u.TokenId, u => u.LastUsedAt, ct);
        var tokens = await session.Records.Set<TokenRow>().AsNoTracking().OrderByDescending(t => t.CreatedAt).ToListAsync(ct);
        return tokens.Select(t => new Listed(t, used.TryGetValue(t.Id, out var at) ? at : null)).ToList();
    }
}
