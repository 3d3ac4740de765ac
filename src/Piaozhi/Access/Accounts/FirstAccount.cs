using Microsoft.EntityFrameworkCore;
using Piaozhi.Host;

namespace Piaozhi.Access.Accounts;

/// <summary>The administrator that a new installation begins with.</summary>
public static class FirstAccount
{
    public const string UserName = "admin";

    /// <summary>Makes the account where there is none; its one-time password is the answer and is kept nowhere in clear.</summary>
    public static async Task<string?> MakeAsync(Identities identities, Session session, CancellationToken ct = default)
    {
        if (await session.Records.Set<AccountRow>().AnyAsync(ct))
            return null;
        var account = new AccountRow { UserName = UserName, Roles = Roles.Administrator, CreatedAt = session.Now.UtcDateTime, LockoutEnabled = true };
        await identities.Of(session).CreateAsync(account);
        // Without an end: the sample may be looked at for months before accounts are needed.
        return await identities.GiveOneTimeAsync(account, session, life: null);
    }
}
