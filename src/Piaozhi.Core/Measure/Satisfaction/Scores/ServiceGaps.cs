using MathNet.Numerics.Distributions;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Distributions;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure.Satisfaction.Scores;

/// <summary>What people expected of one item and what they found; NaN = not answered.</summary>
public sealed record GapItem(string Code, string Dimension, IReadOnlyList<double> Expected, IReadOnlyList<double> Perceived);

/// <summary>The gap of one item or dimension.</summary>
/// <param name="Gap">Perceived less expected, over people who answered both.</param>
/// <param name="Expected">Mean expectation of everyone who gave one; at the ceiling the gap can hardly be anything but negative.</param>
/// <param name="T">Paired t; NaN where the gap does not vary.</param>
/// <param name="Effect">Cohen's d of pairs.</param>
public sealed record ServiceGap(string Code, double Gap, Interval Interval, double Expected, double Perceived, long N, double T, double P, double Effect, IReadOnlyList<Caveat> Caveats);

/// <summary>Gaps by item, by dimension and altogether; SERVPERF is the perceived side alone.</summary>
/// <param name="Overall">Mean gap of the items; with importance, weighted by it.</param>
/// <param name="Performance">Mean perceived score of the items (SERVPERF).</param>
public sealed record ServiceGaps(IReadOnlyList<ServiceGap> Items, IReadOnlyList<ServiceGap> Dimensions, double Overall, double Performance)
{
    /// <summary>SERVQUAL [Parasuraman, Zeithaml and Berry 1988] and SERVPERF [Cronin and Taylor 1992].</summary>
    /// <param name="importance">Points by dimension (100 given out); null = the mean over all items.</param>
    public static Outcome<ServiceGaps> Of(IReadOnlyList<GapItem> items, double scaleMax, IReadOnlyDictionary<string, double>? importance = null, double level = .95)
    {
        if (items.Count == 0 || items.All(i => i.Perceived.Zip(i.Expected).All(x => !double.IsFinite(x.First - x.Second))))
            return new Refusal("measure.gaps.no-pairs");
        if (items.Any(i => i.Expected.Count != items[0].Expected.Count || i.Perceived.Count != i.Expected.Count))
            return new Refusal("measure.gaps.lengths");
        var each = items.Select(i => Of(i.Code, i.Expected, i.Perceived, scaleMax, level)).ToList();
        var people = items[0].Expected.Count;
        var dimensions = items.GroupBy(i => i.Dimension, StringComparer.Ordinal).Select(g =>
        {
            // A person's dimension is the mean of the items that the person answered on both sides.
            double Mean(int row, Func<GapItem, IReadOnlyList<double>> side) => g.Where(i => double.IsFinite(i.Expected[row]) && double.IsFinite(i.Perceived[row])).Select(i => side(i)[row]).DefaultIfEmpty(double.NaN).Average();
            return Of(g.Key, [.. Enumerable.Range(0, people).Select(r => Mean(r, i => i.Expected))], [.. Enumerable.Range(0, people).Select(r => Mean(r, i => i.Perceived))], scaleMax, level);
        }).ToList();
        var known = each.Where(e => e.N > 0).ToList();
        var points = dimensions.Where(d => d.N > 0).Select(d => importance?.GetValueOrDefault(d.Code) ?? 0).ToList();
        var overall = importance is null || points.Sum() <= 0 ? known.Average(e => e.Gap) : dimensions.Where(d => d.N > 0).Select((d, i) => d.Gap * points[i]).Sum() / points.Sum();
        return new ServiceGaps(each, dimensions, overall, known.Average(e => e.Perceived));
    }

    /// <summary>Reliability of a difference score: low where both sides are correlated, however reliable each is.</summary>
    public static double DifferenceReliability(double sdPerceived, double reliabilityPerceived, double sdExpected, double reliabilityExpected, double correlation)
    {
        var common = 2 * correlation * sdPerceived * sdExpected;
        return (sdPerceived * sdPerceived * reliabilityPerceived + sdExpected * sdExpected * reliabilityExpected - common) / (sdPerceived * sdPerceived + sdExpected * sdExpected - common);
    }

    private static ServiceGap Of(string code, IReadOnlyList<double> expected, IReadOnlyList<double> perceived, double scaleMax, double level)
    {
        var pairs = perceived.Zip(expected).Where(x => double.IsFinite(x.First - x.Second)).ToList();
        var gaps = pairs.Select(x => x.First - x.Second).ToList();
        var n = gaps.Count;
        if (n == 0)
            return new ServiceGap(code, double.NaN, Interval.Unknown, double.NaN, double.NaN, 0, double.NaN, double.NaN, double.NaN, [new Caveat(CaveatId.NoData, code)]);
        var mean = gaps.Average();
        var sd = n < 2 ? double.NaN : Math.Sqrt(gaps.Sum(g => (g - mean) * (g - mean)) / (n - 1));
        var error = sd / Math.Sqrt(n);
        var half = n < 2 ? double.NaN : StudentT.InvCDF(0, 1, n - 1, (1 + level) / 2) * error;
        var t = error > 0 ? mean / error : double.NaN;
        var caveats = new List<Caveat>();
        if (n < Estimates.Few)
            caveats.Add(new Caveat(CaveatId.SmallSample, code, n));
        // Half of the people at the top of the scale: the expectation has no room left.
        if (pairs.Count(x => x.Second >= scaleMax) * 2 >= n)
            caveats.Add(new Caveat(CaveatId.Ceiling, code));
        return new ServiceGap(code, mean, new Interval(mean - half, mean + half), pairs.Average(x => x.Second), pairs.Average(x => x.First), n, t,
            double.IsNaN(t) ? double.NaN : 2 * Tails.StudentUpper(Math.Abs(t), n - 1), sd > 0 ? mean / sd : double.NaN, caveats);
    }
}
