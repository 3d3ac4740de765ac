using MathNet.Numerics;
using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Detect.Charts;

/// <summary>
/// Average run length of a Shewhart chart with runs rules. Rules that look at zones are solved as a Markov chain (Champ and Woodall 1987);
/// rules 3 and 4, which compare neighbors, have no finite chain and are simulated.
/// </summary>
public static class RunLengthOfRules
{
    private const ChartRule Ordered = ChartRule.SixSteady | ChartRule.FourteenAlternating;

    /// <summary>Edges of the zones in σ; the outermost ones lie beyond 3σ.</summary>
    private static readonly double[] _edges = [double.NegativeInfinity, -3, -2, -1, 0, 1, 2, 3, double.PositiveInfinity];

    /// <summary>What the past holds that the rules still need.</summary>
    private readonly record struct State(int Side, int Within, int Beyond, int Up2, int Down2, int Up1, int Down1);

    /// <summary>True when the length is calculated, not simulated.</summary>
    public static bool IsExact(ChartRule rules) => (rules & Ordered) == 0;

    /// <summary>By Markov chain. Refuses rules 3 and 4.</summary>
    public static double Exact(ChartRule rules, double shift = 0)
    {
        if (!IsExact(rules))
            throw new ArgumentOutOfRangeException(nameof(rules), rules, "rules that compare neighbors have no finite chain; use Simulated");
        var chance = Enumerable.Range(0, 8).Select(zone => Below(_edges[zone + 1] - shift) - Below(_edges[zone] - shift)).ToArray();
        var states = new Dictionary<State, int>();
        var next = new List<int[]>();
        var queue = new Queue<State>();
        int Number(State s)
        {
            if (states.TryGetValue(s, out var known))
                return known;
            states.Add(s, next.Count);
            next.Add(new int[8]);
            queue.Enqueue(s);
            return states.Count - 1;
        }

        Number(default);
        while (queue.TryDequeue(out var s))
        {
            var row = next[states[s]];
            for (var zone = 0; zone < 8; zone++)
                row[zone] = Step(s, zone, rules) is { } t ? Number(t) : -1;
        }

        return Solve(next, chance);
    }

    /// <summary>By simulation of <paramref name="runs"/> runs, with the standard error of the mean.</summary>
    public static (double Length, double Error) Simulated(ChartRule rules, double shift, Rng rng, int runs = 4000)
    {
        double sum = 0, squares = 0;
        for (var run = 0; run < runs; run++)
        {
            // 32 points of the past are more than any rule looks at.
            var window = new List<double>(512);
            var length = 0;
            for (var found = false; !found;)
            {
                var keep = Math.Min(window.Count, 32);
                window.RemoveRange(0, window.Count - keep);
                for (var i = 0; i < 256; i++)
                    window.Add(rng.Normal(shift));
                var broken = ChartRules.Broken([.. window], rules);
                var at = Array.FindIndex(broken, keep, b => b != ChartRule.None);
                found = at >= 0;
                length += found ? at - keep + 1 : 256;
            }

            sum += length;
            squares += (double)length * length;
        }

        var mean = sum / runs;
        return (mean, Math.Sqrt(Math.Max(0, squares / runs - mean * mean) / runs));
    }

    /// <summary>The state after a point in that zone; null when it signals.</summary>
    private static State? Step(State s, int zone, ChartRule rules)
    {
        bool Has(ChartRule rule) => (rules & rule) != 0;
        if (zone is 0 or 7 && Has(ChartRule.Beyond3))
            return null;
        var up = zone >= 4;
        var two = zone is <= 1 or >= 6;
        var one = zone is <= 2 or >= 5;
        var most = Has(ChartRule.Eight) ? 8 : Has(ChartRule.Nine) ? 9 : 0;
        var side = up ? Math.Max(s.Side, 0) + 1 : Math.Min(s.Side, 0) - 1;
        if (most > 0 && Math.Abs(side) >= most)
            return null;
        var within = one ? 0 : s.Within + 1;
        var beyond = one ? s.Beyond + 1 : 0;
        if ((Has(ChartRule.FifteenWithin) && within >= 15) || (Has(ChartRule.EightBeyond) && beyond >= 8))
            return null;
        var (up2, down2) = (Push(s.Up2, up && two, 3), Push(s.Down2, !up && two, 3));
        var (up1, down1) = (Push(s.Up1, up && one, 5), Push(s.Down1, !up && one, 5));
        if (Has(ChartRule.TwoOfThree) && (Counts(up2, 2) || Counts(down2, 2)))
            return null;
        if (Has(ChartRule.FourOfFive) && (Counts(up1, 4) || Counts(down1, 4)))
            return null;
        return new State(
            most > 0 ? side : 0, Has(ChartRule.FifteenWithin) ? within : 0, Has(ChartRule.EightBeyond) ? beyond : 0,
            Has(ChartRule.TwoOfThree) ? up2 & 3 : 0, Has(ChartRule.TwoOfThree) ? down2 & 3 : 0,
            Has(ChartRule.FourOfFive) ? up1 & 15 : 0, Has(ChartRule.FourOfFive) ? down1 & 15 : 0);
    }

    private static int Push(int window, bool yes, int length) => ((window << 1) | (yes ? 1 : 0)) & ((1 << length) - 1);

    private static bool Counts(int window, int least) => (window & 1) != 0 && int.PopCount(window) >= least;

    /// <summary>L = 1 + QL by Gauss–Seidel, with the known geometric end of the iteration taken at once (Aitken).</summary>
    private static double Solve(List<int[]> next, double[] chance)
    {
        var l = new double[next.Count];
        double before = 0, change = double.PositiveInfinity;
        for (var round = 0; round < 200000; round++)
        {
            for (var i = next.Count - 1; i >= 0; i--)
            {
                var sum = 1.0;
                var row = next[i];
                for (var zone = 0; zone < 8; zone++)
                    sum += row[zone] < 0 ? 0 : chance[zone] * l[row[zone]];
                l[i] = sum;
            }

            change = l[0] - before;
            if (round > 20 && change <= 1e-13 * l[0])
                return l[0];
            before = l[0];
        }

        return l[0];
    }

    private static double Below(double x) => double.IsNegativeInfinity(x) ? 0 : double.IsPositiveInfinity(x) ? 1 : .5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
}
