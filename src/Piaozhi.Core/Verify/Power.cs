namespace Piaozhi.Core.Verify;

/// <summary>What the data could show: the smallest effect seen with power 0.8, and the day on which the promised one can be decided.</summary>
internal sealed record Power(double StandardError, int Before, int After, bool Trend, DateTime First, EffectCase Case)
{
    /// <summary>z(0.975) + z(0.8): Cohen 1988, §2.4.</summary>
    private const double Reach = 1.959964 + 0.841621;

    public double Smallest => Reach * StandardError;

    /// <summary>
    /// The standard error falls as √(1/before + 1/after); the first day on which it is the promise over 2.8. Null when no promise was
    /// made, when the baseline alone is too short ever to decide, or when it would take more than two years.
    /// </summary>
    public DateOnly? DecidableOn()
    {
        if (Case.ExpectedChange is not { } promise || promise <= 0 || !(StandardError > 0) || Case.End is not null)
            return null;
        var unit = StandardError * StandardError / (1.0 / Before + 1.0 / After);
        var left = Math.Pow(promise / Reach, 2) / unit - 1.0 / Before;
        if (left <= 0)
            return null;
        var needed = (int)Math.Ceiling(Math.Min(1 / left, 10000));
        var day = DateOnly.FromDateTime(First).AddDays(needed);
        var tomorrow = DateOnly.FromDateTime(Case.AsOf).AddDays(1);
        return needed > 730 ? null : day > tomorrow ? day : tomorrow.AddDays(6);
    }
}
