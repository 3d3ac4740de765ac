using MudBlazor;
using MudBlazor.Services;
using Piaozhi.Core.Loop;
using Piaozhi.Host;

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
        app.Map(web => web.MapGet("/language/{culture}", (string culture, string? back, HttpContext http) =>
        {
            http.Response.Cookies.Append(
                Microsoft.AspNetCore.Localization.CookieRequestCultureProvider.DefaultCookieName,
                Microsoft.AspNetCore.Localization.CookieRequestCultureProvider.MakeCookieValue(new(culture == "en" ? "en" : "zh-CN")),
                new CookieOptions { IsEssential = true, SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(365) });
            return Results.LocalRedirect(back is { Length: > 0 } && back[0] == '/' && !back.StartsWith("//", StringComparison.Ordinal) ? back : "/");
        }));
        app.Services.AddScoped<Kit.Download>();
        app.Services.AddScoped<Kit.Ask>();
        app.Services.AddScoped<Kit.Place>();
        return app.Menu(null, "今日", "Today", "/", Icons.Material.Outlined.Today);
    }
}

/// <summary>The menu: Today, the stages in the order of the loop, then people and customers.</summary>
public sealed class Menu(IEnumerable<MenuLine> lines)
{
    public IReadOnlyList<MenuLine> Lines { get; } = [.. lines.OrderBy(l => l.Stage is { } s ? (int)s : 0).ThenBy(l => l.Order)];

    public IEnumerable<MenuLine> Of(Stage? stage) => Lines.Where(l => l.Stage == stage);
}
