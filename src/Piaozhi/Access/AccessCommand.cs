using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Localization;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Audit;
using Piaozhi.Access.Door;
using Piaozhi.Access.Tokens;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

namespace Piaozhi.Access;

/// <summary><c>piaozhi access account add|list|change|reset</c>, <c>piaozhi access token add|list|revoke</c>.</summary>
public static class AccessCommand
{
    public static Command Make(CommandHost host) => new("access", "权限：账号、令牌、审计 / access: accounts, tokens, audit trail") { Account(host), Token(host), AuditCommand.Make(host) };

    private static Command Account(CommandHost host)
    {
        var user = new Argument<string>("user") { Description = "用户名 / user name" };
        var name = new Option<string?>("--name") { Description = "姓名 / the person's name" };
        var roles = new Option<string[]>("--role") { Description = "角色 / role: " + string.Join(", ", Roles.Names.Keys), AllowMultipleArgumentsPerToken = true };
        roles.AcceptOnlyFromAmong([.. Roles.Names.Keys]);
        var outlets = new Option<string[]>("--outlet") { Description = "可见网点，默认全部 / outlets to be seen, default all", AllowMultipleArgumentsPerToken = true };
        var department = new Option<string?>("--department") { Description = "部门 / department" };
        var disable = new Option<bool?>("--disable") { Description = "停用或启用 / shut (true) or open (false) the account" };

        var add = new Command("add", "新建账号并生成一次性密码 / open an account with a one-time password") { user, name, roles, outlets, department };
        add.SetAction((parsed, ct) => RunAsync(host, parsed, async (services, session) => Say(parsed, services, await OpenAccount.RunAsync(
            new(parsed.GetValue(user), parsed.GetValue(name), new Standing(parsed.GetValue(roles) ?? [], parsed.GetValue(outlets), parsed.GetValue(department))),
            services.GetRequiredService<Identities>(), session, ct), Invited), ct));
        var change = new Command("change", "修改角色、范围或停用 / change roles, scope, or shut") { user, name, roles, outlets, department, disable };
        change.SetAction((parsed, ct) => RunAsync(host, parsed, async (services, session) => Say(parsed, services, await ChangeAccount.RunAsync(
            parsed.GetValue(user)!,
            new(parsed.GetValue(roles) is { Length: > 0 } given ? new Standing(given, parsed.GetValue(outlets), parsed.GetValue(department)) : null, parsed.GetValue(name), parsed.GetValue(disable)),
            services.GetRequiredService<Identities>(), services.GetRequiredService<Actors>(), session, ct), _ => "已修改 / changed"), ct));
        var reset = new Command("reset", "重新生成一次性密码 / make a new one-time password") { user };
        reset.SetAction((parsed, ct) => RunAsync(host, parsed, async (services, session) => Say(parsed, services, await ResetAccount.RunAsync(
            parsed.GetValue(user)!, services.GetRequiredService<Identities>(), services.GetRequiredService<Actors>(), session, ct), Invited), ct));
        var list = new Command("list", "所有账号 / all accounts");
        list.SetAction((parsed, ct) => RunAsync(host, parsed, async (services, session) => Say(parsed, services, await ListAccounts.RunAsync(session, ct), all => string.Join(Environment.NewLine, all.Select(a =>
            string.Join('\t', a.UserName, a.Name, a.Roles, a.Outlets?.Replace('\n', ',') ?? "*", a.Department, a.Disabled ? "停用/shut" : a.OneTime ? "待激活/invited" : "有效/active", Day(a.LastSignInAt))))), ct));
        return new Command("account", "账号 / accounts") { add, change, reset, list };
    }

    private static Command Token(CommandHost host)
    {
        var name = new Option<string>("--name") { Description = "名称 / what it is for", Required = true };
        var scopes = new Option<string[]>("--scope") { Description = "权限 / scopes: " + string.Join(", ", TokenScopes.All.Keys), Required = true, AllowMultipleArgumentsPerToken = true };
        var days = new Option<int>("--days") { Description = "有效天数，0 为不过期 / days until it expires, 0 = never", DefaultValueFactory = _ => 365 };
        var id = new Argument<string>("token") { Description = "编号或前缀 / id or prefix" };

        var add = new Command("add", "新建令牌，只显示一次 / make a token, shown once") { name, scopes, days };
        add.SetAction((parsed, ct) => RunAsync(host, parsed, async (services, session) => Say(parsed, services, await MakeToken.RunAsync(
            new(parsed.GetValue(name), parsed.GetValue(scopes)!, parsed.GetValue(days) is var d and not 0 ? d : null), session, services.GetRequiredService<KnownTokens>(), ct), made => made.Token), ct));
        var list = new Command("list", "所有令牌 / all tokens");
        list.SetAction((parsed, ct) => RunAsync(host, parsed, async (services, session) => Say(parsed, services, await ListTokens.RunAsync(session, ct), all => string.Join(Environment.NewLine, all.Select(t =>
            string.Join('\t', t.Token.Id, t.Token.Prefix + "…", t.Token.Name, t.Token.Scopes, Day(t.Token.ExpiresAt), Day(t.LastUsedAt), t.Token.RevokedAt is null ? "" : "已撤销/revoked")))), ct));
        var revoke = new Command("revoke", "撤销令牌 / end a token") { id };
        revoke.SetAction((parsed, ct) => RunAsync(host, parsed, async (services, session) => Say(parsed, services, await RevokeToken.RunAsync(
            parsed.GetValue(id)!, session, services.GetRequiredService<KnownTokens>(), ct), _ => "已撤销 / revoked"), ct));
        return new Command("token", "程序用的令牌 / tokens for programs") { add, list, revoke };
    }

    private static string Invited(Invitation i) => $"{i.UserName}\t{i.OneTimePassword}\t{Day(i.Until)}";

    private static string Day(DateTime? at) => at?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";

    internal static async Task<int> RunAsync(CommandHost host, ParseResult parsed, Func<IServiceProvider, Session, Task<int>> run, CancellationToken ct)
    {
        await using var open = await host.OpenAsync(parsed, ct);
        if (open is null)
            return 3;
        await using var session = open.Session();
        return await run(open.Services, session);
    }

    internal static int Say<T>(ParseResult parsed, IServiceProvider services, Outcome<T> outcome, Func<T, string> say)
    {
        if (outcome.Ok)
            parsed.Out().WriteLine(say(outcome.Value));
        else
            foreach (var refusal in outcome.Refusals)
                parsed.Error().WriteLine(services.GetRequiredService<IStringLocalizerFactory>().Say(refusal));
        return outcome.Ok ? 0 : 2;
    }
}
