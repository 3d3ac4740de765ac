using Piaozhi.Core.Loop;

namespace Piaozhi.Core.Listen.Survey;

/// <summary>What is known of the population: the shares of the groups of one trait (channel, age, region …).</summary>
/// <param name="Groups">Group of each person, 0 …; −1 = not known, which no margin moves.</param>
/// <param name="Shares">Share of each group in the population; made to sum to 1.</param>
public sealed record Margin(string Name, IReadOnlyList<int> Groups, IReadOnlyList<double> Shares);

/// <summary>Weights by which answers stand for the population.</summary>
/// <param name="Weights">Mean 1.</param>
/// <param name="Effective">Kish's effective number, (Σw)²/Σw²: so many equal people would tell as much.</param>
/// <param name="DesignEffect">n over it.</param>
/// <param name="Gap">Largest difference of a weighted share to its target.</param>
public sealed record SurveyWeights(double[] Weights, double Effective, double DesignEffect, int Iterations, double Gap, int Cut, IReadOnlyList<Caveat> Caveats)
{
    private const int MostIterations = 500;
    private const double Close = 1e-6;

    /// <summary>Fewest people in a group that may stand for its share of the population.</summary>
    public const int Fewest = 5;

    /// <summary>
    /// Raking [Deming and Stephan 1940]: every margin is met in turn until all are. Weights beyond <paramref name="most"/> medians are cut
    /// and the rest raked again; what that costs in the margins is the gap.
    /// </summary>
    /// <param name="design">Weights from how people were drawn; null = all alike. Not for quotas that were raked already.</param>
    public static Outcome<SurveyWeights> Rake(int people, IReadOnlyList<Margin> margins, IReadOnlyList<double>? design = null, double most = 5)
    {
        if (people == 0)
            return new Refusal("listen.survey.no-answers");
        if (margins.Any(m => m.Groups.Count != people) || (design is not null && (design.Count != people || design.Any(d => !(d >= 0)))))
            return new Refusal("listen.survey.sizes");
        var refusals = new List<Refusal>();
        var caveats = new List<Caveat>();
        foreach (var margin in margins)
        {
            if (margin.Shares.Any(s => !(s >= 0)) || !(margin.Shares.Sum() > 0) || margin.Groups.Any(g => g >= margin.Shares.Count))
            {
                refusals.Add(new Refusal("listen.survey.shares", margin.Name));
                continue;
            }

            var counts = Counts(margin);
            for (var g = 0; g < counts.Length; g++)
                if (margin.Shares[g] > 0 && counts[g] == 0)
                    refusals.Add(new Refusal("listen.survey.empty-group", margin.Name, g));
                else if (margin.Shares[g] > 0 && counts[g] < Fewest)
                    caveats.Add(new Caveat(CaveatId.SmallSample, margin.Name, counts[g], g));
            if (margin.Groups.Count(g => g < 0) is > 0 and var unknown)
                caveats.Add(new Caveat(CaveatId.MissingRows, margin.Name, unknown, people));
        }

        if (refusals.Count > 0)
            return refusals;
        var cells = Cells.Of(people, margins);
        var w = design is null ? Enumerable.Repeat(1.0, people).ToArray() : [.. design];
        var rounds = cells.Meet(w);
        var (cut, again) = (0, 0);
        while (again++ < 10 && Trim(w, most) is > 0 and var now)
        {
            cut = Math.Max(cut, now);
            rounds += cells.Meet(w);
        }

        // The bound has the last word.
        Trim(w, most);
        var mean = w.Sum() / people;
        double squares = 0;
        for (var i = 0; i < people; i++)
        {
            w[i] /= mean;
            squares += w[i] * w[i];
        }

        var effective = people * (double)people / squares;
        var gap = cells.Gap(w);
        if (cut > 0)
            caveats.Add(new Caveat(CaveatId.Trimmed, "", cut, most));
        if (gap > (cut > 0 ? .01 : 1e-4))
            caveats.Add(new Caveat(CaveatId.NotConverged, "", gap));
        return new SurveyWeights(w, effective, people / effective, rounds, gap, cut, caveats);
    }

    private static int Trim(double[] w, double most)
    {
        var known = w.Where(v => v > 0).ToArray();
        if (known.Length == 0)
            return 0;
        Array.Sort(known);
        var limit = most * known[known.Length / 2];
        var cut = 0;
        for (var i = 0; i < w.Length; i++)
            if (w[i] > limit * (1 + 1e-9))
                (w[i], cut) = (limit, cut + 1);
        return cut;
    }

    private static int[] Counts(Margin margin)
    {
        var counts = new int[margin.Shares.Count];
        foreach (var g in margin.Groups)
            if (g >= 0)
                counts[g]++;
        return counts;
    }

    /// <summary>People who are alike in every margin move together, so that a round costs as many steps as there are kinds of people.</summary>
    private sealed record Cells(int[] Kind, int[][] Groups, double[][] Targets)
    {
        public static Cells Of(int people, IReadOnlyList<Margin> margins)
        {
            var numbers = new Dictionary<long, int>();
            var (of, kinds) = (new int[people], new List<int[]>());
            var groups = margins.Select(m => m.Groups as int[] ?? [.. m.Groups]).ToArray();
            for (var i = 0; i < people; i++)
            {
                long key = 0;
                for (var m = 0; m < groups.Length; m++)
                    key = unchecked(key * (margins[m].Shares.Count + 1) + groups[m][i] + 1);
                if (!numbers.TryGetValue(key, out of[i]))
                {
                    numbers[key] = of[i] = kinds.Count;
                    kinds.Add([.. groups.Select(g => g[i])]);
                }
            }

            return new Cells(of, [.. Enumerable.Range(0, margins.Count).Select(m => kinds.Select(k => k[m]).ToArray())], [.. margins.Select(m => m.Shares.Select(s => s / m.Shares.Sum()).ToArray())]);
        }

        public int Meet(double[] w)
        {
            var start = Sums(w);
            double[] now = [.. start];
            var (round, moved) = (0, double.MaxValue);
            while (moved >= Close && round++ < MostIterations)
            {
                moved = 0;
                for (var m = 0; m < Groups.Length; m++)
                {
                    var (sums, all) = Shares(now, m);
                    for (var g = 0; g < sums.Length; g++)
                    {
                        sums[g] = sums[g] > 0 ? Targets[m][g] * all / sums[g] : 1;
                        moved = Math.Max(moved, Math.Abs(sums[g] - 1));
                    }

                    for (var c = 0; c < now.Length; c++)
                        if (Groups[m][c] >= 0)
                            now[c] *= sums[Groups[m][c]];
                }
            }

            for (var c = 0; c < now.Length; c++)
                now[c] = start[c] > 0 ? now[c] / start[c] : 1;
            for (var i = 0; i < w.Length; i++)
                w[i] *= now[Kind[i]];
            return round;
        }

        public double Gap(double[] w)
        {
            var now = Sums(w);
            return Enumerable.Range(0, Groups.Length).Select(m =>
            {
                var (sums, all) = Shares(now, m);
                return sums.Select((s, g) => Math.Abs(s / all - Targets[m][g])).Max();
            }).DefaultIfEmpty(0).Max();
        }

        private double[] Sums(double[] w)
        {
            var sums = new double[Groups.Length == 0 ? 1 : Groups[0].Length];
            for (var i = 0; i < w.Length; i++)
                sums[Kind[i]] += w[i];
            return sums;
        }

        /// <summary>Weight of each group of a margin, and of all whose group is known.</summary>
        private (double[] Sums, double All) Shares(double[] cells, int margin)
        {
            var sums = new double[Targets[margin].Length];
            for (var c = 0; c < cells.Length; c++)
                if (Groups[margin][c] >= 0)
                    sums[Groups[margin][c]] += cells[c];
            return (sums, sums.Sum());
        }
    }
}
