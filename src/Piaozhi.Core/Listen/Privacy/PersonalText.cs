using System.Globalization;
using System.Text.RegularExpressions;

namespace Piaozhi.Core.Listen.Privacy;

/// <summary>Recognises and masks phone numbers, e-mail addresses, identity, card and passport numbers, and names that are announced.</summary>
public static partial class PersonalText
{
    /// <summary>True when the whole text is one personal number or address.</summary>
    public static bool IsPersonal(string text)
    {
        if (text.Length is < 6 or > 80)
            return false;
        var plain = Normal(text);
        return WholePhone().IsMatch(plain) || WholeMail().IsMatch(plain) || IsIdentity(plain) || WholePassport().IsMatch(plain) || (plain.Length >= 15 && IsCard(plain));
    }

    /// <summary>True for a mobile number, an e-mail address or an identity number with its check character; cheap, because every id is asked.</summary>
    public static bool IsSurelyPersonal(string text) => text.Length switch
    {
        11 when text[0] == '1' => WholePhone().IsMatch(text),
        18 => IsIdentity(text),
        _ => text.Contains('@', StringComparison.Ordinal) && WholeMail().IsMatch(text),
    };

    /// <summary>The one way of writing an identifier: half-width, without spaces and hyphens, without +86, lower case.</summary>
    public static string Normal(string text)
    {
        var half = Habits.Numbers.HalfWidth(text).Trim();
        var digits = half.All(c => char.IsAsciiDigit(c) || c is ' ' or '-' or '+' or '*' or '(' or ')' or 'X' or 'x');
        if (digits)
            half = string.Concat(half.Where(c => c is not (' ' or '-' or '(' or ')')));
        if (half.StartsWith("+86", StringComparison.Ordinal))
            half = half[3..];
        else if (half.StartsWith("0086", StringComparison.Ordinal) && half.Length == 15)
            half = half[4..];
        return half.ToLowerInvariant();
    }

    /// <summary>The text with everything personal replaced by marks that say what stood there.</summary>
    public static string Mask(string text)
    {
        if (!Suspect(text))
            return text;
        var half = text.AsSpan().ContainsAnyInRange('０', '９') ? Habits.Numbers.HalfWidth(text) : text;
        half = Mail().Replace(half, "[邮箱]");
        half = International().Replace(half, "[电话]");
        half = LongNumber().Replace(half, m => Judge(m.Value));
        half = Passport().Replace(half, "[证件]");
        half = Announced().Replace(half, m => m.Groups["lead"].Value + "[姓名]");
        half = Titled().Replace(half, "[姓名]");
        half = TitledEnglish().Replace(half, m => m.Groups["lead"].Value + "[name]");
        half = AnnouncedEnglish().Replace(half, m => m.Groups["lead"].Value + "[name]");
        return half;
    }

    /// <summary>GB 11643-1999: 17 digits, a date of birth within, and the check character of ISO 7064 MOD 11-2.</summary>
    public static bool IsIdentity(ReadOnlySpan<char> text)
    {
        if (text.Length != 18)
            return false;
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
                return false;
            sum += (text[i] - '0') * weights[i];
        }

        return char.ToUpperInvariant(text[17]) == "10X98765432"[sum % 11]
            && DateTime.TryParseExact(text.Slice(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    /// <summary>ISO/IEC 7812-1 Annex B (Luhn) over 15 to 19 digits of a payment card.</summary>
    public static bool IsCard(ReadOnlySpan<char> text)
    {
        if (text.Length is < 15 or > 19 || text[0] is not ('3' or '4' or '5' or '6' or '2'))
            return false;
        var sum = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[^(i + 1)]))
                return false;
            var digit = text[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit > 4 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }

    private static bool Suspect(string text)
    {
        var run = 0;
        foreach (var c in text)
        {
            run = char.IsAsciiDigit(c) || c is '*' or >= '０' and <= '９' ? run + 1 : c is ' ' or '-' ? run : 0;
            if (run >= 7 || c == '@')
                return true;
        }

        return Lead().IsMatch(text);
    }

    private static string Judge(string number)
    {
        var plain = Normal(number);
        if (WholePhone().IsMatch(plain))
            return "[电话]";
        if (IsIdentity(plain))
            return "[身份证]";
        return IsCard(plain) ? "[银行卡]" : number;
    }

    [GeneratedRegex(@"^(1[3-9]\d{9}|1[3-9]\d[\d*]{4,5}\d{3,4}|0\d{9,11})$")]
    private static partial Regex WholePhone();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\.[^@\s.]+$")]
    private static partial Regex WholeMail();

    [GeneratedRegex(@"^[egdspkh]\d{8}$|^e[a-z]\d{7}$")]
    private static partial Regex WholePassport();

    [GeneratedRegex(@"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")]
    private static partial Regex Mail();

    [GeneratedRegex(@"(?<![A-Za-z0-9.])(\+86[ -]?)?[\d*](?:[ -]?[\d*]){8,18}[Xx]?(?![\d*])")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"(?<![A-Za-z0-9])([EGDSPKH]\d{8}|E[A-Z]\d{7})(?![A-Za-z0-9])")]
    private static partial Regex Passport();

    [GeneratedRegex(@"\+(?!86)[1-9]\d{0,2}[ -]?\(?\d{1,4}\)?([ -]?\d{2,4}){2,4}(?!\d)")]
    private static partial Regex International();

    [GeneratedRegex(@"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文][\u4e00-\u9fa5]{0,2}(?=先生|女士|小姐|太太)")]
    private static partial Regex Titled();

    [GeneratedRegex(@"(?<lead>\b(Mr|Mrs|Ms|Miss)\.? )[A-Z][a-z]+( [A-Z][a-z]+)?")]
    private static partial Regex TitledEnglish();

    [GeneratedRegex(@"(?<lead>(姓名|联系人|乘车人|购票人|持票人|收件人|投诉人|旅客|客户)(是|为)?\s*[:：]\s*|我叫|我的名字(叫|是)|本人姓名)(?<name>[\u4e00-\u9fa5·]{2,4}?)(?=[，。,.;；、\s！!?？]|电话|手机|身份证|$|买|在|要|来|想|的|是)")]
    private static partial Regex Announced();

    [GeneratedRegex(@"(?<lead>\b([Mm]y name is|[Nn]ame:|[Cc]ontact:)\s+)[A-Z][a-z]+( [A-Z][a-z]+)?")]
    private static partial Regex AnnouncedEnglish();

    [GeneratedRegex(@"姓名|联系人|乘车人|购票人|持票人|收件人|投诉人|客户|旅客|我叫|我的名字|先生|女士|小姐|太太|\bM(r|rs|s|iss)\b|[Nn]ame|[Cc]ontact:|[EGDSPKH]\d{8}|E[A-Z]\d{7}")]
    private static partial Regex Lead();
}
