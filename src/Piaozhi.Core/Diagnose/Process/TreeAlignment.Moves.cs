namespace Piaozhi.Core.Diagnose.Process;

public sealed partial class TreeAlignment
{
    /// <summary>One optimal alignment of a trace, step by step.</summary>
    public IReadOnlyList<AlignedMove> Moves(IReadOnlyList<string> activities, ReadOnlySpan<ushort> trace)
    {
        var (places, own) = (new List<int>(), _root.Own(trace));
        for (var i = 0; i < trace.Length; i++)
            if (_root.Has(trace[i]))
                places.Add(i);
        var (both, demanded) = (new bool[trace.Length], new List<(int At, string Activity)>());
        _root.Explain(own, [.. places], 0, own.Length, 0, both, demanded);
        var moves = new List<AlignedMove>();
        for (var i = 0; i <= trace.Length; i++)
        {
            moves.AddRange(demanded.Where(d => d.At == i).Select(d => new AlignedMove(Move.ModelOnly, d.Activity)));
            if (i < trace.Length)
                moves.Add(new AlignedMove(both[i] ? Move.Both : Move.LogOnly, activities[trace[i]]));
        }

        return moves;
    }

    private sealed partial class Node
    {
        public bool Has(ushort activity) => _alphabet.Contains(activity);

        /// <param name="places">Where the node's own events stand in the trace.</param>
        /// <param name="at">Where in the trace the part begins that this node answers for: there stands what is demanded before its first event.</param>
        public void Explain(ushort[] own, int[] places, int i, int j, int at, bool[] both, List<(int, string)> demanded)
        {
            if (_operator == TreeOperator.Silent)
                return;
            if (_operator == TreeOperator.Activity)
            {
                if (i == j)
                    demanded.Add((at, _name));
                else
                    both[places[i]] = true;
                return;
            }

            var before = Before(own);
            var tables = Array.ConvertAll(_children, c => c.Table(c.Own(own), all: true));
            switch (_operator)
            {
                case TreeOperator.Parallel:
                    for (var c = 0; c < _children.Length; c++)
                        Child(c, i, j);
                    break;
                case TreeOperator.Exclusive:
                    Child(Enumerable.Range(0, _children.Length).MinBy(c => Cost(tables[c], before[c], i, j)), i, j);
                    break;
                case TreeOperator.Sequence:
                    var rows = SequenceRow(tables, before, i, own.Length);
                    var cuts = new int[_children.Length + 1];
                    (cuts[0], cuts[^1]) = (i, j);
                    for (var c = _children.Length - 1; c > 0; c--)
                        cuts[c] = Enumerable.Range(i, cuts[c + 1] - i + 1).First(w => rows[c - 1][w - i] + Cost(tables[c], before[c], w, cuts[c + 1]) == rows[c][cuts[c + 1] - i]);
                    for (var c = 0; c < _children.Length; c++)
                        Child(c, cuts[c], cuts[c + 1]);
                    break;
                default:
                    foreach (var (c, x, y) in Rounds(tables, before, i, j, own.Length))
                        Child(c, x, y);
                    break;
            }

            void Child(int c, int x, int y)
            {
                var ofChild = places.Where((_, e) => _children[c]._alphabet.Contains(own[e])).ToArray();
                _children[c].Explain(_children[c].Own(own), ofChild, before[c][x], before[c][y], x > i ? places[x - 1] + 1 : at, both, demanded);
            }
        }

        private static List<(int Child, int From, int To)> Rounds(Costs[] tables, int[][] before, int i, int j, int n)
        {
            var rows = LoopRow(tables, before, i, n);
            var (again, rounds, at) = (rows[0], new List<(int, int, int)>(), j);
            while (Cost(tables[0], before[0], i, at) > rows[1][at - i])
            {
                // An empty round at the end only where nothing else costs as little; then the way back before it was not empty.
                var w = i;
                while (w < at && again[w - i] + Cost(tables[0], before[0], w, at) != rows[1][at - i])
                    w++;
                rounds.Add((0, w, at));
                var v = Enumerable.Range(i, w - i + 1).First(v => rows[1][v - i] + Cost(tables[1], before[1], v, w) == again[w - i]);
                rounds.Add((1, v, w));
                at = v;
            }

            rounds.Add((0, i, at));
            rounds.Reverse();
            return rounds;
        }
    }
}
