namespace Piaozhi.Core.Statistics.Estimation;

/// <summary>Location and spread that a few wild values do not move.</summary>
public static class Robust
{
    /// <summary>Makes the median absolute deviation of normal data estimate the standard deviation (Rousseeuw and Croux 1993, §1).</summary>
    public const double NormalMad = 1.482602218505602;

    /// <summary>Median of the finite values; NaN when there are none.</summary>
    public static double Median(IEnumerable<double> values) => Quantile(values, .5);

    /// <summary>Quantile of the finite values by linear interpolation (type 7 of Hyndman and Fan 1996).</summary>
    public static double Quantile(IEnumerable<double> values, double q)
    {
        var sorted = values.Where(double.IsFinite).ToArray();
        if (sorted.Length == 0)
            return double.NaN;
        Array.Sort(sorted);
        return OfSorted(sorted, q);
    }

    /// <summary>The same quantile of at least one value, in ascending order already.</summary>
    public static double OfSorted(double[] sorted, double q)
    {
        var at = q * (sorted.Length - 1);
        var below = (int)Math.Floor(at);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /// <summary>Median absolute deviation from the median, not scaled.</summary>
    public static double Mad(IReadOnlyCollection<double> values)
    {
        var middle = Median(values);
        return Median(values.Select(v => Math.Abs(v - middle)));
    }

    /// <summary>Standard deviation estimated from the MAD; from the mean absolute deviation where over half of the values are equal.</summary>
    public static double Deviation(IReadOnlyCollection<double> values)
    {
        var mad = Mad(values) * NormalMad;
        if (mad > 0 || values.Count == 0)
            return mad;
        var middle = Median(values);
        return values.Where(double.IsFinite).Select(v => Math.Abs(v - middle)).DefaultIfEmpty(0).Average() * Math.Sqrt(Math.PI / 2);
    }
}
