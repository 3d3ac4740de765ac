using System.Globalization;
using System.Resources;

namespace Piaozhi.Listen;

/// <summary>Anchor of the stage's texts: <c>IStringLocalizer&lt;Text&gt;</c>; commands, which speak before any service exists, ask it directly.</summary>
public sealed class Text
{
    private static readonly ResourceManager Texts = new(typeof(Text));

    public static string Of(string key, params object[] args)
    {
        var text = Texts.GetString(key, CultureInfo.CurrentUICulture) ?? key;
        return args.Length == 0 ? text : string.Format(CultureInfo.CurrentCulture, text, args);
    }
}
