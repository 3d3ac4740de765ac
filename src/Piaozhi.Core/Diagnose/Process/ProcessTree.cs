using System.Text;

namespace Piaozhi.Core.Diagnose.Process;

public enum TreeOperator
{
    Activity,

    /// <summary>Nothing happens (τ).</summary>
    Silent,

    /// <summary>Exactly one of the children (×).</summary>
    Exclusive,

    /// <summary>One after the other (→).</summary>
    Sequence,

    /// <summary>All, in any interleaving (∧).</summary>
    Parallel,

    /// <summary>The first child, then any number of times: the second and the first again (↺).</summary>
    Loop,
}

/// <summary>A block-structured process model (Leemans 2013, §2): sound by construction.</summary>
public sealed record ProcessTree(TreeOperator Operator, string Activity, IReadOnlyList<ProcessTree> Children)
{
    public static ProcessTree Silent { get; } = new(TreeOperator.Silent, "", []);

    public static ProcessTree Of(string activity) => new(TreeOperator.Activity, activity, []);

    public static ProcessTree Of(TreeOperator op, params IEnumerable<ProcessTree> children) => new(op, "", [.. children]);

    /// <summary>All nodes, parents before children.</summary>
    public IEnumerable<ProcessTree> Nodes() => Children.SelectMany(c => c.Nodes()).Prepend(this);

    public IEnumerable<string> Activities() => Nodes().Where(n => n.Operator == TreeOperator.Activity).Select(n => n.Activity);

    /// <summary>The fewest activities with which it can be gone through.</summary>
    public int Shortest() => Operator switch
    {
        TreeOperator.Activity => 1,
        TreeOperator.Silent => 0,
        TreeOperator.Exclusive => Children.Min(c => c.Shortest()),
        TreeOperator.Loop => Children[0].Shortest(),
        _ => Children.Sum(c => c.Shortest()),
    };

    /// <summary>The same language with fewer nodes: nested equal operators made one, silent steps dropped where they say nothing.</summary>
    public ProcessTree Reduced()
    {
        if (Children.Count == 0)
            return this;
        var children = Children.Select(c => c.Reduced()).ToList();
        if (Operator == TreeOperator.Loop)
            return Of(TreeOperator.Loop, children);
        children = [.. children.SelectMany(c => c.Operator == Operator ? c.Children : [c])];
        if (Operator is TreeOperator.Sequence or TreeOperator.Parallel)
            children.RemoveAll(c => c.Operator == TreeOperator.Silent);
        else if (children.Count(c => c.Operator == TreeOperator.Silent) is var silent and > 1)
            for (; silent > 1; silent--)
                children.RemoveAt(children.FindLastIndex(c => c.Operator == TreeOperator.Silent));
        // A choice not to do it says nothing when one of the others can be silent anyway.
        if (Operator == TreeOperator.Exclusive && children.Any(c => c.Operator != TreeOperator.Silent && c.Shortest() == 0))
            children.RemoveAll(c => c.Operator == TreeOperator.Silent);
        return children.Count switch { 0 => Silent, 1 => children[0], _ => Of(Operator, children) };
    }

    /// <summary>The same tree with the children of choices and parallels in the order of their text: equal trees write equally.</summary>
    public ProcessTree Sorted()
    {
        var children = Children.Select(c => c.Sorted());
        return this with { Children = Operator is TreeOperator.Exclusive or TreeOperator.Parallel ? [.. children.OrderBy(c => c.ToString(), StringComparer.Ordinal)] : [.. children] };
    }

    /// <summary>As ProM and pm4py write it: <c>-&gt;( 'a', X( tau, 'b' ) )</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Write(text);
        return text.ToString();
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static ProcessTree Parse(string text)
    {
        var at = 0;
        var tree = Parse(text, ref at);
        return text[at..].Trim().Length == 0 ? tree : throw new UnreadableLog("diagnose.model.bad-tree", text[at..]);
    }

    private static ProcessTree Parse(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or ',')
            at++;
        var rest = text.AsSpan(at);
        if (rest.StartsWith("tau"))
        {
            at += 3;
            return Silent;
        }

        if (rest.StartsWith("'"))
        {
            var end = text.IndexOf('\'', at + 1);
            var name = end < 0 ? throw new UnreadableLog("diagnose.model.bad-tree", text[at..]) : text[(at + 1)..end];
            at = end + 1;
            return Of(name);
        }

        foreach (var (sign, op) in Signs)
            if (rest.StartsWith(sign + "("))
            {
                at += sign.Length + 1;
                var children = new List<ProcessTree>();
                while (true)
                {
                    while (at < text.Length && text[at] is ' ' or ',')
                        at++;
                    if (at >= text.Length)
                        break;
                    if (text[at] == ')')
                    {
                        at++;
                        return Of(op, children);
                    }

                    children.Add(Parse(text, ref at));
                }
            }

        throw new UnreadableLog("diagnose.model.bad-tree", text[Math.Min(at, text.Length)..]);
    }

    private static readonly (string Sign, TreeOperator Operator)[] Signs = [("->", TreeOperator.Sequence), ("X", TreeOperator.Exclusive), ("+", TreeOperator.Parallel), ("*", TreeOperator.Loop)];

    private void Write(StringBuilder text)
    {
        if (Operator is TreeOperator.Activity or TreeOperator.Silent)
        {
            text.Append(Operator == TreeOperator.Silent ? "tau" : $"'{Activity}'");
            return;
        }

        text.Append(Signs.First(s => s.Operator == Operator).Sign).Append("( ");
        for (var i = 0; i < Children.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Children[i].Write(text);
        }

        text.Append(" )");
    }
}
