namespace Piaozhi.Core.Listen.Feedback;

/// <summary>Tells the language of a short text by its script, and Latin ones by their commonest words.</summary>
internal static class Languages
{
    private static readonly (string Code, string[] Words)[] Latin =
    [
        ("en", ["the", "and", "is", "was", "to", "of", "my", "i", "it", "for", "not", "you", "at", "in", "on", "no", "with", "very", "have", "a"]),
        ("es", ["el", "la", "los", "las", "y", "es", "muy", "por", "con", "una", "un", "que", "mi", "para", "del", "de", "no", "está", "fue", "me"]),
        ("fr", ["le", "les", "et", "est", "très", "pour", "avec", "une", "je", "pas", "mon", "des", "du", "nous", "ne", "sur", "la", "de", "été", "à"]),
        ("de", ["der", "die", "das", "und", "ist", "nicht", "ich", "mit", "ein", "eine", "auf", "war", "sehr", "zu", "den", "für", "wir", "mein", "im", "kein"]),
        ("pt", ["o", "os", "as", "e", "é", "não", "muito", "com", "uma", "um", "para", "meu", "foi", "do", "da", "em", "que", "na", "no", "está"]),
        ("it", ["il", "lo", "gli", "e", "è", "non", "molto", "con", "una", "un", "per", "mio", "di", "che", "sono", "stato", "della", "nel", "ho", "del"]),
        ("id", ["yang", "dan", "tidak", "saya", "di", "ini", "untuk", "dengan", "sangat", "itu", "sudah", "ada", "kereta", "tiket", "bisa", "dari"]),
        ("vi", ["không", "và", "là", "của", "tôi", "rất", "có", "cho", "được", "vé", "tàu", "này", "đã", "một"]),
    ];

    /// <summary>BCP 47 code; null for a text without letters.</summary>
    public static string? Of(string text)
    {
        int han = 0, kana = 0, hangul = 0, cyrillic = 0, arabic = 0, thai = 0, latin = 0;
        foreach (var c in text)
            switch (c)
            {
                case >= '\u4e00' and <= '\u9fff': han++; break;
                case >= '\u3040' and <= '\u30ff': kana++; break;
                case >= '\uac00' and <= '\ud7a3': hangul++; break;
                case >= '\u0400' and <= '\u04ff': cyrillic++; break;
                case >= '\u0600' and <= '\u06ff': arabic++; break;
                case >= '\u0e00' and <= '\u0e7f': thai++; break;
                default: latin += char.IsAsciiLetter(c) || c is >= '\u00c0' and <= '\u024f' or >= '\u1e00' and <= '\u1eff' ? 1 : 0; break;
            }

        if (kana > 1 && kana * 6 >= han)
            return "ja";
        // A few foreign letters in a text (an app, a train number) do not make it foreign.
        var most = new[] { (han * 3, "zh"), (hangul * 3, "ko"), (cyrillic, "ru"), (arabic, "ar"), (thai, "th"), (latin, "") }.MaxBy(s => s.Item1);
        return most.Item1 == 0 ? null : most.Item2.Length > 0 ? most.Item2 : OfLatin(text);
    }

    private static string OfLatin(string text)
    {
        var words = text.ToLowerInvariant().Split([' ', ',', '.', '!', '?', ';', ':', '\n', '\t', '"', '(', ')', '’', '\'', '¡', '¿'], StringSplitOptions.RemoveEmptyEntries);
        var best = Latin.Select(l => (l.Code, Hits: words.Count(l.Words.Contains))).OrderByDescending(l => l.Hits).First();
        return best.Hits == 0 ? "en" : best.Code;
    }
}
