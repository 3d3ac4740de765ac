using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Audit;
using Piaozhi.Access.Door;
using Piaozhi.Access.Tokens;
using Piaozhi.Host;
using Piaozhi.Shell;

namespace Piaozhi.Access;

/// <summary>Who may do what. Registers identity, tokens and the audit trail.</summary>
public static class AccessParts
{
    private const string Either = "piaozhi";

    public static PiaozhiBuilder AddAccess(this PiaozhiBuilder app)
    {
        var services = app.Services;
        services.AddHttpContextAccessor();
        services.AddScoped<Who>();
        services.AddSingleton<SampleVisit>();
        services.AddSingleton<Actors>();
        services.AddSingleton<KnownTokens>();
        AddIdentities(services);
        AddSignIn(services, app.Options);
        services.Replace(ServiceDescriptor.Scoped<AuthenticationStateProvider, CircuitWho>());
        services.AddScoped<CircuitHandler, CircuitOpening>();
        services.AddSingleton(new TopBarPart(100, typeof(PersonMenu)));
        RateLimits.Add(services, app.Options.Limits);
        services.AddSingleton<AuditAnchors>();
        services.AddSingleton<IJob>(s => s.GetRequiredService<AuditAnchors>());
        app.Settings(new("账号", "Accounts"), new("谁可以登录，能做什么，能看到什么", "Who can sign in, what they may do and see"), "/settings/accounts", Icons.Material.Outlined.People, Right.Administer, 50)
            .Settings(new("令牌", "Tokens"), new("程序写入数据和读取结果", "For programs that hand in data and read results"), "/settings/tokens", Icons.Material.Outlined.Key, Right.Administer, 60)
            .Settings(new("审计记录", "Audit trail"), new("谁在何时改了什么，是否被改动过", "Who changed what and when, and whether it was tampered with"), "/settings/audit", Icons.Material.Outlined.History, Right.ReadAudit, 70);
        return app.Command(AccessCommand.Make).Api(AccessApi.Map).Map(DoorApi.Map).Map(web =>
        {
            if (app.Options.Oidc.IsSet)
                OidcSignIn.Map(web);
        }).Use(web =>
        {
            web.UseOwnOriginOnly();
            web.UseAuthentication();
            web.UseRateLimiter();
            web.UseAuthorization();
            web.UseWho();
        });
    }

    private static void AddIdentities(IServiceCollection services)
    {
        services.Configure<IdentityOptions>(o =>
        {
            o.Lockout.MaxFailedAccessAttempts = 5;
            o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            o.Lockout.AllowedForNewUsers = true;
        });
        services.AddSingleton<IPasswordHasher<AccountRow>, PasswordHasher<AccountRow>>();
        services.AddSingleton<Identities>();
    }

    private static void AddSignIn(IServiceCollection services, PiaozhiOptions options)
    {
        var schemes = services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = http =>
                TokenSignIn.Shown(http.Request) is not null ? TokenSignIn.Scheme
                : http.RequestServices.GetRequiredService<SampleVisit>().Admits(http) ? SampleVisit.Scheme
                : AccountSignIn.Scheme)
            .AddCookie(AccountSignIn.Scheme, AccountSignIn.Configure)
            .AddScheme<AuthenticationSchemeOptions, TokenSignIn>(TokenSignIn.Scheme, null)
            .AddScheme<AuthenticationSchemeOptions, SampleSignIn>(SampleVisit.Scheme, null);
        if (options.Oidc.IsSet)
            schemes.AddOpenIdConnect(OidcSignIn.Scheme, o => OidcSignIn.Configure(o, options.Oidc));
        // What does not say otherwise needs somebody who is signed in; a test lists what says otherwise.
        services.AddAuthorization(o => o.FallbackPolicy = o.DefaultPolicy = new AuthorizationPolicyBuilder(Either).RequireAuthenticatedUser().Build());
    }
}
