namespace Piaozhi.Core.Diagnose.Causes;

/// <summary>A cause as it is drawn: its twig, the lines of its text, and how deep it lies.</summary>
public sealed record Twig(CauseNode Cause, int Depth, double X1, double X2, double Y, IReadOnlyList<string> Lines);

/// <summary>A bone as it is drawn, from its name down (or up) to the spine.</summary>
public sealed record DrawnBone(Bone Bone, bool Above, double X1, double Y1, double X2, double Y2, IReadOnlyList<Twig> Twigs);

/// <summary>Where everything of a cause-and-effect diagram stands; three bones above the spine, three below, the effect at the right.</summary>
public sealed record Fishbone(double Width, double Height, double Spine, IReadOnlyList<DrawnBone> Bones)
{
    private const double Column = 300, Slant = 0.32, Line = 16, Gap = 12, Head = 210, Margin = 34, Least = 96;
    private const int Shown = 3;

    /// <param name="language">Which of the two texts is drawn.</param>
    /// <param name="head">Width kept for the effect.</param>
    public static Fishbone Of(CauseTree tree, string language, double head = Head)
    {
        var columns = Causes.Bones.All.Count / 2;
        var parts = Causes.Bones.All.Select(b => (Bone: b, Rows: Rows(tree, b, language))).ToList();
        double Tall(IEnumerable<(Bone, List<(CauseNode Cause, int Depth, List<string> Lines)> Rows)> of) =>
            of.Max(p => Math.Max(Least, p.Rows.Sum(r => r.Lines.Count * Line + Gap) + 30));
        var (up, down) = (Tall(parts.Take(columns)), Tall(parts.Skip(columns)));
        var spine = Margin + up;
        var bones = parts.Select((p, i) =>
        {
            var above = i < columns;
            var foot = Column * (i % columns + 1) + 10;
            var tip = above ? up : down;
            var twigs = new List<Twig>();
            // Filled from the name towards the spine, so that the first cause stands next to the name.
            var at = above ? Margin + 22.0 : spine + 18.0;
            foreach (var (cause, depth, lines) in p.Rows)
            {
                var y = at + lines.Count * Line;
                var end = foot - Math.Abs(spine - y) * Slant;
                twigs.Add(new Twig(cause, depth, end - Column * .74 + (depth - 1) * 18, end, y, lines));
                at = y + Gap;
            }

            return new DrawnBone(p.Bone, above, foot - tip * Slant, above ? spine - tip : spine + tip, foot, spine, twigs);
        }).ToList();
        return new Fishbone(Column * columns + 30 + head, spine + down + Margin, spine, bones);
    }

    /// <summary>The causes of a bone with those below them, to the third why; what lies deeper is read in the five whys.</summary>
    private static List<(CauseNode Cause, int Depth, List<string> Lines)> Rows(CauseTree tree, Bone bone, string language)
    {
        var rows = new List<(CauseNode, int, List<string>)>();
        void Walk(CauseNode node, int depth)
        {
            rows.Add((node, depth, Wrap(node.Text.In(language), 15.5 - 1.4 * (depth - 1), 2)));
            if (depth < Shown)
                foreach (var below in tree.Below(node.Id))
                    Walk(below, depth + 1);
        }

        foreach (var node in tree.Below(null).Where(n => n.Bone == bone))
            Walk(node, 1);
        return rows;
    }

    /// <summary>Breaks a text into lines of at most <paramref name="width"/> ems; what does not fit ends in an ellipsis.</summary>
    public static List<string> Wrap(string text, double width, int lines)
    {
        var all = new List<string>();
        var line = "";
        double used = 0;
        foreach (var word in Words(text))
        {
            var size = word.Sum(Em);
            if (used > 0 && used + size > width)
            {
                all.Add(line.TrimEnd());
                (line, used) = ("", 0);
            }

            if (used == 0 && word == " ")
                continue;
            line += word;
            used += size;
        }

        all.Add(line.TrimEnd());
        if (all.Count <= lines)
            return all;
        var last = all[lines - 1];
        return [.. all.Take(lines - 1), (last.Length > 1 ? last[..^1] : last) + "…"];
    }

    private static double Em(char c) => c > 0x2e80 ? 1 : char.IsUpper(c) ? .66 : c == ' ' ? .3 : .54;

    /// <summary>A wide character breaks anywhere, a Latin word stays whole unless it is longer than a line can be.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var word = "";
        foreach (var c in text)
        {
            if (c > 0x2e80 || c == ' ' || word.Length >= 20)
            {
                if (word.Length > 0)
                    yield return word;
                word = "";
            }

            if (c > 0x2e80 || c == ' ')
                yield return c.ToString();
            else
                word += c;
        }

        if (word.Length > 0)
            yield return word;
    }
}
