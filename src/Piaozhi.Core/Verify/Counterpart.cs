namespace Piaozhi.Core.Verify;

using Series = SortedDictionary<DateTime, (double Value, double Weight)>;

/// <summary>The one series that stands for what would have come: the untouched slices together, or weighted to move like the treated one.</summary>
internal static class Counterpart
{
    /// <summary>Fewer controls or days than this cannot tell which of them are alike.</summary>
    private const int EnoughControls = 5, EnoughDays = 42;

    /// <summary>The weighted form must beat the plain one on held-out days by this factor of variance.</summary>
    private const double Better = .8;

    /// <summary>
    /// Weighted by size, unless weights fitted on the first two thirds of the days before the start follow the treated slice clearly better on
    /// the last third; then synthetic control with weights from all of them, drawn towards the sizes as far as noise demands.
    /// </summary>
    public static (Series Series, double[]? Weights) Of(Series treated, List<Series> controls, DateTime start)
    {
        var plain = DailySeries.Pool(controls, start);
        var days = treated.Keys.Where(d => d < start.Date && controls.All(c => c.ContainsKey(d))).ToArray();
        if (controls.Count < EnoughControls || days.Length < EnoughDays)
            return (plain, null);
        var sizes = controls.Select(c => days.Sum(d => c[d].Weight)).ToArray();
        var shares = sizes.Select(s => s / sizes.Sum()).ToArray();
        var fitted = days.Length * 2 / 3;
        var own = days.Select(d => treated[d].Value).ToArray();
        var others = controls.Select(c => days.Select(d => c[d].Value).ToArray()).ToArray();
        var (old, recent) = (Variance(own, others, shares, fitted, days.Length), Variance(own, others, Fitted(own, others, shares, fitted), fitted, days.Length));
        if (!(recent < Better * old))
            return (plain, null);
        var weights = Fitted(own, others, shares, days.Length);
        return (Weighted(controls, weights, start), weights);
    }

    private static double[] Fitted(double[] own, double[][] others, double[] shares, int count)
    {
        var centered = others.Select(o => Centered(o, count)).ToArray();
        var target = Centered(own, count);
        // Sampling noise of the controls, from differences of neighboring days, is what the penalty must outweigh.
        var noise = others.Average(o => Enumerable.Range(1, count - 1).Average(i => Math.Pow(o[i] - o[i - 1], 2)) / 2);
        return SyntheticControl.Weights(target, centered, noise, shares);
    }

    private static double[] Centered(double[] x, int count)
    {
        var mean = x.Take(count).Average();
        return [.. x.Take(count).Select(v => v - mean)];
    }

    private static double Variance(double[] own, double[][] others, double[] weights, int from, int to)
    {
        var gap = Enumerable.Range(from, to - from).Select(t => own[t] - others.Select((o, i) => weights[i] * o[t]).Sum()).ToArray();
        var mean = gap.Average();
        return gap.Average(g => (g - mean) * (g - mean));
    }

    private static Series Weighted(List<Series> controls, double[] weights, DateTime start)
    {
        var levels = controls.Select(c => DailySeries.Level(c.Where(d => d.Key < start.Date))).ToList();
        var grand = levels.Zip(weights, (l, w) => l * w).Sum();
        var series = new Series();
        foreach (var date in controls.SelectMany(c => c.Keys).Distinct())
        {
            double sum = 0, known = 0, variance = 0;
            for (var i = 0; i < controls.Count; i++)
            {
                if (weights[i] < 1e-4 || !controls[i].TryGetValue(date, out var d))
                    continue;
                sum += weights[i] * (d.Value - levels[i]);
                known += weights[i];
                variance += weights[i] * weights[i] / d.Weight;
            }

            // A day on which half of the counterpart is missing is no comparison.
            if (known > .5)
                series[date] = (grand + sum / known, known * known / variance);
        }

        return series;
    }
}
