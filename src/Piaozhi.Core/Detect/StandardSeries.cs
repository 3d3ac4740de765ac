using Piaozhi.Core.Loop;
using Piaozhi.Core.Measure;
using Piaozhi.Core.Statistics.Estimation;

namespace Piaozhi.Core.Detect;

/// <summary>
/// A daily series freed of its level, weekday profile and overdispersion: each day as a standard deviate against a robust baseline.
/// The baseline is the first 60 % of the days (at least the minimum), without holidays and without days beyond 3.5σ, refitted until
/// it no longer changes.
/// </summary>
internal sealed class StandardSeries
{
    private const int LeastForProfile = 21;

    private readonly double[] _value;

    private StandardSeries(SliceSeries series, Point[] points)
    {
        Series = series;
        Points = points;
        Log = series.Indicator.Chart is ChartKind.IndividualsLog or ChartKind.XbarSLog or ChartKind.T or ChartKind.G;
        _value = [.. points.Select(p => Transformed(p.Statistic))];
        Z = new double[points.Length];
        Expected = new double[points.Length];
    }

    public SliceSeries Series { get; }
    public Point[] Points { get; }
    public double[] Z { get; }

    /// <summary>Expected value of each day in the indicator's unit.</summary>
    public double[] Expected { get; }

    public int Baseline { get; private set; }

    /// <summary>Lag-one autocorrelation of the baseline, not below 0; widens the windows.</summary>
    public double Correlation { get; private set; }

    /// <summary>How much wider than its sampling error the process varies (Laney 2002); 1 = not at all.</summary>
    public double Sigma { get; private set; } = 1;

    public bool Log { get; }
    public StatisticKind Kind => Series.Indicator.Statistic;
    public bool Counts => Kind is StatisticKind.Proportion or StatisticKind.Rate;

    /// <summary>Null when the history is too short or never varies.</summary>
    public static StandardSeries? Of(SliceSeries series, DetectOptions options)
    {
        var log = series.Indicator.Chart is ChartKind.IndividualsLog or ChartKind.XbarSLog or ChartKind.T or ChartKind.G;
        var kind = series.Indicator.Statistic;
        var points = series.Points
            .Where(p => p.Complete && double.IsFinite(p.Statistic.Value(kind)) && (!log || p.Statistic.Value(kind) > 0))
            .OrderBy(p => p.At).ToArray();
        if (points.Length <= options.MinimumDays)
            return null;
        var standard = new StandardSeries(series, points);
        return standard.Fit(options) ? standard : null;
    }

    private double Transformed(Sufficient s) => Log ? Math.Log(s.Value(Kind)) : s.Value(Kind);

    /// <summary>Units that make a day's value more or less exact; 1 where the value is a single reading.</summary>
    private double Weight(int i) => Kind switch
    {
        StatisticKind.Level => 1,
        StatisticKind.Proportion or StatisticKind.Rate => Points[i].Statistic.Denominator,
        _ => Math.Max(1, Points[i].Statistic.N),
    };

    private bool Fit(DetectOptions options)
    {
        var last = Math.Max(options.MinimumDays, (int)(Points.Length * .6));
        var kept = Enumerable.Range(0, last)
            .Where(i => options.Calendar(DateOnly.FromDateTime(Points[i].At)) is DayKind.Ordinary or DayKind.Weekend).ToArray();
        if (kept.Length < options.MinimumDays / 2)
            return false;
        var all = kept;
        for (var round = 0; round < 4; round++)
        {
            var center = round == 0 ? Robust.Median(kept.Select(i => _value[i])) : Mean(kept);
            var profile = Profile(kept, center);
            var unit = UnitDeviation(kept, center, profile);
            if (!(unit > 0))
                return false;
            for (var i = 0; i < Z.Length; i++)
            {
                var expected = center + profile[(int)Class(i, options)];
                Expected[i] = Log ? Math.Exp(expected) : expected;
                Z[i] = (_value[i] - expected) / (unit / Math.Sqrt(Weight(i)) * Spread(expected));
            }

            // Sampling error is the floor; below it a chart would find order in luck.
            var spread = Math.Max(MovingRange(kept), Robust.Deviation([.. kept.Select(i => Z[i])]));
            Sigma = Counts ? Math.Max(1, spread) : spread;
            if (!(Sigma > 0))
                return false;
            for (var i = 0; i < Z.Length; i++)
                Z[i] /= Sigma;
            var next = all.Where(i => Math.Abs(Z[i]) <= 3.5).ToArray();
            if (next.Length < options.MinimumDays / 2 || next.SequenceEqual(kept) && round > 0)
                break;
            kept = next;
        }

        Baseline = kept.Length;
        double cross = 0, own = 0;
        for (var j = 1; j < kept.Length; j++)
        {
            own += Z[kept[j]] * Z[kept[j]];
            if (kept[j] == kept[j - 1] + 1)
                cross += Z[kept[j]] * Z[kept[j - 1]];
        }

        // Estimates from short series lie low by about 1/m; noise alone is not called correlation.
        var rho = own > 0 ? cross / own : 0;
        Correlation = rho > 1 / Math.Sqrt(kept.Length) ? Math.Min(.8, rho) : 0;
        return true;
    }

    private double Mean(int[] kept) => Counts && !Log
        ? kept.Sum(i => Points[i].Statistic.Numerator) / kept.Sum(i => Points[i].Statistic.Denominator)
        : kept.Sum(i => Weight(i) * _value[i]) / kept.Sum(Weight);

    private double Spread(double expected) => Kind switch
    {
        _ when Log => 1,
        StatisticKind.Proportion => Math.Sqrt(Math.Max(1e-12, Math.Clamp(expected, 1e-9, 1 - 1e-9) * (1 - Math.Clamp(expected, 1e-9, 1 - 1e-9)))),
        StatisticKind.Rate => Math.Sqrt(Math.Max(1e-12, expected)),
        _ => 1,
    };

    private double UnitDeviation(int[] kept, double center, double[] profile) => Counts && !Log
        ? 1
        : Robust.Deviation([.. kept.Select(i => (_value[i] - center - profile[(int)Points[i].At.DayOfWeek]) * Math.Sqrt(Weight(i)))]);

    private double MovingRange(int[] kept) =>
        Robust.Median(kept.Zip(kept.Skip(1), (a, b) => Math.Abs(Z[b] - Z[a]))) / .953872552; // median of |N(0,2)|

    /// <summary>Holidays behave like Sundays, make-up working days like Mondays.</summary>
    private DayOfWeek Class(int i, DetectOptions options) => options.Calendar(DateOnly.FromDateTime(Points[i].At)) switch
    {
        DayKind.Holiday => DayOfWeek.Sunday,
        DayKind.MakeUpWorkday => DayOfWeek.Monday,
        _ => Points[i].At.DayOfWeek,
    };

    /// <summary>Weekday effects by medians, shrunk towards none by what luck explains of their spread (James and Stein 1961).</summary>
    private double[] Profile(int[] kept, double center)
    {
        var profile = new double[7];
        if (kept.Length < LeastForProfile)
            return profile;
        var groups = kept.GroupBy(i => (int)Points[i].At.DayOfWeek).ToArray();
        var effects = groups.ToDictionary(g => g.Key, g => Robust.Median(g.Select(i => _value[i] - center)));
        var rest = Robust.Deviation([.. kept.Select(i => _value[i] - center - effects[(int)Points[i].At.DayOfWeek])]);
        var middle = effects.Values.Average();
        var luck = groups.Average(g => Math.PI / 2 * rest * rest / g.Count());
        var spread = effects.Values.Sum(e => (e - middle) * (e - middle)) / Math.Max(1, effects.Count - 1);
        var keep = spread > 2 * luck ? (spread - luck) / spread : 0;
        foreach (var (day, effect) in effects)
            profile[day] = keep * (effect - middle);
        return profile;
    }
}
