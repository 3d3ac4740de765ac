namespace Piaozhi.Core.Verify;

/// <summary>What the data could show: the smallest effect seen with power 0.8, and the day on which the promised one can be decided.</summary>
internal sealed record Power(EffectModel Model, List<Day> Used, DateTime First, EffectCase Case)
{
    /// <summary>z(0.975) + z(0.8): Cohen 1988, §2.4.</summary>
    private const double Reach = 1.959964 + 0.841621;

    /// <summary>Longer waits are not a plan.</summary>
    private const int Longest = 730;

    public double Smallest => Reach * Model.StandardError;

    /// <summary>
    /// The first day on which the standard error would be the promise over 2.8, with the persistence and units seen so far. Null when no
    /// promise was made, when the baseline alone is too short ever to decide, or when it would take more than two years.
    /// </summary>
    public DateOnly? DecidableOn()
    {
        if (Case.ExpectedChange is not { } promise || promise <= 0 || !(Model.StandardError > 0) || Case.End is not null)
            return null;
        var wanted = promise / Reach;
        if (!(Model.ErrorAfter(First, Longest) <= wanted))
            return null;
        var (low, high) = (0, Longest);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Model.ErrorAfter(First, middle) <= wanted ? (low, middle) : (middle, high);
        }

        var day = DateOnly.FromDateTime(First).AddDays(high);
        var tomorrow = DateOnly.FromDateTime(Case.AsOf).AddDays(1);
        return day > tomorrow ? day : tomorrow.AddDays(6);
    }
}
