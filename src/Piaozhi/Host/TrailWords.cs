using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using Piaozhi.Storage.Records;

namespace Piaozhi.Host;

/// <summary>The one place where a step of a trail becomes a sentence.</summary>
public static class TrailWords
{
    /// <summary>
    /// The text of the step's code, from the texts of the folder that its first word names, filled with its arguments from {0} on;
    /// the code itself where no text exists. What reads differently in the two languages is given as two arguments.
    /// </summary>
    public static string Say(this IStringLocalizerFactory texts, TrailRow step)
    {
        var folder = step.Code.Split('.')[0];
        var anchor = typeof(TrailWords).Assembly.GetType($"Piaozhi.{folder}.Text", throwOnError: false, ignoreCase: true);
        var text = anchor is null ? null : texts.Create(anchor)[step.Code];
        return text is null || text.ResourceNotFound
            ? step.Code
            : string.Format(CultureInfo.CurrentCulture, text.Value, [.. JsonSerializer.Deserialize<string[]>(step.Args) ?? [], .. Enumerable.Repeat("", 8)]);
    }
}
