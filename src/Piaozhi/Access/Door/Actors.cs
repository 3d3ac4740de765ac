using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Tokens;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Access.Door;

/// <summary>Who stands behind a principal just now. Principals carry an id only; roles and scope are always those of the present.</summary>
public sealed class Actors(Func<Records> records, SampleVisit sample, TimeProvider clock)
{
    public const string Stamp = "pz:stamp";
    public const string From = "pz:from";
    public const string Scopes = "pz:scopes";

    /// <summary>How long another process's change of an account may go unnoticed; changes of this process are seen at once.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, AccountRow? Account)> _accounts = new();

    /// <summary>Raised after an account was changed, disabled or given another password.</summary>
    public event Action? Changed;

    public void Forget(string id)
    {
        _accounts.TryRemove(id, out _);
        Changed?.Invoke();
    }

    /// <summary>The account, when it may still act and its session has not been ended by a change of password.</summary>
    public async Task<AccountRow?> AccountAsync(ClaimsPrincipal person, CancellationToken ct = default)
    {
        if (person.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id || person.FindFirstValue(Stamp) is not { } stamp)
            return null;
        return await AccountAsync(id, ct) is { Disabled: false } account && account.SecurityStamp == stamp ? account : null;
    }

    public async Task<AccountRow?> AccountAsync(string id, CancellationToken ct = default)
    {
        if (_accounts.TryGetValue(id, out var kept) && clock.GetUtcNow() - kept.At < Fresh)
            return kept.Account;
        await using var open = records();
        var account = await open.Set<AccountRow>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct);
        _accounts[id] = (clock.GetUtcNow(), account);
        return account;
    }

    /// <summary>The actor of a signed-in person, visitor of the sample or token; <see cref="Actor.Nobody"/> when there is none any more.</summary>
    public async Task<Actor> OfAsync(ClaimsPrincipal person, CancellationToken ct = default)
    {
        var from = person.FindFirstValue(From) ?? "web";
        switch (person.Identity?.AuthenticationType)
        {
            case SampleVisit.Scheme:
                return sample.Allowed ? (await sample.ActorAsync(person.FindFirstValue(ClaimTypes.Role), ct)) with { From = from } : Actor.Nobody;
            case TokenSignIn.Scheme:
                return await OfTokenAsync(person, from, ct);
            case AccountSignIn.Scheme:
                return await AccountAsync(person, ct) is { } account ? Of(account) with { From = from } : Actor.Nobody;
            default:
                return Actor.Nobody;
        }
    }

    public static Actor Of(AccountRow account) => new(
        account.Id, account.Name.Length > 0 ? account.Name : account.UserName!, account.OneTime ? new HashSet<string>() : account.RoleSet, account.OutletSet, account.Department);

    /// <summary>A token does at most what its owner may do; one made on the command line is the installation's own.</summary>
    private async Task<Actor> OfTokenAsync(ClaimsPrincipal token, string from, CancellationToken ct)
    {
        var owner = token.FindFirstValue(ClaimTypes.NameIdentifier)!;
        if (owner == Actor.System.Id)
            return Actor.System with { From = from };
        if (SampleVisit.RoleOf(owner) is { } role)
        {
            if (sample.Allowed)
                return (await sample.ActorAsync(role, ct)) with { From = from };
            // The first real row ends the visit; the program that hands it in must be able to hand in the second.
            return TokenScopes.OnlyHandsIn(token.FindFirstValue(Scopes)!.Split(' ').ToHashSet())
                ? new Actor(owner, "", new HashSet<string> { Roles.Operations }) { From = from } : Actor.Nobody;
        }

        return await AccountAsync(owner, ct) is { Disabled: false } account ? Of(account) with { From = from } : Actor.Nobody;
    }
}
