using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Piaozhi.Access.Accounts;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access.Door;

/// <summary>Name and password of an account, held against what is kept of it.</summary>
public static class SignIn
{
    public sealed record Input(string? UserName, string? Password);

    public static async Task<Outcome<AccountRow>> RunAsync(Input input, Identities identities, Session session, CancellationToken ct = default)
    {
        var users = identities.Of(session);
        var account = await users.FindByNameAsync(input.UserName?.Trim() ?? "");
        var password = input.Password ?? "";
        if (account is null || account.Disabled || account.PasswordHash is null)
        {
            // The same work as for an account that is there, so that the time taken tells nobody who has one.
            identities.HashInVain(password);
            return new Refusal("access.sign-in.wrong");
        }

        if (await users.IsLockedOutAsync(account))
            return Locked(account, session);
        if (!await users.CheckPasswordAsync(account, password))
        {
            await users.AccessFailedAsync(account);
            return await users.IsLockedOutAsync(account) ? Locked(account, session) : new Refusal("access.sign-in.wrong");
        }

        if (account.OneTime && account.OneTimeUntil < session.Now.UtcDateTime)
            return new Refusal("access.sign-in.one-time-over");
        session.Records.Actor = Actors.Of(account) with { From = session.Actor.From };
        account.LastSignInAt = session.Now.UtcDateTime;
        account.AccessFailedCount = 0;
        await users.UpdateAsync(account);
        return account;
    }

    private static Refusal Locked(AccountRow account, Session session) =>
        new("access.sign-in.locked", "", Math.Max(1, (int)Math.Ceiling((account.LockoutEnd!.Value - session.Now).TotalMinutes)));
}

/// <summary>
/// The first administrator makes the account made at the first start their own, with the one-time password from the console. Possible
/// until one administrator has a password of their own.
/// </summary>
public static class SetUp
{
    public sealed record Input(string? OneTimePassword, string? UserName, string? Name, string? Password, string? Repeat);

    public static async Task<bool> IsNeededAsync(Session session, CancellationToken ct = default) =>
        !(await session.Records.Set<AccountRow>().AsNoTracking().Where(a => !a.Disabled && !a.OneTime).ToListAsync(ct)).Any(a => a.RoleSet.Contains(Roles.Administrator));

    public static async Task<Outcome<AccountRow>> RunAsync(Input input, Identities identities, Actors actors, Session session, CancellationToken ct = default)
    {
        if (!await IsNeededAsync(session, ct))
            return new Refusal("access.set-up.done") { Kind = RefusalKind.Conflict };
        var users = identities.Of(session);
        var open = (await session.Records.Set<AccountRow>().Where(a => a.OneTime && !a.Disabled).ToListAsync(ct)).Where(a => a.RoleSet.Contains(Roles.Administrator)).ToList();
        if (open.Count == 0)
            return new Refusal("access.set-up.no-account");
        AccountRow? account = null;
        foreach (var one in open)
        {
            if (await users.IsLockedOutAsync(one))
                return new Refusal("access.sign-in.locked", "", Math.Max(1, (int)Math.Ceiling((one.LockoutEnd!.Value - session.Now).TotalMinutes)));
            if (await users.CheckPasswordAsync(one, input.OneTimePassword?.Trim() ?? ""))
                account = one;
            else
                await users.AccessFailedAsync(one);
        }

        if (account is null)
            return new Refusal("access.set-up.wrong");
        if (account.OneTimeUntil < session.Now.UtcDateTime)
            return new Refusal("access.sign-in.one-time-over");
        session.Records.Actor = Actors.Of(account) with { From = session.Actor.From };
        var name = input.UserName?.Trim();
        if (!string.IsNullOrEmpty(name) && await users.FindByNameAsync(name) is { } other && other.Id != account.Id)
            return new Refusal("access.account.taken", name) { Kind = RefusalKind.Conflict };
        if (!string.IsNullOrEmpty(name))
            account.UserName = name;
        account.Name = input.Name?.Trim() ?? "";
        account.LastSignInAt = session.Now.UtcDateTime;
        account.AccessFailedCount = 0;
        return await SetPassword.RunAsync(account, input.Password, input.Repeat, identities, actors, session);
    }
}

/// <summary>A person changes their own password.</summary>
public static class ChangePassword
{
    public sealed record Input(string? Current, string? Password, string? Repeat);

    public static async Task<Outcome<AccountRow>> RunAsync(string id, Input input, Identities identities, Actors actors, Session session, CancellationToken ct = default)
    {
        var users = identities.Of(session);
        if (await users.FindByIdAsync(id) is not { PasswordHash: not null } account)
            return new Refusal("access.password.elsewhere") { Kind = RefusalKind.NotFound };
        if (await users.IsLockedOutAsync(account))
            return new Refusal("access.sign-in.locked", "", Math.Max(1, (int)Math.Ceiling((account.LockoutEnd!.Value - session.Now).TotalMinutes)));
        if (!await users.CheckPasswordAsync(account, input.Current ?? ""))
        {
            await users.AccessFailedAsync(account);
            return new Refusal("access.password.wrong");
        }

        return await SetPassword.RunAsync(account, input.Password, input.Repeat, identities, actors, session);
    }
}

internal static class SetPassword
{
    public static async Task<Outcome<AccountRow>> RunAsync(AccountRow account, string? password, string? repeat, Identities identities, Actors actors, Session session)
    {
        if (password != repeat)
            return new Refusal("access.password.differs");
        if (await identities.SetPasswordAsync(account, password ?? "", session) is { Ok: false } no)
            return Outcome<AccountRow>.Refuse(no.Refusals);
        actors.Forget(account.Id);
        return account;
    }
}
