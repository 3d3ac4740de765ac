using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.StaticWebAssets;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Piaozhi.Access;
using Piaozhi.Access.Accounts;
using Piaozhi.Access.Door;
using Piaozhi.Host.Settings;
using Piaozhi.Shell;
using Piaozhi.Storage;

namespace Piaozhi.Host;

/// <summary>Builds and runs the web application.</summary>
public static class WebHost
{
    /// <summary>Largest body of a request; endpoints that take files raise it for themselves.</summary>
    private const long MaxBody = 1024 * 1024;

    public static PiaozhiOptions ReadOptions(string[] args, string? data = null, string? urls = null)
    {
        var folder = data ?? Environment.GetEnvironmentVariable("PIAOZHI_DATA") ?? "data";
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath(Path.Combine(folder, "settings.json")), optional: true)
            .AddEnvironmentVariables("PIAOZHI_").AddCommandLine(args).Build();
        var options = configuration.Get<PiaozhiOptions>() ?? new PiaozhiOptions();
        options.DataFolder = folder;
        options.Urls = urls ?? options.Urls;
        return options;
    }

    public static PiaozhiBuilder Parts(PiaozhiOptions options) => new(new ServiceCollection(), new ConfigurationBuilder().Build(), options);

    public static WebApplication Build(PiaozhiOptions options, Func<PiaozhiBuilder, PiaozhiBuilder> compose)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        return Build(builder, options, compose);
    }

    public static WebApplication Build(WebApplicationBuilder builder, PiaozhiOptions options, Func<PiaozhiBuilder, PiaozhiBuilder> compose)
    {
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(k => (k.AddServerHeader, k.Limits.MaxRequestBodySize) = (false, MaxBody));
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<LoopRunner>();
        services.AddHostedService(s => s.GetRequiredService<LoopRunner>());
        services.AddHostedService<Jobs>();
        // Open pages that reconnect in the last moment would hold the end up for half a minute.
        services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.AddLocalization();
        // One convention for the whole API, the one of the exchange contract: snake_case names, and words for what is one of a few.
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
        // What cannot be read is answered in our one shape, by the one handler.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        Logs.Add(services, options);
        Telemetry.Add(services, options);
        Health.Add(services);
        ApiDocument.Add(services);
        services.AddSingleton<LocalServer>();
        services.AddSingleton<Installation>();
        services.AddDataProtection().SetApplicationName("piaozhi").PersistKeysToFileSystem(new DirectoryInfo(options.InData("keys")));
        var parts = compose(new PiaozhiBuilder(services, builder.Configuration, options).AddSettings());
        services.AddSingleton(new Menu(parts.MenuLines));
        services.AddSingleton(new SettingsLines(parts.SettingsLines));
        services.AddSingleton(new LocalCommands.Known(parts.Commands));

        var app = builder.Build();
        string[] cultures = ["zh-CN", "en"];
        app.UseRequestLocalization(o =>
        {
            o.SetDefaultCulture("zh-CN").AddSupportedCultures(cultures).AddSupportedUICultures(cultures);
            o.RequestCultureProviders = [new QueryStringRequestCultureProvider(), new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
        Proxies.Use(app, options);
        app.UseSecurityHeaders();
        app.UseHsts();
        app.UseRequestLog();
        app.UseFailures();
        app.UseWholeAnswers();
        foreach (var use in parts.Middleware)
            use(app);
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        Health.Map(app);
        app.MapLocalCommands();
        var api = app.MapGroup("/api/v1");
        Gate.NameScopes(api);
        foreach (var map in parts.Endpoints)
            map(api);
        ApiDocument.Map(app);
        foreach (var map in parts.Routes)
            map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    public static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback;

    public static async Task<int> ServeAsync(PiaozhiOptions options, Func<PiaozhiBuilder, PiaozhiBuilder> compose, CancellationToken ct)
    {
        using var folder = DataFolder.Take(options, out var held);
        if (folder is null)
        {
            await Console.Error.WriteLineAsync($"数据文件夹正被另一个进程使用 / the data folder is in use by another process: {held}");
            return 3;
        }

        options.LogFiles = true;
        await using var app = Build(options, compose);
        await StorageParts.PrepareAsync(app.Services, ct);
        await app.StartAsync(ct);
        await app.Services.GetRequiredService<LocalServer>().AnnounceAsync(options, app.Urls.First(), ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"票质 Piaozhi  {string.Join(' ', app.Urls)}"));
        await GreetAsync(app, ct);
        // Facts may have come in by command while no server ran.
        app.Services.GetRequiredService<LoopRunner>().Request();
        await app.WaitForShutdownAsync(ct);
        LocalServer.Withdraw(options);
        return 0;
    }

    /// <summary>On the first start of an installation: its administrator. The password is written here and nowhere else.</summary>
    private static async Task GreetAsync(WebApplication app, CancellationToken ct)
    {
        await using var session = app.Services.GetRequiredService<Sessions>().Open(Actor.System with { From = "command" });
        var free = app.Services.GetRequiredService<SampleVisit>().Allowed;
        if (await FirstAccount.MakeAsync(app.Services.GetRequiredService<Identities>(), session, ct) is { } password)
            Console.WriteLine($"管理员 / administrator: {FirstAccount.UserName}\n一次性密码 / one-time password: {password}  （只显示这一次 / shown only this once）");
        else if (!free && await SetUp.IsNeededAsync(session, ct))
            Console.WriteLine("还没有管理员设置自己的密码；一次性密码遗失时 / no administrator has set a password yet; if the one-time password is lost: piaozhi access account reset admin");
        if (free)
            Console.WriteLine("只有示例数据且只监听本机时无需登录 / no sign-in while only the sample is here and only this machine can reach it");
    }
}
