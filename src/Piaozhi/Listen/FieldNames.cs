using System.Globalization;
using Microsoft.Extensions.Localization;
using Piaozhi.Core.Listen;
using Piaozhi.Core.Loop;
using Piaozhi.Shell.Kit;

namespace Piaozhi.Listen;

/// <summary>Fields of the contract in words.</summary>
public static class FieldNames
{
    public static string Of(string field, IStringLocalizer<Text> texts)
    {
        if (field.StartsWith("q:", StringComparison.Ordinal))
            return texts["AnswerTo", field[2..]];
        if (Dimensions.Names.Contains(field) || field.StartsWith("attributes.", StringComparison.Ordinal))
            return SliceText.Dimension(field, CultureInfo.CurrentUICulture);
        var text = texts["Field." + field];
        return text.ResourceNotFound ? field : text.Value;
    }
}
