using Microsoft.EntityFrameworkCore;
using Piaozhi.Access.Door;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access.Accounts;

/// <summary>What an account may do and see.</summary>
/// <param name="Outlets">Outlets that the person sees; null or empty = all.</param>
public sealed record Standing(IReadOnlyList<string> Roles, IReadOnlyList<string>? Outlets = null, string? Department = null)
{
    public IEnumerable<Refusal> Faults()
    {
        if (Roles.Count == 0)
            yield return new Refusal("access.account.no-role");
        foreach (var role in Roles.Where(r => !Access.Roles.Names.ContainsKey(r)))
            yield return new Refusal("access.account.unknown-role", role);
    }

    public void Give(AccountRow account)
    {
        account.Roles = string.Join(' ', Access.Roles.Names.Keys.Where(Roles.Contains));
        var outlets = Outlets?.Select(o => o.Trim()).Where(o => o.Length > 0).Distinct().ToList();
        account.Outlets = outlets is { Count: > 0 } ? string.Join('\n', outlets) : null;
        account.Department = string.IsNullOrWhiteSpace(Department) ? null : Department.Trim();
    }
}

/// <summary>A one-time password to hand to the person; shown this once.</summary>
public sealed record Invitation(string Id, string UserName, string OneTimePassword, DateTime? Until);

/// <summary>Opens an account and invites its person by a one-time password.</summary>
public static class OpenAccount
{
    public sealed record Input(string? UserName, string? Name, Standing Standing, string? Email = null);

    public static async Task<Outcome<Invitation>> RunAsync(Input input, Identities identities, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        var refusals = input.Standing.Faults().ToList();
        var userName = input.UserName?.Trim() ?? "";
        if (userName.Length is 0 or > 64 || userName.Any(char.IsControl))
            refusals.Add(new Refusal("access.account.no-name"));
        var users = identities.Of(session);
        if (userName.Length > 0 && await users.FindByNameAsync(userName) is not null)
            refusals.Add(new Refusal("access.account.taken", userName) { Kind = RefusalKind.Conflict });
        if (refusals.Count > 0)
            return refusals;
        var account = new AccountRow
        {
            UserName = userName, Name = input.Name?.Trim() ?? "", Email = string.IsNullOrWhiteSpace(input.Email) ? null : input.Email.Trim(),
            CreatedAt = session.Now.UtcDateTime, LockoutEnabled = true, SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        input.Standing.Give(account);
        if ((await users.CreateAsync(account)).Refusal(account) is { } taken)
            return taken;
        var password = await identities.GiveOneTimeAsync(account, session, Identities.OneTimeLife);
        return new Invitation(account.Id, userName, password, account.OneTimeUntil);
    }
}

/// <summary>Gives an account another standing, or shuts or opens it.</summary>
public static class ChangeAccount
{
    /// <summary>Null leaves a thing as it is.</summary>
    public sealed record Input(Standing? Standing = null, string? Name = null, bool? Disabled = null);

    public static async Task<Outcome<Done>> RunAsync(string idOrName, Input input, Identities identities, Actors actors, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (await FindAccount.RunAsync(idOrName, session, ct) is not { } account)
            return new Refusal("access.account.not-found", idOrName) { Kind = RefusalKind.NotFound };
        if (input.Standing?.Faults().ToList() is { Count: > 0 } faults)
            return faults;
        input.Standing?.Give(account);
        account.Name = input.Name?.Trim() ?? account.Name;
        account.Disabled = input.Disabled ?? account.Disabled;
        var others = await session.Records.Set<AccountRow>().AsNoTracking().Where(a => a.Id != account.Id && !a.Disabled).ToListAsync(ct);
        if ((account.Disabled || !account.RoleSet.Contains(Roles.Administrator)) && !others.Any(a => a.RoleSet.Contains(Roles.Administrator)))
            return new Refusal("access.account.last-administrator", account.UserName!);
        if ((await identities.Of(session).UpdateAsync(account)).Refusal(account) is { } conflict)
            return conflict;
        actors.Forget(account.Id);
        return default(Done);
    }
}

/// <summary>Gives an account a new one-time password, for a person who has lost theirs.</summary>
public static class ResetAccount
{
    public static async Task<Outcome<Invitation>> RunAsync(string idOrName, Identities identities, Actors actors, Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        if (await FindAccount.RunAsync(idOrName, session, ct) is not { } account)
            return new Refusal("access.account.not-found", idOrName) { Kind = RefusalKind.NotFound };
        if (account.External)
            return new Refusal("access.password.elsewhere", idOrName);
        var password = await identities.GiveOneTimeAsync(account, session, Identities.OneTimeLife);
        actors.Forget(account.Id);
        return new Invitation(account.Id, account.UserName!, password, account.OneTimeUntil);
    }
}

/// <summary>All accounts, by name.</summary>
public static class ListAccounts
{
    public static async Task<Outcome<IReadOnlyList<AccountRow>>> RunAsync(Session session, CancellationToken ct = default)
    {
        if (session.Refuses(Right.Administer) is { } no)
            return no;
        return await session.Records.Set<AccountRow>().AsNoTracking().OrderBy(a => a.UserName).ToListAsync(ct);
    }
}

internal static class FindAccount
{
    public static async Task<AccountRow?> RunAsync(string idOrName, Session session, CancellationToken ct)
    {
        var name = idOrName.ToUpperInvariant();
        var account = await session.Records.Set<AccountRow>().FirstOrDefaultAsync(a => a.Id == idOrName || a.NormalizedUserName == name, ct);
        // A page's session may have read the account before its person changed the password; what is old must not be written back.
        if (account is not null)
            await session.Records.Entry(account).ReloadAsync(ct);
        return account;
    }
}
