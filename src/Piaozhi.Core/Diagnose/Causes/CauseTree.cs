using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Diagnose.Causes;

/// <summary>
/// The causes of one problem. Read down a branch it is the five whys, read by its bones it is the fishbone: one thing, two views.
/// Siblings stand in the order of the list. Every change gives a new tree or says why not.
/// </summary>
public sealed record CauseTree(IReadOnlyList<CauseNode> Nodes)
{
    /// <summary>Deeper than this nobody asks why.</summary>
    public const int Deepest = 7;

    public const int Most = 150;

    public const int Longest = 300;

    public static CauseTree Empty { get; } = new([]);

    public CauseNode? Find(string id) => Nodes.FirstOrDefault(n => n.Id == id);

    public IEnumerable<CauseNode> Below(string? parent) => Nodes.Where(n => n.Parent == parent);

    /// <summary>1 for a cause of the problem itself.</summary>
    public int Depth(CauseNode node)
    {
        var depth = 1;
        for (var at = node; at.Parent is { } up && Find(up) is { } next; at = next)
            depth++;
        return depth;
    }

    /// <summary>The cause and everything below it.</summary>
    public IEnumerable<CauseNode> Branch(string id) =>
        Nodes.Where(n => n.Id == id).Concat(Below(id).SelectMany(n => Branch(n.Id)));

    /// <summary>Confirmed causes with no confirmed cause below them: the roots that an improvement should remove.</summary>
    public IEnumerable<CauseNode> Roots =>
        Nodes.Where(n => n.State == CauseState.Confirmed && !Branch(n.Id).Skip(1).Any(b => b.State == CauseState.Confirmed));

    /// <param name="bone">Taken from the parent where there is one.</param>
    public Outcome<CauseTree> Add(string id, string? parent, Bone bone, string text)
    {
        if (Words(text) is { } no)
            return no;
        if (Nodes.Count >= Most)
            return new Refusal("diagnose.cause.too-many", Most.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var clean = text.Trim();
        if (parent is null)
            return Append(new CauseNode(id, null, bone, new(clean, clean)));
        if (Find(parent) is not { } above)
            return Missing(parent);
        return Depth(above) >= Deepest
            ? new Refusal("diagnose.cause.too-deep", Deepest.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : Append(new CauseNode(id, parent, above.Bone, new(clean, clean)));
    }

    public Outcome<CauseTree> Reword(string id, string text)
    {
        if (Find(id) is not { } node)
            return Missing(id);
        return Words(text) is { } no ? no : Replace(node with { Text = new(text.Trim(), text.Trim()), Suggested = false });
    }

    /// <summary>Confirms or refutes a cause, which takes evidence, or opens the question again.</summary>
    public Outcome<CauseTree> Judge(string id, CauseState state, string proof)
    {
        if (Find(id) is not { } node)
            return Missing(id);
        if (!Enum.IsDefined(state))
            return new Refusal("diagnose.cause.unknown-state", state.ToString());
        if (state != CauseState.Open && string.IsNullOrWhiteSpace(proof))
            return new Refusal("diagnose.cause.needs-evidence", node.Text.Zh);
        return proof.Length > Longest * 4
            ? new Refusal("diagnose.cause.too-long", "", Longest * 4)
            : Replace(node with { State = state, Proof = state == CauseState.Open ? "" : proof.Trim() });
    }

    /// <summary>Takes a cause away with everything below it.</summary>
    public Outcome<CauseTree> Remove(string id)
    {
        if (Find(id) is null)
            return Missing(id);
        var gone = Branch(id).Select(n => n.Id).ToHashSet();
        return new CauseTree([.. Nodes.Where(n => !gone.Contains(n.Id))]);
    }

    /// <summary>Moves a cause among its siblings; beyond the first or last it stays where it is.</summary>
    /// <param name="by">−1 = one place up, +1 = one place down.</param>
    public Outcome<CauseTree> Shift(string id, int by)
    {
        if (Find(id) is not { } node)
            return Missing(id);
        var siblings = Nodes.Where(n => n.Parent == node.Parent && (node.Parent is not null || n.Bone == node.Bone)).ToList();
        var at = siblings.IndexOf(node);
        var to = Math.Clamp(at + Math.Sign(by), 0, siblings.Count - 1);
        var list = Nodes.ToList();
        (list[list.IndexOf(node)], list[list.IndexOf(siblings[to])]) = (siblings[to], node);
        return new CauseTree(list);
    }

    /// <summary>Hangs a branch elsewhere: below another cause, or on another bone.</summary>
    public Outcome<CauseTree> Hang(string id, string? parent, Bone bone)
    {
        if (Find(id) is not { } node)
            return Missing(id);
        var branch = Branch(id).ToList();
        var above = parent is null ? null : Find(parent);
        if (parent is not null && above is null)
            return Missing(parent);
        if (parent is not null && branch.Any(n => n.Id == parent))
            return new Refusal("diagnose.cause.own-branch", node.Text.Zh);
        var height = branch.Max(Depth) - Depth(node);
        if (above is not null && Depth(above) + 1 + height > Deepest)
            return new Refusal("diagnose.cause.too-deep", Deepest.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var on = above?.Bone ?? bone;
        var ids = branch.Select(n => n.Id).ToHashSet();
        return new CauseTree([.. Nodes.Where(n => n.Id != id).Select(n => ids.Contains(n.Id) ? n with { Bone = on } : n), node with { Parent = parent, Bone = on }]);
    }

    private static Refusal? Words(string text) =>
        string.IsNullOrWhiteSpace(text) ? new Refusal("diagnose.cause.needs-text")
        : text.Trim().Length > Longest ? new Refusal("diagnose.cause.too-long", "", Longest)
        : null;

    private static Refusal Missing(string id) => new("diagnose.cause.no-such", id) { Kind = RefusalKind.NotFound };

    private CauseTree Append(CauseNode node) => new([.. Nodes, node]);

    private CauseTree Replace(CauseNode node) => new([.. Nodes.Select(n => n.Id == node.Id ? node : n)]);
}
