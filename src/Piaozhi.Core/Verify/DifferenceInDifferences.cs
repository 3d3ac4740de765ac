using MathNet.Numerics.Distributions;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Verify;

/// <summary>How the interval of a panel comparison was made.</summary>
public enum PanelInterval
{
    /// <summary>Wild cluster bootstrap-t, null imposed (Cameron, Gelbach and Miller 2008).</summary>
    WildBootstrap,

    /// <summary>t with the spread between units (Donald and Lang 2007): for one or a few treated units.</summary>
    BetweenUnits,

    /// <summary>Units drawn again within cohorts: for starts on different days.</summary>
    Resampled,
}

/// <summary>One group of periods of an event study, against the last group before the start.</summary>
/// <param name="Group">−1 is the reference, 0 the first group after the start.</param>
public readonly record struct EventEffect(int Group, double Estimate, Interval Interval);

/// <summary>A difference-in-differences over a panel of units.</summary>
/// <param name="StandardError">Clustered by unit (CR1).</param>
/// <param name="Clustered">t interval with G − 1 degrees; too narrow with few clusters.</param>
/// <param name="Interval">The one to use.</param>
/// <param name="P">Two-sided p-value that belongs to <paramref name="Interval"/>.</param>
/// <param name="PreTrend">Difference of slopes before the start, per period.</param>
/// <param name="PreTrendInterval">Holding zero is weak evidence of parallel trends (Roth 2022): read its width.</param>
public sealed record PanelDifference(
    double Estimate, double StandardError, Interval Clustered, Interval Interval, PanelInterval From, double P,
    double PreTrend, Interval PreTrendInterval, IReadOnlyList<EventEffect> Events);

/// <summary>
/// Difference-in-differences with units as clusters. Each unit is reduced to its change about the common course of the untouched ones, which
/// is the two-way regression for a common start, has no serial correlation left to model, and works with a single treated unit. Starts on
/// different days are compared cohort by cohort with the never treated (Callaway and Sant'Anna 2021), never by plain two-way regression.
/// </summary>
public static class DifferenceInDifferences
{
    /// <summary>
    /// Rows of <paramref name="y"/> are units, NaN = missing; <paramref name="starts"/> is each unit's first treated period, null = never.
    /// Null when there is no treated unit, fewer than two untouched, or no period on one side.
    /// </summary>
    /// <param name="every">Periods to a group of the event study.</param>
    public static PanelDifference? Of(IReadOnlyList<double[]> y, IReadOnlyList<int?> starts, Rng rng, int every = 7, int draws = 999, double level = .95)
    {
        ArgumentNullException.ThrowIfNull(y);
        var cohorts = starts.OfType<int>().Distinct().Order().ToArray();
        var controls = Enumerable.Range(0, y.Count).Where(i => starts[i] is null).ToArray();
        if (cohorts.Length == 0 || controls.Length < 2 || cohorts.Any(s => s < 1 || s >= y[0].Length))
            return null;
        var common = Enumerable.Range(0, y[0].Length).Select(t => Mean(controls.Select(i => y[i][t]))).ToArray();
        var off = y.Select(u => u.Select((v, t) => v - common[t]).ToArray()).ToArray();
        return cohorts.Length == 1
            ? Common(off, starts, cohorts[0], controls, rng, every, draws, level)
            : Staggered(off, starts, cohorts, controls, rng, every, draws, level);
    }

    private static PanelDifference? Common(
        double[][] off, IReadOnlyList<int?> starts, int start, int[] controls, Rng rng, int every, int draws, double level)
    {
        var changes = off.Select(u => Mean(u[start..]) - Mean(u[..start])).ToArray();
        var (c, t) = (Finite(controls.Select(i => changes[i])), Finite(Treated(starts, start).Select(i => changes[i])));
        if (c.Length < 2 || t.Length == 0)
            return null;
        var estimate = t.Average() - c.Average();
        var cells = off.Sum(u => u.Count(double.IsFinite));
        var error = ClusterError(t, c, cells, off.Length + off[0].Length);
        var half = Quantile(t.Length + c.Length - 1, level) * error;
        var between = Between(t, c, level);
        var wild = t.Length >= 4 && c.Length >= 4;
        var test = new Wild(t, c, rng, draws);
        var (trend, trendInterval) = Slopes(off, starts, start, controls, level);
        return new PanelDifference(
            estimate, error, new Interval(estimate - half, estimate + half), wild ? test.Interval(level) : between.Interval,
            wild ? PanelInterval.WildBootstrap : PanelInterval.BetweenUnits, wild ? test.P(0) : between.P,
            trend, trendInterval, Events(off, starts, start, controls, every, level));
    }

    private static PanelDifference? Staggered(
        double[][] off, IReadOnlyList<int?> starts, int[] cohorts, int[] controls, Rng rng, int every, int draws, double level)
    {
        // For each cohort: changes of its own units and of all controls about that cohort's start.
        var sets = cohorts.Select(s => (
            Own: Finite(Treated(starts, s).Select(i => Mean(off[i][s..]) - Mean(off[i][..s]))),
            Other: controls.Select(i => Mean(off[i][s..]) - Mean(off[i][..s])).ToArray())).ToArray();
        var n = sets.Sum(s => s.Own.Length);
        if (n == 0)
            return null;
        var estimate = sets.Sum(s => s.Own.Length * (Mean(s.Own) - Mean(s.Other))) / n;
        var drawn = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            var picks = controls.Select(_ => rng.Next(controls.Length)).ToArray();
            drawn[draw] = sets.Sum(s => s.Own.Length == 0 ? 0
                : s.Own.Length * (Mean(s.Own.Select(_ => s.Own[rng.Next(s.Own.Length)])) - Mean(picks.Select(p => s.Other[p])))) / n;
        }

        // Drawing again from few units shows (G−1)/G of their variance.
        var few = Math.Sqrt((double)off.Length / Math.Max(1, off.Length - cohorts.Length - 1));
        var error = few * Math.Sqrt(drawn.Average(d => (d - estimate) * (d - estimate)));
        var freedom = Math.Max(1, off.Length - cohorts.Length - 1);
        var half = Quantile(freedom, level) * error;
        var interval = new Interval(estimate - half, estimate + half);
        var (trend, trendInterval) = Slopes(off, starts, cohorts[0], controls, level);
        return new PanelDifference(
            estimate, error, interval, interval, PanelInterval.Resampled, 2 * (1 - StudentT.CDF(0, 1, freedom, Math.Abs(estimate / error))), trend, trendInterval,
            Events([.. off.Select((u, i) => starts[i] is { } s ? Shift(u, cohorts[0] - s) : u)], [.. starts.Select(s => s is null ? (int?)null : cohorts[0])], cohorts[0], controls, every, level));
    }

    /// <summary>Moves a unit in time so that its start falls on the first cohort's.</summary>
    private static double[] Shift(double[] u, int by) =>
        [.. Enumerable.Range(0, u.Length).Select(t => t - by >= 0 && t - by < u.Length ? u[t - by] : double.NaN)];

    private static List<EventEffect> Events(double[][] off, IReadOnlyList<int?> starts, int start, int[] controls, int every, double level)
    {
        var treated = Enumerable.Range(0, off.Length).Where(i => starts[i] is not null).ToArray();
        var events = new List<EventEffect>();
        double[] Group(double[] u, int g) => u[Math.Max(0, start + g * every)..Math.Min(u.Length, start + (g + 1) * every)];
        for (var g = -((start + every - 1) / every); start + g * every < off[0].Length; g++)
        {
            if (g == -1)
            {
                events.Add(new EventEffect(-1, 0, new Interval(0, 0)));
                continue;
            }

            double Change(int i) => Mean(Group(off[i], g)) - Mean(Group(off[i], -1));
            var (t, c) = (Finite(treated.Select(Change)), Finite(controls.Select(Change)));
            if (t.Length > 0 && c.Length > 1)
                events.Add(new EventEffect(g, t.Average() - c.Average(), Between(t, c, level).Interval));
        }

        return events;
    }

    private static (double, Interval) Slopes(double[][] off, IReadOnlyList<int?> starts, int start, int[] controls, double level)
    {
        double Slope(double[] u)
        {
            var seen = Enumerable.Range(0, start).Where(t => double.IsFinite(u[t])).ToArray();
            if (seen.Length < 3)
                return double.NaN;
            var (x, v) = (seen.Average(), seen.Average(t => u[t]));
            return seen.Sum(t => (t - x) * (u[t] - v)) / seen.Sum(t => (t - x) * (t - x));
        }

        var (c, t) = (Finite(controls.Select(i => Slope(off[i]))), Finite(Enumerable.Range(0, off.Length).Where(i => starts[i] is not null).Select(i => Slope(off[i]))));
        return c.Length < 2 || t.Length == 0 ? (double.NaN, Statistics.Estimation.Interval.Unknown) : (t.Average() - c.Average(), Between(t, c, level).Interval);
    }

    /// <summary>Two samples of units with one spread.</summary>
    private static (Interval Interval, double P) Between(double[] t, double[] c, double level)
    {
        var freedom = t.Length + c.Length - 2;
        var variance = (Squares(t) + Squares(c)) / freedom;
        var error = Math.Sqrt(variance * (1.0 / t.Length + 1.0 / c.Length));
        var estimate = t.Average() - c.Average();
        var half = Quantile(freedom, level) * error;
        return (new Interval(estimate - half, estimate + half), error > 0 ? 2 * (1 - StudentT.CDF(0, 1, freedom, Math.Abs(estimate) / error)) : double.NaN);
    }

    /// <summary>CR1 as of the two-way regression on all cells.</summary>
    private static double ClusterError(double[] t, double[] c, int cells, int parameters)
    {
        double groups = t.Length + c.Length;
        var meat = Squares(t) / t.Length / t.Length + Squares(c) / c.Length / c.Length;
        return Math.Sqrt(meat * groups / (groups - 1) * (cells - 1.0) / Math.Max(1, cells - parameters));
    }

    private static IEnumerable<int> Treated(IReadOnlyList<int?> starts, int start) => Enumerable.Range(0, starts.Count).Where(i => starts[i] == start);

    private static double Quantile(double freedom, double level) => StudentT.InvCDF(0, 1, freedom, (1 + level) / 2);

    private static double[] Finite(IEnumerable<double> values) => [.. values.Where(double.IsFinite)];

    private static double Mean(IEnumerable<double> values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private static double Squares(double[] x)
    {
        var mean = x.Average();
        return x.Sum(v => (v - mean) * (v - mean));
    }

    /// <summary>Wild bootstrap over units: Rademacher signs, Webb's six points with under twelve clusters.</summary>
    private sealed class Wild
    {
        private static readonly double[] _webb = [-Math.Sqrt(1.5), -1, -Math.Sqrt(.5), Math.Sqrt(.5), 1, Math.Sqrt(1.5)];

        private readonly double[] _t, _c;
        private readonly double[][] _signs;

        public Wild(double[] t, double[] c, Rng rng, int draws)
        {
            (_t, _c) = (t, c);
            var n = t.Length + c.Length;
            _signs = [.. Enumerable.Range(0, draws).Select(_ => Enumerable.Range(0, n).Select(_ => n < 12 ? _webb[rng.Next(6)] : rng.Chance(.5) ? 1.0 : -1).ToArray())];
        }

        /// <summary>Share of draws at least as far from <paramref name="effect"/> as the data, when that is the truth.</summary>
        public double P(double effect)
        {
            var all = _t.Select(v => v - effect).Concat(_c).ToArray();
            var mean = all.Average();
            var seen = Math.Abs(Statistic([.. all]));
            var further = 0;
            var drawn = new double[all.Length];
            foreach (var signs in _signs)
            {
                for (var i = 0; i < all.Length; i++)
                    drawn[i] = signs[i] * (all[i] - mean);
                further += Math.Abs(Statistic(drawn)) >= seen * (1 - 1e-12) ? 1 : 0;
            }

            return (1.0 + further) / (_signs.Length + 1);
        }

        /// <summary>All effects that are not rejected.</summary>
        public Interval Interval(double level)
        {
            var estimate = _t.Average() - _c.Average();
            var step = Math.Sqrt(Squares(_t) / _t.Length / _t.Length + Squares(_c) / _c.Length / _c.Length);
            double Edge(int side)
            {
                var far = 2.0;
                while (far < 200 && P(estimate + side * far * step) > 1 - level)
                    far *= 1.5;
                double inside = 0, outside = far;
                for (var i = 0; i < 20; i++)
                {
                    var middle = (inside + outside) / 2;
                    (inside, outside) = P(estimate + side * middle * step) > 1 - level ? (middle, outside) : (inside, middle);
                }

                return estimate + side * (inside + outside) / 2 * step;
            }

            return new Interval(Edge(-1), Edge(1));
        }

        private double Statistic(double[] x)
        {
            double t = 0, c = 0, st = 0, sc = 0;
            for (var i = 0; i < _t.Length; i++)
                t += x[i] / _t.Length;
            for (var i = _t.Length; i < x.Length; i++)
                c += x[i] / _c.Length;
            for (var i = 0; i < _t.Length; i++)
                st += (x[i] - t) * (x[i] - t);
            for (var i = _t.Length; i < x.Length; i++)
                sc += (x[i] - c) * (x[i] - c);
            return (t - c) / Math.Sqrt(st / _t.Length / _t.Length + sc / _c.Length / _c.Length);
        }
    }
}
