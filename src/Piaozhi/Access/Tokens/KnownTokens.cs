using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Storage.Records;

namespace Piaozhi.Access.Tokens;

/// <summary>Recognizes tokens. What it has seen it remembers for a short while, so that an intake of many requests does not ask the records each time.</summary>
public sealed class KnownTokens(Func<Records> records, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan UseStep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, TokenRow? Token)> _seen = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new();

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>After a token was made or revoked.</summary>
    public void Forget() => _seen.Clear();

    /// <summary>The living token; null when it is unknown, expired or revoked.</summary>
    public async Task<TokenRow?> FindAsync(string text, CancellationToken ct)
    {
        var hash = Hash(text);
        var now = clock.GetUtcNow();
        if (!_seen.TryGetValue(hash, out var seen) || now - seen.At >= Fresh)
        {
            await using var open = records();
            seen = (now, await open.Set<TokenRow>().AsNoTracking().FirstOrDefaultAsync(t => t.Hash == hash, ct));
            // Guesses must not fill the memory.
            if (seen.Token is not null)
                _seen[hash] = seen;
        }

        if (seen.Token is not { } token || !token.IsAlive(now.UtcDateTime))
            return null;
        if (!_used.TryGetValue(token.Id, out var last) || now - last >= UseStep)
        {
            _used[token.Id] = now;
            await UsedAsync(token.Id, now, ct);
        }

        return token;
    }

    private async Task UsedAsync(string id, DateTimeOffset now, CancellationToken ct)
    {
        await using var open = records();
        if (await open.Set<TokenUseRow>().FindAsync([id], ct) is { } use)
            use.LastUsedAt = now.UtcDateTime;
        else
            open.Add(new TokenUseRow { TokenId = id, LastUsedAt = now.UtcDateTime });
        try
        {
            await open.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // Two first uses at one moment; the other one has written it.
        }
    }
}
