namespace Piaozhi.Core.Measure;

/// <summary>
/// Difference of two independent figures of one indicator, with an interval made from the intervals of both [Zou and Donner 2008,
/// Stat Med 27:1693–1702, "MOVER"; for two proportions it is Newcombe's hybrid score interval].
/// </summary>
/// <param name="Low">NaN where one of the intervals is not known.</param>
public sealed record Difference(double Value, double Low, double High)
{
    /// <summary>True when the interval leaves out 0: the figures differ by more than chance.</summary>
    public bool IsClear => Low > 0 || High < 0;

    public static Difference Of(Estimate now, Estimate before)
    {
        var value = now.Value - before.Value;
        var low = value - Math.Sqrt(Math.Pow(now.Value - now.Low, 2) + Math.Pow(before.High - before.Value, 2));
        var high = value + Math.Sqrt(Math.Pow(now.High - now.Value, 2) + Math.Pow(before.Value - before.Low, 2));
        return new Difference(value, low, high);
    }
}
