namespace Piaozhi.Core.Statistics.Series;

/// <summary>One-sided cumulative sum for a lasting shift (Page 1954; k and h after Montgomery 2013, §9.1).</summary>
public static class Cusum
{
    /// <summary>
    /// The first row at which S = max(0, S + z − k) exceeds h, and the row at which that sum began to rise; null when it never does.
    /// <paramref name="standardized"/> are deviations in standard errors, positive towards the side that is watched.
    /// </summary>
    public static (int Began, int Signaled)? FirstAlarm(IReadOnlyList<double> standardized, double k = 0.5, double h = 5)
    {
        double sum = 0;
        var began = 0;
        for (var i = 0; i < standardized.Count; i++)
        {
            if (sum <= 0)
                began = i;
            sum = Math.Max(0, sum + standardized[i] - k);
            if (sum > h)
                return (began, i);
        }

        return null;
    }
}
