using System.Text;
using Piaozhi.Core.Listen.Habits;

namespace Piaozhi.Core.Listen.Mapping;

/// <summary>Where the header of a table stands: exports put a title above it, and spreadsheets spread it over two lines with merged cells.</summary>
/// <param name="Skip">Rows above the header that are not blank.</param>
/// <param name="Lines">Rows that the header takes, 1 or 2.</param>
/// <param name="Names">Names of the columns; of a header of two lines "upper/lower".</param>
public sealed record HeaderLines(int Skip, int Lines, IReadOnlyList<string> Names)
{
    private const int Deepest = 10;

    /// <summary>The header among the first rows (blank ones left out); the first row when none looks like a header.</summary>
    public static HeaderLines Find(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var width = rows.Count == 0 ? 0 : rows.Max(Filled);
        for (var i = 0; i < Math.Min(rows.Count, Deepest); i++)
            if (Filled(rows[i]) >= Math.Max(2, (width + 1) / 2) && rows[i].All(IsLabel))
                return IsSpread(rows, i) ? new HeaderLines(i, 2, Joined(rows[i], rows[i + 1])) : new HeaderLines(i, 1, [.. rows[i].Select(n => n.Trim())]);
        return new HeaderLines(0, 1, rows.Count == 0 ? [] : rows[0]);
    }

    /// <summary>A header as it is compared: half-width, without blanks and line breaks.</summary>
    public static string Normal(string header)
    {
        var plain = new StringBuilder(header.Length);
        foreach (var c in Numbers.HalfWidth(header))
            if (!char.IsWhiteSpace(c) && c != '\uFEFF')
                plain.Append(c);
        return plain.ToString();
    }

    private static int Filled(IReadOnlyList<string> row) => row.Count(c => c.Trim().Length > 0);

    private static bool IsLabel(string cell)
    {
        var text = cell.Trim();
        return text.Length <= 60 && !Numbers.TryRead(text, out double _) && !(text.Length >= 8 && Times.TryReadHabit(text, TimeSpan.Zero, out _)) && !Privacy.PersonalText.IsPersonal(text);
    }

    /// <summary>A second header line fills what merging left empty in the first, and is itself made of labels.</summary>
    private static bool IsSpread(IReadOnlyList<IReadOnlyList<string>> rows, int at)
    {
        if (at + 1 >= rows.Count || !rows[at + 1].All(IsLabel))
            return false;
        var (upper, lower) = (rows[at], rows[at + 1]);
        var fills = lower.Where((c, i) => c.Trim().Length > 0 && (i >= upper.Count || upper[i].Trim().Length == 0)).Any();
        return fills && (at + 2 >= rows.Count || !rows[at + 2].All(IsLabel));
    }

    private static List<string> Joined(IReadOnlyList<string> upper, IReadOnlyList<string> lower)
    {
        var (names, over) = (new List<string>(), "");
        for (var i = 0; i < Math.Max(upper.Count, lower.Count); i++)
        {
            var (above, below) = (i < upper.Count ? upper[i].Trim() : "", i < lower.Count ? lower[i].Trim() : "");
            over = above.Length > 0 ? above : below.Length > 0 ? over : "";
            names.Add(below.Length == 0 ? above : over.Length == 0 ? below : over + "/" + below);
        }

        return names;
    }
}
