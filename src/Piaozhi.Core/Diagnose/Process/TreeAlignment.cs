namespace Piaozhi.Core.Diagnose.Process;

/// <summary>How one step of an alignment is taken.</summary>
public enum Move
{
    Both,

    /// <summary>It happened, and the model does not allow it there.</summary>
    LogOnly,

    /// <summary>The model demands it, and it did not happen.</summary>
    ModelOnly,
}

public readonly record struct AlignedMove(Move Move, string Activity);

/// <param name="Cost">Moves on the log alone or on the model alone; silent steps are free.</param>
/// <param name="Fitness">1 − cost / (length of the trace + shortest way through the model).</param>
public readonly record struct Aligned(int Cost, double Fitness);

/// <param name="LogFitness">From the sums of costs over all cases; <paramref name="AverageFitness"/> is the mean over cases.</param>
/// <param name="NotAligned">Variants too long to be aligned: they are in none of the figures.</param>
public sealed record AlignmentResult(IReadOnlyList<Aligned?> ByVariant, double ShareFitting, double AverageFitness, double LogFitness, int NotAligned);

/// <summary>
/// Optimal alignments of traces to a process tree by dynamic programming. As each activity stands at one leaf only, the events of a
/// trace belong to the branches of a node by their names; the cost of a node over a run of its own events follows from its children:
/// the least for a choice, the sum for a parallel, the best cut for a sequence, the best cuts into rounds for a loop. Exact, in time
/// polynomial in the length of the trace, where search on the net is exponential in the width of parallels.
/// </summary>
public sealed partial class TreeAlignment
{
    /// <summary>Longer traces are left out, and said to be.</summary>
    public const int Longest = 1500;

    private readonly Node _root;

    /// <summary>Trees in which an activity stands at several leaves cannot be aligned so.</summary>
    public TreeAlignment(ProcessTree tree, IReadOnlyList<string> activities)
    {
        if (tree.Activities().GroupBy(a => a).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UnreadableLog("diagnose.model.activity-twice", twice.Key);
        var codes = activities.Select((a, i) => (a, i)).ToDictionary(x => x.a, x => x.i, StringComparer.Ordinal);
        _root = new Node(Binary(tree), codes);
        Shortest = tree.Shortest();
    }

    public int Shortest { get; }

    public static AlignmentResult Of(Variants variants, ProcessTree tree)
    {
        var alignment = new TreeAlignment(tree, variants.Log.Activities);
        var all = new Aligned?[variants.Count];
        Parallel.For(0, variants.Count, v => all[v] = variants[v].Length > Longest ? null : alignment.Align(variants[v]));
        double fitting = 0, sum = 0, cost = 0, worst = 0, cases = 0;
        for (var v = 0; v < all.Length; v++)
            if (all[v] is { } a)
            {
                var n = variants.Cases[v];
                (cases, fitting, sum) = (cases + n, fitting + (a.Cost == 0 ? n : 0), sum + n * a.Fitness);
                (cost, worst) = (cost + (double)n * a.Cost, worst + (double)n * (variants[v].Length + alignment.Shortest));
            }

        return new AlignmentResult(all, fitting / cases, sum / cases, worst == 0 ? 1 : 1 - cost / worst, all.Count(a => a is null));
    }

    public Aligned Align(ReadOnlySpan<ushort> trace)
    {
        var own = _root.Own(trace);
        var cost = trace.Length - own.Length + _root.Whole(own);
        var worst = trace.Length + Shortest;
        return new Aligned(cost, worst == 0 ? 1 : 1 - (double)cost / worst);
    }

    /// <summary>Loops with several ways back get one that is a choice.</summary>
    private static ProcessTree Binary(ProcessTree tree) => tree with
    {
        Children = tree.Operator == TreeOperator.Loop && tree.Children.Count > 2
            ? [Binary(tree.Children[0]), ProcessTree.Of(TreeOperator.Exclusive, tree.Children.Skip(1).Select(Binary))]
            : [.. tree.Children.Select(Binary)],
    };

    /// <summary>Cost of a node over events i to j of its own, for all i ≤ j (or for the whole run alone).</summary>
    private sealed class Costs(int n, bool all)
    {
        private readonly int[] _cost = new int[all ? (n + 1) * (n + 1) : 1];

        public int this[int i, int j]
        {
            get => _cost[all ? i * (n + 1) + j : 0];
            set => _cost[all ? i * (n + 1) + j : 0] = value;
        }
    }

    private sealed partial class Node
    {
        private readonly TreeOperator _operator;
        private readonly string _name;
        private readonly Node[] _children;
        private readonly HashSet<int> _alphabet;

        public Node(ProcessTree tree, IReadOnlyDictionary<string, int> codes)
        {
            (_operator, _name) = (tree.Operator, tree.Activity);
            _children = [.. tree.Children.Select(c => new Node(c, codes))];
            _alphabet = _operator == TreeOperator.Activity ? codes.TryGetValue(tree.Activity, out var code) ? [code] : [] : [.. _children.SelectMany(c => c._alphabet)];
        }

        public ushort[] Own(ReadOnlySpan<ushort> events)
        {
            var (own, n) = (new ushort[events.Length], 0);
            foreach (var e in events)
                if (_alphabet.Contains(e))
                    own[n++] = e;
            return own[..n];
        }

        public int Whole(ushort[] own) => Table(own, all: false)[0, own.Length];

        /// <summary>For each child how many of its events stand among the first i.</summary>
        private int[][] Before(ushort[] own) => Array.ConvertAll(_children, c =>
        {
            var before = new int[own.Length + 1];
            for (var i = 0; i < own.Length; i++)
                before[i + 1] = before[i] + (c._alphabet.Contains(own[i]) ? 1 : 0);
            return before;
        });

        private Costs Table(ushort[] own, bool all)
        {
            var n = own.Length;
            var costs = new Costs(n, all);
            if (_operator is TreeOperator.Activity or TreeOperator.Silent)
            {
                for (var i = 0; i <= (all ? n : 0); i++)
                    for (var j = all ? i : n; j <= n; j++)
                        costs[i, j] = _operator == TreeOperator.Activity ? Math.Abs(j - i - 1) : j - i;
                return costs;
            }

            var before = Before(own);
            // The children of a choice or a parallel are asked for the same runs; those of a sequence or a loop for every part of them.
            var parts = all || _operator is TreeOperator.Sequence or TreeOperator.Loop;
            var tables = Array.ConvertAll(_children, c => c.Table(c.Own(own), parts));
            for (var i = 0; i <= (all ? n : 0); i++)
                switch (_operator)
                {
                    case TreeOperator.Exclusive or TreeOperator.Parallel:
                        for (var j = all ? i : n; j <= n; j++)
                            costs[i, j] = Side(tables, before, i, j);
                        break;
                    default:
                        var row = (_operator == TreeOperator.Sequence ? SequenceRow(tables, before, i, n) : LoopRow(tables, before, i, n))[^1];
                        for (var j = all ? i : n; j <= n; j++)
                            costs[i, j] = row[j - i];
                        break;
                }

            return costs;
        }

        private int Side(Costs[] tables, int[][] before, int i, int j)
        {
            var (sum, least) = (0, int.MaxValue);
            for (var c = 0; c < tables.Length; c++)
            {
                var (x, y) = (before[c][i], before[c][j]);
                var cost = tables[c][x, y];
                sum += cost;
                least = Math.Min(least, cost + (j - i) - (y - x));
            }

            return _operator == TreeOperator.Parallel ? sum : least;
        }

        /// <summary>Cost of one child over events x to y: its own part, and the foreign events that only happened.</summary>
        private static int Cost(Costs table, int[] before, int x, int y) => table[before[x], before[y]] + (y - x) - (before[y] - before[x]);

        /// <summary>Least cost of the first k children over events i to j, for each j; one row a child.</summary>
        private static int[][] SequenceRow(Costs[] tables, int[][] before, int i, int n)
        {
            var rows = new int[tables.Length][];
            for (var c = 0; c < tables.Length; c++)
            {
                rows[c] = new int[n - i + 1];
                for (var j = i; j <= n; j++)
                {
                    if (c == 0)
                    {
                        rows[c][j - i] = Cost(tables[c], before[c], i, j);
                        continue;
                    }

                    var least = int.MaxValue;
                    for (var w = i; w <= j; w++)
                        if (rows[c - 1][w - i] < least)
                            least = Math.Min(least, rows[c - 1][w - i] + Cost(tables[c], before[c], w, j));
                    rows[c][j - i] = least;
                }
            }

            return rows;
        }

        /// <summary>Least cost over events i to j of being behind the way back (first row) and behind the body (second row).</summary>
        private static int[][] LoopRow(Costs[] tables, int[][] before, int i, int n)
        {
            var (again, body) = (new int[n - i + 1], new int[n - i + 1]);
            for (var j = i; j <= n; j++)
            {
                var least = Cost(tables[0], before[0], i, j);
                for (var w = i; w < j; w++)
                    least = Math.Min(least, again[w - i] + Cost(tables[0], before[0], w, j));
                body[j - i] = least;
                var back = int.MaxValue;
                for (var w = i; w <= j; w++)
                    back = Math.Min(back, body[w - i] + Cost(tables[1], before[1], w, j));
                again[j - i] = back;
                body[j - i] = Math.Min(least, back + Cost(tables[0], before[0], j, j));
            }

            return [again, body];
        }
    }
}
