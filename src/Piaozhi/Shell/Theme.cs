using MudBlazor;

namespace Piaozhi.Shell;

/// <summary>
/// Our own look: neutral greys, one blue-green for what can be clicked, red only for what is not noise. Both themes are written into every
/// page and the attribute <c>data-theme</c> of the root chooses, so that switching needs no server and loading does not flash.
/// The same colors stand in <c>piaozhi.css</c>.
/// </summary>
public static class Theme
{
    private static readonly string[] Fonts = ["PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "system-ui", "sans-serif"];

    public static MudTheme Light { get; } = Dressed(":root", new PaletteLight
    {
        Primary = "#0b726d", PrimaryContrastText = "#ffffff", Secondary = "#4a5a63", AppbarBackground = "#ffffff", AppbarText = "#1c262b", Background = "#ffffff", Surface = "#ffffff",
        DrawerBackground = "#f5f7f7", DrawerText = "#1c262b", TextPrimary = "#1c262b", TextSecondary = "#59666e", TextDisabled = "#8b979d", ActionDefault = "#59666e", ActionDisabled = "#a3adb2",
        Error = "#c0262d", Warning = "#8f5600", Success = "#24713a", Info = "#3b6fb5", LinesDefault = "#e1e6e8", LinesInputs = "#aeb8bd", TableLines = "#e1e6e8", Divider = "#e1e6e8",
        TableHover = "#f5f7f7", BackgroundGray = "#f5f7f7", GrayLight = "#e1e6e8", GrayDefault = "#8b979d",
    }, null);

    public static MudTheme Dark { get; } = Dressed(":root[data-theme=dark]", null, new PaletteDark
    {
        Primary = "#55c2ba", PrimaryContrastText = "#06201e", Secondary = "#9baab1", AppbarBackground = "#12181b", AppbarText = "#e3e9eb", Background = "#12181b", Surface = "#1d262b",
        DrawerBackground = "#161d20", DrawerText = "#e3e9eb", TextPrimary = "#e3e9eb", TextSecondary = "#9baab1", TextDisabled = "#6c7a81", ActionDefault = "#9baab1", ActionDisabled = "#55636a",
        Error = "#ff7b7b", ErrorContrastText = "#2a0d0f", Warning = "#e9b04f", WarningContrastText = "#261b04", Success = "#74c98a", SuccessContrastText = "#0c2412", Info = "#79a8e6",
        LinesDefault = "#2a3439", LinesInputs = "#55636a", TableLines = "#2a3439", Divider = "#2a3439", TableHover = "#192025", BackgroundGray = "#192025", GrayLight = "#2a3439", GrayDefault = "#6c7a81",
    });

    private static MudTheme Dressed(string scope, PaletteLight? light, PaletteDark? dark) => new()
    {
        PseudoCss = new PseudoCss { Scope = scope },
        PaletteLight = light ?? new PaletteLight(),
        PaletteDark = dark ?? new PaletteDark(),
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.875rem", FontWeight = "500", LetterSpacing = "normal", TextTransform = "none" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
