using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.StaticWebAssets;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Piaozhi.Shell;
using Piaozhi.Storage;

namespace Piaozhi.Host;

/// <summary>Builds and runs the web application.</summary>
public static class WebHost
{
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
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<LoopRunner>();
        services.AddHostedService(s => s.GetRequiredService<LoopRunner>());
        services.AddHostedService<Jobs>();
        services.AddLocalization();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddHealthChecks();
        services.AddSingleton<LocalServer>();
        services.AddSingleton<Installation>();
        services.AddDataProtection().SetApplicationName("piaozhi").PersistKeysToFileSystem(new DirectoryInfo(options.InData("keys")));
        var parts = compose(new PiaozhiBuilder(services, builder.Configuration, options));
        services.AddSingleton(new Menu(parts.MenuLines));
        services.AddSingleton(new LocalCommands.Known(parts.Commands));

        var app = builder.Build();
        string[] cultures = ["zh-CN", "en"];
        app.UseRequestLocalization(o =>
        {
            o.SetDefaultCulture("zh-CN").AddSupportedCultures(cultures).AddSupportedUICultures(cultures);
            o.RequestCultureProviders = [new QueryStringRequestCultureProvider(), new CookieRequestCultureProvider(), new AcceptLanguageHeaderRequestCultureProvider()];
        });
        app.UseSecurityHeaders();
        app.UseFailures();
        foreach (var use in parts.Middleware)
            use(app);
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapHealthChecks("/health");
        app.MapLocalCommands();
        var api = app.MapGroup("/api/v1");
        foreach (var map in parts.Endpoints)
            map(api);
        foreach (var map in parts.Routes)
            map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    public static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IsLoopback;

    public static async Task<int> ServeAsync(PiaozhiOptions options, Func<PiaozhiBuilder, PiaozhiBuilder> compose, CancellationToken ct)
    {
        // Until there are accounts, whoever reaches the address is administrator: only this machine may.
        if (options.Urls.Split(';').Any(u => !IsLoopback(u)))
        {
            await Console.Error.WriteLineAsync($"目前只能监听本机地址 / for now only addresses of this machine can be listened on: {options.Urls}");
            return 4;
        }

        using var folder = DataFolder.Take(options, out var held);
        if (folder is null)
        {
            await Console.Error.WriteLineAsync($"数据文件夹正被另一个进程使用 / the data folder is in use by another process: {held}");
            return 3;
        }

        await using var app = Build(options, compose);
        await StorageParts.PrepareAsync(app.Services, ct);
        await app.StartAsync(ct);
        await app.Services.GetRequiredService<LocalServer>().AnnounceAsync(options, app.Urls.First(), ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"票质 Piaozhi  {string.Join(' ', app.Urls)}"));
        // Facts may have come in by command while no server ran.
        app.Services.GetRequiredService<LoopRunner>().Request();
        await app.WaitForShutdownAsync(ct);
        LocalServer.Withdraw(options);
        return 0;
    }
}
