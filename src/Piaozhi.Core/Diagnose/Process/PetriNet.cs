namespace Piaozhi.Core.Diagnose.Process;

/// <param name="Label">The activity; null for a silent transition.</param>
/// <param name="In">Places it takes a token from, a place twice for two tokens.</param>
public sealed record NetTransition(string Id, string? Label, IReadOnlyList<int> In, IReadOnlyList<int> Out);

/// <summary>A labelled Petri net with an initial and a final marking (tokens of each place).</summary>
public sealed record PetriNet(IReadOnlyList<string> Places, IReadOnlyList<NetTransition> Transitions, IReadOnlyList<int> Initial, IReadOnlyList<int> Final)
{
    public int Arcs => Transitions.Sum(t => t.In.Count + t.Out.Count);

    /// <summary>The workflow net of a tree, with one source and one sink; silent transitions only where a choice, a split or a loop needs one.</summary>
    public static PetriNet Of(ProcessTree tree)
    {
        var drawing = new Drawing();
        drawing.Draw(tree, drawing.Place(), drawing.Place());
        return drawing.Done();
    }

    private sealed class Drawing
    {
        private readonly List<(string? Label, List<int> In, List<int> Out)> _transitions = [];
        private int _places;

        public int Place() => _places++;

        public void Draw(ProcessTree node, int from, int to)
        {
            switch (node.Operator)
            {
                case TreeOperator.Activity:
                    Step(node.Activity, [from], [to]);
                    break;
                case TreeOperator.Silent:
                    Step(null, [from], [to]);
                    break;
                case TreeOperator.Exclusive:
                    foreach (var child in node.Children)
                        Draw(child, from, to);
                    break;
                case TreeOperator.Sequence:
                    for (var i = 0; i < node.Children.Count; i++)
                    {
                        var next = i == node.Children.Count - 1 ? to : Place();
                        Draw(node.Children[i], from, next);
                        from = next;
                    }

                    break;
                case TreeOperator.Parallel:
                    var (starts, ends) = (node.Children.Select(_ => Place()).ToList(), node.Children.Select(_ => Place()).ToList());
                    Step(null, [from], starts);
                    for (var i = 0; i < node.Children.Count; i++)
                        Draw(node.Children[i], starts[i], ends[i]);
                    Step(null, ends, [to]);
                    break;
                default:
                    var (begin, end) = (Place(), Place());
                    Step(null, [from], [begin]);
                    Draw(node.Children[0], begin, end);
                    for (var i = 1; i < node.Children.Count; i++)
                        Draw(node.Children[i], end, begin);
                    Step(null, [end], [to]);
                    break;
            }
        }

        public PetriNet Done()
        {
            while (Fuse())
            {
            }

            var used = _transitions.SelectMany(t => t.In.Concat(t.Out)).Append(0).Append(1).Distinct().Order().ToList();
            var number = used.Select((p, i) => (p, i)).ToDictionary(x => x.p, x => x.i);
            return new PetriNet([.. used.Select(p => p == 0 ? "source" : p == 1 ? "sink" : $"p{number[p] - 1}")],
                [.. _transitions.Select((t, i) => new NetTransition($"t{i + 1}", t.Label, [.. t.In.Select(p => number[p])], [.. t.Out.Select(p => number[p])]))],
                [.. used.Select(p => p == 0 ? 1 : 0)], [.. used.Select(p => p == 1 ? 1 : 0)]);
        }

        /// <summary>A silent transition that is the only way out of a place and leads to one place only: both places are one (fusion of series places, Murata 1989).</summary>
        private bool Fuse()
        {
            var at = _transitions.FindIndex(t => t is { Label: null, In: [not 1 and var p], Out: [var q] } && p != q && _transitions.Count(o => o.In.Contains(p)) == 1 && (p != 0 || (q != 1 && _transitions.Count(o => o.Out.Contains(q)) == 1)));
            if (at < 0)
                return false;
            var (from, to) = (_transitions[at].In[0], _transitions[at].Out[0]);
            _transitions.RemoveAt(at);
            // The source stays the source.
            var (gone, stays) = from == 0 ? (to, from) : (from, to);
            foreach (var (_, @in, @out) in _transitions)
                foreach (var list in new[] { @in, @out })
                    for (var i = 0; i < list.Count; i++)
                        if (list[i] == gone)
                            list[i] = stays;
            return true;
        }

        private void Step(string? label, List<int> from, List<int> to) => _transitions.Add((label, from, to));
    }
}
