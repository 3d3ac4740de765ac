namespace Piaozhi.Core.Detect.Charts;

/// <summary>How limits are set from history.</summary>
/// <param name="Baseline">Points of phase I, from the first on; null = all.</param>
/// <param name="LeaveOut">Points of phase I beyond the limits are left out and the limits set anew, until none is beyond or a quarter is out.</param>
/// <param name="Width">Limits in standard deviations.</param>
public sealed record PhaseOne(int? Baseline = null, bool LeaveOut = false, SigmaFrom From = SigmaFrom.Unweighted, double Width = 3);

/// <summary>A chart with its limits: phase I points first, phase II after them.</summary>
public sealed record Charted(
    ShewhartKind Kind, Norm Norm, double[] Values, double[] Centers, double[] Sigmas, double[] Lowers, double[] Uppers, double[] Z, bool[] LeftOut, int Baseline)
{
    /// <summary>At most this share of phase I may be left out; more means that there is no one usual course.</summary>
    public const double MostLeftOut = .25;

    /// <summary>True when points beyond the limits are still in phase I although a quarter is out: the baseline itself is not stable.</summary>
    public bool Unstable { get; private init; }

    /// <summary>Limits from phase I, standardized values for all points. Needs two points in phase I.</summary>
    public static Charted Of(ShewhartKind kind, Subgroups data, PhaseOne? phase = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        phase ??= new PhaseOne();
        var baseline = Math.Clamp(phase.Baseline ?? data.Count, 0, data.Count);
        var leftOut = new bool[data.Count];
        var norm = Shewhart.Estimate(kind, data, baseline, leftOut, phase.From);
        var (removed, unstable) = (0, false);
        while (phase.LeaveOut)
        {
            var beyond = Beyond(kind, norm, data, baseline, leftOut, phase.Width);
            if (beyond.Count == 0)
                break;
            if (removed + beyond.Count > MostLeftOut * baseline || baseline - removed - beyond.Count < 2)
            {
                unstable = true;
                break;
            }

            foreach (var i in beyond)
                leftOut[i] = true;
            removed += beyond.Count;
            norm = Shewhart.Estimate(kind, data, baseline, leftOut, phase.From);
        }

        return Apply(kind, norm, data, leftOut, baseline, phase.Width) with { Unstable = unstable };
    }

    /// <summary>Phase II alone: the limits of a norm that is already known.</summary>
    public static Charted Apply(ShewhartKind kind, Norm norm, Subgroups data, double width = 3)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Apply(kind, norm, data, new bool[data.Count], 0, width);
    }

    /// <summary>The points of <paramref name="rules"/> broken at every point.</summary>
    public ChartRule[] Broken(ChartRule rules) => ChartRules.Broken(Z, rules);

    private static Charted Apply(ShewhartKind kind, Norm norm, Subgroups data, bool[] leftOut, int baseline, double width)
    {
        var n = data.Count;
        var (centers, sigmas, lowers, uppers, z) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var size = data.Size(i);
            (centers[i], sigmas[i]) = Shewhart.At(kind, norm, size);
            var (low, high) = Shewhart.Bounds(kind, size);
            lowers[i] = Math.Max(low, centers[i] - width * sigmas[i]);
            uppers[i] = Math.Min(high, centers[i] + width * sigmas[i]);
            z[i] = Standard(data.Values[i], centers[i], sigmas[i]);
        }

        return new Charted(kind, norm, data.Values, centers, sigmas, lowers, uppers, z, leftOut, baseline);
    }

    private static List<int> Beyond(ShewhartKind kind, Norm norm, Subgroups data, int baseline, bool[] leftOut, double width)
    {
        var found = new List<int>();
        for (var i = 0; i < baseline; i++)
        {
            var (center, sigma) = Shewhart.At(kind, norm, data.Size(i));
            if (!leftOut[i] && Math.Abs(Standard(data.Values[i], center, sigma)) > width)
                found.Add(i);
        }

        return found;
    }

    /// <summary>Where nothing varies, any difference is beyond all limits.</summary>
    private static double Standard(double value, double center, double sigma) =>
        sigma > 0 ? (value - center) / sigma : Math.Abs(value - center) <= 1e-12 * Math.Abs(center) ? 0 : Math.CopySign(double.PositiveInfinity, value - center);
}
