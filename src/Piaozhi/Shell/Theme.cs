using MudBlazor;

namespace Piaozhi.Shell;

/// <summary>Our own look: neutral greys, one blue-green for what can be clicked, red only for what is not noise.</summary>
public static class Theme
{
    private static readonly string[] Fonts = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "system-ui", "sans-serif"];

    public static MudTheme Light { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#0b7a75", Secondary = "#4a5a63", AppbarBackground = "#ffffff", AppbarText = "#1f2a30", Background = "#ffffff",
            DrawerBackground = "#f7f8f8", DrawerText = "#1f2a30", TextPrimary = "#1f2a30", TextSecondary = "#5b6870",
            Error = "#c62828", Warning = "#b26a00", Success = "#2e7d32", LinesDefault = "#e3e7e9", TableLines = "#e3e7e9", Divider = "#e3e7e9",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#4fb8b1", AppbarBackground = "#14191c", Background = "#14191c", Surface = "#1b2125", DrawerBackground = "#171d20",
            TextPrimary = "#e4e9eb", TextSecondary = "#9aa7ae", Error = "#ff6b6b", Warning = "#f0b04a", Success = "#6cc070", LinesDefault = "#2b3438",
        },
        Typography = new Typography { Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.5" } },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "208px" },
    };
}
