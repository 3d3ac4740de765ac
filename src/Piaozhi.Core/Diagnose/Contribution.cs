using Piaozhi.Core.Measure;

namespace Piaozhi.Core.Diagnose;

/// <summary>What one value of a dimension did to the change of an indicator.</summary>
/// <param name="Rate">Because the figure of this part itself changed.</param>
/// <param name="Mix">Because this part became larger or smaller.</param>
public sealed record Part(string Value, Sufficient Before, Sufficient After, double Rate, double Mix)
{
    public double Total => Rate + Mix;
}

/// <summary>The change of an indicator between two periods, taken apart over the values of one dimension.</summary>
/// <param name="Rest">What the parts do not explain: rows without a value of the dimension.</param>
public sealed record Decomposed(double Before, double After, IReadOnlyList<Part> Parts, double Rest)
{
    public double Change => After - Before;
}

/// <summary>
/// Midpoint decomposition Δ = Σ w̄·Δr + Σ r̄·Δw (Kitagawa 1955), with r̄ taken against the mean of both periods, so that a part which
/// only grows is charged with how far it lies from the others.
/// </summary>
public static class Contribution
{
    /// <summary>Kinds whose values add up by weight; the others cannot be taken apart so.</summary>
    public static bool Can(StatisticKind kind) => kind is StatisticKind.Proportion or StatisticKind.Rate or StatisticKind.Mean or StatisticKind.Ratio;

    public static Decomposed Of(Sufficient before, Sufficient after, IEnumerable<(string Value, Sufficient Before, Sufficient After)> parts)
    {
        var (a, b) = (Value(before, 0), Value(after, 0));
        var middle = (a + b) / 2;
        var found = new List<Part>();
        foreach (var (value, x, y) in parts)
        {
            var (wx, wy) = (before.Denominator > 0 ? x.Denominator / before.Denominator : 0, after.Denominator > 0 ? y.Denominator / after.Denominator : 0);
            // A part that was not there before, or is gone, changes the mix only.
            var rx = Value(x, Value(y, middle));
            var ry = Value(y, rx);
            found.Add(new Part(value, x, y, (wx + wy) / 2 * (ry - rx), ((rx + ry) / 2 - middle) * (wy - wx)));
        }

        return new Decomposed(a, b, [.. found.OrderByDescending(p => Math.Abs(p.Total))], b - a - found.Sum(p => p.Total));
    }

    private static double Value(Sufficient s, double otherwise) => s.Denominator > 0 ? s.Numerator / s.Denominator : otherwise;
}
