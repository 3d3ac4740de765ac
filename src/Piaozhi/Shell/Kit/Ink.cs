namespace Piaozhi.Shell.Kit;

/// <summary>Colors for chart options. They are names, not values: the browser resolves them, so that a chart follows the theme when it is switched.</summary>
public static class Ink
{
    public const string Text = "var(--pz-ink)";
    public const string Muted = "var(--pz-muted)";
    public const string Line = "var(--pz-line)";
    public const string Band = "var(--pz-band)";
    public const string Brand = "var(--pz-brand)";
    public const string Bad = "var(--pz-bad)";
    public const string Soon = "var(--pz-soon)";
    public const string Good = "var(--pz-good)";
    public const string Paper = "var(--pz-paper)";

    /// <summary>Colors of categories, told apart by color-blind people too; a value has the same color on every page.</summary>
    public static IReadOnlyList<string> Categories { get; } = [.. Enumerable.Range(1, 8).Select(i => $"var(--pz-c{i})")];

    public static string Category(int index) => Categories[index % Categories.Count];
}
