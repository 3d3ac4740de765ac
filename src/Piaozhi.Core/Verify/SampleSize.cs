using MathNet.Numerics.Distributions;

namespace Piaozhi.Core.Verify;

/// <summary>How much must be seen before a start is worth it, for two windows or arms of equal size (Fleiss, Levin and Paik 2003, §4.2).</summary>
public static class SampleSize
{
    /// <summary>Units a window to tell two shares apart.</summary>
    public static double Shares(double from, double to, double alpha = .05, double power = .8)
    {
        var middle = (from + to) / 2;
        var root = Z(1 - alpha / 2) * Math.Sqrt(2 * middle * (1 - middle)) + Z(power) * Math.Sqrt(from * (1 - from) + to * (1 - to));
        return Math.Pow(root / (from - to), 2);
    }

    /// <summary>Exposure a window to tell two rates apart.</summary>
    public static double Rates(double from, double to, double alpha = .05, double power = .8) =>
        Math.Pow(Z(1 - alpha / 2) * Math.Sqrt(from + to) + Z(power) * Math.Sqrt(from + to), 2) / Math.Pow(from - to, 2);

    /// <summary>Units a window to tell means apart that differ by <paramref name="change"/>.</summary>
    public static double Means(double deviation, double change, double alpha = .05, double power = .8) =>
        2 * Math.Pow((Z(1 - alpha / 2) + Z(power)) * deviation / change, 2);

    /// <summary>The first day by which that many units have come, with <paramref name="perDay"/> a day and days that vary <paramref name="dispersion"/> times as much as units alone would.</summary>
    public static DateOnly Day(DateOnly start, double units, double perDay, double dispersion = 1) =>
        start.AddDays((int)Math.Min(36500, Math.Ceiling(units * Math.Max(1, dispersion) / perDay)));

    private static double Z(double p) => Normal.InvCDF(0, 1, p);
}
