namespace Piaozhi.Shell.Search;

/// <summary>Whether what was typed means a text: as written, or by the first letters of its pinyin.</summary>
public static class Matching
{
    /// <summary>Null when it does not; otherwise the smaller the nearer. Every word that was typed must be found.</summary>
    public static int? Score(string text, string typed)
    {
        var sum = 0;
        string? initials = null;
        foreach (var word in typed.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                sum += at == 0 ? 0 : 2;
                continue;
            }

            initials ??= Pinyin.Initials(text);
            at = initials.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return null;
            sum += at == 0 ? 3 : 5;
        }

        return sum;
    }
}
