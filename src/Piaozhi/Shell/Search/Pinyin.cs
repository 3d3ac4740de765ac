using System.Collections.Frozen;
using System.Text;

namespace Piaozhi.Shell.Search;

/// <summary>
/// First letters of the pinyin of Chinese text, so that 支付成功率 is found by "zfcgl". The 3,755 characters of the first level of
/// GB 2312 stand in the order of their pinyin, so 23 borders tell the letter; the few others that this field uses are listed.
/// </summary>
public static class Pinyin
{
    private const string Letters = "abcdefghjklmnopqrstwxyz";

    private static readonly int[] Borders =
    [
        0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
    ];

    // Second-level characters of this field, and those whose usual reading here is not the one they are sorted by.
    private static readonly FrozenDictionary<char, char> Others = new Dictionary<char, char>
    {
        ['诠'] = 'q', ['赔'] = 'p', ['闸'] = 'z', ['稽'] = 'j', ['邮'] = 'y', ['谘'] = 'z', ['婧'] = 'j', ['铉'] = 'x', ['瑕'] = 'x', ['疵'] = 'c', ['溯'] = 's', ['囤'] = 't', ['咨'] = 'z',
        ['长'] = 'c', ['重'] = 'c', ['率'] = 'l', ['乘'] = 'c', ['调'] = 'd', ['会'] = 'h', ['行'] = 'x', ['藏'] = 'c', ['圳'] = 'z', ['衢'] = 'q', ['濮'] = 'p', ['泸'] = 'l', ['厦'] = 'x', ['亳'] = 'b',
        ['峪'] = 'y', ['鄂'] = 'e', ['漯'] = 'l', ['邯'] = 'h', ['郸'] = 'd', ['邢'] = 'x', ['绍'] = 's', ['桦'] = 'h', ['甬'] = 'y', ['浔'] = 'x', ['湄'] = 'm', ['澧'] = 'l',
    }.ToFrozenDictionary();

    private static readonly Encoding Gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030") ?? Encoding.UTF8;

    /// <summary>One letter for each Chinese character, letters and digits as they are, everything else left out.</summary>
    public static string Initials(string text)
    {
        var initials = new StringBuilder(text.Length);
        Span<byte> two = stackalloc byte[4];
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
                initials.Append(char.ToLowerInvariant(c));
            else if (c >= 0x4E00 && c <= 0x9FFF && Letter(c, two) is { } letter)
                initials.Append(letter);
        }

        return initials.ToString();
    }

    private static char? Letter(char c, Span<byte> bytes)
    {
        if (Others.TryGetValue(c, out var known))
            return known;
        if (Gb.GetBytes([c], bytes) != 2)
            return null;
        var code = (bytes[0] << 8) | bytes[1];
        if (code is < 0xB0A1 or > 0xD7F9)
            return null;
        var at = Array.BinarySearch(Borders, code);
        return Letters[at >= 0 ? at : ~at - 1];
    }
}
