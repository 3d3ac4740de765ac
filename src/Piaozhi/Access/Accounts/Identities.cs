using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Storage.Records;

namespace Piaozhi.Access.Accounts;

/// <summary>ASP.NET Core Identity on the records of a session, so that account changes are audited and saved like all others.</summary>
public sealed class Identities(
    IOptions<IdentityOptions> options, IPasswordHasher<AccountRow> hasher, IServiceProvider services, ILoggerFactory logs)
{
    // No 0, O, 1, l or I: one-time passwords are read aloud and typed.
    private const string Letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>How long an invitation or a reset can be used.</summary>
    public static readonly TimeSpan OneTimeLife = TimeSpan.FromDays(7);

    public UserManager<AccountRow> Of(Session session) => new(
        new UserOnlyStore<AccountRow, Records>(session.Records), options, hasher, [], [new PasswordRules()], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(),
        services, logs.CreateLogger<UserManager<AccountRow>>());

    /// <summary>A password that is used once, to set one's own.</summary>
    public static string OneTimePassword() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));

    public void HashInVain(string password) => hasher.HashPassword(new AccountRow(), password);

    /// <summary>Gives the account a one-time password; whoever is signed in with it is out.</summary>
    public async Task<string> GiveOneTimeAsync(AccountRow account, Session session, TimeSpan? life)
    {
        var users = Of(session);
        var password = OneTimePassword();
        account.PasswordHash = hasher.HashPassword(account, password);
        (account.OneTime, account.OneTimeUntil) = (true, life is { } l ? (session.Now + l).UtcDateTime : null);
        (account.LockoutEnd, account.AccessFailedCount) = (null, 0);
        var kept = await users.UpdateSecurityStampAsync(account);
        return kept.Succeeded ? password : throw new InvalidOperationException($"The account {account.Id} was changed by somebody else at the same moment.");
    }

    /// <summary>Sets the person's own password, or says everything that is wrong with it.</summary>
    public async Task<Outcome<Done>> SetPasswordAsync(AccountRow account, string password, Session session)
    {
        var users = Of(session);
        var checks = await new PasswordRules().ValidateAsync(users, account, password);
        if (!checks.Succeeded)
            return checks.Errors.Select(e => new Refusal(e.Code, account.UserName ?? "", PasswordRules.Least)).ToList();
        if (account.PasswordHash is { } now && hasher.VerifyHashedPassword(account, now, password) != PasswordVerificationResult.Failed)
            return new Refusal("access.password.same", account.UserName ?? "");
        account.PasswordHash = hasher.HashPassword(account, password);
        (account.OneTime, account.OneTimeUntil) = (false, null);
        if ((await users.UpdateSecurityStampAsync(account)).Refusal(account) is { } conflict)
            return conflict;
        return default(Done);
    }
}

internal static class IdentityAnswers
{
    /// <summary>Null when it was saved; Identity answers instead of failing, and an answer that nobody reads is a change that is lost.</summary>
    public static Refusal? Refusal(this IdentityResult result, AccountRow account) => result.Succeeded ? null
        : new Refusal(result.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure)) ? "access.account.conflict" : "access.account.taken", account.UserName ?? "") { Kind = RefusalKind.Conflict };
}

/// <summary>Length and guessability count, not kinds of characters: long phrases are easier to keep and harder to guess.</summary>
public sealed class PasswordRules : IPasswordValidator<AccountRow>
{
    public const int Least = 10;

    private static readonly string[] Common = ["password", "12345678", "qwerty", "letmein", "piaozhi", "admin", "welcome", "iloveyou", "88888888", "woaini", "aa123456"];

    public Task<IdentityResult> ValidateAsync(UserManager<AccountRow> manager, AccountRow user, string? password)
    {
        var broken = new List<IdentityError>();
        password ??= "";
        if (password.Length < Least)
            broken.Add(new IdentityError { Code = "access.password.short" });
        if (password.Distinct().Count() < 5 || Common.Any(c => password.Replace(c, "", StringComparison.OrdinalIgnoreCase).Length < 4))
            broken.Add(new IdentityError { Code = "access.password.guessable" });
        if (user.UserName is { Length: >= 3 } name && password.Contains(name, StringComparison.OrdinalIgnoreCase))
            broken.Add(new IdentityError { Code = "access.password.has-name" });
        return Task.FromResult(broken.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. broken]));
    }
}
