using MathNet.Numerics.Distributions;
using Piaozhi.Core.Loop;
using Piaozhi.Core.Statistics.Distributions;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Measure.Satisfaction.Scores;

/// <summary>A score of a group of people that can be compared with that of another.</summary>
/// <param name="N">People, or their effective number where they are weighted.</param>
public sealed record GroupScore(double Value, double Error, Interval Interval, double N, IReadOnlyList<Caveat> Caveats)
{
    /// <summary>Difference to another group with its interval and two-sided p.</summary>
    public ScoreDifference Less(GroupScore other, double level = .95)
    {
        var (value, error) = (Value - other.Value, Math.Sqrt(Error * Error + other.Error * other.Error));
        var half = Normal.InvCDF(0, 1, (1 + level) / 2) * error;
        return new ScoreDifference(value, new Interval(value - half, value + half), error > 0 ? Tails.NormalTwoSided(value / error) : double.NaN);
    }
}

/// <summary>How far two groups are apart.</summary>
/// <param name="P">NaN where nothing varies.</param>
public sealed record ScoreDifference(double Value, Interval Interval, double P);

/// <summary>
/// Net promoter score in points, −100 … 100: share of 9–10 less share of 0–6. Its variance is p₊ + p₋ − (p₊ − p₋)² over n.
/// Interval by adding three-fourths to each of promoters and detractors and three halves to the passives, which keeps its level where few
/// answered [adjusted Wald in the manner of Agresti and Caffo 2000].
/// </summary>
public static class NetPromoter
{
    public static Outcome<GroupScore> Of(IEnumerable<double> answers, IEnumerable<double>? weights = null, double level = .95)
    {
        var (all, w) = (answers.ToList(), weights?.ToList());
        var kept = all.Select((a, i) => (Answer: a, Weight: w?[i] ?? 1)).Where(x => x.Answer is >= 0 and <= 10 && x.Weight > 0).ToList();
        double Sum(Func<double, bool> of) => kept.Where(k => of(k.Answer)).Sum(k => k.Weight);
        var effective = kept.Sum(k => k.Weight) is var sum && sum > 0 ? sum * sum / kept.Sum(k => k.Weight * k.Weight) : 0;
        var scale = effective / Math.Max(sum, double.Epsilon);
        var found = Of(Sum(a => a >= 9) * scale, Sum(a => a is > 6 and < 9) * scale, Sum(a => a <= 6) * scale, level);
        var beyond = all.Count(a => double.IsFinite(a) && a is < 0 or > 10);
        return !found.Ok || beyond == 0 ? found : found.Value with { Caveats = [.. found.Value.Caveats, new Caveat(CaveatId.OutOfScale, "", beyond)] };
    }

    public static Outcome<GroupScore> Of(double promoters, double passives, double detractors, double level = .95)
    {
        var n = promoters + passives + detractors;
        if (!(n > 0))
            return new Refusal("measure.nps.no-answers");
        var value = (promoters - detractors) / n;
        var error = Math.Sqrt(Math.Max(0, (promoters + detractors) / n - value * value) / n);
        var (m, shifted) = (n + 3, (promoters - detractors) / (n + 3));
        var half = Normal.InvCDF(0, 1, (1 + level) / 2) * Math.Sqrt(((promoters + detractors + 1.5) / m - shifted * shifted) / m);
        return new GroupScore(100 * value, 100 * error, new Interval(Math.Max(-100, 100 * (shifted - half)), Math.Min(100, 100 * (shifted + half))), n, n < Estimates.Few ? [new Caveat(CaveatId.SmallSample, "nps", n)] : []);
    }

    /// <summary>The plain interval, value ± z·SE, that published tables use.</summary>
    public static Interval Plain(GroupScore score, double level = .95)
    {
        var half = Normal.InvCDF(0, 1, (1 + level) / 2) * score.Error;
        return new(score.Value - half, score.Value + half);
    }
}

/// <summary>Share of satisfied people (the top answers of the scale, declared) with Wilson's interval, 0–1.</summary>
public static class SatisfiedShare
{
    /// <param name="top">How many answers at the good end count as satisfied: 2 of 5.</param>
    /// <param name="reversed">True where 1 is the good end.</param>
    public static Outcome<GroupScore> Of(IEnumerable<double> answers, int scaleMax = 5, int top = 2, bool reversed = false, double level = .95)
    {
        var all = answers.Where(double.IsFinite).ToList();
        var kept = all.Where(a => a >= 1 && a <= scaleMax).ToList();
        if (kept.Count == 0)
            return new Refusal("measure.csat.no-answers");
        var (k, n) = (kept.Count(a => reversed ? a <= top : a > scaleMax - top), kept.Count);
        var p = (double)k / n;
        List<Caveat> caveats = n < Estimates.Few ? [new Caveat(CaveatId.SmallSample, "csat", n)] : [];
        if (kept.Count < all.Count)
            caveats.Add(new Caveat(CaveatId.OutOfScale, "csat", all.Count - kept.Count));
        return new GroupScore(p, Math.Sqrt(p * (1 - p) / n), Intervals.Wilson(k, n, level), n, caveats);
    }

    /// <summary>Newcombe's interval of the difference of two shares [Newcombe 1998, method 10], and p of the pooled z-test.</summary>
    public static ScoreDifference Difference(GroupScore a, GroupScore b)
    {
        var d = a.Value - b.Value;
        var low = d - Math.Sqrt(Math.Pow(a.Value - a.Interval.Low, 2) + Math.Pow(b.Interval.High - b.Value, 2));
        var high = d + Math.Sqrt(Math.Pow(a.Interval.High - a.Value, 2) + Math.Pow(b.Value - b.Interval.Low, 2));
        var pooled = (a.Value * a.N + b.Value * b.N) / (a.N + b.N);
        var error = Math.Sqrt(pooled * (1 - pooled) * (1 / a.N + 1 / b.N));
        return new ScoreDifference(d, new Interval(low, high), error > 0 ? Tails.NormalTwoSided(d / error) : double.NaN);
    }
}

/// <summary>Customer effort: mean on its scale (1–7), with Student's interval.</summary>
public static class CustomerEffort
{
    public static Outcome<GroupScore> Of(IEnumerable<double> answers, int scaleMax = 7, double level = .95)
    {
        var all = answers.Where(double.IsFinite).ToList();
        var kept = all.Where(a => a >= 1 && a <= scaleMax).ToList();
        if (kept.Count == 0)
            return new Refusal("measure.ces.no-answers");
        var mean = kept.Average();
        var spread = kept.Sum(a => (a - mean) * (a - mean));
        List<Caveat> caveats = kept.Count < Estimates.Few ? [new Caveat(CaveatId.SmallSample, "ces", kept.Count)] : [];
        if (kept.Count < all.Count)
            caveats.Add(new Caveat(CaveatId.OutOfScale, "ces", all.Count - kept.Count));
        return new GroupScore(mean, kept.Count < 2 ? double.NaN : Math.Sqrt(spread / (kept.Count - 1) / kept.Count), Intervals.T(kept.Count, kept.Sum(), kept.Sum(a => a * a), level), kept.Count, caveats);
    }
}
