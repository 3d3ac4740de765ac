using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Piaozhi.Core.Listen.Privacy;

/// <summary>
/// Keeps personal data from entering: identifiers become a keyed hash (HMAC-SHA256, RFC 2104), so that rows of one customer still meet,
/// and free text is masked. Without the key nobody can find a phone number by trying them all.
/// </summary>
public sealed class Guard(byte[] key)
{
    private static readonly FrozenSet<string> Telling = new[]
    {
        "phone", "mobile", "tel", "telephone", "email", "mail", "id_card", "idcard", "id_number", "passport", "name", "customer_name", "passenger_name",
        "full_name", "caller", "callerid", "caller_id", "card_number", "bank_card", "主叫", "主叫号码", "姓名", "客户姓名", "旅客姓名", "联系人", "电话", "手机", "手机号", "手机号码",
        "联系电话", "邮箱", "电子邮箱", "身份证", "身份证号", "证件号", "证件号码", "护照", "护照号", "银行卡", "银行卡号", "reviewer_name", "reviewernickname",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A keyed hash that begins with <c>p:</c>; the same for the same person, however the number is spaced.</summary>
    public string Hash(string identifier)
    {
        if (identifier.StartsWith("p:", StringComparison.Ordinal) && identifier.Length == 34)
            return identifier;
        var plain = PersonalText.Normal(identifier);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(plain), hash);
        return "p:" + Convert.ToHexStringLower(hash[..16]);
    }

    /// <summary>An identifier as it may be kept: hashed when it is a phone, e-mail, identity, card or passport number itself.</summary>
    public string Identifier(string identifier) => PersonalText.IsPersonal(identifier) ? Hash(identifier) : identifier;

    /// <summary>Free text with personal data masked.</summary>
    public string Text(string text) => PersonalText.Mask(text);

    /// <summary>The value of an attribute: hashed when its name tells of a person, or when it is a personal number; otherwise masked.</summary>
    public string Attribute(string name, string value)
    {
        if (Telling.Contains(name) || PersonalText.IsPersonal(value))
            return Hash(value);
        var masked = PersonalText.Mask(value);
        return masked == value ? value : masked;
    }
}
