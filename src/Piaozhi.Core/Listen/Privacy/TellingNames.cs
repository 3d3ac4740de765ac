using System.Collections.Frozen;
using Piaozhi.Core.Listen.Habits;

namespace Piaozhi.Core.Listen.Privacy;

/// <summary>Which names of fields tell that a person stands behind the value: phone, e-mail, identity number, name.</summary>
public static class TellingNames
{
    private static readonly string[] ChineseEnds =
    [
        "姓名", "手机", "手机号", "手机号码", "电话", "电话号码", "联系方式", "邮箱", "电子邮箱", "电子邮件", "邮件地址", "身份证", "身份证号", "身份证号码", "证件号", "证件号码", "护照", "护照号", "护照号码",
        "银行卡", "银行卡号", "主叫", "主叫号码", "来电号码", "联系人", "乘车人", "购票人", "收件人", "持票人", "微信号", "家庭住址", "联系地址", "收货地址", "昵称",
    ];

    private static readonly FrozenSet<string> Words = new[]
    {
        "phone", "mobile", "tel", "telephone", "cellphone", "msisdn", "email", "mail", "passport", "fullname", "surname", "firstname", "lastname", "callerid", "caller", "idcard", "openid", "unionid", "nickname",
        "reviewernickname", "customername", "passengername", "phonenumber", "phoneno", "mobileno",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Pairs = new[]
    {
        "id card", "id number", "id no", "identity number", "identity card", "card number", "card no", "bank card", "phone number", "phone no", "mobile number", "mobile no", "email address", "home address", "postal address", "street address",
        "caller id", "caller number", "first name", "last name", "given name", "family name", "full name", "customer name", "passenger name", "contact name", "buyer name", "attendee name", "holder name", "cardholder name", "guest name",
        "visitor name", "member name", "reviewer name", "recipient name", "sender name", "caller name", "user name", "payer name", "client name", "traveler name", "traveller name", "birth date", "date birth",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for a name such as <c>customer_phone</c>, <c>passenger.name</c>, <c>idCard</c> or <c>联系电话(必填)</c>; false for <c>product_name</c>.</summary>
    public static bool Tells(string name)
    {
        var half = Numbers.HalfWidth(name).Trim();
        var plain = half.Split('(')[0].TrimEnd();
        foreach (var end in ChineseEnds)
            if (plain.EndsWith(end, StringComparison.Ordinal))
                return true;
        var words = Split(half);
        return words.Count > 0 && (Words.Contains(words[^1]) || (words.Count == 1 && words[0] == "name") || (words.Count > 1 && Pairs.Contains(words[^2] + " " + words[^1])));
    }

    /// <summary>The words of a name written with signs between them or with capitals.</summary>
    private static List<string> Split(string name)
    {
        var (words, from) = (new List<string>(), 0);
        for (var i = 0; i <= name.Length; i++)
        {
            var ends = i == name.Length || !char.IsAsciiLetter(name[i]) || (i > from && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1]));
            if (!ends)
                continue;
            if (i > from)
                words.Add(name[from..i].ToLowerInvariant());
            from = i < name.Length && char.IsAsciiLetter(name[i]) ? i : i + 1;
        }

        return words;
    }
}
