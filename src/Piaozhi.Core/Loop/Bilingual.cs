using System.Globalization;

namespace Piaozhi.Core.Loop;

/// <summary>A text in both languages of the product.</summary>
public sealed record Bilingual(string Zh, string En)
{
    /// <summary>The text for a culture: zh for any Chinese culture, English otherwise.</summary>
    public string In(CultureInfo culture) => IsChinese(culture) ? Zh : En;

    /// <summary>The text for a language tag such as <c>zh-CN</c> or <c>en</c>.</summary>
    public string In(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh : En;

    public static bool IsChinese(CultureInfo culture) => culture.Name.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
}
