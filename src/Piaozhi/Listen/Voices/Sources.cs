using Microsoft.Extensions.Localization;

namespace Piaozhi.Listen.Voices;

/// <summary>Where feedback is given.</summary>
public static class Sources
{
    public static IReadOnlyList<string> All { get; } = ["review", "hotline", "social", "email", "web", "counter", "chat", "app_store", "regulator"];

    /// <summary>The source in words; one that the contract does not know as it came.</summary>
    public static string Name(string source, IStringLocalizer<Text> texts) => texts["Source." + source] is { ResourceNotFound: false } text ? text.Value : source.Length == 0 ? texts["NoSource"] : source;
}
