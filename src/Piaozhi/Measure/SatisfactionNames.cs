using Microsoft.Extensions.Localization;

namespace Piaozhi.Measure;

/// <summary>Dimensions and branches of a questionnaire in words; what has no word of ours is shown as the operator wrote it.</summary>
public static class SatisfactionNames
{
    public static string Of(string code, IStringLocalizer<Text> words) =>
        words["Quality." + code] is { ResourceNotFound: false } word ? word : words["Dim." + code] is { ResourceNotFound: false } other ? other : code;
}
