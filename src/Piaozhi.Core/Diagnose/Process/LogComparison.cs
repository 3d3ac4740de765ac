using Piaozhi.Core.Statistics.Distributions;
using Piaozhi.Core.Statistics.Estimation;
using Piaozhi.Core.Statistics.Testing;

namespace Piaozhi.Core.Diagnose.Process;

/// <summary>How one arc differs between two logs.</summary>
/// <param name="ShareBefore">Share of cases that have the arc.</param>
/// <param name="Difference">After − before, with the interval of Newcombe 1998, method 10.</param>
/// <param name="FrequencyQ">Adjusted over all arcs and both tests (Benjamini and Hochberg).</param>
/// <param name="MedianBefore">Seconds from the one to the other, the first time in each case.</param>
/// <param name="Slower">Probability that it took longer after than before; .5 is no difference.</param>
public sealed record ArcChange(string From, string To, long CasesBefore, long CasesAfter, double ShareBefore, double ShareAfter, double Difference, Interval DifferenceInterval, double FrequencyP, double FrequencyQ,
    double MedianBefore, double MedianAfter, double Slower, double DurationP, double DurationQ);

/// <summary>
/// What differs between two logs, or two periods of one, arc by arc: how often (share of cases, so that cases are the independent units)
/// and how long (Mann and Whitney, the first time in each case), with false discovery control over all tests.
/// </summary>
public static class LogComparison
{
    public static IReadOnlyList<ArcChange> Of(EventLog before, EventLog after)
    {
        var (x, y) = (First(before), First(after));
        var arcs = x.Keys.Union(y.Keys).OrderBy(a => a).ToArray();
        var (n, m) = ((double)before.Cases, (double)after.Cases);
        var (frequency, duration) = (new double[arcs.Length], new double[arcs.Length]);
        var tests = new MannWhitney[arcs.Length];
        var none = Array.Empty<long>();
        Parallel.For(0, arcs.Length, i =>
        {
            var (a, b) = (x.GetValueOrDefault(arcs[i])?.ToArray() ?? none, y.GetValueOrDefault(arcs[i])?.ToArray() ?? none);
            frequency[i] = Shares(a.Length, n, b.Length, m);
            tests[i] = MannWhitney.Of(a, b);
            duration[i] = tests[i].P;
        });
        var q = FalseDiscovery.BenjaminiHochberg([.. frequency, .. duration]);
        var changes = arcs.Select((arc, i) =>
        {
            var (a, b) = (x.GetValueOrDefault(arc)?.ToArray() ?? none, y.GetValueOrDefault(arc)?.ToArray() ?? none);
            var (s, t) = (n > 0 ? a.Length / n : double.NaN, m > 0 ? b.Length / m : double.NaN);
            return new ArcChange(arc.From, arc.To, a.Length, b.Length, s, t, t - s, Newcombe(a.Length, n, b.Length, m), frequency[i], q[i],
                Selection.Quantile(a, .5) / 1000, Selection.Quantile(b, .5) / 1000, tests[i].Superiority, duration[i], q[arcs.Length + i]);
        });
        return [.. changes.OrderBy(c => Math.Min(Or1(c.FrequencyQ), Or1(c.DurationQ))).ThenByDescending(c => c.CasesBefore + c.CasesAfter)];
    }

    private static double Or1(double q) => double.IsNaN(q) ? 1 : q;

    /// <summary>Two-sided test of two shares: Fisher's exact test while a count is small, else the score test.</summary>
    internal static double Shares(double k, double n, double l, double m)
    {
        if (n == 0 || m == 0)
            return double.NaN;
        var p = (k + l) / (n + m);
        if (p is 0 or 1)
            return 1;
        if (Math.Min(Math.Min(n, m) * p, Math.Min(n, m) * (1 - p)) >= 10)
            return Tails.NormalTwoSided((k / n - l / m) / Math.Sqrt(p * (1 - p) * (1 / n + 1 / m)));
        double Log(double a) => MathNet.Numerics.SpecialFunctions.GammaLn(a + 1);
        var (total, all) = (k + l, n + m);
        double Mass(double i) => Math.Exp(Log(n) - Log(i) - Log(n - i) + Log(m) - Log(total - i) - Log(m - total + i) - Log(all) + Log(total) + Log(all - total));
        var (seen, sum) = (Mass(k), 0.0);
        for (var i = Math.Max(0, total - m); i <= Math.Min(n, total); i++)
            if (Mass(i) is var mass && mass <= seen * (1 + 1e-7))
                sum += mass;
        return Math.Min(1, sum);
    }

    /// <summary>Interval of a difference of two shares from their Wilson intervals (Newcombe 1998, method 10).</summary>
    internal static Interval Newcombe(double k, double n, double l, double m)
    {
        if (n == 0 || m == 0)
            return Interval.Unknown;
        var (a, b, s, t) = (Intervals.Wilson(k, n), Intervals.Wilson(l, m), k / n, l / m);
        return new(t - s - Math.Sqrt(Math.Pow(t - b.Low, 2) + Math.Pow(a.High - s, 2)), t - s + Math.Sqrt(Math.Pow(b.High - t, 2) + Math.Pow(s - a.Low, 2)));
    }

    /// <summary>The duration of each arc, the first time in each case that has it.</summary>
    private static Dictionary<(string From, string To), List<long>> First(EventLog log)
    {
        var (kinds, seen, found) = (log.Activities.Count, new Dictionary<int, int>(), new Dictionary<int, List<long>>());
        for (var c = 0; c < log.Cases; c++)
            for (var row = log.Start[c] + 1; row < log.Start[c + 1]; row++)
            {
                var arc = log.Activity[row - 1] * kinds + log.Activity[row];
                if (seen.TryGetValue(arc, out var last) && last == c)
                    continue;
                seen[arc] = c;
                if (!found.TryGetValue(arc, out var list))
                    found[arc] = list = [];
                list.Add(log.BeginOf(row) - log.At[row - 1]);
            }

        return found.ToDictionary(f => (log.Activities[f.Key / kinds], log.Activities[f.Key % kinds]), f => f.Value);
    }
}
