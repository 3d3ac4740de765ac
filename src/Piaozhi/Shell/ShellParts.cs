using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;
using Piaozhi.Core.Loop;
using Piaozhi.Host;
using Piaozhi.Shell.Bar;
using Piaozhi.Shell.Kit;
using Piaozhi.Shell.Search;

namespace Piaozhi.Shell;

/// <summary>The frame around every page.</summary>
public static class ShellParts
{
    public static PiaozhiBuilder AddShell(this PiaozhiBuilder app)
    {
        app.Services.AddMudServices(o =>
        {
            o.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomLeft;
            o.SnackbarConfiguration.VisibleStateDuration = 4000;
        });
        app.Services.AddTransient<MudLocalizer, MudTexts>();
        app.Services.AddScoped<Download>().AddScoped<Ask>().AddScoped<Place>().AddScoped<Waiting>().AddScoped<FindAnything>();
        app.Services.AddSingleton<Outlets>().AddSingleton<ISearchPart, SearchPages>();
        app.Services.TryAddSingleton(TimeProvider.System);
        // Addresses that lead nowhere get our page; the API answers by itself.
        app.Use(web =>
        {
            web.UseStatusCodePagesWithReExecute("/not-found");
            web.Use((http, next) =>
            {
                if ((http.Request.Path.StartsWithSegments("/api") || !HttpMethods.IsGet(http.Request.Method)) && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
                    pages.Enabled = false;
                return next(http);
            });
        });
        app.Map(web => web.MapGet("/language/{culture}", (string culture, string? back, HttpContext http) =>
        {
            http.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new(culture == "en" ? "en" : "zh-CN")),
                new CookieOptions { IsEssential = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365) });
            return Results.LocalRedirect(back is { Length: > 0 } && back[0] == '/' && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal) ? back : "/");
        }).AllowAnonymous().ExcludeFromDescription());
        return app.Menu(null, "今日", "Today", "/", Icons.Material.Outlined.Today);
    }
}

/// <summary>Registers a class under every seam of the shell that it implements.</summary>
public static class Seams
{
    private static readonly Type[] All = [typeof(ITodayPart), typeof(IKeyFigures), typeof(ILoopFigure), typeof(IAlarmed), typeof(IWaiting), typeof(ISearchPart)];

    public static PiaozhiBuilder InShell<T>(this PiaozhiBuilder app) where T : class
    {
        foreach (var seam in All.Where(s => s.IsAssignableFrom(typeof(T))))
            app.Services.AddSingleton(seam, typeof(T));
        return app;
    }
}

/// <summary>The menu: Today, the stages in the order of the loop, then people and customers; settings at the foot.</summary>
public sealed class Menu(IEnumerable<MenuLine> lines)
{
    /// <summary>Lines of no stage from this order on stand at the foot of the rail.</summary>
    public const int Foot = 100;

    public IReadOnlyList<MenuLine> Lines { get; } = [.. lines.OrderBy(l => l.Stage is { } s ? (int)s : IsFoot(l) ? 99 : 0).ThenBy(l => l.Order)];

    public IEnumerable<MenuLine> Of(Stage? stage) => Lines.Where(l => l.Stage == stage);

    public static bool IsFoot(MenuLine line) => line.Stage is null && line.Order >= Foot;
}
