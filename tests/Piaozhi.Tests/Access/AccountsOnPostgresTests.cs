using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Piaozhi.Access;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Audit;
using Piaozhi.Access.Door;
using Piaozhi.Access.Tokens;
using Piaozhi.Tests.Storage;

namespace Piaozhi.Tests.Access;

/// <summary>Accounts, tokens and the audit trail where the records lie in PostgreSQL.</summary>
public class AccountsOnPostgresTests
{
    private const string Password = "seven green lanterns";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_are_invited_sign_in_are_locked_and_shut_and_tokens_end()
    {
        var database = await FactStoreUnderTest.NewDatabaseAsync();
        await using var app = await PiaozhiApp.StartAsync(o => (o.Records, o.Postgres, o.Limits.Door) = ("postgres", database, 1000));
        await DoorTests.ReadyAdministratorAsync(app);
        var (identities, actors, known) = (app.Services.GetRequiredService<Identities>(), app.Services.GetRequiredService<Actors>(), app.Services.GetRequiredService<KnownTokens>());
        await using var session = app.Session();
        var invited = (await OpenAccount.RunAsync(new("li.na", "李娜", new Standing([Roles.Outlet], ["东站", "西站"], "客运部")), identities, session, Ct)).Value;
        Assert.Equal("access.account.taken", (await OpenAccount.RunAsync(new("LI.NA", "other", new Standing([Roles.Clerk])), identities, session, Ct)).Refusals.Single().Code);

        using var person = DoorTests.Browser(app);
        Assert.Equal("/access/password", (await PiaozhiApp.SignInAsync(person, "Li.Na", invited.OneTimePassword)).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await PiaozhiApp.PostFormAsync(person, "/access/password", new() { ["current"] = invited.OneTimePassword, ["password"] = Password, ["repeat"] = Password })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/api/v1/improve", Ct)).StatusCode);
        var kept = await session.Records.Set<AccountRow>().AsNoTracking().SingleAsync(a => a.UserName == "li.na", Ct);
        Assert.Equal((true, "客运部", false), (kept.OutletSet!.SetEquals(["东站", "西站"]), kept.Department, kept.OneTime));

        using var stranger = DoorTests.Browser(app);
        for (var n = 0; n < 5; n++)
            await PiaozhiApp.SignInAsync(stranger, "li.na", "wrong");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PiaozhiApp.SignInAsync(stranger, "li.na", Password)).StatusCode);

        var token = (await MakeToken.RunAsync(new("report", ["read.improve"]), session, known, Ct)).Value;
        using var program = app.Client();
        program.DefaultRequestHeaders.Authorization = new("Bearer", token.Token);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/improve", Ct)).StatusCode);
        Assert.True((await RevokeToken.RunAsync(token.Id, session, known, Ct)).Ok);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/improve", Ct)).StatusCode);

        Assert.True((await ChangeAccount.RunAsync("li.na", new(Disabled: true), identities, actors, session, Ct)).Ok);
        Assert.Equal(HttpStatusCode.Unauthorized, (await person.GetAsync("/api/v1/improve", Ct)).StatusCode);
        var verdict = (await VerifyAudit.RunAsync([], session, Ct)).Value;
        Assert.Null(verdict.Broken);
        Assert.True(verdict.Entries >= 5);
    }
}
